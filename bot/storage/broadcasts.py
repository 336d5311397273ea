"""Broadcasts as they stand: drafted, moved on, found. Plain functions over a connection."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.broadcast_tables import broadcasts
from bot.storage.records import contacts
from dialogs.broadcasts import Broadcast, BroadcastAct, BroadcastStatus, broadcast_moved
from dialogs.messages import Language

Words = Mapping[Language, tuple[str, ...]]
MAY_BE_TOLD = sa.and_(contacts.c.consent, contacts.c.messages, contacts.c.language.is_not(None))
"""The ledger's current answer, kept beside the contact by the transaction that writes the ledger."""


PREFIX = "broadcast:"
"""Before a broadcast's number where posts and the audit log name it."""


def draft(
    conn: sa.Connection, words: Words, now: datetime, *, edition: str = "", corrects: int | None = None
) -> int:
    """Keep a new draft; gives its number."""
    row = {
        "status": BroadcastStatus.DRAFT.value,
        "words": _dumped(words),
        "edition": edition,
        "corrects": corrects,
        "created_at": now,
    }
    made = conn.execute(broadcasts.insert().values(row).returning(broadcasts.c.id))
    return int(made.scalar_one())


def find(conn: sa.Connection, id: int, *, lock: bool = False) -> Broadcast | None:
    """The broadcast, or None. ``lock``: nobody else moves it until the transaction ends."""
    query = sa.select(broadcasts).where(broadcasts.c.id == id)
    row = conn.execute(query.with_for_update() if lock else query).one_or_none()
    return _broadcast(row) if row else None


_OPEN = sa.or_(
    broadcasts.c.status == BroadcastStatus.APPROVED.value,
    sa.and_(broadcasts.c.began_at.is_not(None), broadcasts.c.ended_at.is_(None)),
)
"""Approved, running, paused, or stopped with messages still on their way."""


def claim_open(conn: sa.Connection) -> list[Broadcast]:
    """Those there is something to do for and no other process is at; locked until the transaction ends."""
    query = sa.select(broadcasts).where(_OPEN).order_by(broadcasts.c.id)
    return [_broadcast(row) for row in conn.execute(query.with_for_update(skip_locked=True))]


def is_any_open(conn: sa.Connection) -> bool:
    """Whether there may be something to do."""
    return conn.execute(sa.select(broadcasts.c.id).where(_OPEN).limit(1)).first() is not None


def running(conn: sa.Connection, ids: Collection[int]) -> set[int]:
    """Of these, the broadcasts that are running now."""
    query = sa.select(broadcasts.c.id).where(
        broadcasts.c.id.in_(ids), broadcasts.c.status == BroadcastStatus.RUNNING.value
    )
    return set(conn.execute(query).scalars())


def claim_running(conn: sa.Connection) -> list[Broadcast]:
    """Those that are running, locked until the transaction ends."""
    query = sa.select(broadcasts).where(broadcasts.c.status == BroadcastStatus.RUNNING.value)
    return [_broadcast(row) for row in conn.execute(query.order_by(broadcasts.c.id).with_for_update())]


def move(conn: sa.Connection, broadcast: Broadcast, act: BroadcastAct, **values: Any) -> bool:
    """Move it on from the status it was read in. Of several who try at once, one gets True.

    Raises IllegalBroadcastMove, and nothing changes.
    """
    becomes = broadcast_moved(broadcast.status, act)
    statement = (
        broadcasts.update()
        .where(broadcasts.c.id == broadcast.id, broadcasts.c.status == broadcast.status.value)
        .values(status=becomes.value, **values)
    )
    return conn.execute(statement).rowcount == 1


def mark(conn: sa.Connection, id: int, **values: Any) -> None:
    """Set columns that do not move it."""
    conn.execute(broadcasts.update().where(broadcasts.c.id == id).values(**values))


def set_words(conn: sa.Connection, id: int, words: Words) -> None:
    """Write it anew."""
    mark(conn, id, words=_dumped(words))


def times(conn: sa.Connection, id: int) -> tuple[datetime | None, datetime | None]:
    """When it began and when it ended."""
    row = conn.execute(
        sa.select(broadcasts.c.began_at, broadcasts.c.ended_at).where(broadcasts.c.id == id)
    ).one()
    return row.began_at, row.ended_at


def audience(conn: sa.Connection) -> int:
    """How many would be told if it began now."""
    counted = sa.select(sa.func.count()).where(MAY_BE_TOLD, contacts.c.reachable)
    return int(conn.execute(counted.select_from(contacts)).scalar_one())


def _dumped(words: Words) -> str:
    return json.dumps({language.value: list(said) for language, said in words.items()}, ensure_ascii=False)


def _broadcast(row: Any) -> Broadcast:
    words = {Language(tag): tuple(said) for tag, said in json.loads(row.words).items()}
    return Broadcast(
        row.id,
        BroadcastStatus(row.status),
        words,
        row.edition,
        row.corrects,
        row.submitted_by,
        row.canary_passed,
        row.halt,
    )
