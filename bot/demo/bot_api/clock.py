"""The clock of the emulated world: real time plus whatever was skipped, or standing still."""

import asyncio
import time
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any


class Clock:
    """A clock that can be moved forward.

    Running (the default) it follows the machine's time from ``start``; ``frozen`` it moves only by
    ``advance``. All times are aware, in UTC.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._start = (start or datetime.now(UTC)).astimezone(UTC)
        self._frozen = frozen
        self._skipped = 0.0
        self._born = time.monotonic()
        self._sleepers: set[asyncio.Future[None]] = set()

    @property
    def skipped(self) -> float:
        """Seconds skipped by ``advance`` so far."""
        return self._skipped

    def now(self) -> datetime:
        """The emulated time, aware, in UTC."""
        passed = 0.0 if self._frozen else time.monotonic() - self._born
        return self._start + timedelta(seconds=passed + self._skipped)

    def ticking(self) -> float:
        """Seconds of network time: always runs, also under a frozen clock, and jumps with ``advance``.

        Rate windows are measured on it, so a sender that really waits ``retry_after`` is let through.
        """
        return time.monotonic() - self._born + self._skipped

    def advance(self, seconds: float) -> None:
        """Move forward by ``seconds`` and wake every sleeper whose time has come."""
        if seconds < 0:
            raise ValueError("a clock only moves forward")
        self._skipped += seconds
        for sleeper in tuple(self._sleepers):
            if not sleeper.done():
                sleeper.set_result(None)

    def sleep(self, seconds: float) -> Coroutine[Any, Any, None]:
        """Return once ``seconds`` have passed on this clock, counted from the call."""
        return self._sleep_until(self.now() + timedelta(seconds=seconds))

    async def _sleep_until(self, moment: datetime) -> None:
        while (left := (moment - self.now()).total_seconds()) > 0:
            await self._pause(None if self._frozen else left)

    async def _pause(self, at_most: float | None) -> None:
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.add(sleeper)
        try:
            await asyncio.wait([sleeper], timeout=at_most)
        finally:
            self._sleepers.discard(sleeper)
