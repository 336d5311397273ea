"""One clinic on both messengers: the real app over HTTP, a staff group on Telegram, patients on either."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
import socket
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.app import Parts
from bot.channels.whatsapp import TEMPLATES
from bot.config import Settings
from bot.demo.bot_api import BotApi, Clock
from bot.demo.cloud_api import APP_SECRET, PHONE_ID, TOKEN, VERIFY_TOKEN, CloudApi
from bot.pace import Pace
from bot.running import run
from bot.storage.database import Database
from bot.storage.tables import metadata
from dialogs.commands import AnswerFound, Intent
from dialogs.messages import Language
from tests.e2e.chat import PATIENCE, Chat, Patient
from tests.e2e.stage import MONDAY, STARTING, STOPS, Texts

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
FIRST_NUMBER = 7_015_560_000
WAITING = (
    "SELECT (SELECT count(*) FROM inbox WHERE done_at IS NULL) + "
    "(SELECT count(*) FROM outbox WHERE status = 'queued')"
)
CHANNELS = ("telegram", "whatsapp")


KNOWN = {
    "who sees my data": AnswerFound("", Intent.POLICY, "4.2", ("10.1", "2.11"), confident=True),
    "data perhaps": AnswerFound("", Intent.POLICY, "2.2", ("2.3", "2.4")),
    "my surname is wrong": AnswerFound("", Intent.RECTIFY),
    "forget my consent": AnswerFound("", Intent.WITHDRAW),
    "a human please": AnswerFound("", Intent.OPERATOR),
    "an appointment": AnswerFound("", Intent.BOOK),
}


class Answerer:
    """Knows what the table asks."""

    def find(self, question: str, language: Language | None) -> AnswerFound:
        known = KNOWN.get(question, AnswerFound("", Intent.OUT_OF_SCOPE))
        parts = known.intent, known.clause, known.alternatives, known.confident
        return AnswerFound(question, *parts)

    def is_stop(self, words: str) -> bool:
        return words.strip().casefold() in STOPS

    def is_urgent(self, words: str) -> bool:
        return "cannot breathe" in words


# --- The clinic -----------------------------------------------------------------------------------


@dataclass
class Both:
    """One clinic with both messengers, its staff group on Telegram."""

    database_url: str
    clock: Clock = field(default_factory=lambda: Clock(MONDAY, frozen=True))
    texts: Texts = field(default_factory=Texts)
    _people: int = 0

    async def opens(self) -> None:
        """Start both platforms and the bot between them."""
        self.telegram = BotApi(self.clock, rates=False)
        templates = [template.submission() for template in TEMPLATES]
        self.whatsapp = CloudApi(
            self.clock, changes=self.telegram.world.changes, templates=templates, rates=False
        )
        self.telegram_url, self.whatsapp_url = await self.telegram.start(), await self.whatsapp.start()
        self.chief = self.telegram.person("Әкімші", language_code="kk", phone="+77015550160")
        self.staff = self.telegram.person("Қызметкер", language_code="kk", phone="+77015550150")
        self.group = self.telegram.group(creator=self.chief, members=(self.staff,))
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = int(one.getsockname()[1])
        self.whatsapp.subscribes(f"http://127.0.0.1:{self.port}/whatsapp/webhook")
        await self._begins()

    async def _begins(self) -> None:
        parts = Parts(now=self.clock.now, pace=Pace({}), answers=Answerer(), codes=self.texts)
        self.life = asyncio.create_task(run(self.settings(), parts))
        listens = self.telegram.world.changes.until(lambda: self.telegram.intake.polled, STARTING)
        assert await listens, "the bot does not listen"
        async with asyncio.timeout(STARTING):
            while not await self._is_open():
                await self.telegram.world.changes.until(lambda: False, 0.05)

    async def _is_open(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True

    def settings(self) -> Settings:
        """Both channels, one database."""
        given: dict[str, Any] = {
            "_env_file": None,
            "bot_token": self.telegram.token,
            "admin_chat_id": self.group.first_id,
            "telegram_api_url": self.telegram_url,
            "whatsapp_token": TOKEN,
            "whatsapp_phone_id": PHONE_ID,
            "whatsapp_app_secret": APP_SECRET,
            "whatsapp_verify_token": VERIFY_TOKEN,
            "whatsapp_api_url": self.whatsapp_url,
            "database_url": self.database_url,
            "data_key": KEY,
            "host": "127.0.0.1",
            "port": self.port,
        }
        return Settings(**given)

    async def reopens(self) -> None:
        """Another life of the bot."""
        await self._ends()
        await self._begins()

    async def _ends(self) -> None:
        self.life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.life

    async def closes(self) -> None:
        """Stop the bot as SIGTERM does, then the platforms."""
        await self._ends()
        await self.telegram.close()
        await self.whatsapp.close()

    def patient(
        self, channel: str, language: Language = Language.ENGLISH, *, phone: str = "", hidden: bool = True
    ) -> Chat:
        """Somebody new; on WhatsApp with a username, so that the number is hidden until it is shared."""
        self._people += 1
        phone = phone or f"+7{FIRST_NUMBER + self._people}"
        if channel == "telegram":
            person: Patient = self.telegram.person(f"Науқас {self._people}", language_code="kk", phone=phone)
        else:
            username = {"username": f"nauqas.{self._people}"} if hidden else {}
            person = self.whatsapp.person(f"Науқас {self._people}", phone=phone, **username)
        return Chat(person, channel, phone, language)

    async def greets(self, chat: Chat) -> Chat:
        """First contact up to the menu and the offer under it."""
        await chat.says("hello")
        await chat.hears("choose-language", choices="…")
        await chat.presses(f"language-{chat.language}")
        await chat.hears("notice-kept", choices="…")
        await chat.presses("notice-agree")
        await chat.hears("menu-title", "news-offer", choices="…")
        return chat

    async def does(self, act: str, number: str) -> None:
        """A member of staff presses a button of a case in the group."""
        seat = self.staff.at(self.group)
        await seat.waits_for(lambda one: f"{act}:{number}" in one.choices, PATIENCE)
        await seat.presses(f"{act}:{number}")
        await self.rests()

    async def hears_the_call(self) -> None:
        """Reception presses *Heard* under the newest expected call."""
        seat = self.staff.at(self.group)
        card = await seat.waits_for(
            lambda one: any(id.startswith("staff-heard") for id in one.choices), PATIENCE
        )
        await seat.presses(card.choices[0])

    async def code_for(self, phone: str) -> str:
        """The newest one-time code that arrived on a phone."""

        def arrived() -> str:
            return next((code for to, code in reversed(self.texts.got) if to == phone), "")

        async with asyncio.timeout(PATIENCE):
            while not arrived():
                await self.telegram.world.changes.until(lambda: False, 0.02)
        return arrived()

    async def card(self, number: str) -> str:
        """The newest card of a case, as the group reads it."""
        seat = self.staff.at(self.group)
        found = await seat.waits_for(
            lambda one: one.from_bot and f"{number} ·" in one.text.partition("\n")[0], PATIENCE
        )
        return str(found.text)

    async def asks(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        database = Database(self.database_url)
        try:
            return await database.read(lambda conn: [tuple(row) for row in conn.execute(sa.text(statement))])
        finally:
            await database.close()

    async def holds(self, phone: str) -> list[str]:
        """The tables in which a phone's digits can be read, also inside base64."""
        database = Database(self.database_url)
        digits = phone.lstrip("+").encode()
        try:
            return await database.read(
                lambda conn: [
                    table.name
                    for table in metadata.sorted_tables
                    if any(_shows(value, digits) for row in conn.execute(sa.select(table)) for value in row)
                ]
            )
        finally:
            await database.close()

    async def rests(self) -> None:
        """Until nothing waits to be heard or sent, nor is on its way from a platform."""
        async with asyncio.timeout(STARTING):
            while not await self._is_at_rest():
                await self.telegram.world.changes.until(lambda: False, 0.05)

    async def _is_at_rest(self) -> bool:
        """Whether nothing waits, and nothing came to pass while the database was asked."""
        await self.telegram.consumed(PATIENCE)
        await self.whatsapp.consumed()
        seen = self.telegram.world.changes.version
        idle = await self.asks(WAITING) == [(0,)] and not self.whatsapp.courier.pending
        return idle and seen == self.telegram.world.changes.version


def _shows(value: Any, digits: bytes) -> bool:
    said = value if isinstance(value, bytes) else str(value).encode()
    inside = (base64.b64decode(one + b"==") for one in re.findall(rb"(?:[A-Za-z0-9+/]{4}){4,}", said))
    return digits in said or any(digits in one for one in inside)
