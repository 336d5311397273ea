"""Updates as they came, stored before they are acknowledged: a kill loses none, a repeat is heard once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.storage.crypto import Keyring, Unsealable
from bot.storage.tables import Instant, inbox, insert_new

ATTEMPTS = 5
"""After this many failures an update is set aside, so that it does not hold up its stream for ever."""


class OutOfTurn(Exception):
    """Something else comes first: an earlier update of the same stream, or our own note of what this is about."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One update as a channel got it. ``update_id`` stands for the platform's own; a ``stream`` is kept in order."""

    channel: str
    update_id: str
    stream: str
    payload: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stored update nobody has heard yet; ``inbound`` is None when its seal does not open: fail it."""

    seq: int
    stream: str
    attempts: int
    inbound: Inbound | None


_EARLIER = inbox.alias("earlier")
_OPEN = inbox.c.seq == sa.bindparam("of"), inbox.c.done_at.is_(None)
_DONE = {"done_at": sa.bindparam("at", type_=inbox.c.done_at.type), "payload": None}
_BEGIN = (
    inbox.update()
    .where(
        *_OPEN,
        ~sa.exists().where(
            _EARLIER.c.stream == inbox.c.stream, _EARLIER.c.done_at.is_(None), _EARLIER.c.seq < inbox.c.seq
        ),
    )
    .values(_DONE)
)
_FINISH = inbox.update().where(*_OPEN).values(_DONE)
_IS_OPEN = sa.select(inbox.c.seq).where(*_OPEN)
_WAITING = sa.select(inbox).where(inbox.c.done_at.is_(None)).order_by(inbox.c.seq).limit(sa.bindparam("most"))


def store(conn: sa.Connection, keyring: Keyring, updates: Sequence[Inbound]) -> list[int]:
    """Keep the updates and return the rows of the new ones; one that was stored before gives nothing."""
    if not updates:
        return []
    statement = insert_new(inbox, conn.dialect.name, ("channel", "update_id")).returning(inbox.c.seq)
    return sorted(conn.execute(statement, [_row(keyring, update) for update in updates]).scalars())


def waiting(conn: sa.Connection, keyring: Keyring, limit: int) -> list[Waiting]:
    """The oldest updates still to be heard, in the order they came."""
    return [_waiting(keyring, row) for row in conn.execute(_WAITING, {"most": limit})]


def begin(conn: sa.Connection, seq: int, now: datetime) -> bool:
    """Mark an update heard inside the transaction that hears it. False when it has been heard already.

    Raises OutOfTurn while an earlier update of the same stream waits: two processes keep one order.
    """
    if conn.execute(_BEGIN, {"of": seq, "at": now}).rowcount:
        return True
    if conn.execute(_IS_OPEN, {"of": seq}).first() is None:
        return False
    raise OutOfTurn


def finish(conn: sa.Connection, seq: int, now: datetime) -> None:
    """Mark an update heard and drop its content."""
    conn.execute(_FINISH, {"of": seq, "at": now})


def fail(conn: sa.Connection, seq: int, problem: str, now: datetime) -> bool:
    """Count a failure; ``problem`` is the exception's class alone. True when the update is now set aside.

    A dead letter keeps its sealed payload until it is forgotten, so that it can be looked into.
    """
    last = inbox.c.attempts + 1 >= ATTEMPTS
    set_aside = sa.case((last, sa.literal(now, Instant())), else_=None)
    changed = conn.execute(
        inbox.update()
        .where(inbox.c.seq == seq, inbox.c.done_at.is_(None))
        .values(
            attempts=inbox.c.attempts + 1,
            problem=problem,
            done_at=set_aside,
        )
        .returning(inbox.c.done_at)
    ).first()
    return changed is not None and changed.done_at is not None


def dead(conn: sa.Connection) -> int:
    """How many updates were set aside and are still kept."""
    kept = inbox.c.done_at.is_not(None), inbox.c.payload.is_not(None)
    return conn.execute(sa.select(sa.func.count()).select_from(inbox).where(*kept)).scalar_one()


def backlog(conn: sa.Connection) -> int:
    """How many updates are still to be heard."""
    unheard = inbox.c.done_at.is_(None)
    return conn.execute(sa.select(sa.func.count()).select_from(inbox).where(unheard)).scalar_one()


def forget_before(conn: sa.Connection, when: datetime) -> int:
    """Delete what was done before ``when``, dead letters too; returns how many rows.

    A repeat that comes later than this is heard again: keep rows longer than platforms repeat (Meta: 7 days).
    """
    return conn.execute(inbox.delete().where(inbox.c.done_at < when)).rowcount


def _row(keyring: Keyring, update: Inbound) -> dict[str, object]:
    return {
        "channel": update.channel,
        "update_id": update.update_id,
        "stream": update.stream,
        "payload": keyring.seal(update.payload, table="inbox", column="payload", row=_name(update)),
        "received_at": update.received_at,
    }


def _waiting(keyring: Keyring, row: sa.Row[tuple[object, ...]]) -> Waiting:
    try:
        plain = keyring.open(row.payload, table="inbox", column="payload", row=_name(row))
    except Unsealable:
        return Waiting(row.seq, row.stream, row.attempts, None)
    inbound = Inbound(row.channel, row.update_id, row.stream, plain, row.received_at)
    return Waiting(row.seq, row.stream, row.attempts, inbound)


def _name(row: Inbound | sa.Row[tuple[object, ...]]) -> str:
    return f"{row.channel}:{row.update_id}"
