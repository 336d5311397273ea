"""One patient's talk on whichever messenger they hold: what they do, and what came since, by message key."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any, Protocol

from fluent.syntax import ast, parse

from bot.demo.bot_api import Person
from bot.demo.cloud_api import Patient as OnWhatsApp
from bot.wording import LOCALES
from dialogs.messages import Language

PATIENCE = 45.0
"""Seconds of real time anybody waits for the bot's answer on a slow machine."""


class Patient(Protocol):
    """What the table asks of a person, whatever messenger they hold."""

    @property
    def sees(self) -> Sequence[Any]: ...
    @property
    def world(self) -> Any: ...
    async def says(self, text: str) -> Any: ...
    async def presses(self, what: str) -> Any: ...
    async def shares_contact(self) -> Any: ...
    async def shares_contact_of_another(self) -> Any: ...
    async def sends_voice(self) -> Any: ...
    async def blocks(self) -> Any: ...


@dataclass
class Chat:
    """One patient's talk: what they do, and what came since. ``phone`` is E.164."""

    who: Patient
    channel: str
    phone: str
    language: Language
    number: str = ""
    since: int = 0

    async def says(self, words: str) -> None:
        """Type."""
        self._acts()
        await self.who.says(words)

    async def presses(self, choice: str) -> None:
        """Press the newest button that stands for this choice."""
        found = self.offered().get(choice)
        assert found, f"{choice} is not offered: {self.written()}"
        self._acts()
        await self.who.presses(found)

    @property
    def shows_number(self) -> bool:
        """Whether the messenger gives the number away by itself: WhatsApp, once it was shared."""
        return isinstance(self.who, OnWhatsApp) and self.who.account.shows_phone

    async def shares_contact(self) -> None:
        """The messenger's own button, once the clinic has asked for it."""
        assert await self.until(self._is_asked_for_contact), "nobody asked for the contact"
        self._acts()
        await self.who.shares_contact()

    async def shares_contact_of_another(self) -> None:
        """A card out of the phone book."""
        self._acts()
        await self.who.shares_contact_of_another()

    async def sends_voice(self) -> None:
        """A voice message."""
        self._acts()
        await self.who.sends_voice()

    def offered(self) -> dict[str, str]:
        """Every button in sight: its choice and what the messenger carries for it; the newest counts."""
        return {
            button.value.partition(".")[2]: button.value
            for one in self.who.sees
            if one.from_bot
            for button in one.buttons
        }

    def heard(self) -> list[Any]:
        """What the clinic said since this person last did something."""
        return [one for one in self.who.sees if one.from_bot and one.touched > self.since]

    def choices(self) -> list[str]:
        """Everything offered since then, in order; the own case's number is ``#``."""
        found = [button.value.partition(".")[2] for one in self.heard() for button in one.buttons]
        number = next((id.partition(":")[2] for id in found if id.startswith("request:")), self.number)
        self.number = number
        return [id.replace(number, "#") if number else id for id in found if id]

    def offered_now(self) -> list[str]:
        """Every choice offered since then, numbers and all."""
        return [button.value.partition(".")[2] for one in self.heard() for button in one.buttons]

    async def newest(self, met: Callable[[Any], Any]) -> Any:
        """The clinic's newest message for which it holds, whenever it came."""

        def found() -> Any:
            return next((one for one in reversed(self.who.sees) if one.from_bot and met(one)), None)

        assert await self.until(lambda: found() is not None), self.written()
        return found()

    def written(self) -> str:
        """What came since then, as a failure shows it."""
        said = " / ".join(one.text.replace("\n", " ")[:200] for one in self.heard())
        return f"{said} | {' '.join(self.choices())}"

    async def hears(self, *keys: str, choices: str = "") -> None:
        """Wait until these messages, by key, and exactly these choices have come; ``…`` leaves choices open."""

        def met() -> bool:
            words = letters(" ".join(one.text for one in self.heard()))
            offered, wanted = self.choices(), choices.split()
            some = bool(offered) and "…" in wanted and set(wanted) - {"…"} <= set(offered)
            same = offered == wanted or some
            return all(is_said(key, self.language, words) for key in keys) and (not wanted or same)

        assert await self.until(met), (
            f"{self.channel} {self.language}: heard {self.written()}\nnot {keys} | {choices}"
        )

    async def until(self, met: Any) -> bool:
        """Whether it comes true in time."""
        return bool(await self.who.world.changes.until(met, PATIENCE))

    def _acts(self) -> None:
        self.since = self.who.world.changes.version

    def _is_asked_for_contact(self) -> bool:
        if isinstance(self.who, OnWhatsApp):
            return any(one.kind == "request_contact_info" for one in self.heard())
        assert isinstance(self.who, Person)
        return bool(self.who.keyboard)


def letters(words: str) -> str:
    """Letters and digits alone: messengers mark and space the same words differently."""
    return "".join(letter for letter in unescape(re.sub(r"<[^>]+>", "", words)) if letter.isalnum())


@cache
def _messages(language: Language) -> dict[str, ast.Message]:
    bodies = (parse(file.read_text("utf-8")).body for file in (LOCALES / language).glob("*.ftl"))
    return {one.id.name: one for body in bodies for one in body if isinstance(one, ast.Message)}


@cache
def _fragments(key: str, language: Language) -> tuple[str, ...]:
    """The words of a message that stand in it whatever its values are."""
    message = _messages(language)[key]
    assert message.value is not None
    parts = (one.value for one in message.value.elements if isinstance(one, ast.TextElement))
    return tuple(part for part in map(letters, parts) if part)


def is_said(key: str, language: Language, words: str) -> bool:
    """Whether a message is among words that are letters alone."""
    return all(part in words for part in _fragments(key, language))
