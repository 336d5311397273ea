"""What became of a broadcast's recipients: counted, listed, and put right when WhatsApp says later that one failed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from bot.storage.broadcast_tables import recipients
from bot.storage.recipients import named
from dialogs.broadcasts import Fate, Tally

PAGE = 5000


def tally(conn: sa.Connection, broadcast: int) -> Tally:
    """How many met which fate."""
    counted = (
        sa.select(recipients.c.fate, sa.func.count())
        .where(recipients.c.broadcast == broadcast)
        .group_by(recipients.c.fate)
    )
    return Tally({Fate(fate): count for fate, count in conn.execute(counted)})


def tally_met(conn: sa.Connection, broadcast: int) -> Tally:
    """The same without those who still wait, who may be very many."""
    met = [fate.value for fate in Fate if fate is not Fate.WAITING]
    counted = sa.select(recipients.c.fate, sa.func.count()).where(
        recipients.c.broadcast == broadcast, recipients.c.fate.in_(met)
    )
    return Tally({Fate(fate): count for fate, count in conn.execute(counted.group_by(recipients.c.fate))})


def is_anybody(conn: sa.Connection, broadcast: int, *fates: Fate) -> bool:
    """Whether anybody stands there."""
    query = sa.select(recipients.c.contact).where(
        recipients.c.broadcast == broadcast, recipients.c.fate.in_([fate.value for fate in fates])
    )
    return conn.execute(query.limit(1)).first() is not None


def each(conn: sa.Connection, broadcast: int) -> Iterator[Any]:
    """Every recipient in order, a page at a time: their number is not bounded by memory."""
    after = 0
    query = sa.select(recipients).where(recipients.c.broadcast == broadcast).order_by(recipients.c.contact)
    while page := conn.execute(query.where(recipients.c.contact > after).limit(PAGE)).all():
        yield from page
        after = page[-1].contact


def is_recipient(conn: sa.Connection, broadcast: int, contact: int) -> bool:
    """Whether this person was told, or may have been."""
    told = recipients.c.fate.in_([Fate.SENT.value, Fate.QUEUED.value, Fate.UNKNOWN.value])
    query = sa.select(recipients.c.fate).where(
        recipients.c.broadcast == broadcast, recipients.c.contact == contact, told
    )
    return conn.execute(query).first() is not None


def reported(conn: sa.Connection, outbox_key: str, fate: Fate, problem: str) -> int | None:
    """A message the platform had taken did not arrive after all (WhatsApp says so later); gives its broadcast."""
    whose = named(outbox_key)
    if whose is None:
        return None
    row = recipients.c.broadcast == whose[0], recipients.c.contact == whose[1]
    taken = recipients.c.fate.in_([Fate.SENT.value, Fate.QUEUED.value])
    changed = recipients.update().where(*row, taken).values(fate=fate.value, problem=problem)
    return whose[0] if conn.execute(changed).rowcount else None
