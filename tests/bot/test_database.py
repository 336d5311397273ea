"""A unit of work is all or nothing, whoever shares its commit, on both databases."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from bot.storage.database import RETRIES, Database, parse
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


# --- PostgreSQL's wish to try again --------------------------------------------------------------


def stumbling(times: int, statement: str) -> tuple[Callable[[sa.Connection], int], list[int]]:
    """Work that the database refuses so many times before it succeeds, and a count of its runs."""
    runs = list[int]()

    def work(conn: sa.Connection) -> int:
        runs.append(1)
        note("a")(conn)
        if len(runs) <= times:
            conn.exec_driver_sql(statement)
        return count(conn)

    return work, runs


REFUSALS = {
    "serialisation failure": "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$",
    "deadlock": "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40P01'; END $$",
    "lost connection": "SELECT pg_terminate_backend(pg_backend_pid())",
}


@pytest.mark.parametrize("refusal", REFUSALS)
async def test_work_is_run_again_when_postgresql_asks_for_it(postgres: Database, refusal: str) -> None:
    work, runs = stumbling(2, REFUSALS[refusal])
    assert await postgres.write(work) == 1
    assert len(runs) == 3
    assert await postgres.read(names) == ["a"]


@pytest.mark.parametrize("refusal", REFUSALS)
async def test_it_is_not_run_again_for_ever(postgres: Database, refusal: str) -> None:
    work, runs = stumbling(100, REFUSALS[refusal])
    with pytest.raises(sa.exc.DBAPIError):
        await postgres.write(work)
    assert len(runs) == RETRIES
    assert await postgres.read(count) == 0


async def test_any_other_refusal_is_told_at_once(postgres: Database) -> None:
    work, runs = stumbling(1, "SELECT nothing FROM nowhere")
    with pytest.raises(sa.exc.ProgrammingError):
        await postgres.write(work)
    assert len(runs) == 1


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
