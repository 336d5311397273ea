"""The real bot as the demo runs it: a process whose clock is told over stdin how far the page moved it."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from bot import app, running
from bot.commands.serving import until_stopped
from bot.config import Settings
from bot.logs import configure_logs


class MovedClock:
    """This machine's time plus what the visitor skipped. Aware, UTC."""

    def __init__(self) -> None:
        self._skipped = timedelta(0)

    def now(self) -> datetime:
        """The demo's moment."""
        return datetime.now(UTC) + self._skipped

    async def follow(self) -> None:
        """Take each line of stdin as the seconds skipped so far, until it closes."""
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        async for line in reader:
            self._skipped = timedelta(seconds=float(line))


async def act() -> None:
    """Run like ``qupia run`` until cancelled, or until the stage is gone."""
    settings = Settings.load(env_file="no file: the stage gives every setting")
    configure_logs(settings)
    clock = MovedClock()
    bot = asyncio.create_task(running.run(settings, app.Parts(now=clock.now)))
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
