"""Waking everybody who watches the emulated world, without anybody having to look again and again."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Changes:
    """Wakes everybody who watches; counts what happened."""

    version: int = 0
    _waiting: list[asyncio.Future[None]] = field(default_factory=list)

    def tell(self) -> None:
        """Something changed."""
        self.version += 1
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def next(self) -> None:
        """Return at the next change."""
        one: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(one)
        await one

    async def past(self, version: int, timeout: float) -> bool:  # noqa: ASYNC109
        """Return True once something happened after ``version``, False after ``timeout`` real seconds."""
        return await self.until(lambda: self.version != version, timeout)

    async def until(self, met: Callable[[], bool], timeout: float) -> bool:  # noqa: ASYNC109
        """Return True once ``met``, False after ``timeout`` real seconds."""
        try:
            async with asyncio.timeout(timeout):
                while not met():
                    await self.next()
        except TimeoutError:
            return met()
        return True
