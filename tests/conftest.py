"""A fresh, migrated database for each test, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.engine import URL, make_url

from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.schema import migrate
from tests.office import Office

asyncpg = pytest.importorskip("asyncpg")

SERVER = os.environ.get("TEST_DATABASE_URL")
NO_SERVER = "TEST_DATABASE_URL is not set, so nothing was run on PostgreSQL"
BOTH = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.skipif(not SERVER, reason=NO_SERVER)),
]


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
    name = f"qupia_template_{uuid4().hex[:8]}"
    _on_server(f"CREATE DATABASE {name}")
    try:
        migrate(_of_server(name))
        yield name
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated database of the test's own; once for each kind of database."""
    if request.param == "sqlite":
        file = tmp_path / "qupia.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite+aiosqlite:///{file}"
        return
    name = f"qupia_test_{uuid4().hex[:12]}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgres_template')}")
    try:
        yield _of_server(name)
    finally:
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


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
def office(database: Database, keyring: Keyring) -> Office:
    """An outbox with a recording platform and a clock that moves only when somebody sleeps."""
    return Office(database, keyring)
