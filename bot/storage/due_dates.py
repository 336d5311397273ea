"""The clocks of a case, with the arithmetic they came from, and the pauses in which they stood still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.storage.records import cases, clocks, pauses


@dataclass(frozen=True, slots=True)
class StoredClock:
    """A due date given at registration, with the arithmetic it came from."""

    name: str
    article: str
    working_days: int
    due_at: datetime


def give(conn: sa.Connection, number: str, given: Sequence[StoredClock]) -> None:
    """Write down the clocks a case begins with."""
    conn.execute(
        clocks.insert(),
        [
            {
                "case": number,
                "name": clock.name,
                "article": clock.article,
                "working_days": clock.working_days,
                "due_at": clock.due_at,
            }
            for clock in given
        ],
    )


def clocks_of(conn: sa.Connection, number: str) -> tuple[StoredClock, ...]:
    """The clocks of a case, the tightest first."""
    statement = sa.select(clocks).where(clocks.c.case == number).order_by(clocks.c.due_at, clocks.c.name)
    return tuple(
        StoredClock(row.name, row.article, row.working_days, row.due_at) for row in conn.execute(statement)
    )


def begin_pause(conn: sa.Connection, number: str, at: datetime) -> None:
    """The clocks stand still from here: the case waits for its patient."""
    conn.execute(pauses.insert().values(case=number, began_at=at))


def end_pause(conn: sa.Connection, number: str, at: datetime) -> None:
    """The clocks run again."""
    conn.execute(
        pauses.update().where(pauses.c.case == number, pauses.c.ended_at.is_(None)).values(ended_at=at)
    )


def pauses_of(conn: sa.Connection, number: str) -> list[tuple[datetime, datetime | None]]:
    """Every pause of a case; an open one has no end."""
    statement = (
        sa.select(pauses.c.began_at, pauses.c.ended_at).where(pauses.c.case == number).order_by(pauses.c.id)
    )
    return [(row.began_at, row.ended_at) for row in conn.execute(statement)]


def set_due(conn: sa.Connection, number: str, due: dict[str, datetime]) -> None:
    """Write recomputed due dates, by clock name, and the tightest onto the case."""
    for name, due_at in due.items():
        conn.execute(
            clocks.update().where(clocks.c.case == number, clocks.c.name == name).values(due_at=due_at)
        )
    conn.execute(cases.update().where(cases.c.number == number).values(due_at=min(due.values())))
