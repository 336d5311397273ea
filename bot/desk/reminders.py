"""Reminders: each clock's marks told to the group once, in the transaction that writes them down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.desk import posts
from bot.house import House
from bot.storage import audit, cases, due_dates, reminders
from bot.storage.reminders import Running
from dialogs.deadlines import Mark, Pause, marks_reached, share_used
from dialogs.messages import Text, text


def reached(conn: sa.Connection, house: House) -> list[tuple[Running, tuple[Mark, ...]]]:
    """Clocks that passed marks nobody was told of yet, with those marks, rising."""
    now = house.now()
    found = ((clock, _new(conn, house, clock, now)) for clock in reminders.running(conn))
    return [(clock, marks) for clock, marks in found if marks]


def _new(conn: sa.Connection, house: House, clock: Running, now: datetime) -> tuple[Mark, ...]:
    if Mark.OVERDUE in clock.told:
        return ()
    paused = tuple(Pause(began, ended) for began, ended in due_dates.pauses_of(conn, clock.number))
    due = clock.due_at.astimezone(house.zone)
    share = share_used(clock.received_at, due, now, house.calendar, paused)
    return tuple(mark for mark in marks_reached(share) if mark not in clock.told)


def remind(conn: sa.Connection, house: House, administrators: Sequence[str]) -> int:
    """Tell the group of the highest mark each clock newly passed; lower ones are only written down.

    ``administrators`` are named where a clock is overdue. Gives how many reminders were queued. However many
    processes do this at once, each mark is told by one.
    """
    if posts.group(conn) is None:
        return 0
    queued = 0
    for clock, marks in reached(conn, house):
        written = reminders.record(conn, clock.number, clock.clock, marks, house.now())
        if marks[-1] in written:
            _post(conn, house, clock, marks[-1], administrators)
            queued += 1
    return queued


def _post(
    conn: sa.Connection, house: House, clock: Running, mark: Mark, administrators: Sequence[str]
) -> None:
    case = cases.find(conn, house.keyring, clock.number)
    assert case is not None
    due = clock.due_at.astimezone(house.zone).date()
    said = text(f"reminder-{mark}", number=case.number, clock=text(f"clock-{clock.clock}"), due=due)
    who = (text("reminder-owner", name=case.owner_name),) if case.owner else (text("reminder-nobody"),)
    named: tuple[Text, ...] = ()
    if mark is Mark.OVERDUE and administrators:
        named = (text("reminder-administrators", names=", ".join(administrators)),)
    key = f"reminder:{clock.number}:{clock.clock}:{mark}"
    posts.post(conn, house, key, (said, *who, *named), about=clock.number, choices=_buttons(case.number))
    audit.append(
        conn,
        house.keyring,
        at=house.now(),
        actor="bot",
        act="reminded",
        about=clock.number,
        detail={"clock": clock.clock, "mark": mark.value},
    )


def _buttons(number: str) -> tuple[tuple[str, Text], ...]:
    return ((f"staff-details:{number}", text("staff-details")),)
