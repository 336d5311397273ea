"""The database and the keys, opened for one command; what stands in the way is said in one line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from bot.commands import BadInput
from bot.config import Settings
from bot.misconfigured import Misconfigured, Problem
from bot.storage import audit
from bot.storage.crypto import Keyring, load_or_make
from bot.storage.database import Database

T = TypeVar("T")
Work = Callable[[sa.Connection], T]


def write(settings: Settings, work: Work[T]) -> T:
    """Run ``work`` in one transaction. Raises BadInput when the database cannot be used as it is."""
    return asyncio.run(_open(settings, lambda database: database.write(work)))


def read(settings: Settings, work: Work[T]) -> T:
    """Run ``work`` on a connection that refuses to write. Raises BadInput as ``write`` does."""
    return asyncio.run(_open(settings, lambda database: database.read(work)))


def is_new(settings: Settings) -> bool:
    """Whether there is no SQLite file yet; looking does not make one."""
    return settings.sqlite_file is not None and not settings.sqlite_file.exists()


def make_if_new(settings: Settings) -> None:
    """Give a database that has none of our tables its tables, so that a bare clone works at once."""
    _key_place(settings)
    if is_new(settings) or read(settings, lambda conn: not sa.inspect(conn).get_table_names()):
        migrate(settings)


def migrate(settings: Settings) -> None:
    """Bring the database to this version's tables. Raises BadInput when it cannot be reached or written."""
    from bot.storage import schema

    try:
        schema.migrate(settings.database_url)
    except (SQLAlchemyError, OSError, ValueError) as error:
        raise BadInput(why(settings, error)) from None


def keyring(settings: Settings) -> Keyring:
    """The data keys. A key file is made only while the log is empty: a lost key must not be covered up."""
    file = _key_place(settings)
    if file is None:
        return Keyring(settings.data_keys)
    if not file.exists() and read(settings, audit.head) != audit.BEGINNING:
        raise BadInput(f"{file} is missing and the database was sealed with it: restore it, or set DATA_KEY")
    try:
        return load_or_make(file)
    except (ValueError, OSError) as error:
        raise BadInput(str(error) if isinstance(error, ValueError) else f"{file} cannot be read") from None


def _key_place(settings: Settings) -> Path | None:
    """The key file, or None when DATA_KEY holds the keys. Raises Misconfigured when there can be neither."""
    if settings.data_keys:
        return None
    if settings.key_file is None:
        absent = "is absent, and PostgreSQL has no key file: make one with qupia keygen"
        raise Misconfigured((Problem("DATA_KEY", absent),))
    return settings.key_file


async def _open(settings: Settings, use: Callable[[Database], Coroutine[Any, Any, T]]) -> T:
    if is_new(settings):
        raise BadInput(f"there is no database at {settings.sqlite_file}: make it with qupia migrate")
    try:
        database = Database(settings.database_url)
    except (ValueError, OSError) as error:
        raise BadInput(why(settings, error)) from None
    try:
        return await use(database)
    except (SQLAlchemyError, OSError) as error:
        raise BadInput(why(settings, error)) from None
    finally:
        await database.close()


def why(settings: Settings, error: Exception) -> str:
    """What stands in the way and how to mend it; never the URL, which may hold a password."""
    if isinstance(error, ValueError):
        return str(error)
    code = getattr(getattr(error, "orig", None), "sqlstate", "")
    said = f"{code} {type(error).__name__} {error}".casefold()
    place = "the PostgreSQL database" if settings.on_postgresql else str(settings.sqlite_file)
    found = next((mend for words, mend in _MENDS if any(word in said for word in words)), _ANSWERS_NOT)
    return f"{place} {found}"


_ANSWERS_NOT = "does not answer: start it, or mend DATABASE_URL"
_TABLES = "has not this version's tables: run qupia migrate"
_BUSY = "is being written by another process for too long: try again, or stop that one"
_OTHER = "is no SQLite database: name another file in DATABASE_URL, or restore it"
_CLOSED = "may not be written: give this user write access to it and its folder"
_USER = "refuses this user: mend the user and password in DATABASE_URL"
_ABSENT = "does not exist on that server: create it, or mend DATABASE_URL"
_MENDS = (
    (("no such table", "no such column", "42p01", "42703"), _TABLES),
    (("locked",), _BUSY),
    (("not a database", "malformed", "isadirectory"), _OTHER),
    (("readonly", "read-only"), _CLOSED),
    (("28p01", "28000"), _USER),
    (("3d000",), _ABSENT),
)
"""Words of the drivers' errors or PostgreSQL's codes (manual, appendix A), and what is told about each."""
