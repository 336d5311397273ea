"""A fresh, migrated database for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy.engine import URL, make_url

from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.schema import migrate
from tests.office import Office

SERVER = os.environ.get("TEST_DATABASE_URL")


@pytest.fixture
def keyring() -> Keyring:
    """Two keys, so that nothing works by there being only one."""
    return Keyring([bytes(range(32)), bytes(range(1, 33))])


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """A migrated database to copy: copying takes a fraction of migrating."""
    if not SERVER:
        pytest.skip("TEST_DATABASE_URL is not set, so nothing was run on PostgreSQL")
    name = f"qupia_template_{uuid4().hex[:8]}"
    _on_server(f"CREATE DATABASE {name}")
    try:
        migrate(_of_server(name))
        yield name
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """The URL of a migrated SQLite file of the test's own."""
    file = tmp_path / "qupia.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture
def postgres_url(postgres_template: str) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database of the test's own."""
    name = f"qupia_test_{uuid4().hex[:12]}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {postgres_template}")
    try:
        yield _of_server(name)
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated database of the test's own; once for each kind of database."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database, empty but for its tables; the test runs on SQLite and on PostgreSQL."""
    opened = Database(database_url)
    yield opened
    await opened.close()


def _of_server(name: str) -> str:
    return _server().set(database=name).render_as_string(hide_password=False)


def _server() -> URL:
    return make_url(SERVER or "")


def _on_server(statement: str) -> None:
    asyncio.run(_say(_server().set(drivername="postgresql").render_as_string(hide_password=False), statement))


async def _say(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
async def postgres(postgres_url: str) -> AsyncIterator[Database]:
    """The same on PostgreSQL alone."""
    opened = Database(postgres_url)
    yield opened
    await opened.close()


@pytest.fixture
def office(database: Database, keyring: Keyring) -> Office:
    """An outbox with a recording platform and a clock that moves only when somebody sleeps."""
    return Office(database, keyring)
