"""Every table, once. Content is sealed bytes; times are instants; nothing here knows what a row means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


class Instant(sa.TypeDecorator[datetime]):
    """An aware datetime kept as whole milliseconds since 1970, UTC: one form, one order on both databases.

    Anything finer is cut off. Binding a naive datetime raises TypeError.
    """

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else (value - EPOCH) // MILLISECOND

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else EPOCH + timedelta(milliseconds=value)


Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""A number the database gives out. SQLite counts only in a column declared INTEGER.

Where rows are deleted while something still names them by number the table says ``sqlite_autoincrement``: otherwise
SQLite gives the number of a deleted last row out again (sqlite.org/autoinc.html), which PostgreSQL never does.
"""

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _index_where(name: str, condition: str, *columns: str) -> sa.Index:
    where = sa.text(condition)
    return sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("seq", Serial, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("update_id", sa.Text, nullable=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("payload", sa.LargeBinary),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("done_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("problem", sa.Text),
    sa.UniqueConstraint("channel", "update_id"),
    _index_where("ix_inbox_waiting", "done_at IS NULL", "seq"),
    _index_where("ix_inbox_stream", "done_at IS NULL", "stream", "seq"),
    _index_where("ix_inbox_done_at", "done_at IS NOT NULL", "done_at"),
    sqlite_autoincrement=True,
)
"""Updates, stored before they are acknowledged. ``stream`` orders them; a done row has lost its payload."""

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("seq", Serial, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("lane", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("payload", sa.LargeBinary),
    sa.Column("about", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("not_before", Instant, nullable=False),
    sa.Column("failing_since", Instant),
    sa.Column("lease_until", Instant),
    sa.Column("leased_by", sa.Text),
    sa.Column("begun_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("settled_at", Instant),
    sa.Column("remote_id", sa.Text),
    sa.Column("problem", sa.Text),
    _index_where("ix_outbox_queued", "status = 'queued'", "lane", "not_before", "seq"),
    _index_where("ix_outbox_line", "status = 'queued'", "channel", "address", "lane", "seq"),
    sa.Index("ix_outbox_about", "about"),
    _index_where("ix_outbox_settled_at", "settled_at IS NOT NULL", "settled_at"),
    sqlite_autoincrement=True,
)
"""Every message on its way. ``key`` makes queueing it twice harmless; ``payload`` goes when it is settled.

``not_before`` is when it may go, first or again. ``problem`` is why it did not go the last time: from then on it holds
back what follows to the same address, which a message merely planned for later does not. ``failing_since`` is when
something first went wrong; a message that only waits for its turn under a daily limit has none, and no ``attempts``.
``begun_at`` is written before a broadcast is sent: found again after a kill, its fate is unknown.
"""

WAITING: sa.ColumnElement[str] = sa.literal_column("'queued'")
"""The one status that is not final, spelled out in statements: a bound value would not match the indexes."""

posts = sa.Table(
    "posts",
    metadata,
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("remote_id", sa.Text, primary_key=True),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("sent_at", Instant, nullable=False),
    sa.Index("ix_posts_about", "about", "kind"),
)
"""Which case a delivered message is about: a reply to any of them leads back to its case."""

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("about", sa.Text),
    sa.Column("detail_hash", sa.LargeBinary, nullable=False),
    sa.Column("previous", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Index("ix_audit_about", "about"),
)
"""What was done, by whom: rows are only ever added, and each is chained to the one before it."""


def insert_new(table: sa.Table, dialect: str, unique: Sequence[str]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that passes over a row whose ``unique`` columns are already taken."""
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing(index_elements=unique)
    return postgresql.insert(table).on_conflict_do_nothing(index_elements=unique)
