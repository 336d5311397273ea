"""What is set while running: the linked staff group, its language, the link code. Plain functions over a connection."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.storage.records import settings


def get(conn: sa.Connection, name: str) -> str | None:
    """The value, or None when it was never set."""
    return conn.execute(sa.select(settings.c.value).where(settings.c.name == name)).scalar_one_or_none()


def put(conn: sa.Connection, name: str, value: str | None) -> None:
    """Set the value; None forgets it."""
    if value is None:
        conn.execute(settings.delete().where(settings.c.name == name))
        return
    insert = postgresql_insert if conn.dialect.name == "postgresql" else sqlite_insert
    conn.execute(
        insert(settings)
        .values(name=name, value=value)
        .on_conflict_do_update(index_elements=["name"], set_={"value": value})
    )


def put_once(conn: sa.Connection, name: str, value: str) -> str:
    """Set the value unless there is one; gives the one that holds. All who try at once are given the same."""
    insert = postgresql_insert if conn.dialect.name == "postgresql" else sqlite_insert
    conn.execute(insert(settings).values(name=name, value=value).on_conflict_do_nothing())
    return get(conn, name) or value


def advance(conn: sa.Connection, name: str, value: str) -> bool:
    """Set the value if it is greater than what is there, as text. Of several who try at once one gets True."""
    insert = postgresql_insert if conn.dialect.name == "postgresql" else sqlite_insert
    statement = insert(settings).values(name=name, value=value)
    later = statement.on_conflict_do_update(
        index_elements=["name"], set_={"value": value}, where=settings.c.value < value
    )
    return conn.execute(later.returning(settings.c.name)).first() is not None
