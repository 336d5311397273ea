"""The clocks of a case, counted over its pauses and the working days as the clinic has them now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from bot.house import House
from bot.storage import cases, days, due_dates
from bot.storage.due_dates import StoredClock
from dialogs.deadlines import CLOCKS, Pause, due
from dialogs.requests import RequestKind


def refresh(conn: sa.Connection, house: House) -> bool:
    """Take the clinic's word on days from the database; True when another process had changed it."""
    stored = days.overrides(conn)
    changed = stored != dict(house.calendar.overrides)
    house.calendar.overrides = stored
    return changed


def given(
    conn: sa.Connection, house: House, kind: RequestKind, received: datetime
) -> tuple[StoredClock, ...]:
    """The clocks of a request received now, counted by the calendar as it is now."""
    refresh(conn, house)
    return tuple(
        StoredClock(
            clock.name,
            clock.article,
            clock.working_days,
            due(clock, received, house.calendar, house.zone),
        )
        for clock in CLOCKS[kind]
    )


def end_pause(conn: sa.Connection, house: House, number: str, now: datetime) -> None:
    """Start the clocks again: every due date moves by the working days of the pauses."""
    refresh(conn, house)
    due_dates.end_pause(conn, number, now)
    recompute(conn, house, number)


def recompute(conn: sa.Connection, house: House, number: str) -> tuple[datetime, datetime]:
    """Give the case's clocks their due dates anew, from its pauses and the calendar as they are now.

    Gives the tightest due moment before and after.
    """
    case = cases.find(conn, house.keyring, number)
    assert case is not None
    paused = tuple(Pause(began, ended) for began, ended in due_dates.pauses_of(conn, number))
    by_name = {clock.name: clock for clock in CLOCKS[case.kind]}
    # By the days promised at registration: a law that changes later moves no old receipt.
    held = [
        replace(by_name[clock.name], working_days=clock.working_days)
        for clock in due_dates.clocks_of(conn, number)
        if clock.name in by_name
    ]
    moved_to = {
        clock.name: due(clock, case.received_at, house.calendar, house.zone, pauses=paused) for clock in held
    }
    due_dates.set_due(conn, number, moved_to)
    return case.due_at, min(moved_to.values())
