"""Did this help? Counted by clause and edition, without the person."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.storage.records import ratings


def count(conn: sa.Connection, clause: str, edition: str, *, helpful: bool) -> None:
    """Add one to *helped* or *did not*."""
    insert = postgresql_insert if conn.dialect.name == "postgresql" else sqlite_insert
    column = ratings.c.helped if helpful else ratings.c.did_not
    conn.execute(
        insert(ratings)
        .values(clause=clause, edition=edition, helped=int(helpful), did_not=int(not helpful))
        .on_conflict_do_update(index_elements=["clause", "edition"], set_={column.name: column + 1})
    )
