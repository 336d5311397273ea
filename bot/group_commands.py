"""What may be typed in the staff group: each command a function that gives the words of its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias

import sqlalchemy as sa

from bot.case_numbers import read_number
from bot.desk import days, figures, finding, health, posts, rules
from bot.desk.broadcasting import Broadcasting
from bot.house import House
from bot.storage import audit, cases, settings
from bot.storage import days as overrides
from dialogs.messages import Arg, Language, Text, text
from dialogs.staff import Case, Staff

LINES = 25
"""Cases a list names; more are counted."""
LONGEST_REASON = 120

Answer: TypeAlias = tuple[Text, ...]
Command: TypeAlias = Callable[[sa.Connection, House, Staff, str], Answer]


def for_administrators(command: Command) -> Command:
    """The command, for administrators of the group only."""

    def checked(conn: sa.Connection, house: House, by: Staff, rest: str) -> Answer:
        if not by.administrator:
            return (text("denied-administrators"),)
        return command(conn, house, by, rest)

    return checked


# --- Lists ----------------------------------------------------------------------------------------


def queue(conn: sa.Connection, house: House, _by: Staff, _rest: str) -> Answer:
    """What is unfinished, the most pressing first."""
    found = cases.unfinished(conn, house.keyring, LINES)
    count = cases.unfinished_count(conn)
    if not found:
        return (text("queue-empty"),)
    return (text("queue-title", count=count), *lines(house, found, count))


def mine(conn: sa.Connection, house: House, by: Staff, _rest: str) -> Answer:
    """What the one who asks has taken and not finished."""
    held = [case for case in cases.unfinished(conn, house.keyring, 10_000) if case.owner == by.id]
    if not held:
        return (text("mine-empty"),)
    return (text("mine-title", count=len(held)), *lines(house, held, len(held)))


def overdue(conn: sa.Connection, house: House, _by: Staff, _rest: str) -> Answer:
    """What should have been finished by now; what waits for its patient is not overdue."""
    now = house.now()
    late = [
        case
        for case in cases.unfinished(conn, house.keyring, 10_000)
        if case.due_at < now and case.status not in posts.STANDING
    ]
    if not late:
        return (text("overdue-empty"),)
    return (text("overdue-title", count=len(late)), *lines(house, late, len(late)))


def find(conn: sa.Connection, house: House, _by: Staff, rest: str) -> Answer:
    """Cases by a part of the number, a full phone, or words of kind and status."""
    if not rest:
        return (text("find-usage"),)
    found = finding.find(conn, house, rest)
    if found is None:
        return (text("find-none"), text("find-usage"))
    if not found:
        return (text("find-none"),)
    return (text("find-title", count=len(found)), *lines(house, found, len(found)))


def lines(house: House, found: Sequence[Case], count: int) -> Answer:
    """One line a case, as many as a message carries, and how many are left out."""
    told = tuple(_line(case, house) for case in found[:LINES])
    return (*told, text("list-more", count=count - len(told))) if count > len(told) else told


def _line(case: Case, house: House) -> Text:
    told: dict[str, Arg] = {
        "number": case.number,
        "kind": text(f"kind-{case.kind}"),
        "status": text(f"status-{case.status.value.replace('_', '-')}"),
        "due": case.due_at.astimezone(house.zone).date(),
    }
    return (
        text("queue-line-owner", name=case.owner_name, **told) if case.owner else text("queue-line", **told)
    )


def case(conn: sa.Connection, house: House, _by: Staff, rest: str) -> Answer:
    """Show one case's card anew."""
    number = read_number(rest)
    found = cases.find(conn, house.keyring, number) if number else None
    if found is None:
        return (text("case-usage"),)
    posts.show_card_anew(conn, house, found.number)
    return ()


def stats(conn: sa.Connection, house: House, _by: Staff, _rest: str) -> Answer:
    """The figures of the last weeks as a picture."""
    figures.post_chart(conn, house)
    return ()


def table(conn: sa.Connection, house: House, by: Staff, _rest: str) -> Answer:
    """Every case as a table for spreadsheets; the log keeps who took it."""
    audit.append(
        conn,
        house.keyring,
        at=house.now(),
        actor=f"staff:{by.id}",
        act="table-exported",
        about=None,
        detail={},
    )
    figures.post_table(conn, house)
    return ()


