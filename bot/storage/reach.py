"""Whom the clinic reached outside their 24 hours lately: WhatsApp counts different people in any 24 hours.

Written before a template goes, so that neither a restart nor another process forgets: rather one too few.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.storage.records import reached

DAY = timedelta(hours=24)
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(minutes=5)
"""After how long to ask again. Many who wait for one place do not all ask for it every moment; but the person may write
meanwhile, or the day's number be raised, and then the place is not needed or there at once."""


def take(conn: sa.Connection, address: str, now: datetime, most: int) -> timedelta | None:
    """Take one of ``most`` places for this person; None when they have one, else after how long to ask again."""
    conn.execute(reached.delete().where(reached.c.at <= now - DAY))
    known = sa.select(reached.c.address).where(reached.c.address == address)
    if conn.execute(known).first() is not None:
        return None
    count, oldest = conn.execute(sa.select(sa.func.count(), sa.func.min(reached.c.at))).one()
    if count < most:
        conn.execute(reached.insert().values(address=address, at=now))
        return None
    wait: timedelta = oldest + DAY - now
    return min(max(wait, SHORTEST), LONGEST)


def forget(conn: sa.Connection, address: str, named: str) -> None:
    """Keep the count, not the person."""
    conn.execute(reached.update().where(reached.c.address == address).values(address=named))
