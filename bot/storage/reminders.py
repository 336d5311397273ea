"""Which marks of a case's clocks staff were told of, each written once whoever looks; and what still runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.storage.cases import ENDS
from bot.storage.records import cases, clocks, reminders
from bot.storage.tables import insert_new
from dialogs.deadlines import Mark
from dialogs.requests import RequestStatus


@dataclass(frozen=True, slots=True)
class Running:
    """One clock of a case that has not ended and does not wait for its patient."""

    number: str
    clock: str
    received_at: datetime
    due_at: datetime
    told: frozenset[str]


def running(conn: sa.Connection) -> list[Running]:
    """Every clock that runs now, the tightest first, with the marks that were told already."""
    told: dict[tuple[str, str], set[str]] = {}
    for row in conn.execute(
        sa.select(reminders.c.case, reminders.c.clock, reminders.c.mark)
        .join(cases, cases.c.number == reminders.c.case)
        .where(cases.c.status.not_in(ENDS))
    ):
        told.setdefault((row.case, row.clock), set()).add(row.mark)
    statement = (
        sa.select(cases.c.number, clocks.c.name, cases.c.received_at, clocks.c.due_at)
        .join(clocks, clocks.c.case == cases.c.number)
        .where(cases.c.status.not_in((*ENDS, RequestStatus.WAITING.value)))
        .order_by(clocks.c.due_at, cases.c.number, clocks.c.name)
    )
    return [
        Running(
            row.number,
            row.name,
            row.received_at,
            row.due_at,
            frozenset(told.get((row.number, row.name), ())),
        )
        for row in conn.execute(statement)
    ]


def record(
    conn: sa.Connection, number: str, clock: str, marks: Sequence[Mark], now: datetime
) -> frozenset[Mark]:
    """Write marks down; gives those that nobody had written before."""
    rows = [{"case": number, "clock": clock, "mark": mark.value, "at": now} for mark in marks]
    insert = insert_new(reminders, conn.dialect.name, ("case", "clock", "mark"))
    new = [conn.execute(insert.values(row).returning(reminders.c.mark)).scalar_one_or_none() for row in rows]
    return frozenset(Mark(mark) for mark in new if mark)
