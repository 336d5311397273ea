"""The whole product on a stage: the real app over HTTP against the strict platform, its people, its secrets."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.app import Parts
from bot.config import Settings
from bot.demo.bot_api import BotApi, Clock, Person, Seat, Seen
from bot.pace import Pace
from bot.ports import Delivered, Delivery, Outcome
from bot.running import run
from bot.storage.database import Database
from bot.storage.tables import metadata
from dialogs.commands import AnswerFound, Intent
from dialogs.messages import Language

MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
"""Ten in the morning in Kazakhstan, on a working day with working days after it."""
KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
PATIENCE = 45.0
"""Seconds of real time anybody waits for the bot on a slow machine."""
STARTING = 120.0
"""Seconds of real time the bot may take to start there: it imports aiogram."""

SWEEPS = 0.5
"""Seconds of real time after which the bot tries again to hear what it could not."""

EXCUSED = ("message is not modified", "query is too old")

STOPS = {"stop", "тоқтат", "стоп"}


@dataclass
class Answerer:
    """Answers by rule of thumb and remembers what it was asked."""

    asked: list[str] = field(default_factory=list)
    broken: bool = False

    def find(self, question: str, language: Language | None) -> AnswerFound:
        self.asked.append(question)
        if self.broken:
            raise ValueError(question)
        if "surname" in question:
            return AnswerFound(question, Intent.RECTIFY)
        if "policy" in question:
            return AnswerFound(question, Intent.POLICY, "8.2", ("6.2",), confident=True)
        return AnswerFound(question, Intent.OUT_OF_SCOPE)

    def is_stop(self, words: str) -> bool:
        return words.strip().casefold() in STOPS

    def is_urgent(self, words: str) -> bool:
        return "cannot breathe" in words.casefold()


@dataclass
class Texts:
    """The sender of one-time codes: what arrived on which phone."""

    got: list[tuple[str, str]] = field(default_factory=list)

    async def send(self, delivery: Delivery) -> Outcome:
        self.got.append((delivery.payload["phone"], delivery.payload["code"]))
        return Delivered()


class Log:
    """Everything the app logs, at every level, as it would stand on a line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.events: list[MutableMapping[str, Any]] = []

    def __call__(self, _logger: Any, _level: str, event: MutableMapping[str, Any]) -> str:
        self.events.append(event)
        self.lines.append(json.dumps(event, default=repr, ensure_ascii=False))
        return ""


