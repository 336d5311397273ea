"""A platform that records, and an outbox with everything around it on a clock of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from bot.outbox import Outbox
from bot.pace import Pace, Rules
from bot.ports import Delivered, Delivery, Outcome, Settled
from bot.storage import outbox
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.outbox import Lane, Outgoing
from bot.storage.tables import outbox as rows
from tests.clock import VirtualClock

UNPACED: Mapping[str, Rules] = {}


class Platform:
    """A sender that records what it was given, and answers as it is told to: everything else is delivered.

    A sending takes ``takes`` seconds, and does not end before ``gate`` is open.
    """

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.got: list[tuple[float, Delivery]] = []
        self.answers: dict[str, list[Outcome | Exception]] = {}
        self.takes = 0.0
        self.gate = asyncio.Event()
        self.gate.set()
        self.most_at_once = 0
        self._now_sending = 0
        self._stirred = asyncio.Event()

    @property
    def keys(self) -> list[str]:
        """What came, by key, in the order it came."""
        return [delivery.key for _, delivery in self.got]

    @property
    def times(self) -> list[float]:
        """When it came."""
        return [at for at, _ in self.got]

    async def send(self, delivery: Delivery) -> Outcome:
        """Record, take one's time, answer."""
        self.got.append((self.clock.seconds, delivery))
        remote_id = f"m{len(self.got)}"
        self._stirred.set()
        self._now_sending += 1
        self.most_at_once = max(self.most_at_once, self._now_sending)
        try:
            if self.takes:
                await self.clock.sleep(self.takes)
            await self.gate.wait()
        finally:
            self._now_sending -= 1
        planned = self.answers.get(delivery.key)
        outcome = planned.pop(0) if planned else Delivered(remote_id)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def until(self, is_true: Callable[[], bool]) -> None:
        """Wait until what came makes it true."""
        while not is_true():
            self._stirred.clear()
            await self._stirred.wait()


class Office:
    """A database, a platform and the clock between them."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database = database
        self.keyring = keyring
        self.clock = VirtualClock()
        self.platform = Platform(self.clock)
        self.told: list[Settled] = []

    def outbox(
        self,
        rules: Mapping[str, Rules] = UNPACED,
        hook: Callable[[sa.Connection, Settled], None] | None = None,
        **more: Any,
    ) -> Outbox:
        """A deliverer of a new life."""
        pace = Pace(rules, clock=self.clock, sleep=self.clock.sleep)
        senders = {"telegram": self.platform}
        return Outbox(self.database, self.keyring, senders, pace, self.clock.now, hook or self._hear, **more)

    def _hear(self, _conn: sa.Connection, settled: Settled) -> None:
        self.told.append(settled)

    async def queue(self, *messages: Outgoing) -> None:
        """Queue and commit."""
        now = self.clock.now()
        await self.database.write(lambda conn: outbox.queue(conn, self.keyring, messages, now))

    async def row(self, key: str) -> Any:
        """The row as it stands in the table."""
        found = sa.select(rows).where(rows.c.key == key)
        return await self.database.read(lambda conn: conn.execute(found).one())

    async def status(self, key: str) -> str:
        """Where the message stands."""
        return str((await self.row(key)).status)


def message(key: str, address: str = "1", lane: int = Lane.ANSWER, **more: Any) -> Outgoing:
    """A message to be queued whose words are its key."""
    channel, kind = more.pop("channel", "telegram"), more.pop("kind", "message")
    return Outgoing(key, channel, address, kind, {"text": more.pop("text", key)}, lane, **more)
