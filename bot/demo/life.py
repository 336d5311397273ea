"""Whether the demo's bot lives: what the page tells of it, and the visitor's wish to kill it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiohttp import web

from bot.demo.bot_api import BotApi
from bot.demo.cloud_api import CloudApi

FIRST_CALL = "deleteWebhook"
"""What ``qupia run`` asks of Telegram right before it begins to listen."""


class Pulse(StrEnum):
    """How the bot is; the value is the page's word."""

    STARTING = "starting"
    ALIVE = "alive"
    KILLED = "killed"
    BACK = "back"


@dataclass(slots=True)
class Life:
    """One bot's life on the stage. ``kill`` is the stage's own, absent where nothing can be killed.

    ``waited`` counts what people of both messengers did while the bot was gone, ``seconds`` how long that was
    (real time).
    """

    api: BotApi
    whatsapp: CloudApi
    kill: Callable[[], None] | None = None
    pulse: Pulse = Pulse.STARTING
    kills: int = 0
    waited: int = 0
    seconds: float = 0.0
    _since: float = 0.0
    _calls: int = 0

    def begins(self) -> None:
        """A process was started; it lives once it has called."""
        self._calls = self.api.wire.count
        if self.pulse is not Pulse.KILLED:
            self._turns(Pulse.STARTING)

    async def listens(self) -> None:
        """Return once the process that was started last is listening, and tell the page."""
        while not self._has_called():
            await self.api.world.changes.next()
        if self.pulse is Pulse.KILLED:
            self.waited = self._waiting()
            self.seconds = time.monotonic() - self._since
        self._turns(Pulse.BACK if self.kills else Pulse.ALIVE)

    def _has_called(self) -> bool:
        new = (one for one in reversed(self.api.wire.kept) if one.id > self._calls)
        return any(one.method.lower() == FIRST_CALL.lower() for one in new)

    def dies(self) -> None:
        """The visitor kills the bot as a power cut would; nothing happens while it is not listening."""
        if self.kill is None or self.pulse not in (Pulse.ALIVE, Pulse.BACK):
            return
        self.kills += 1
        self._since = time.monotonic()
        self._turns(Pulse.KILLED)
        self.kill()

    def _waiting(self) -> int:
        """What either messenger holds for the bot and has not handed over."""
        return len(self.api.world.updates.pending) + self.whatsapp.courier.pending

    def _turns(self, pulse: Pulse) -> None:
        self.pulse = pulse
        self.api.world.changes.tell()

    def json(self) -> Mapping[str, Any]:
        """For the page."""
        told = {"pulse": self.pulse.value, "kills": self.kills, "waited": self.waited}
        told |= {"waiting": self._waiting()}
        return told | {"seconds": round(self.seconds, 1), "can_kill": self.kill is not None}


class LifeHttp:
    """Routes for the page: how the bot is, and the switch that kills it."""

    def __init__(self, life: Life) -> None:
        self._life = life

    def routes(self) -> list[web.RouteDef]:
        """To add to an aiohttp application."""
        return [web.get("/demo/stage", self.stage), web.post("/demo/kill", self.kill)]

    async def stage(self, request: web.Request) -> web.Response:
        """The bot's pulse."""
        told = {"bot": dict(self._life.json())}
        return web.json_response(told, headers={"Cache-Control": "no-store"})

    async def kill(self, request: web.Request) -> web.Response:
        """Kill the bot by SIGKILL; the stage starts it again."""
        self._life.dies()
        return web.json_response(dict(self._life.json()))
