"""What happens because time passes: reminders, the morning digest, cards whose colour has changed.

Any number of processes may keep time at once; the database lets each thing happen once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import sqlalchemy as sa
import structlog

from bot.desk import clocks, days, digest, looks, posts, reminders
from bot.house import House
from bot.storage.database import Database
from dialogs.deadlines import Mark
from dialogs.quiet import is_quiet

log = structlog.get_logger(__name__)

SECONDS = 20.0
"""How often the clocks are looked at."""
ASK_TOPICS_EVERY = 3
"""Looks from one question about the group's topics to the next."""


class Administrators(Protocol):
    """Who leads the staff group."""

    async def __call__(self, group: str, /) -> Sequence[str]:
        """Their names as a mention in the group; empty when the platform does not say."""


class Topics(Protocol):
    """Whether each case can have a topic of its own in the staff group."""

    async def __call__(self, group: str, /) -> bool | None:
        """None when the platform does not say."""


async def no_topics(_group: str) -> bool | None:
    """Where there is no platform to ask."""
    return None


async def nobody(_group: str) -> Sequence[str]:
    """Where there is no platform to ask."""
    return ()


class Timekeeper:
    """Looks at the clocks every ``seconds`` and acts on what has come due; ``wake`` is called when words wait.

    ``rest`` waits from look to look. True from it: something was changed meanwhile, so everything is asked anew.
    """

    def __init__(
        self,
        database: Database,
        house: House,
        wake: Callable[[], None],
        administrators: Administrators = nobody,
        topics: Topics = no_topics,
        rest: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._house = house
        self._wake = wake
        self._administrators = administrators
        self._topics = topics
        self._rest = rest
        self._looks = 0

    async def run(self) -> None:
        """Keep time until cancelled; a round that fails is logged and the next one does its work."""
        while True:
            try:
                await self.tick()
            except Exception as error:
                log.error("timekeeper-failed", problem=type(error).__name__)
            if await self._rest(SECONDS):
                self._looks = 0

    async def tick(self) -> None:
        """One look. It reads first and writes only what has come due."""
        await self._ask_for_topics()
        recount, overdue, anything = await self._database.read(self._look)
        if recount:
            await self._database.write(self._recount)
        if anything:
            names = await self._names() if overdue else ()
            await self._database.write(lambda conn: self._act(conn, names))
        if recount or anything:
            self._wake()

    def _look(self, conn: sa.Connection) -> tuple[bool, bool, bool]:
        """Whether days were changed elsewhere, a clock is newly overdue, anything is to be done."""
        changed = clocks.refresh(conn, self._house)
        if posts.group(conn) is None:
            return changed, False, False
        quiet = is_quiet(self._house.now(), self._house.zone)
        found = [] if quiet else reminders.reached(conn, self._house)
        overdue = any(Mark.OVERDUE in marks for _clock, marks in found)
        morning = digest.is_due(conn, self._house)
        return changed, overdue, bool(found) or morning or bool(looks.changed(conn, self._house))

    def _recount(self, conn: sa.Connection) -> None:
        clocks.refresh(conn, self._house)
        days.recount(conn, self._house)

    def _act(self, conn: sa.Connection, administrators: Sequence[str]) -> None:
        if not is_quiet(self._house.now(), self._house.zone):
            reminders.remind(conn, self._house, administrators)
        digest.post(conn, self._house)
        looks.show_changed(conn, self._house)

    async def _ask_for_topics(self) -> None:
        """Now and then: rights are given and taken, topics are switched on and off, and not always told."""
        self._looks += 1
        if self._looks % ASK_TOPICS_EVERY != 1:
            return
        group = await self._database.read(posts.group)
        able = await self._topics(group) if group else None
        if able is not None:
            await self._database.write(lambda conn: posts.has_topics(conn, self._house, able))
            self._wake()

    async def _names(self) -> Sequence[str]:
        group = await self._database.read(posts.group)
        return await self._administrators(group) if group else ()
