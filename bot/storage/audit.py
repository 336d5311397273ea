"""The audit log: who did what, when; each row carries the hash of the one before it.

Details enter only as a keyed hash, so the log proves what was done and tells nothing about the patient.
Changing or removing a row breaks every hash after it; cutting off the end shows against a published head.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from bot.storage.crypto import Json, Keyring, canonical
from bot.storage.tables import EPOCH, MILLISECOND, audit

BEGINNING = bytes(32)
"""What the first row is chained to."""
LOCK = 0x51_55_50_49_41
"""The chain's advisory lock: rows are added one at a time (SQLite has one writer anyway)."""
PAGE = 1000
SHORT = 8
"""Bytes of a head that are printed on receipts and posted in the group."""

_LAST = sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)


@dataclass(frozen=True, slots=True)
class Verified:
    """Every row fits the one before it."""

    count: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row that does not fit, and why."""

    seq: int
    why: str


Verdict: TypeAlias = Verified | Broken


def append(
    conn: sa.Connection,
    keyring: Keyring,
    *,
    at: datetime,
    actor: str,
    act: str,
    about: str | None,
    detail: Json,
) -> bytes:
    """Add a row inside the transaction of what it records; returns its hash, the new head.

    On PostgreSQL the chain is locked until that transaction ends, so append late in a unit of work.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    last = conn.execute(_LAST).first()
    row: dict[str, Any] = {
        "seq": last.seq + 1 if last else 1,
        "at": at,
        "actor": actor,
        "act": act,
        "about": about,
        "detail_hash": keyring.blind("audit detail", canonical(detail).decode()),
        "previous": last.hash if last else BEGINNING,
    }
    row["hash"] = fingerprint(row)
    conn.execute(audit.insert(), row)
    return bytes(row["hash"])


def head(conn: sa.Connection) -> bytes:
    """The hash of the last row: publish it, and the log up to here can no longer be rewritten in secret."""
    last = conn.execute(_LAST).first()
    return bytes(last.hash) if last else BEGINNING


def short(head: bytes) -> str:
    """A head as people are shown it: 16 hex digits, enough to find its row by."""
    return head[:SHORT].hex()


def length(conn: sa.Connection) -> int:
    """How many rows the log has."""
    last = conn.execute(_LAST).first()
    return int(last.seq) if last else 0


def verify(conn: sa.Connection, published: Collection[bytes] = ()) -> Verdict:
    """Walk the whole chain. With ``published`` heads, whole or short, also say when one is no longer in it."""
    count, previous, missing = 0, BEGINNING, {head for head in published if not BEGINNING.startswith(head)}
    for row in _rows(conn):
        if why := _misfit(row, count + 1, previous):
            return Broken(count + 1, why)
        count, previous = row["seq"], row["hash"]
        missing -= {previous, previous[:SHORT]}
    if missing:
        return Broken(count + 1, f"a published head is missing: {min(missing).hex()[:16]}")
    return Verified(count, previous)


def fingerprint(row: Any) -> bytes:
    """SHA-256 over the row's fields and the previous hash, in one fixed form."""
    fields = {
        "seq": row["seq"],
        "at": (row["at"] - EPOCH) // MILLISECOND,
        "actor": row["actor"],
        "act": row["act"],
        "about": row["about"],
        "detail": row["detail_hash"].hex(),
        "previous": row["previous"].hex(),
    }
    return hashlib.sha256(canonical(fields)).digest()


def _misfit(row: Any, seq: int, previous: bytes) -> str | None:
    if row["seq"] != seq:
        return "a row is missing"
    if row["previous"] != previous:
        return "it is not chained to the row before it"
    if row["hash"] != fingerprint(row):
        return "it was altered"
    return None


def _rows(conn: sa.Connection) -> Iterator[Any]:
    """The log in order, a page at a time: its length is not bounded by memory."""
    after: int | None = None
    while True:
        page = sa.select(audit).order_by(audit.c.seq).limit(PAGE)
        rows = conn.execute(page.where(audit.c.seq > after) if after is not None else page).mappings().all()
        yield from rows
        if len(rows) < PAGE:
            return
        after = rows[-1]["seq"]
