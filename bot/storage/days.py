"""The clinic's own word on days: working or not, with a reason. Plain functions over a connection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.storage.records import holidays


@dataclass(frozen=True, slots=True)
class Override:
    """One day on which the clinic differs from the state's calendar; ``by`` is the staff id of who said so."""

    day: date
    working: bool
    reason: str
    by: str
    at: datetime


def put(conn: sa.Connection, override: Override) -> None:
    """Say what a day is; the newest word on a day stands."""
    values = {name: getattr(override, name) for name in Override.__dataclass_fields__}
    insert = postgresql_insert if conn.dialect.name == "postgresql" else sqlite_insert
    changed = {name: value for name, value in values.items() if name != "day"}
    conn.execute(insert(holidays).values(values).on_conflict_do_update(index_elements=["day"], set_=changed))


def listed(conn: sa.Connection, since: date) -> list[Override]:
    """Every override from a day on, the earliest first."""
    rows = conn.execute(sa.select(holidays).where(holidays.c.day >= since).order_by(holidays.c.day))
    return [Override(row.day, row.working, row.reason, row.by, row.at) for row in rows]


def overrides(conn: sa.Connection) -> dict[date, bool]:
    """Day -> whether it is worked on, as a calendar takes them."""
    return {row.day: row.working for row in conn.execute(sa.select(holidays.c.day, holidays.c.working))}
