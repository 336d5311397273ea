"""The real bot as the demo runs it: a process whose clock is told over stdin how far the page moved it."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from datetime import UTC, datetime, timedelta

from bot import app, running
from bot.commands.serving import until_stopped
from bot.config import Settings
from bot.logs import configure_logs
from bot.pace import Pace
from bot.platform_limits import LIMITS


class MovedClock:
    """This machine's time plus what the visitor skipped. Aware, UTC."""

    def __init__(self) -> None:
        self._skipped = timedelta(0)
        self._moves = 0
        self._seen = 0
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """The demo's moment."""
        return datetime.now(UTC) + self._skipped

    def seconds(self) -> float:
        """The same time as a count of seconds that never goes back."""
        return time.monotonic() + self._skipped.total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Wait on this clock: what is skipped has passed."""
        end = self.seconds() + seconds
        while (left := end - self.seconds()) > 0:
            await self._until_moved(left)

    async def rest(self, seconds: float) -> bool:
        """Wait, but no longer than until the visitor moves the clock or changes the group; True when they did."""
        if self._seen == self._moves:
            await self._until_moved(seconds)
        stirred, self._seen = self._seen != self._moves, self._moves
        return stirred

    async def _until_moved(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._moved.wait(), seconds)

    async def follow(self) -> None:
        """Take each line of stdin as the seconds skipped so far, until it closes."""
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        async for line in reader:
            self._skipped = timedelta(seconds=float(line))
            self._moves += 1
            self._moved.set()
            self._moved = asyncio.Event()


async def act() -> None:
    """Run like ``qupia run`` until cancelled, or until the stage is gone."""
    settings = Settings.load(env_file="no file: the stage gives every setting")
    configure_logs(settings)
    clock = MovedClock()
    pace = Pace(LIMITS, clock=clock.seconds, sleep=clock.sleep)
    parts = app.Parts(now=clock.now, rest=clock.rest, pace=pace)
    bot = asyncio.create_task(running.run(settings, parts))
    stage = asyncio.create_task(clock.follow())
    try:
        await asyncio.wait({bot, stage}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        bot.cancel()
        stage.cancel()
        await asyncio.gather(bot, stage, return_exceptions=True)
    if not bot.cancelled() and (error := bot.exception()):
        raise error


if __name__ == "__main__":
    until_stopped(act())
