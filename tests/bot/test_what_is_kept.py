"""What is kept about a person from the first word on is what the person is told: everything, in every language."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.records import contacts
from dialogs.messages import Chose, Language, Prompt, text
from tests.bot.test_publishing import Hall
from tests.clinic import Clinic

TOLD = {
    "channel": ("мессендж", "мессендж", "messenger"),
    "address": ("идентификатор", "идентификатор", "account's id"),
    "since": ("алғаш", "перв", "first"),
    "heard_at": ("соңғы рет", "последнего", "last wrote"),
    "language": ("тіліңіз", "язык", "your language"),
    "consent": ("жауа", "ответ", "answer"),
    "state": ("қай қадамда", "шаг", "the step"),
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
