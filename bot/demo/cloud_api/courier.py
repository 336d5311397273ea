"""Carries webhooks to the clinic: signed, at least once, again after a failure, later ones not waiting."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.demo.bot_api.changes import Changes
from bot.demo.bot_api.clock import Clock

FIRST_WAIT, LONGEST_WAIT = 1.0, 600.0
SEVEN_DAYS = 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Letter:
    """A webhook's raw body and its signature, kept for repeating."""

    body: bytes
    signature: str


def signed(body: bytes, app_secret: str) -> str:
    """The value of ``X-Hub-Signature-256``."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


class Courier:
    """One app's webhooks. Without an address they are only kept."""

    def __init__(self, clock: Clock, changes: Changes, app_secret: str) -> None:
        self.clock = clock
        self.changes = changes
        self.app_secret = app_secret
        self.address: str | None = None
        self.sent: list[Letter] = []
        self.answers: list[int] = []
        self.held: list[dict[str, Any]] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._last: asyncio.Task[None] | None = None

    @property
    def pending(self) -> int:
        """Webhooks not yet acknowledged."""
        return len(self._tasks)

    def put(self, entry: dict[str, Any]) -> None:
        """A change to tell; held back while ``hold`` is on."""
        if self.held is not None:
            self.held.append(entry)
            return
        self.post([entry])

    def hold(self) -> None:
        """Gather changes instead of sending them."""
        self.held = self.held or []

    def let_go(self, order: Callable[[list[Any]], list[Any]] = list, *, together: bool = True) -> None:
        """Send what was gathered, in any order, as one webhook or one each."""
        gathered, self.held = order(self.held or []), None
        for batch in [gathered] if together else [[one] for one in gathered]:
            if batch:
                self.post(batch)

    def post(self, entries: list[dict[str, Any]]) -> None:
        """Send one webhook with these entries."""
        body = json.dumps({"object": "whatsapp_business_account", "entry": entries}).encode()
        self.deliver(Letter(body, signed(body, self.app_secret)))

    def deliver(self, letter: Letter) -> None:
        """Send (again) exactly these bytes with this signature."""
        self.sent.append(letter)
        if self.address is None:
            return
        task = asyncio.get_running_loop().create_task(self._deliver(letter, self._last))
        self._last = task
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self.changes.tell()

    async def _deliver(self, letter: Letter, before: asyncio.Task[None] | None) -> None:
        if before is not None and not before.done():
            await asyncio.wait([before], timeout=1.0)
        started, wait = self.clock.now(), FIRST_WAIT
        while (self.clock.now() - started).total_seconds() < SEVEN_DAYS:
            if await self._try(letter) == 200:
                return
            await self.clock.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _try(self, letter: Letter) -> int:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20.0))
        headers = {"X-Hub-Signature-256": letter.signature, "Content-Type": "application/json"}
        assert self.address is not None
        try:
            async with self._session.post(self.address, data=letter.body, headers=headers) as response:
                status = response.status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        self.answers.append(status)
        self.changes.tell()
        return status

    async def close(self) -> None:
        """Stop trying."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None
