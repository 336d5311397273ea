"""The one door to the database: a unit of work is a plain function over a SQLAlchemy Core connection.

The same function runs on SQLite and on PostgreSQL, in one hop from the event loop. Hops are what costs:
one turn (a select, an update, two inserts) takes about 1,200 µs of CPU when each statement is awaited through
SQLAlchemy's asynchronous layer, and about 300 µs when the whole unit runs in one go.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.storage.sqlite import Sqlite

T = TypeVar("T")
Work = Callable[[sa.Connection], T]

SQLITE = "sqlite+aiosqlite"
POSTGRESQL = "postgresql+asyncpg"
RETRIES = 5
# Serialisation failure, deadlock: run the whole transaction again (PostgreSQL manual, appendix A, class 40).
AGAIN = frozenset({"40001", "40P01"})


class _Home(Protocol):
    """What both kinds of database do."""

    async def write(self, work: Work[T]) -> T: ...
    async def read(self, work: Work[T]) -> T: ...
    async def hold(self, name: str) -> bool: ...
    async def close(self) -> None: ...


class Database:
    """SQLite or PostgreSQL by URL: ``sqlite+aiosqlite:///file.db`` or ``postgresql+asyncpg://…``.

    Raises ValueError for any other URL, and for an SQLite file whose folder is missing or closed to us.
    """

    def __init__(self, url: str) -> None:
        parsed = parse(url)
        self.dialect = parsed.get_backend_name()
        self._home: _Home = Sqlite(parsed.database) if self.dialect == "sqlite" else _Postgres(parsed)

    async def write(self, work: Work[T]) -> T:
        """Run ``work`` in one transaction and return its result once it is committed, on the disk.

        An exception from ``work`` undoes what it did and is raised here; nobody else's work is touched.
        ``work`` may run more than once (PostgreSQL asks again after a deadlock), so it must do nothing
        but talk to its connection, and never commit or roll back itself. A caller that is cancelled
        while waiting does not know whether its work was committed.
        """
        return await self._home.write(work)

    async def read(self, work: Work[T]) -> T:
        """Run ``work`` on a connection that refuses to write. On SQLite it sees one moment of the data."""
        return await self._home.read(work)

    async def hold(self, name: str) -> bool:
        """Whether this process is the one that does ``name``; to be asked again every second or so.

        On PostgreSQL it is a session's advisory lock: the first to ask has it until it closes the database or
        its connection breaks. An SQLite file belongs to one process, so there the answer is always yes.
        """
        return await self._home.hold(name)

    async def close(self) -> None:
        """Finish the work already handed in, then let go of every connection."""
        await self._home.close()


def parse(url: str) -> URL:
    """The parsed URL, or ValueError in words that never repeat it: it may carry a password."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError("DATABASE_URL is not a URL") from None
    if parsed.drivername not in (SQLITE, POSTGRESQL):
        raise ValueError(f"DATABASE_URL must begin with {SQLITE}:/// or {POSTGRESQL}://")
    return parsed


def may_try_again(error: BaseException) -> bool:
    """Whether the database itself asks for the whole transaction to be run once more."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in AGAIN


class _LostBeforeCommit(Exception):
    """The connection broke while the work ran: nothing of it can have been committed."""


class _Postgres:
    """PostgreSQL over asyncpg; one greenlet hop a unit of work."""

    def __init__(self, url: URL) -> None:
        settings = {"application_name": "qupia"}
        self._engine = create_async_engine(
            url,
            pool_size=10,
            max_overflow=10,
            pool_recycle=1800,
            connect_args={"server_settings": settings},
            hide_parameters=True,  # an error's words must not hold what was written
        )
        self._readers = self._engine.execution_options(postgresql_readonly=True)
        self._held: dict[str, AsyncConnection] = {}

    async def write(self, work: Work[T]) -> T:
        for left in reversed(range(RETRIES)):
            try:
                async with self._engine.connect() as conn:
                    return await conn.run_sync(_transaction, work)
            except _LostBeforeCommit as lost:
                error: BaseException | None = lost.__cause__
                if not left and error is not None:
                    raise error from None
            except DBAPIError as refused:
                if not (left and may_try_again(refused)):
                    raise
            await asyncio.sleep(0)
        raise AssertionError("the last try returns or raises")

    async def read(self, work: Work[T]) -> T:
        async with self._readers.connect() as conn:
            return await conn.run_sync(work)

    async def hold(self, name: str) -> bool:
        held = self._held.pop(name, None)
        if held is None:
            held = await self._engine.connect()
            question = sa.select(sa.func.pg_try_advisory_lock(sa.func.hashtext(f"qupia {name}")))
        else:
            # The lock lives as long as its session: asking anything shows whether that is still there.
            question = sa.select(sa.true())
        try:
            is_ours = bool((await held.execute(question)).scalar())
            await held.commit()
        except BaseException:
            await held.invalidate()
            raise
        if is_ours:
            self._held[name] = held
        else:
            await held.close()
        return is_ours

    async def close(self) -> None:
        for held in self._held.values():
            # Not back into the pool: the lock would stay with the session.
            await held.invalidate()
            await held.close()
        await self._engine.dispose()


def _transaction(conn: sa.Connection, work: Work[T]) -> T:
    with conn.begin():
        try:
            return work(conn)
        except DBAPIError as error:
            if error.connection_invalidated:
                raise _LostBeforeCommit from error
            raise
