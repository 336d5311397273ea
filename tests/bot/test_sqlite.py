"""Units of work on SQLite share a commit and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage import sqlite
from bot.storage.database import Database
from bot.storage.tables import inbox

NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def note(name: str) -> Callable[[sa.Connection], int]:
    """A small unit of work: one row, and how many there are then."""

    def work(conn: sa.Connection) -> int:
        conn.execute(inbox.insert().values(channel="test", update_id=name, stream=name, received_at=NOON))
        return count(conn)

    return work


def count(conn: sa.Connection) -> int:
    return conn.execute(sa.select(sa.func.count()).select_from(inbox)).scalar_one()


def names(conn: sa.Connection) -> list[str]:
    return list(conn.execute(sa.select(inbox.c.update_id).order_by(inbox.c.update_id)).scalars())


@pytest.fixture
def file_database(sqlite_url: str) -> Database:
    return Database(sqlite_url)


async def test_works_that_wait_together_share_one_commit(file_database: Database) -> None:
    gate, entered = threading.Event(), threading.Event()

    def hold_the_writer(conn: sa.Connection) -> None:
        entered.set()
        gate.wait(10)

    commits = list[str]()
    first = asyncio.create_task(file_database.write(hold_the_writer))
    await asyncio.to_thread(entered.wait, 10)
    await file_database.read(count)

    def watch(conn: sa.Connection) -> None:
        raw = conn.connection.driver_connection
        assert raw is not None
        raw.set_trace_callback(lambda statement: commits.append(statement) if "COMMIT" in statement else None)

    rest = [asyncio.create_task(file_database.write(work)) for work in (watch, *map(note, "abcdefgh"))]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, *rest)
    await file_database.close()
    assert commits == ["COMMIT"]


async def test_a_caller_that_left_before_its_turn_is_passed_over(file_database: Database) -> None:
    gate, entered = threading.Event(), threading.Event()

    def hold_the_writer(_conn: sa.Connection) -> None:
        entered.set()
        gate.wait(10)

    first = asyncio.create_task(file_database.write(hold_the_writer))
    await asyncio.to_thread(entered.wait, 10)
    gone = asyncio.create_task(file_database.write(note("gone")))
    stays = asyncio.create_task(file_database.write(note("stays")))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, stays)
    assert await file_database.read(names) == ["stays"]
    await file_database.close()


async def test_when_the_commit_fails_nobody_is_told_it_worked(file_database: Database) -> None:
    def refuse_at_commit(conn: sa.Connection) -> None:
        # A deferred foreign key is looked at by the commit itself: the one way to make it fail honestly.
        conn.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        conn.exec_driver_sql(
            "CREATE TABLE child (of INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)"
        )
        conn.exec_driver_sql("INSERT INTO child VALUES (1)")

    gate, entered = threading.Event(), threading.Event()

    def hold_the_writer(_conn: sa.Connection) -> None:
        entered.set()
        gate.wait(10)

    first = asyncio.create_task(file_database.write(hold_the_writer))
    await asyncio.to_thread(entered.wait, 10)
    batch = [asyncio.create_task(file_database.write(work)) for work in (note("a"), refuse_at_commit)]
    await asyncio.sleep(0)
    gate.set()
    await first
    results = await asyncio.gather(*batch, return_exceptions=True)
    assert [type(result) for result in results] == [sa.exc.IntegrityError] * 2
    assert await file_database.write(note("b")) == 1
    await file_database.close()


async def test_a_closed_database_says_so(file_database: Database) -> None:
    await file_database.close()
    with pytest.raises(RuntimeError, match="closed"):
        await file_database.write(count)


async def test_a_new_file_is_private(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    await database.write(lambda conn: conn.exec_driver_sql("CREATE TABLE t (x)") and None)
    await database.close()
    assert stat.S_IMODE((tmp_path / "new.db").stat().st_mode) == 0o600


def test_savepoints_and_pragmas_are_really_in_force(tmp_path: Path) -> None:
    engine = sqlite.engine(tmp_path / "x.db", "BEGIN IMMEDIATE")
    with engine.connect() as conn:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        assert [conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas] == ["wal", 2, 1, 5000]
    with engine.connect() as conn, conn.begin():
        conn.exec_driver_sql("CREATE TABLE t (x)")
        with contextlib.suppress(LookupError), conn.begin_nested():
            conn.exec_driver_sql("CREATE TABLE u (x)")
            raise LookupError
    with engine.connect() as conn:
        assert sa.inspect(conn).get_table_names() == ["t"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_closed_to_us_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ValueError, match="write access"):
        Database(f"sqlite+aiosqlite:///{tmp_path / 'qupia.db'}")
