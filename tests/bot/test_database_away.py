"""A database that is away for a moment ends no process: what came is heard, what changed is seen, once it is back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from aiogram.types import Update

from bot.channels.telegram import Poller
from bot.intake import Intake
from bot.running import refreshing
from bot.storage import inbox
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.inbox import Inbound

NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
T = TypeVar("T")


class Away(Database):
    """A database that does not answer as often as it is told."""

    reads = writes = 0

    async def read(self, work: Callable[[sa.Connection], T]) -> T:
        if self.reads:
            self.reads -= 1
            raise ConnectionError
        return await super().read(work)

    async def write(self, work: Callable[[sa.Connection], T]) -> T:
        if self.writes:
            self.writes -= 1
            raise ConnectionError
        return await super().write(work)


@pytest.fixture
async def away(database_url: str) -> AsyncIterator[Away]:
    opened = Away(database_url)
    yield opened
    await opened.close()


class Ear:
    """Hears what it can; while the database is away it can not."""

    def __init__(self, database: Away) -> None:
        self.database = database
        self.heard = asyncio.Event()

    async def hear(self, seq: int, inbound: Inbound) -> None:
        """Finish the row, in one write."""
        await self.database.write(lambda conn: inbox.begin(conn, seq, NOON) and None)
        self.heard.set()


async def said(away: Away, keyring: Keyring) -> Ear:
    """Somebody wrote, and a process begins to hear it."""
    letter = Inbound("telegram", "1", "telegram:1", b"words", NOON)
    await away.write(lambda conn: inbox.store(conn, keyring, [letter]) and None)
    return Ear(away)


@pytest.mark.parametrize(("reads", "writes"), [(2, 0), (0, 2), (1, 2)])
async def test_what_came_is_heard_once_the_database_is_back(
    away: Away, keyring: Keyring, reads: int, writes: int
) -> None:
    ear = await said(away, keyring)
    away.reads, away.writes = reads, writes
    intake = Intake(away, keyring, {"telegram": ear}, lambda: NOON, lambda: None, every=0.01)
    running = asyncio.create_task(intake.run())
    await asyncio.wait({running, asyncio.create_task(ear.heard.wait())}, return_when=asyncio.FIRST_COMPLETED)
    assert ear.heard.is_set()
    await intake.settle()
    running.cancel()


async def test_what_other_processes_changed_is_looked_for_again() -> None:
    looked, seen = list[str](), asyncio.Event()

    async def looks() -> None:
        looked.append("look")
        if len(looked) == 1:
            raise ConnectionError
        seen.set()

    running = asyncio.create_task(refreshing(looks, lambda _seconds: asyncio.sleep(0)))
    await asyncio.wait({running, asyncio.create_task(seen.wait())}, return_when=asyncio.FIRST_COMPLETED)
    assert seen.is_set()
    running.cancel()


class BotApi:
    """Has one update until a later one is asked for; remembers the offsets asked for."""

    def __init__(self) -> None:
        self.offsets: list[int | None] = []

    async def get_updates(self, offset: int | None, **_how: Any) -> list[Update]:
        self.offsets.append(offset)
        if offset is not None:
            raise asyncio.CancelledError
        return [Update(update_id=7)]


async def test_polling_asks_again_for_what_could_not_be_stored() -> None:
    api, stored, waited, away = BotApi(), list[int](), list[float](), [ConnectionError(), ConnectionError()]

    async def take(updates: Any) -> None:
        if away:
            raise away.pop()
        stored.extend(one.update_id for one in updates)

    async def rests(seconds: float) -> None:
        waited.append(seconds)

    with pytest.raises(asyncio.CancelledError):
        await Poller(api, take, sleep=rests).run()  # type: ignore[arg-type]
    assert (stored, waited) == ([7], [1.0, 2.0])
    assert api.offsets == [None, None, None, 8]
