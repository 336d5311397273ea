"""Brings a database to this version's tables. The versions are plain alembic scripts, run from code.

Before the first release the one script is drawn anew from the tables: ``python -m bot.storage.schema``.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.storage import broadcast_tables, records, sqlite
from bot.storage.database import parse

T = TypeVar("T")
SCRIPTS = Path(__file__).parent / "migrations"
metadata = records.contacts.metadata
"""All tables: those of ``records`` and ``broadcast_tables`` join those of ``tables``."""
assert broadcast_tables.broadcasts.metadata is metadata
LOCK = 0x51_55_50_49_42
"""One process at a time migrates a PostgreSQL database; the others wait and find nothing left to do."""


def migrate(url: str) -> None:
    """Bring the database to this version, in one transaction. Call it in a thread when an event loop runs."""
    _with_connection(url, _upgrade)


def pending(url: str) -> bool:
    """Whether ``migrate`` has anything to do. Call it in a thread when an event loop runs."""
    return _with_connection(url, lambda conn: is_pending(conn))


def is_pending(conn: sa.Connection) -> bool:
    """The same over a connection, for a readiness check."""
    known = ScriptDirectory.from_config(config()).get_heads()
    return set(MigrationContext.configure(conn).get_current_heads()) != set(known)


def differences(url: str) -> list[object]:
    """Where the tables in the code and the tables in the database differ; empty when they agree."""
    return _with_connection(url, _compare)


def config() -> Config:
    """Alembic's settings, made here: there is no alembic.ini to lose."""
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    return made


def _upgrade(conn: sa.Connection) -> None:
    if conn.dialect.name == "postgresql":
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    settings = config()
    settings.attributes["connection"] = conn
    command.upgrade(settings, "head")


def _compare(conn: sa.Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(conn, opts={"compare_type": True}), metadata))


def _with_connection(url: str, work: Callable[[sa.Connection], T]) -> T:
    parsed = parse(url)
    if parsed.get_backend_name() == "postgresql":
        return asyncio.run(_on_postgres(url, work))
    with sqlite.engine(sqlite.usable(parsed.database), "BEGIN IMMEDIATE").begin() as conn:
        return work(conn)


async def _on_postgres(url: str, work: Callable[[sa.Connection], T]) -> T:
    async with create_async_engine(url, poolclass=NullPool).begin() as conn:
        return await conn.run_sync(work)


def redraw() -> None:
    """Write the first migration anew from the tables. Only before the first release: afterwards, add one."""
    for old in (SCRIPTS / "versions").glob("0001_*.py"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        engine = sqlite.engine(Path(folder) / "empty.db", "BEGIN IMMEDIATE")
        with engine.begin() as conn:
            settings = config()
            settings.attributes["connection"] = conn
            command.revision(settings, message="first", rev_id="0001", autogenerate=True)
    written = SCRIPTS / "versions" / "0001_first.py"
    lines = [line for line in written.read_text().splitlines() if not line.strip().startswith("# ###")]
    written.write_text("\n".join(lines))
    for step in (("format",), ("check", "--fix"), ("format",)):
        subprocess.run([sys.executable, "-m", "ruff", *step, "--quiet", str(written)], check=True)


if __name__ == "__main__":
    redraw()
