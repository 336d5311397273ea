"""The tables in the code, the migrations and the database tell the same story."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage import schema
from bot.storage.database import Database
from bot.storage.tables import Instant, inbox, metadata

NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


async def test_the_tables_in_the_code_and_in_the_database_agree(database_url: str) -> None:
    assert await asyncio.to_thread(schema.differences, database_url) == []
    assert not await asyncio.to_thread(schema.pending, database_url)


async def test_migrating_twice_changes_nothing(database: Database, database_url: str) -> None:
    row = {"channel": "test", "update_id": "a", "stream": "a", "received_at": NOON}
    await database.write(lambda conn: conn.execute(inbox.insert(), row) and None)
    await asyncio.to_thread(schema.migrate, database_url)
    kept = await database.read(lambda conn: conn.execute(sa.select(inbox.c.update_id)).scalars().all())
    assert kept == ["a"]
    assert not await database.read(schema.is_pending)


def test_an_empty_file_has_a_migration_pending(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    assert schema.pending(url)
    schema.migrate(url)
    assert not schema.pending(url)


def test_every_table_keeps_its_times_as_instants() -> None:
    times = [
        column for table in metadata.tables.values() for column in table.c if column.name.endswith("_at")
    ]
    assert times
    assert all(isinstance(column.type, Instant) for column in times)


async def test_a_moment_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    almaty = datetime(2026, 11, 23, 23, 59, 59, 123_999, tzinfo=timezone(timedelta(hours=5)))

    def work(conn: sa.Connection) -> datetime:
        row = {"channel": "test", "update_id": "1", "stream": "1", "received_at": almaty}
        conn.execute(inbox.insert().values(row))
        return conn.execute(sa.select(inbox.c.received_at).where(inbox.c.received_at <= almaty)).scalar_one()

    back = await database.write(work)
    assert back == almaty.replace(microsecond=123_000)
    assert back.tzinfo is UTC


async def test_a_moment_without_a_time_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 23)
    with pytest.raises(sa.exc.StatementError):
        await database.read(lambda conn: conn.execute(sa.select(inbox).where(inbox.c.received_at < naive)))