# --- What the group sets --------------------------------------------------------------------------


def help(_conn: sa.Connection, _house: House, _by: Staff, _rest: str) -> Answer:
    """What staff can do here."""
    return (text("staff-help"),)


def language(conn: sa.Connection, house: House, by: Staff, rest: str) -> Answer:
    """Choose the language of the group."""
    if rest not in set(Language):
        return (text("language-usage"),)
    settings.put(conn, posts.GROUP_LANGUAGE, rest)
    audit.append(
        conn,
        house.keyring,
        at=house.now(),
        actor=f"staff:{by.id}",
        act="group-language-set",
        about=None,
        detail={"language": rest},
    )
    return (text("group-language-set"),)


def holiday(conn: sa.Connection, house: House, by: Staff, rest: str) -> Answer:
    """List the clinic's own days, or say what a day is: ``2027-03-25 off|work reason``."""
    if not rest:
        return _days(conn, house)
    if not by.administrator:
        return (text("denied-administrators"),)
    written, _, more = rest.partition(" ")
    word, _, reason = more.strip().partition(" ")
    reason = " ".join("".join(c for c in reason if c.isprintable()).split())[:LONGEST_REASON]
    day = _day(written)
    if day is None or word not in ("off", "work") or not reason:
        return (text("holiday-usage"),)
    moved = days.set_day(conn, house, by, day, word == "work", reason)
    said = text("holiday-set-work" if word == "work" else "holiday-set-off", day=day, reason=reason)
    return (said, *days.moved_lines(moved, LINES))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _days(conn: sa.Connection, house: House) -> Answer:
    listed = overrides.listed(conn, house.now().astimezone(house.zone).date())
    if not listed:
        return (text("holiday-none"),)
    shown = (
        text(
            "holiday-line-work" if each.working else "holiday-line-off",
            day=each.day,
            reason=each.reason,
        )
        for each in listed[:LINES]
    )
    return (text("holiday-title"), *shown)


def health_words(conn: sa.Connection, house: House, by: Staff, rest: str) -> Answer:
    """Add a beginning of a word that applicants are warned of, or take an added one away."""
    act, _, word = rest.partition(" ")
    if act in ("add", "remove") and health.change(conn, house, by, word, add=act == "add"):
        return (text("health-words-changed"),)
    listed = ", ".join(health.added(conn))
    return (text("health-words-usage"), *((text("health-words-added", words=listed),) if listed else ()))


def second_person(conn: sa.Connection, house: House, by: Staff, rest: str) -> Answer:
    """Switch the second person of refusals on or off."""
    if rest not in ("on", "off"):
        return (text("second-person-usage"),)
    rules.set_second_person(conn, house, by, rest == "on")
    return (text("second-person-on" if rest == "on" else "second-person-off"),)


# --- The clinic's own texts -----------------------------------------------------------------------


def policy(_conn: sa.Connection, _house: House, _by: Staff, _rest: str) -> Answer:
    """How a new edition is brought in: as a file with this command for its caption."""
    return (text("edition-usage"),)


def broadcast(conn: sa.Connection, house: House, by: Staff, _rest: str) -> Answer:
    """What a new broadcast may be about."""
    Broadcasting(conn, house, by).offer()
    return ()


def paid(conn: sa.Connection, house: House, by: Staff, rest: str) -> Answer:
    """Switch Telegram's paid broadcasts on or off."""
    if rest not in ("on", "off"):
        return (text("paid-usage"),)
    rules.set_paid(conn, house, by, rest == "on")
    return (text("paid-on" if rest == "on" else "paid-off"),)


COMMANDS: dict[str, Command] = {
    "/queue": queue,
    "/mine": mine,
    "/overdue": overdue,
    "/find": find,
    "/case": case,
    "/stats": stats,
    "/csv": for_administrators(table),
    "/holiday": holiday,
    "/healthwords": for_administrators(health_words),
    "/secondperson": for_administrators(second_person),
    "/policy": policy,
    "/broadcast": for_administrators(broadcast),
    "/paid": for_administrators(paid),
    "/help": help,
    "/start": help,
    "/language": language,
}
"""Anything else typed in the group is for people, not for the bot."""