class Stage:
    """One clinic for one test. ``secrets`` is what must never be seen by the group as a whole, nor logged."""

    def __init__(self, api: BotApi, url: str, database_url: str, log: Log) -> None:
        self.api = api
        self.url = url
        self.database_url = database_url
        self.log = log
        self.answers = Answerer()
        self.texts = Texts()
        self.secrets: set[str] = set()
        self.patient = api.person("Сырлы", last_name="Есім", language_code="en", phone="+77015550101")
        self.chief = api.person("Әкімші 1", language_code="kk", phone="+77015550160")
        self.first = api.person("Қызметкер 1", language_code="kk", phone="+77015550150")
        self.second = api.person("Қызметкер 2", language_code="ru", phone="+77015550151")
        self.group = api.group(creator=self.chief, members=(self.first, self.second))
        self.linked_by_settings = True
        self._life: asyncio.Task[None] | None = None
        self.keeps("Сырлы", "Есім", "+77015550101", "7015550101", "701 555 01 01", "555 01 01")

    @property
    def clock(self) -> Clock:
        return self.api.clock

    def keeps(self, *words: str) -> None:
        """These words are somebody's secret from now on."""
        self.secrets.update(words)

    # --- its life

    def settings(self) -> Settings:
        return Settings(
            _env_file=None,
            bot_token=self.api.token,
            admin_chat_id=self.group.first_id if self.linked_by_settings else None,
            telegram_api_url=self.url,
            database_url=self.database_url,
            data_key=KEY,
            clinic_bin="123456789012",
        )

    async def opens(self) -> None:
        """Start the bot and return once it listens."""
        parts = Parts(
            now=self.clock.now, pace=Pace({}), answers=self.answers, codes=self.texts, sweep_seconds=SWEEPS
        )
        self._life = asyncio.create_task(run(self.settings(), parts))
        listening = asyncio.create_task(
            self.api.world.changes.until(lambda: self.api.intake.polled, STARTING)
        )
        done, _ = await asyncio.wait({self._life, listening}, return_when=asyncio.FIRST_COMPLETED)
        if self._life in done:
            listening.cancel()
            self._life.result()
        assert listening.result(), "the bot does not listen"

    async def closes(self) -> None:
        """Stop the bot as SIGTERM does; a bot that fell over is told here."""
        life, self._life = self._life, None
        if life is None:
            return
        life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await life

    async def reopens(self) -> None:
        await self.closes()
        await self.opens()

    # --- what people do

    def at_desk(self, person: Person) -> Seat:
        """A member of staff at the group."""
        return person.at(self.group)

    async def speaks_english(self) -> None:
        """The group's language is one these tests can read."""
        chief = self.at_desk(self.chief)
        await chief.says("/language en")
        await chief.hears("The language of the group is English", PATIENCE)

    async def greets(self, who: Person | None = None, language: str = "en") -> None:
        """First contact up to the menu."""
        who = who or self.patient
        await who.says("hello")
        await who.hears(f"language-{language}", PATIENCE)
        await who.presses(f"language-{language}")
        await who.hears("notice-agree", PATIENCE)
        await who.presses("notice-agree")
        await who.hears("menu-rectify", PATIENCE)

    async def walks(self, who: Person, *steps: str) -> Seen:
        """Press or type one thing after another, each as soon as the bot has answered; gives the last answer.

        A step that begins with ``=`` is typed, any other is the button pressed.
        """
        seen: Seen | None = None
        for step in steps:
            if step.startswith("="):
                self.keeps(step[1:])
                await who.says(step[1:])
            else:
                await who.presses(step)
            seen = await who.hears("", PATIENCE)
        assert seen is not None
        return seen

    async def corrects(
        self, who: Person | None = None, value: str = "Құпия Дұрыс", old: str = "Құпия Қате"
    ) -> None:
        """From the menu to the choice of a proof, or straight to the receipt when the phone is proven."""
        self.keeps(value, old)
        who = who or self.patient
        await self.walks(who, "menu-rectify", "whom-self", "field-name", f"={value}", f"={old}", "send")

    async def files(self, who: Person | None = None) -> str:
        """A correction proven by the own contact; gives the case's number, once its card is in the group."""
        who = who or self.patient
        await self.corrects(who)
        await who.presses("verify-share")
        await who.waits_for(lambda one: who.keyboard, PATIENCE)
        await who.shares_contact()
        receipt = await who.hears("menu", PATIENCE)
        number = self.number_in(receipt)
        await self.card(number)
        return number

    def number_in(self, seen: Seen) -> str:
        """The case number under a receipt or a notice."""
        return next(
            button.value.partition("request:")[2] for button in seen.buttons if "request:" in button.value
        )

    async def card(self, number: str, *buttons: str) -> Seen:
        """The newest card of a case in the group, once it has these buttons."""
        wanted = {f"{button}:{number}" for button in buttons}

        def met(one: Seen) -> bool:
            return one.from_bot and self.is_card(one, number) and wanted <= set(one.choices)

        return await self.at_desk(self.chief).waits_for(met, PATIENCE)

    def is_card(self, one: Seen, number: str) -> bool:
        return f"{number} ·" in one.text.partition("\n")[0]

    async def does(self, who: Person, act: str, number: str) -> str:
        """Press a button of a case in the group; gives what the toast says."""
        seat = self.at_desk(who)
        await seat.waits_for(lambda one: f"{act}:{number}" in one.choices, PATIENCE)
        query = await seat.presses(f"{act}:{number}")
        return await self.toast(query)

    async def toast(self, query: str) -> str:
        """What a press was answered with; empty when its spinner just stopped."""
        press = self.api.world.presses[query]
        assert await self.api.world.changes.until(lambda: press.answered, PATIENCE), (
            "the press is not answered"
        )
        mine = [
            one.text for one in self.api.world.toasts if one.user_id == press.user_id and one.at >= press.at
        ]
        return mine[-1] if mine else ""

    async def replies(self, who: Person, under: str, words: str, *, kept: bool = True) -> Seen:
        """Write under the newest of the bot's posts that says ``under``; gives the bot's answer."""
        if kept:
            self.keeps(words)
        seat = self.at_desk(who)
        post = await seat.waits_for(lambda one: one.from_bot and under in one.text, PATIENCE)
        await seat.replies(post, words)
        return await seat.waits_for(
            lambda one: one.from_bot and one.reply_to and one.reply_to["text"] == words[:120], PATIENCE
        )

    async def rests(self) -> None:
        """Until nothing that was sent to the bot waits any more, and nothing waits to be sent by it."""
        await self.api.consumed(PATIENCE)
        async with asyncio.timeout(PATIENCE):
            while await self.asks(
                "SELECT (SELECT count(*) FROM inbox WHERE done_at IS NULL) + "
                "(SELECT count(*) FROM outbox WHERE status = 'queued')"
            ) != [(0,)]:
                await self.api.world.changes.until(lambda: False, 0.05)

    async def finishes(self, number: str) -> None:
        """The whole of the staff's way to *Done*, without words."""
        await self.does(self.first, "staff-take", number)
        await self.does(self.first, "staff-documents-seen", number)
        await self.does(self.first, "staff-done", number)
        await self.does(self.first, "staff-outcome", f"{number}:corrected")
        await self.does(self.first, "staff-no-words", f"{number}:corrected")
        await self.card_says(number, "Done")

    async def card_says(self, number: str, words: str) -> Seen:
        """The newest card of a case, once it has these words."""
        return await self.at_desk(self.chief).waits_for(
            lambda one: one.from_bot and self.is_card(one, number) and words in one.text, PATIENCE
        )

    async def logs(self, event: str) -> None:
        """Until this has been logged."""
        async with asyncio.timeout(PATIENCE):
            while not any(logged["event"] == event for logged in self.log.events):
                await self.api.world.changes.until(lambda: False, 0.05)

    # --- what can be seen of it

    async def asks(self, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database itself."""
        database = Database(self.database_url)
        try:
            return await database.read(lambda conn: [tuple(row) for row in conn.execute(sa.text(statement))])
        finally:
            await database.close()

    async def holds(self, words: str) -> list[str]:
        """The tables in which these words can be read, or ``file`` for the bytes of the embedded database."""
        database = Database(self.database_url)
        try:
            found = await database.read(
                lambda conn: [
                    table.name
                    for table in metadata.sorted_tables
                    if any(_has(row, words) for row in conn.execute(sa.select(table)))
                ]
            )
        finally:
            await database.close()
        file = Path(self.database_url.removeprefix("sqlite+aiosqlite:///"))
        leftovers = [part for part in (file, file.with_name(f"{file.name}-wal")) if part.is_file()]
        unread = not words.isdigit() or len(words) > 9
        if unread and any(words.encode() in part.read_bytes() for part in leftovers):
            found.append("file")
        return found

    def group_saw(self) -> Iterator[str]:
        """Everything the group as a whole was ever sent, and every callback data anywhere."""
        groups = {str(chat) for chat in self.api.world.chats if chat < 0}
        for exchange in self.api.wire.kept:
            asked = exchange.request
            if asked.get("chat_id") in groups and "ephemeral_message_parameters" not in asked:
                yield asked.get("text", "")
            for row in json.loads(asked.get("reply_markup") or "{}").get("inline_keyboard", ()):
                yield from (button.get("callback_data", "") for button in row)

    def refusals(self) -> list[str]:
        """What the platform refused, but for a card that says already what it should, and for a press that was
        answered late, for which only the slowness of this machine can be blamed.
        """
        said = [one.description for one in self.api.wire.refused() if one.description]
        return [one for one in said if not any(excuse in one for excuse in EXCUSED)]

    def leaks(self) -> list[str]:
        """Secrets that the group or the log has seen; empty when all is well."""
        seen = "\n".join([*self.group_saw(), *self.log.lines])
        return [secret for secret in self.secrets if len(secret) > 3 and secret in seen]


def _has(row: Any, words: str) -> bool:
    return any(words.encode() in value if isinstance(value, bytes) else words in str(value) for value in row)
