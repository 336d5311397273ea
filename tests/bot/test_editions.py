"""Editions are kept for ever, the right one is in force on each day, and each reader is shown theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.editions import EditionShelf
from bot.policy.builtin import builtin, short_title
from bot.storage import editions
from bot.storage.database import Database
from dialogs.context import Policy
from dialogs.messages import Language
from dialogs.policy import Clause, Edition, Section, edition

NOW = datetime(2026, 12, 14, 4, 0, tzinfo=UTC)
TODAY = NOW.astimezone(ZoneInfo("Asia/Almaty")).date()


def of(words: str, effective: date | None = None, lang: str = "kk") -> Edition:
    clauses = (
        Clause("1.1", words),
        Clause("1.2", "Тізім:", term="тізім"),
        Clause("1.3", "", left_empty=True),
    )
    return edition(lang, (Section(1, "Жалпы", clauses, "Кіріспе."),), effective, official=True)


async def imported(database: Database, *given: Edition, at: datetime = NOW) -> None:
    for place, one in enumerate(given):
        moment = at + timedelta(minutes=place)
        await database.write(lambda conn, one=one, moment=moment: editions.add(conn, one, moment))


async def holding(database: Database, on: date = TODAY) -> dict[str, str]:
    found = await database.read(lambda conn: editions.in_force(conn, on))
    return {lang: one.sections[0].clauses[0].text for lang, one in found.items()}


@pytest.mark.parametrize("one", [of("Мәтін"), of("Мәтін", TODAY), builtin("kk"), builtin("en")])
def test_an_edition_comes_back_from_its_json_as_it_was(one: Edition) -> None:
    assert editions.loaded(editions.dumped(one)) == one


async def test_the_same_text_imported_twice_is_kept_once(database: Database) -> None:
    first = await database.write(lambda conn: editions.add(conn, of("Мәтін"), NOW))
    again = await database.write(lambda conn: editions.add(conn, of("Мәтін"), NOW + timedelta(days=1)))

    assert (first, again) == (True, False)
    kept = await database.read(editions.all_editions)
    assert [(one.edition, one.imported_at) for one in kept] == [(of("Мәтін"), NOW)]


async def test_an_old_edition_can_still_be_cited(database: Database) -> None:
    old, new = of("Ескі", date(2025, 1, 1)), of("Жаңа", date(2026, 1, 1))
    await imported(database, old, new)

    assert await database.read(lambda conn: editions.find(conn, old.version)) == old
    assert await database.read(lambda conn: editions.find(conn, new.version, "kk")) == new
    assert await database.read(lambda conn: editions.find(conn, new.version, "ru")) is None
    assert await database.read(lambda conn: editions.find(conn, "undated.000000")) is None


async def test_nothing_is_in_force_before_anything_is_imported(database: Database) -> None:
    assert await holding(database) == {}


async def test_an_edition_waits_for_its_day(database: Database) -> None:
    await imported(database, of("Қазіргі", date(2026, 1, 1)), of("Келесі", date(2027, 1, 1)))

    assert await holding(database, date(2026, 12, 31)) == {"kk": "Қазіргі"}
    assert await holding(database, date(2027, 1, 1)) == {"kk": "Келесі"}
    assert await holding(database, date(2025, 12, 31)) == {}


async def test_an_older_edition_imported_for_the_record_does_not_come_back_into_force(
    database: Database,
) -> None:
    await imported(database, of("Қазіргі", date(2026, 1, 1)), of("Ескі", date(2025, 1, 1)))

    assert await holding(database) == {"kk": "Қазіргі"}


async def test_of_two_texts_of_one_date_the_later_import_is_the_correction(database: Database) -> None:
    await imported(database, of("Қатесі бар", date(2026, 1, 1)), of("Түзетілген", date(2026, 1, 1)))

    assert await holding(database) == {"kk": "Түзетілген"}


async def test_an_undated_edition_holds_from_its_import(database: Database) -> None:
    await imported(database, of("Бірінші", date(2026, 1, 1)), of("Екінші"))

    assert await holding(database) == {"kk": "Екінші"}


async def test_the_date_given_afterwards_to_an_undated_text_counts(database: Database) -> None:
    await imported(database, of("Күнсіз"), of("Күні бар", date(2025, 5, 1)))

    assert await holding(database) == {"kk": "Күні бар"}


async def test_a_planned_edition_replaces_an_undated_one_imported_in_between(database: Database) -> None:
    await imported(database, of("Жоспар", date(2027, 1, 1)), of("Күнсіз"))

    assert await holding(database, date(2026, 12, 31)) == {"kk": "Күнсіз"}
    assert await holding(database, date(2027, 1, 1)) == {"kk": "Жоспар"}


async def test_each_language_has_its_own_edition_in_force(database: Database) -> None:
    await imported(database, of("Мәтін", date(2026, 1, 1)), of("Текст", lang="ru"))

    assert await holding(database) == {"kk": "Мәтін", "ru": "Текст"}


# --- the shelf -----------------------------------------------------------------------------------


class Calendar:
    """A day that a test can turn."""

    def __init__(self) -> None:
        self.day = TODAY

    def __call__(self) -> date:
        return self.day


def plain() -> dict[Language, Policy]:
    return {
        language: Policy(builtin(language), tuple(short_title(n, language) for n in range(1, 13)))
        for language in Language
    }


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def shelf(database: Database, calendar: Calendar) -> EditionShelf:
    return EditionShelf(database, plain(), calendar)


async def test_before_any_import_everybody_is_shown_the_plain_edition(shelf: EditionShelf) -> None:
    await shelf.refresh()

    assert shelf.version() == f"builtin.{builtin('kk').version}"
    for language in Language:
        policy = shelf.policy(language)
        assert policy.shown == builtin(language)
        assert (policy.official, policy.prevailing) == (None, None)
        assert len(policy.titles) == 12


async def test_an_imported_text_is_quoted_in_its_language_and_prevails_in_the_others(
    database: Database, shelf: EditionShelf
) -> None:
    await imported(database, of("Мәтін"))
    await shelf.refresh()

    assert shelf.policy(Language.KAZAKH).shown == of("Мәтін")
    assert shelf.policy(Language.KAZAKH).plain == builtin("kk")
    assert shelf.policy(Language.RUSSIAN).shown == builtin("ru")
    assert shelf.policy(Language.RUSSIAN).prevailing == of("Мәтін")
    assert shelf.version() == of("Мәтін").version


async def test_the_kazakh_text_prevails_over_the_others_once_it_is_there(
    database: Database, shelf: EditionShelf
) -> None:
    russian = of("Текст", lang="ru")
    await imported(database, russian)
    await shelf.refresh()
    assert shelf.version() == russian.version

    await imported(database, of("Мәтін"))
    await shelf.refresh()
    assert shelf.version() == of("Мәтін").version
    assert shelf.policy(Language.RUSSIAN).official == russian
    assert shelf.policy(Language.RUSSIAN).prevailing == of("Мәтін")


async def test_an_edition_comes_onto_the_shelf_when_the_day_turns(
    database: Database, shelf: EditionShelf, calendar: Calendar
) -> None:
    await imported(database, of("Ертеңгі", TODAY + timedelta(days=1)))
    await shelf.refresh()
    assert shelf.policy(Language.KAZAKH).official is None

    calendar.day += timedelta(days=1)
    assert await shelf.refresh()
    assert shelf.version() == of("Ертеңгі", calendar.day).version


async def test_a_shelf_that_is_up_to_date_looks_no_closer(database: Database, shelf: EditionShelf) -> None:
    assert await shelf.refresh()
    assert not await shelf.refresh()

    await imported(database, of("Мәтін"))
    assert await shelf.refresh()
    assert not await shelf.refresh()
