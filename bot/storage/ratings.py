"""Did this help? Counted by clause and edition, without the person."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.storage.records import counters, ratings


def count(conn: sa.Connection, clause: str, edition: str, *, helpful: bool) -> None:
    """Add one to *helped* or *did not*."""
    insert = postgresql_insert if conn.dialect.name == "postgresql" else sqlite_insert
    column = ratings.c.helped if helpful else ratings.c.did_not
    conn.execute(
        insert(ratings)
        .values(clause=clause, edition=edition, helped=int(helpful), did_not=int(not helpful))
        .on_conflict_do_update(index_elements=["clause", "edition"], set_={column.name: column + 1})
    )


OUTSIDE = "questions-outside"
"""The counter of questions that were outside the policy: how many, never which."""


def count_outside(conn: sa.Connection) -> None:
    """Add one question that found no answer."""
    insert = postgresql_insert if conn.dialect.name == "postgresql" else sqlite_insert
    conn.execute(
        insert(counters)
        .values(name=OUTSIDE, value=1)
        .on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
    )


def outside(conn: sa.Connection) -> int:
    """How many questions found no answer so far."""
    found = conn.execute(sa.select(counters.c.value).where(counters.c.name == OUTSIDE)).scalar_one_or_none()
    return int(found or 0)


def unhelped(conn: sa.Connection) -> int:
    """How many answers did not help so far."""
    return int(conn.execute(sa.select(sa.func.coalesce(sa.func.sum(ratings.c.did_not), 0))).scalar_one())
