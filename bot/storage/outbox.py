"""Messages on their way, queued in the very transaction that decided on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

import sqlalchemy as sa

from bot.ports import DeliveryStatus
from bot.storage.crypto import Keyring
from bot.storage.tables import WAITING, insert_new, outbox

CARD = "card"
"""The kind whose rows stand for "as it is now": one that is still waiting is replaced by the next."""


class Lane(IntEnum):
    """Who goes first: a person waiting for an answer, then news about a case, then broadcasts."""

    ANSWER = 0
    NOTICE = 1
    BROADCAST = 2


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be queued. ``payload`` is JSON-ready; the same ``key`` is never queued twice."""

    key: str
    channel: str
    address: str
    kind: str
    payload: Mapping[str, Any]
    lane: int
    about: str | None = None
    not_before: datetime | None = None


_WAITING_CARD = (
    sa.select(outbox.c.seq, outbox.c.key)
    .where(
        outbox.c.status == WAITING,
        outbox.c.channel == sa.bindparam("channel"),
        outbox.c.address == sa.bindparam("address"),
        outbox.c.about == sa.bindparam("about"),
        outbox.c.kind == CARD,
        outbox.c.leased_by.is_(None),
    )
    .with_for_update()
)
_REPLACE = outbox.update().where(outbox.c.seq == sa.bindparam("of")).values(payload=sa.bindparam("sealed"))
_ANSWERS = (
    outbox.c.status == WAITING,
    outbox.c.channel == sa.bindparam("channel"),
    outbox.c.address == sa.bindparam("address"),
    outbox.c.lane == int(Lane.ANSWER),
)
_NTH_NEWEST = (
    sa.select(outbox.c.seq)
    .where(*_ANSWERS)
    .order_by(outbox.c.seq.desc())
    .limit(1)
    .offset(sa.bindparam("keep"))
)
_TAKE_BACK = outbox.delete().where(
    *_ANSWERS, outbox.c.leased_by.is_(None), outbox.c.seq <= sa.bindparam("last")
)
_INSERT = {dialect: insert_new(outbox, dialect, ("key",)) for dialect in ("sqlite", "postgresql")}


def queue(conn: sa.Connection, keyring: Keyring, outgoing: Sequence[Outgoing], now: datetime) -> None:
    """Queue messages; one whose key is known already is passed over.

    A card that still waits for the same address and case takes the new payload and keeps its place, so a
    burst of changes is shown once. One that is being sent right now is followed by another.
    """
    rows = [_row(keyring, message, now) for message in outgoing if not _replaces_card(conn, keyring, message)]
    if rows:
        conn.execute(_INSERT[conn.dialect.name], rows)


def _replaces_card(conn: sa.Connection, keyring: Keyring, message: Outgoing) -> bool:
    if message.kind != CARD or message.about is None:
        return False
    place = {"channel": message.channel, "address": message.address, "about": message.about}
    waiting = conn.execute(_WAITING_CARD, place).first()
    if waiting is None:
        return False
    conn.execute(_REPLACE, {"of": waiting.seq, "sealed": _seal(keyring, waiting.key, message.payload)})
    return True


def _seal(keyring: Keyring, key: str, payload: Mapping[str, Any]) -> bytes:
    return keyring.seal_json(payload, table="outbox", column="payload", row=key)


def _row(keyring: Keyring, message: Outgoing, now: datetime) -> dict[str, Any]:
    return {
        "key": message.key,
        "channel": message.channel,
        "address": message.address,
        "lane": int(message.lane),
        "kind": message.kind,
        "payload": _seal(keyring, message.key, message.payload),
        "about": message.about,
        "status": DeliveryStatus.QUEUED.value,
        "not_before": message.not_before or now,
        "created_at": now,
    }


def waiting(conn: sa.Connection, key: str) -> str | None:
    """The case a message is about that waits under this key and is not being sent right now; None when none does."""
    held = outbox.c.status == WAITING, outbox.c.leased_by.is_(None), outbox.c.key == key
    return conn.execute(sa.select(outbox.c.about).where(*held).with_for_update()).scalar_one_or_none()


def replace(conn: sa.Connection, keyring: Keyring, key: str, payload: Mapping[str, Any]) -> None:
    """Give a waiting message new words."""
    held = outbox.c.status == WAITING, outbox.c.key == key
    conn.execute(outbox.update().where(*held).values(payload=_seal(keyring, key, payload)))


def recall(conn: sa.Connection, prefix: str) -> int:
    """Take back what is queued under keys that begin with ``prefix`` and is not being sent right now."""
    waiting = outbox.c.status == WAITING, outbox.c.leased_by.is_(None)
    return conn.execute(
        outbox.delete().where(*waiting, outbox.c.key.startswith(prefix, autoescape=True))
    ).rowcount


def thin_out(conn: sa.Connection, channel: str, address: str, keep: int) -> int:
    """Take back the oldest answers that wait for an address, all but the newest ``keep``; gives how many."""
    place = {"channel": channel, "address": address}
    last = conn.execute(_NTH_NEWEST, place | {"keep": keep}).scalar()
    return conn.execute(_TAKE_BACK, place | {"last": last}).rowcount if last is not None else 0


def census(conn: sa.Connection) -> dict[DeliveryStatus, int]:
    """How many rows stand where."""
    counted = sa.select(outbox.c.status, sa.func.count()).group_by(outbox.c.status)
    return {DeliveryStatus(status): count for status, count in conn.execute(counted)}


def oldest_due(conn: sa.Connection, now: datetime) -> datetime | None:
    """Since when the longest waiting due message waits; None when nothing does."""
    due = outbox.c.status == WAITING, outbox.c.not_before <= now
    oldest: datetime | None = conn.execute(sa.select(sa.func.min(outbox.c.not_before)).where(*due)).scalar()
    return oldest


def forget_before(conn: sa.Connection, when: datetime) -> int:
    """Delete rows that came to their end before ``when``; returns how many. Their keys are free again."""
    return conn.execute(outbox.delete().where(outbox.c.settled_at < when)).rowcount


@dataclass(frozen=True, slots=True)
class Sent:
    """Whom a message went to, and the case it was about; ``settling``: its sending is not written down yet."""

    address: str
    about: str | None
    settling: bool


def sent(conn: sa.Connection, key: str) -> Sent | None:
    """The message of this key, as long as its row is kept."""
    wanted = outbox.c.address, outbox.c.about, outbox.c.status, outbox.c.leased_by
    row = conn.execute(sa.select(*wanted).where(outbox.c.key == key)).one_or_none()
    if row is None:
        return None
    return Sent(
        row.address, row.about, settling=row.status == DeliveryStatus.QUEUED and row.leased_by is not None
    )


def is_settling(conn: sa.Connection, channel: str, address: str) -> bool:
    """Whether something about a case is going to this address: it may be there, its name there not yet written down."""
    going = outbox.c.status == WAITING, outbox.c.leased_by.is_not(None), outbox.c.about.is_not(None)
    to = outbox.c.channel == channel, outbox.c.address == address
    return conn.execute(sa.select(outbox.c.seq).where(*going, *to).limit(1)).first() is not None
