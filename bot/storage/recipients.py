"""Whom a broadcast is for: fixed by one statement, fed to the outbox in bounded chunks, gathered in again.

A recipient's message has the key ``broadcast:<broadcast>:<contact>`` for ever, so however often a process dies
between two steps, nobody is written to twice. What became of it is read back from the outbox, in chunks too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.ports import DeliveryStatus
from bot.storage import outbox
from bot.storage.broadcast_tables import recipients
from bot.storage.broadcasts import MAY_BE_TOLD
from bot.storage.crypto import Keyring
from bot.storage.outbox import Lane, Outgoing
from bot.storage.records import contacts
from bot.storage.tables import WAITING
from bot.storage.tables import outbox as rows
from dialogs.broadcasts import UNSETTLED, Fate
from dialogs.messages import Language

CHUNK = 500
"""Messages of one broadcast and channel that stand in the outbox at once."""
FATES: Mapping[DeliveryStatus, Fate] = {
    DeliveryStatus.SENT: Fate.SENT,
    DeliveryStatus.UNREACHABLE: Fate.UNREACHABLE,
    DeliveryStatus.REJECTED: Fate.FAILED,
    DeliveryStatus.UNKNOWN: Fate.UNKNOWN,
}
OPTED_OUT_ELSEWHERE = "131050"
"""WhatsApp's own *stop*, by Meta's code: the person opted out there (Cloud API, error codes)."""

Payloads = Mapping[tuple[str, Language], Mapping[str, Any]]
"""What is sent, by channel and language."""


def key(broadcast: int, contact: int) -> str:
    """The outbox key of one recipient's message."""
    return f"broadcast:{broadcast}:{contact}"


def named(outbox_key: str) -> tuple[int, int] | None:
    """Broadcast and contact of an outbox key; None for any other message."""
    name, *numbers = outbox_key.split(":")
    return (int(numbers[0]), int(numbers[1])) if name == "broadcast" and len(numbers) == 2 else None


def opted_out_elsewhere(channel: str, problem: str | None) -> bool:
    """Whether a refusal says that the person has told the messenger itself to stop the clinic's messages."""
    return channel == "whatsapp" and (problem or "").startswith(OPTED_OUT_ELSEWHERE)


# --- Who ------------------------------------------------------------------------------------------


def fix(conn: sa.Connection, broadcast: int, channels: Collection[str]) -> int:
    """Everybody who may be told now, by one statement whatever their number; gives how many."""
    chosen = sa.select(
        sa.literal(broadcast),
        contacts.c.id,
        contacts.c.channel,
        contacts.c.language,
        sa.literal(Fate.WAITING.value),
    ).where(MAY_BE_TOLD, contacts.c.reachable, contacts.c.channel.in_(channels))
    columns = ["broadcast", "contact", "channel", "language", "fate"]
    return conn.execute(recipients.insert().from_select(columns, chosen)).rowcount


def fix_correction(conn: sa.Connection, broadcast: int, corrects: int) -> int:
    """Everybody who got the words that are to be put right; gives how many."""
    was = recipients.alias("was")
    chosen = sa.select(
        sa.literal(broadcast),
        was.c.contact,
        was.c.channel,
        was.c.language,
        sa.literal(Fate.WAITING.value),
        was.c.remote_id,
    ).where(was.c.broadcast == corrects, was.c.fate == Fate.SENT.value)
    columns = ["broadcast", "contact", "channel", "language", "fate", "edits"]
    return conn.execute(recipients.insert().from_select(columns, chosen)).rowcount


# --- In and out of the outbox ---------------------------------------------------------------------

_ONE = recipients.c.broadcast == sa.bindparam("of"), recipients.c.contact == sa.bindparam("whose")
_SETTLE = (
    recipients.update()
    .where(*_ONE, sa.or_(*(recipients.c.fate == fate.value for fate in UNSETTLED)))
    .values(
        fate=sa.bindparam("becomes"),
        remote_id=sa.bindparam("remote"),
        problem=sa.bindparam("why"),
        at=sa.bindparam("moment", type_=recipients.c.at.type),
    )
)
_BECOME = recipients.update().where(*_ONE).values(fate=sa.bindparam("becomes"))
_NEXT = (
    sa.select(
        recipients.c.contact,
        recipients.c.language,
        recipients.c.edits,
        contacts.c.address,
        sa.func.coalesce(MAY_BE_TOLD, sa.false()).label("willing"),
        contacts.c.reachable,
    )
    .join_from(recipients, contacts, contacts.c.id == recipients.c.contact)
    .where(
        recipients.c.broadcast == sa.bindparam("broadcast"),
        recipients.c.fate == sa.literal_column(f"'{Fate.WAITING}'"),
        recipients.c.channel == sa.bindparam("channel"),
    )
    .order_by(recipients.c.contact)
    .limit(sa.bindparam("most"))
)


def in_outbox(conn: sa.Connection, broadcast: int, channel: str | None = None) -> list[int]:
    """Contacts whose message stands in the outbox; never more than a chunk a channel."""
    query = sa.select(recipients.c.contact).where(
        recipients.c.broadcast == broadcast, recipients.c.fate == Fate.QUEUED.value
    )
    return list(conn.execute(query.where(recipients.c.channel == channel) if channel else query).scalars())


PUT_OFF = timedelta(seconds=30)


