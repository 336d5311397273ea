"""Rows of the outbox in a deliverer's hands: leased, opened, settled.

Order is kept per address: the lower lane first, then the row queued first. Only the first row of an address
can be claimed, and a row that waits to be tried again, for whatever reason, holds back what follows it, at that
address alone.

A deliverer begins a row, puts it off or gives it back only while it is leased to it: one that was cut off from the
database, and whose rows another has taken over, can do none of this any more. What the platform said stands whoever
holds the row: that a message came to its end is written down unless another end is, and a chat that moved has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningUpdate

from bot.ports import Delivery, DeliveryStatus, Settled
from bot.storage.crypto import Keyring
from bot.storage.tables import WAITING, Instant, insert_new, outbox, posts


@dataclass(frozen=True, slots=True)
class Claimed:
    """A leased row, its payload still sealed."""

    seq: int
    key: str
    channel: str
    address: str
    lane: int
    kind: str
    payload: bytes
    about: str | None
    attempts: int
    failing_since: datetime | None
    begun_at: datetime | None = None
    leased_by: str = ""


@dataclass(frozen=True, slots=True)
class Final:
    """The end of a message."""

    row: Claimed
    status: DeliveryStatus
    remote_id: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """To be tried again, not before ``at``. ``failing``: something went wrong: counted, and not tried for ever."""

    row: Claimed
    at: datetime
    problem: str
    failing: bool = True


@dataclass(frozen=True, slots=True)
class Move:
    """Everything still queued for this address goes to another one."""

    row: Claimed
    address: str


@dataclass(frozen=True, slots=True)
class Release:
    """Claimed, but not tried: back into the queue."""

    row: Claimed


Settlement: TypeAlias = Final | Retry | Move | Release
Hook: TypeAlias = Callable[[sa.Connection, Settled], None]

# --- leases --------------------------------------------------------------------------------------

_NOW = sa.bindparam("now", type_=Instant())
_ONE: sa.ColumnElement[int] = sa.literal_column("1")


def _claim() -> ReturningUpdate[Any]:
    """The claiming statement, written so that it is fast on PostgreSQL whatever its statistics say.

    They are always stale for a table that fills and empties in seconds, and a planner that believes "hardly
    anything is queued" turns NOT EXISTS into a join of everything with everything. A scalar subquery stays
    one look into an index a row, and ``channel || ''`` keeps the outer query on the index it is ordered by.
    """
    row, other = outbox.alias("row"), outbox.alias("other")
    line = other.c.status == WAITING, other.c.channel == row.c.channel, other.c.address == row.c.address
    is_in_line = sa.or_(other.c.not_before <= _NOW, other.c.problem.is_not(None))
    foremost = sa.select(other.c.seq).where(*line, is_in_line).order_by(other.c.lane, other.c.seq).limit(_ONE)
    in_hand = sa.select(other.c.seq).where(*line, other.c.lease_until > _NOW).limit(_ONE)
    first = (
        sa.select(row.c.seq)
        .where(
            row.c.status == WAITING,
            row.c.lane.in_(sa.bindparam("lanes", expanding=True)),
            (row.c.channel + "").in_(sa.bindparam("channels", expanding=True)),
            row.c.not_before <= _NOW,
            sa.or_(row.c.lease_until.is_(None), row.c.lease_until <= _NOW),
            row.c.seq == foremost.scalar_subquery(),
            in_hand.scalar_subquery().is_(None),
        )
        .order_by(row.c.lane, row.c.not_before, row.c.seq)
        .limit(sa.bindparam("most"))
        .with_for_update(skip_locked=True, of=row)
    )
    return (
        outbox.update()
        .where(outbox.c.seq.in_(first))
        .values(lease_until=sa.bindparam("until", type_=Instant()), leased_by=sa.bindparam("by"))
        .returning(*(outbox.c[name] for name in Claimed.__dataclass_fields__))
    )


_CLAIM = _claim()
_FREE: dict[str, None] = {"lease_until": None, "leased_by": None}
_UNTRIED = {**_FREE, "begun_at": None}


def claim(
    conn: sa.Connection,
    *,
    by: str,
    now: datetime,
    until: datetime,
    lanes: Collection[int],
    channels: Collection[str],
    most: int,
) -> list[Claimed]:
    """Lease what is due, at most one row an address, in the order it should go."""
    if not (lanes and channels and most > 0):
        return []
    values = {"by": by, "now": now, "until": until, "lanes": lanes, "channels": channels, "most": most}
    rows = [Claimed(*row) for row in conn.execute(_CLAIM, values)]
    return sorted(rows, key=lambda row: (row.lane, row.seq))


def release_others(conn: sa.Connection, by: str) -> int:
    """Free the leases of everybody else, who are dead or may deliver no longer; returns how many."""
    dead = outbox.c.status == WAITING, outbox.c.leased_by != by
    return conn.execute(outbox.update().where(*dead).values(_FREE)).rowcount


def opened(keyring: Keyring, row: Claimed) -> Delivery:
    """What the sender is given. Raises Unsealable."""
    payload = keyring.open_json(row.payload, table="outbox", column="payload", row=row.key)
    return Delivery(
        row.seq, row.key, row.channel, row.address, row.lane, row.kind, payload, row.about, row.attempts
    )


# --- settlements ---------------------------------------------------------------------------------

_QUEUED_ROW = outbox.c.seq == sa.bindparam("of"), outbox.c.status == WAITING
_OWN_ROW = *_QUEUED_ROW, outbox.c.leased_by == sa.bindparam("by")
_ONE_MORE = {"attempts": outbox.c.attempts + 1}
_FAILING = sa.bindparam("failing", type_=sa.Boolean())
_FINAL = (
    outbox.update()
    .where(*_QUEUED_ROW)
    .values(
        status=sa.bindparam("becomes"),
        remote_id=sa.bindparam("remote"),
        problem=sa.bindparam("why"),
        settled_at=_NOW,
        payload=None,
        **_FREE,
        **_ONE_MORE,
    )
)
_RETRY = (
    outbox.update()
    .where(*_OWN_ROW)
    .values(
        not_before=sa.bindparam("at", type_=Instant()),
        failing_since=sa.case(
            (_FAILING, sa.func.coalesce(outbox.c.failing_since, _NOW)), else_=outbox.c.failing_since
        ),
        attempts=outbox.c.attempts + sa.case((_FAILING, _ONE), else_=sa.literal_column("0")),
        problem=sa.bindparam("why"),
        **_UNTRIED,
    )
)
_RELEASE = outbox.update().where(*_OWN_ROW).values(_UNTRIED)
_BEGIN = (
    outbox.update()
    .where(outbox.c.seq.in_(sa.bindparam("these", expanding=True)), outbox.c.status == WAITING)
    .where(outbox.c.leased_by == sa.bindparam("by"))
    .values(begun_at=_NOW)
    .returning(outbox.c.seq)
)
_READDRESS = (
    outbox.update()
    .where(
        outbox.c.status == WAITING,
        outbox.c.channel == sa.bindparam("of_channel"),
        outbox.c.address == sa.bindparam("old"),
    )
    .values(address=sa.bindparam("new"))
)
_POST = {
    dialect: insert_new(posts, dialect, ("channel", "address", "remote_id"))
    for dialect in ("sqlite", "postgresql")
}


def settle(conn: sa.Connection, settlements: Sequence[Settlement], now: datetime) -> list[Settled]:
    """Write down what became of claimed rows, and the posts about cases; returns what came to an end."""
    finals = [each for each in settlements if isinstance(each, Final)]
    retries = [each for each in settlements if isinstance(each, Retry)]
    moves = [each for each in settlements if isinstance(each, Move)]
    freed = [each for each in settlements if isinstance(each, Move | Release)]
    _each(conn, _FINAL, (_final(each, now) for each in finals))
    _each(conn, _RETRY, (_retry(each, now) for each in retries))
    _each(conn, _RELEASE, (_own(each.row) for each in freed))
    _each(conn, _READDRESS, ({**_whence(each.row), "new": each.address} for each in moves))
    _each(conn, _POST[conn.dialect.name], (_post(each, now) for each in finals if _leaves_post(each)))
    return [_settled(each) for each in settlements if isinstance(each, Final | Move)]


def begin(conn: sa.Connection, rows: Sequence[Claimed], now: datetime) -> set[int]:
    """Write down that these are about to be sent: found unsettled later, nobody knows whether they were.

    Gives those that may go: a row that was taken over meanwhile is not among them.
    """
    if not rows:
        return set()
    values = {"these": [row.seq for row in rows], "by": rows[0].leased_by, "now": now}
    return set(conn.execute(_BEGIN, values).scalars())


def _own(row: Claimed) -> dict[str, Any]:
    return {"of": row.seq, "by": row.leased_by}


def _each(conn: sa.Connection, statement: Any, rows: Iterable[dict[str, Any]]) -> None:
    if listed := list(rows):
        conn.execute(statement, listed)


def _retry(retry: Retry, now: datetime) -> dict[str, Any]:
    again = {"at": retry.at, "why": retry.problem, "failing": retry.failing}
    return {**_own(retry.row), **again, "now": now}


def _final(final: Final, now: datetime) -> dict[str, Any]:
    return {
        "of": final.row.seq,
        "becomes": final.status.value,
        "remote": final.remote_id,
        "why": final.problem,
        "now": now,
    }


def _whence(row: Claimed) -> dict[str, Any]:
    return {"of_channel": row.channel, "old": row.address}


def _leaves_post(final: Final) -> bool:
    return final.status is DeliveryStatus.SENT and final.row.about is not None and final.remote_id is not None


def _post(final: Final, now: datetime) -> dict[str, Any]:
    row = final.row
    return {
        "channel": row.channel,
        "address": row.address,
        "remote_id": final.remote_id,
        "about": row.about,
        "kind": row.kind,
        "key": row.key,
        "sent_at": now,
    }


def _settled(end: Final | Move) -> Settled:
    row = end.row
    whom = row.seq, row.key, row.channel, row.address, row.lane, row.kind, row.about
    if isinstance(end, Move):
        return Settled(*whom, DeliveryStatus.QUEUED, moved_to=end.address)
    return Settled(*whom, end.status, end.remote_id, end.problem)
