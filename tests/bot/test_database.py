"""A unit of work is all or nothing, whoever shares its commit, on both databases."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import stat
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.storage import schema, sqlite
from bot.storage.database import Database, parse
from bot.storage.tables import Instant, inbox, metadata

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


async def test_what_was_written_is_there_to_read(database: Database) -> None:
    assert await database.write(note("a")) == 1
    assert await database.read(names) == ["a"]


async def test_work_that_fails_leaves_nothing_and_tells_its_caller_alone(database: Database) -> None:
    def spoil(conn: sa.Connection) -> None:
        note("half")(conn)
        raise LookupError("no such case")

    results = await asyncio.gather(
        database.write(note("a")),
        database.write(spoil),
        database.write(note("b")),
        database.write(spoil),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [int, LookupError, int, LookupError]
    assert await database.read(names) == ["a", "b"]


async def test_a_broken_rule_of_the_table_undoes_its_own_work_alone(database: Database) -> None:
    await database.write(note("a"))
    results = await asyncio.gather(
        database.write(note("b")), database.write(note("a")), return_exceptions=True
    )
    assert isinstance(results[1], sa.exc.IntegrityError)
    assert await database.read(names) == ["a", "b"]


async def test_work_may_have_a_savepoint_of_its_own(database: Database) -> None:
    def work(conn: sa.Connection) -> None:
        note("kept")(conn)
        with contextlib.suppress(LookupError), conn.begin_nested():
            note("dropped")(conn)
            raise LookupError
        note("kept too")(conn)

    await asyncio.gather(database.write(note("a")), database.write(work))
    assert await database.read(names) == ["a", "kept", "kept too"]


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError):
        await database.read(note("a"))
    assert await database.read(count) == 0
    assert await database.write(note("a")) == 1


async def test_a_failed_reader_leaves_a_working_database(database: Database) -> None:
    def stumble(conn: sa.Connection) -> None:
        conn.execute(sa.text("SELECT nothing FROM nowhere"))

    for _ in range(5):
        with pytest.raises(sa.exc.DBAPIError):
            await database.read(stumble)
    assert await database.read(count) == 0


async def test_many_at_once_are_all_written(database: Database) -> None:
    await asyncio.gather(*(database.write(note(f"{n:03}")) for n in range(200)))
    assert len(await database.read(names)) == 200


async def test_closing_finishes_what_was_handed_in(database_url: str) -> None:
    database = Database(database_url)
    waiting = [asyncio.create_task(database.write(note(f"{n}"))) for n in range(20)]
    await asyncio.gather(*waiting)
    await database.close()
    again = Database(database_url)
    assert await again.read(count) == 20
    await again.close()


async def test_only_one_process_holds_a_post_on_postgresql(database_url: str) -> None:
    first, second = Database(database_url), Database(database_url)
    try:
        assert await first.hold("outbox")
        assert await first.hold("outbox")
        assert await second.hold("outbox") is (first.dialect == "sqlite")
        await first.close()
        assert await second.hold("outbox")
    finally:
        await second.close()


# --- SQLite's group commit -----------------------------------------------------------------------


@pytest.fixture
async def file_database(tmp_path: Path, sqlite_template: Path) -> Database:
    shutil.copy(sqlite_template, tmp_path / "qupia.db")
    return Database(f"sqlite+aiosqlite:///{tmp_path / 'qupia.db'}")


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


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite+aiosqlite://", "needs a file"),
        ("sqlite+aiosqlite:///:memory:", "needs a file"),
        ("sqlite+aiosqlite:////no/such/folder/qupia.db", "mkdir -p /no/such/folder"),
        ("sqlite:///qupia.db", "must begin with sqlite+aiosqlite"),
        ("mysql://root:hunter2@db/qupia", "must begin with"),
        ("hunter2", "not a URL"),
    ],
)
def test_a_database_that_cannot_work_is_refused_with_a_way_to_mend_it(url: str, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("+", r"\+")) as refused:
        Database(url)
    assert "hunter2" not in str(refused.value)


def test_a_url_is_never_repeated_in_an_error() -> None:
    with pytest.raises(ValueError, match="DATABASE_URL") as refused:
        parse("postgres://user:hunter2@host/db")
    assert "hunter2" not in str(refused.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_closed_to_us_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ValueError, match="write access"):
        Database(f"sqlite+aiosqlite:///{tmp_path / 'qupia.db'}")


# --- tables and migrations -----------------------------------------------------------------------


async def test_the_tables_in_the_code_and_in_the_database_agree(database_url: str) -> None:
    assert await asyncio.to_thread(schema.differences, database_url) == []
    assert not await asyncio.to_thread(schema.pending, database_url)


async def test_migrating_twice_changes_nothing(database: Database, database_url: str) -> None:
    await database.write(note("a"))
    await asyncio.to_thread(schema.migrate, database_url)
    assert await database.read(names) == ["a"]
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
