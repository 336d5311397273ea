"""What is kept about a person from the first word on is what the person is told: everything, in every language."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.channels.whatsapp.rendering import render
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.records import contacts
from dialogs.context import Clinic as Operator
from dialogs.context import Context
from dialogs.conversation import prompt
from dialogs.messages import Chose, Language, Prompt, text
from dialogs.states import ReadingNotice
from tests.bot.test_publishing import Hall
from tests.clinic import Clinic

TOLD = {
    "channel": ("мессендж", "мессендж", "messenger"),
    "address": ("идентификатор", "идентификатор", "your id"),
    "since": ("алғаш", "перв", "first"),
    "heard_at": ("соңғы рет", "последнего", "last wrote"),
    "language": ("тіліңіз", "язык", "your language"),
    "consent": ("жауа", "ответ", "answer"),
    "state": ("қадам", "шаг", "the step"),
}
"""Columns of a contact and the words that tell of them, in the order of the languages."""
OURS = {"id", "messages", "apart", "turn", "last_choice", "reachable"}
"""Counting and switches of our own: the steps of the talk, and what stands as it does for everybody."""


@pytest.fixture
async def hall(database: Database, keyring: Keyring) -> Hall:
    return Hall(await Clinic(database, keyring).opens())


@pytest.mark.parametrize("language", list(Language))
async def test_whoever_declines_is_told_of_everything_that_stays(hall: Hall, language: Language) -> None:
    await hall.patient(Chose(f"language-{language}"))
    declined = await hall.patient(Chose("notice-decline"))
    found = await hall.clinic.database.read(lambda conn: conn.execute(sa.select(contacts)).mappings().one())
    kept = {column for column, value in found.items() if value is not None}
    assert kept == OURS | TOLD.keys()
    place = list(Language).index(language)
    assert [column for column in TOLD if TOLD[column][place] not in declined.casefold()] == []


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("keys", [("notice-kept",), ("holdings-since", "holdings-talk")])
def test_the_notice_and_the_page_of_ones_own_data_leave_nothing_out_either(
    hall: Hall, language: Language, keys: tuple[str, ...]
) -> None:
    since = {"holdings-since": {"since": hall.clinic.moment}}
    shown = Prompt(tuple(text(key, **since.get(key, {})) for key in keys))
    told = "\n".join(hall.clinic.house.wording.speak(shown, language).html).casefold()
    place = list(Language).index(language)
    assert [column for column in TOLD if TOLD[column][place] not in told] == []


@pytest.mark.parametrize("language", list(Language))
def test_the_whole_notice_of_a_real_clinic_is_one_message_on_whatsapp(hall: Hall, language: Language) -> None:
    operator = Operator(
        "New Generation Clinic",
        "123456789012",
        "+7 701 099 09 90",
        "ecomed17@mail.ru",
        "https://ngc.kz/privacy-policy/",
    )
    policy = hall.clinic.house.shelf.policy(language)
    context = Context(hall.clinic.moment, operator, policy, language, foreign_platform="WhatsApp")
    said = hall.clinic.house.wording.speak(prompt(ReadingNotice(), context), language)
    assert len(render(said.payload(1))) == 1
