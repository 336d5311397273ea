"""A clock that moves only when somebody sleeps."""

from __future__ import annotations

import asyncio
import heapq
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


class VirtualClock:
    """Seconds since it was made. Whoever sleeps is woken in the order of time, as soon as all others wait."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = 0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        """The same moment as a date."""
        return NOON + timedelta(seconds=self.seconds)

    def pass_by(self, seconds: float) -> None:
        """Time passes while nobody is looking."""
        self.seconds += seconds
        self._wake()

    async def sleep(self, seconds: float) -> None:
        """Sleep on this clock; it jumps to whoever wakes first once the event loop has nothing else to do."""
        woken = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._sleepers, (self.seconds + seconds, self._count, woken))
        asyncio.get_running_loop().call_soon(self._later, 20)
        await woken

    def _later(self, rounds: int) -> None:
        # A few turns of the loop, so that work already begun is done before time moves on.
        if rounds:
            asyncio.get_running_loop().call_soon(self._later, rounds - 1)
            return
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        if self._sleepers:
            self.seconds = max(self.seconds, self._sleepers[0][0])
            self._wake()

    def _wake(self) -> None:
        while self._sleepers and self._sleepers[0][0] <= self.seconds:
            _, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)
