"""Stores what arrives before it is acknowledged, then has it heard in order, stream by stream, also after a crash."""

from __future__ import annotations

import asyncio
import contextlib
import traceback
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa
import structlog

from bot.storage import inbox
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.inbox import Inbound, OutOfTurn, Waiting

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 5.0
"""How often rows left behind by a process that died are looked for."""
AT_ONCE = 64
"""How many streams are heard at the same time."""


class Hearer(Protocol):
    """A channel's ear: hears one stored update and finishes its inbox row in the same transaction."""

    async def hear(self, seq: int, inbound: Inbound) -> None:
        """Raises OutOfTurn while an earlier row of the stream waits, and anything else when it could not be heard."""


class Intake:
    """The way in. One per process; any number of processes on PostgreSQL.

    ``heard`` is called after each update that was heard; ``given_up`` inside the transaction that sets one aside
    after its last try, with the row and its stream.
    """

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        hearers: Mapping[str, Hearer],
        now: Callable[[], datetime],
        heard: Callable[[], None],
        given_up: Callable[[sa.Connection, int, str], None] = lambda _conn, _seq, _stream: None,
        every: float = SWEEP_SECONDS,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._hearers = hearers
        self._now = now
        self._heard = heard
        self._given_up = given_up
        self._every = every
        self._stored = asyncio.Event()
        self._lines: dict[str, deque[Waiting]] = {}
        self._known: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)

    async def take(self, updates: Sequence[Inbound]) -> int:
        """Store updates; when this returns they may be acknowledged. Gives how many were new."""
        stored = await self._database.write(lambda conn: inbox.store(conn, self._keyring, updates))
        if len(stored) == len(updates):
            for seq, update in zip(stored, updates, strict=True):
                self._line_up(Waiting(seq, update.stream, 0, update))
        elif stored:
            await self.sweep()
        return len(stored)

    async def run(self) -> None:
        """Hear what an earlier life left, and keep looking, until cancelled; a look that fails is logged."""
        while True:
            try:
                await self.sweep()
            except Exception as error:
                log.error("inbox not read", problem=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stored.wait(), self._every)
            self._stored.clear()

    def look(self) -> None:
        """A row was stored that no channel brought: have it heard now, not at the next sweep."""
        self._stored.set()

    async def sweep(self) -> None:
        """Line up every stored row that nobody in this process is hearing."""
        waiting = await self._database.read(lambda conn: inbox.waiting(conn, self._keyring, 1000))
        for row in waiting:
            self._line_up(row)

    async def settle(self) -> None:
        """Return when everything taken in so far has been heard."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    def _line_up(self, row: Waiting) -> None:
        if row.seq in self._known:
            return
        self._known.add(row.seq)
        line = self._lines.get(row.stream)
        if line is not None:
            line.append(row)
            return
        self._lines[row.stream] = deque([row])
        task = asyncio.create_task(self._hear_line(row.stream))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _hear_line(self, stream: str) -> None:
        line = self._lines[stream]
        try:
            async with self._places:
                while line:
                    row = line.popleft()
                    try:
                        await self._hear(row)
                    finally:
                        self._known.discard(row.seq)
                    self._heard()
        finally:
            self._known.difference_update(row.seq for row in line)
            del self._lines[stream]

    async def _hear(self, row: Waiting) -> None:
        if row.inbound is None:
            await self._fail(row, "Unsealable")
            return
        try:
            await self._hearers[row.inbound.channel].hear(row.seq, row.inbound)
        except OutOfTurn:
            # Another process is at an earlier row of this person; the next sweep comes back to this one.
            return
        except Exception as error:
            # The kind and the place only: what was said may be in the message.
            log.debug("update not heard", seq=row.seq, where=_where(error))
            await self._fail(row, type(error).__name__)

    async def _fail(self, row: Waiting, problem: str) -> None:
        log.error("update not heard", seq=row.seq, attempts=row.attempts + 1, problem=problem)

        def count(conn: sa.Connection) -> None:
            if inbox.fail(conn, row.seq, problem, self._now()):
                self._given_up(conn, row.seq, row.stream)

        try:
            await self._database.write(count)
        except Exception as error:
            # Not even that could be written: the row stands as it was, and the next sweep finds it.
            log.error("failure not written", seq=row.seq, problem=type(error).__name__)


def _where(error: Exception) -> list[str]:
    """The lines of code an error came through, without its words."""
    return [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
