"""The updates that wait for the bot: in order, kept until confirmed, at most a day."""

import asyncio
import copy
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.demo.bot_api.world import Json

KEPT = timedelta(hours=24)
ON_REQUEST = ("chat_member", "message_reaction", "message_reaction_count")
"""Kinds that are sent only to a bot that asked for them by name (Bot API, getUpdates)."""


@dataclass(slots=True)
class Updates:
    """A queue with Telegram's confirmation by offset."""

    now: Callable[[], datetime]
    tell: Callable[[], None]
    allowed: list[str] = field(default_factory=list)
    pending: deque[tuple[datetime, Json]] = field(default_factory=deque)
    next_id: int = 100_000_001
    last: Json | None = None
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for this kind."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def add(self, kind: str, body: Json) -> None:
        """Queue one update; forgotten at once when the bot did not ask for the kind."""
        if not self.wants(kind):
            return
        update = {"update_id": self.next_id, kind: copy.deepcopy(body)}
        self.next_id += 1
        self.last = update
        self.put(update)

    def put(self, update: Json) -> None:
        """Queue an update as it is: also one that was delivered before (they come at least once)."""
        self.pending.append((self.now(), update))
        self._arrived.set()

    def confirm(self, offset: int) -> None:
        """Forget what lies before ``offset``; a negative one keeps only that many of the newest."""
        self._expire()
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while offset > 0 and self.pending and self.pending[0][1]["update_id"] < offset:
            self.pending.popleft()
        self.tell()

    def first(self, limit: int) -> list[Json]:
        """The oldest waiting updates; they stay until confirmed."""
        self._expire()
        return [update for _, update in list(self.pending)[:limit]]

    async def arrival(self) -> None:
        """Return when something waits."""
        while not self.pending:
            self._arrived.clear()
            await self._arrived.wait()

    def _expire(self) -> None:
        while self.pending and self.now() - self.pending[0][0] > KEPT:
            self.pending.popleft()
