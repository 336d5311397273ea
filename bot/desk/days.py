"""The clinic's word on working days: set by administrators, counted at once, open cases told which of them moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

import sqlalchemy as sa

from bot.desk import clocks, posts
from bot.house import House
from bot.storage import audit, cases, timelines
from bot.storage import days as overrides
from bot.storage.days import Override
from bot.storage.timelines import Entry
from dialogs.messages import Text, text
from dialogs.staff import Staff


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose tightest due date is another one now; moments are aware, in the clinic's time zone."""

    number: str
    was: datetime
    due: datetime


def set_day(
    conn: sa.Connection, house: House, by: Staff, day: date, working: bool, reason: str
) -> list[Moved]:
    """Say what a day is, count every open case anew and tell the patients whose date moved; gives those cases."""
    now = house.now()
    overrides.put(conn, Override(day, working, reason, by.id, now))
    audit.append(
        conn,
        house.keyring,
        at=now,
        actor=f"staff:{by.id}",
        act="calendar-changed",
        about=None,
        detail={"day": day.isoformat(), "working": working, "reason": reason},
    )
    clocks.refresh(conn, house)
    return recount(conn, house)


def recount(conn: sa.Connection, house: House) -> list[Moved]:
    """Count every open case anew by the calendar as it is; gives those that moved, which are shown and told."""
    moved = []
    for number in cases.unfinished_numbers(conn):
        was, due = clocks.recompute(conn, house, number)
        if was != due:
            moved.append(Moved(number, was.astimezone(house.zone), due.astimezone(house.zone)))
            _tell(conn, house, moved[-1])
    return moved


def _tell(conn: sa.Connection, house: House, moved: Moved) -> None:
    entry = Entry(house.now(), "bot", "due-moved")
    timelines.add_entry(conn, house.keyring, moved.number, entry)
    audit.append(
        conn,
        house.keyring,
        at=entry.at,
        actor="bot",
        act="due-moved",
        about=moved.number,
        detail={"was": moved.was.isoformat(), "due": moved.due.isoformat()},
    )
    told = text("told-due-moved", number=moved.number, due=moved.due.date())
    posts.tell(conn, house, moved.number, f"tell:{uuid4().hex}", (told,))
    posts.show_card(conn, house, moved.number)


def moved_lines(moved: list[Moved], most: int) -> tuple[Text, ...]:
    """The cases that moved, for the group."""
    if not moved:
        return (text("holiday-moved-none"),)
    lines = (
        text("holiday-moved-line", number=each.number, was=each.was.date(), due=each.due.date())
        for each in moved[:most]
    )
    return (text("holiday-moved", count=len(moved)), *lines)
