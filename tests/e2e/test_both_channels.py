"""Every patient's way on both messengers, in three languages, from one table: one talk, two renderers, over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copy

import pytest
import pytest_asyncio

from dialogs.messages import Language
from tests.e2e.both import CHANNELS, Both
from tests.e2e.chat import Chat
from tests.e2e.ways import (
    BEFORE_ANY_LANGUAGE,
    CODE,
    HEARD,
    KNOWN,
    NEW,
    OTHERS,
    OWN,
    PHONE,
    SHORT,
    VOICE,
    WRONG,
    Line,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Both]:
    """One clinic for the whole table; everybody in it is new. At the end neither platform may have refused anything."""
    file = tmp_path_factory.mktemp("both") / "qupia.db"
    copy(sqlite_template, file)
    clinic = Both(f"sqlite+aiosqlite:///{file}")
    await clinic.opens()
    yield clinic
    await clinic.rests()
    refused = [one for one in clinic.telegram.wire.refused() if one.method != "getUpdates"]
    told = [one.description for one in refused if "message is not modified" not in (one.description or "")]
    told += clinic.whatsapp.wire.refused()
    await clinic.closes()
    assert told == []


@dataclass
class Play:
    """One transcript with one person."""

    both: Both
    chat: Chat

    async def does(self, what: str) -> None:
        """Act: press what is offered, do what is named, type anything else."""
        chat = self.chat
        acts = {OWN: chat.shares_contact, OTHERS: chat.shares_contact_of_another, HEARD: self._is_heard}
        choice = what.replace("#", chat.number)
        if what in acts:
            await acts[what]()
        elif what == VOICE:
            await chat.sends_voice()
        elif what == "language":
            await chat.presses(f"language-{chat.language}")
        elif choice in chat.offered():
            await chat.presses(choice)
        else:
            await chat.says(await self._typed(what))

    async def _typed(self, what: str) -> str:
        if what == PHONE:
            return f"8 {self.chat.phone[2:5]} {self.chat.phone[5:]}"
        if what not in (CODE, WRONG):
            return what
        code = await self.both.code_for(self.chat.phone)
        return code if what == CODE else f"{(int(code) + 1) % 1_000_000:06d}"

    async def _is_heard(self) -> None:
        self.chat.since = self.chat.who.world.changes.version
        await self.both.hears_the_call()

    async def goes(self, transcript: tuple[Line, ...]) -> None:
        """Play it; the first answer that differs fails with both sides of it."""
        for what, expected in transcript:
            await self.does(what)
            keys, _, choices = expected.partition("|")
            await self.chat.hears(*keys.split(), choices=choices)


def spoken(name: str) -> tuple[Language, ...]:
    """Short ways are gone in every language, long ones in one, each its own; before any choice it is Kazakh."""
    if name in BEFORE_ANY_LANGUAGE:
        return (Language.KAZAKH,)
    names = [*NEW, *KNOWN]
    short = name in NEW or len(KNOWN[name]) <= SHORT
    return tuple(Language) if short else (tuple(Language)[names.index(name) % len(Language)],)


@pytest.mark.parametrize("name", [*NEW, *KNOWN])
@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_patients_way_is_the_same_on_both_messengers(both: Both, channel: str, name: str):
    for language in spoken(name):
        chat = both.patient(channel, language)
        if name in KNOWN:
            await both.greets(chat)
        await Play(both, chat).goes(NEW.get(name) or KNOWN[name])