def put_off(conn: sa.Connection, broadcast: int, now: datetime) -> int:
    """How many in the outbox have to wait for longer than a moment, such as for a platform's daily limit."""
    waiting = [key(broadcast, contact) for contact in in_outbox(conn, broadcast)]
    later = rows.c.key.in_(waiting), rows.c.status == WAITING, rows.c.not_before > now + PUT_OFF
    return int(conn.execute(sa.select(sa.func.count()).where(*later)).scalar_one()) if waiting else 0


def feed(
    conn: sa.Connection,
    keyring: Keyring,
    broadcast: int,
    channel: str,
    payloads: Payloads,
    most: int,
    now: datetime,
) -> int:
    """Queue the next messages, at most so many; whoever may not be told any more is passed over and counted."""
    found = conn.execute(_NEXT, {"broadcast": broadcast, "channel": channel, "most": most}).all()
    queued, passed = list[Outgoing](), list[dict[str, Any]]()
    for row in found:
        if row.willing and row.reachable:
            payload = payloads[channel, Language(row.language)]
            kind = "correction" if row.edits else "message"
            payload = {**payload, "edits": row.edits} if row.edits else payload
            queued.append(
                Outgoing(key(broadcast, row.contact), channel, row.address, kind, payload, Lane.BROADCAST)
            )
        else:
            fate = Fate.UNREACHABLE if row.willing else Fate.OPTED_OUT
            passed.append(_end(broadcast, row.contact, fate, None, None, now))
    if queued:
        outbox.queue(conn, keyring, queued, now)
        becomes = {"of": broadcast, "becomes": Fate.QUEUED.value}
        willing = (row.contact for row in found if row.willing and row.reachable)
        conn.execute(_BECOME, [{**becomes, "whose": contact} for contact in willing])
    _settle(conn, passed)
    return len(found)


def gather(conn: sa.Connection, broadcast: int, now: datetime) -> int:
    """Write down what became of messages that left the outbox; gives how many still stand there."""
    waiting = {key(broadcast, contact): contact for contact in in_outbox(conn, broadcast)}
    if not waiting:
        return 0
    columns = [rows.c[name] for name in ("key", "channel", "status", "remote_id", "problem", "settled_at")]
    known = {row.key: row for row in conn.execute(sa.select(*columns).where(rows.c.key.in_(waiting)))}
    ended = [
        _ended(broadcast, contact, known.get(name), now)
        for name, contact in waiting.items()
        if name not in known or known[name].status != DeliveryStatus.QUEUED.value
    ]
    _settle(conn, ended)
    return len(waiting) - len(ended)


def _ended(broadcast: int, contact: int, row: Any, now: datetime) -> dict[str, Any]:
    if row is None:
        # Its row went with everything else about a person who wanted to be forgotten.
        return _end(broadcast, contact, Fate.UNKNOWN, None, "forgotten", now)
    fate = FATES[DeliveryStatus(row.status)]
    if fate is Fate.FAILED and opted_out_elsewhere(row.channel, row.problem):
        fate = Fate.OPTED_OUT
    return _end(broadcast, contact, fate, row.remote_id, row.problem, row.settled_at)


def _end(
    broadcast: int, contact: int, fate: Fate, remote: str | None, why: str | None, at: datetime
) -> dict[str, Any]:
    return {
        "of": broadcast,
        "whose": contact,
        "becomes": fate.value,
        "remote": remote,
        "why": why,
        "moment": at,
    }


def _settle(conn: sa.Connection, ends: Sequence[dict[str, Any]]) -> None:
    if ends:
        conn.execute(_SETTLE, ends)


def recall(conn: sa.Connection, broadcast: int) -> None:
    """Take back what is queued and not being sent right now: it waits for the broadcast to go on."""
    queued = in_outbox(conn, broadcast)
    if queued:
        keys = [key(broadcast, contact) for contact in queued]
        gone = rows.delete().where(rows.c.key.in_(keys), rows.c.status == WAITING, rows.c.leased_by.is_(None))
        taken = conn.execute(gone.returning(rows.c.key)).scalars()
        _back(conn, [found for found in map(named, taken) if found])


def _back(conn: sa.Connection, whose: Sequence[tuple[int, int]]) -> None:
    if whose:
        becomes = Fate.WAITING.value
        conn.execute(_BECOME, [{"of": of, "whose": contact, "becomes": becomes} for of, contact in whose])


# --- At the moment of sending ---------------------------------------------------------------------


def hold_back(
    conn: sa.Connection, keys: Collection[str], running: Collection[int], now: datetime
) -> set[str]:
    """Of messages about to be sent, those that may not go: their rows are taken out, with the reason kept.

    Whoever withdrew meanwhile is counted as opted out; a broadcast that is not ``running`` gets its people
    back, to wait for it.
    """
    asked = {name: whose for name in keys if (whose := named(name)) is not None}
    ids = {contact for _, contact in asked.values()}
    willing = set(conn.execute(sa.select(contacts.c.id).where(contacts.c.id.in_(ids), MAY_BE_TOLD)).scalars())
    later = {name: whose for name, whose in asked.items() if whose[0] not in running}
    never = {name: whose for name, whose in asked.items() if name not in later and whose[1] not in willing}
    held = later.keys() | never.keys()
    if held:
        conn.execute(rows.delete().where(rows.c.key.in_(held)))
        _back(conn, list(later.values()))
        _settle(conn, [_end(*whose, Fate.OPTED_OUT, None, None, now) for whose in never.values()])
    return held
