"""Editions are kept for ever, the right one is in force on each day, and each reader is shown theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.editions import EditionShelf
from bot.policy.builtin import builtin, short_title
from bot.storage import editions
from bot.storage.database import Database
from dialogs.context import Policy
from dialogs.flows.quoting import quote
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
    assert shelf.policy(Language.RUSSIAN).official is None
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


# --- what becomes of the numbers -----------------------------------------------------------------


def official(change: Callable[[list[Clause]], list[Clause]] = list, effective: date | None = None) -> Edition:
    """The clinic's text in the shape of the built-in one, with its clauses put otherwise."""
    sections = []
    for section in builtin("kk").sections:
        worded = [Clause(c.number, f"Ресми мәтін, {c.number}-тармақ: {c.text}") for c in section.clauses]
        clauses = tuple(
            replace(clause, number=f"{section.number}.{place}")
            for place, clause in enumerate(change(worded), 1)
        )
        sections.append(Section(section.number, f"Ресми тақырып {section.number}", clauses))
    return edition("kk", tuple(sections), effective, official=True)


def with_another_first(clauses: list[Clause]) -> list[Clause]:
    """A clause nobody knew, put at the head of section 8."""
    is_eighth = clauses[0].number.startswith("8.")
    return (
        [Clause("8.0", "Бейнебақылау жазбалары туралы мүлде жаңа ереже."), *clauses] if is_eighth else clauses
    )


async def test_plain_words_and_twins_follow_a_clause_to_its_new_number(
    database: Database, shelf: EditionShelf
) -> None:
    before, after = official(effective=date(2026, 1, 1)), official(with_another_first, date(2026, 6, 1))
    await imported(database, before, after)
    await shelf.refresh()

    russian = shelf.policy(Language.RUSSIAN)
    assert shelf.numbers_now()["8.1"] == "8.2"
    assert "8.1" not in shelf.numbers_now().values()
    assert russian.plain.clause("8.2").text == builtin("ru").clause("8.1").text
    assert russian.plain.clause("8.1") is None
    assert russian.twin("8.2") == "11.1"
    assert russian.titles == shelf_titles(Language.RUSSIAN)


async def test_what_was_reworded_is_quoted_in_the_official_language_and_not_in_old_plain_words(
    database: Database, shelf: EditionShelf
) -> None:
    def reworded(clauses: list[Clause]) -> list[Clause]:
        return [replace(c, text=c.text + " Енді жазбаша ғана.") if c.number == "8.2" else c for c in clauses]

    await imported(database, official(effective=date(2026, 1, 1)), official(reworded, date(2026, 6, 1)))
    await shelf.refresh()

    russian = shelf.policy(Language.RUSSIAN)
    assert shelf.numbers_now()["8.2"] == "8.2"
    assert russian.plain.clause("8.2") is None
    (said,) = quote("8.2", russian)
    assert said.key == "clause-prevailing"
    assert str(dict(said.args)["text"]).endswith("Енді жазбаша ғана.")
    assert quote("8.1", russian)[0].key == "clause-plain"


@pytest.mark.parametrize("language", list(Language))
async def test_a_section_keeps_its_short_title_when_its_only_clause_is_written_anew(
    database: Database, shelf: EditionShelf, language: Language
) -> None:
    def rewritten(clauses: list[Clause]) -> list[Clause]:
        return (
            [Clause("6.1", "Мүлде басқаша жазылған жалғыз ереже.")] if clauses[0].number == "6.1" else clauses
        )

    await imported(database, official(effective=date(2026, 1, 1)), official(rewritten, date(2026, 6, 1)))
    await shelf.refresh()

    assert "6.1" not in shelf.numbers_now()
    assert shelf.policy(language).titles == shelf_titles(language)


async def test_a_text_of_another_shape_is_quoted_and_nothing_of_ours_is_said_beside_it(
    database: Database, shelf: EditionShelf
) -> None:
    await imported(database, of("Басқа клиниканың мәтіні"))
    await shelf.refresh()

    assert shelf.numbers_now() == {}
    assert shelf.numbers() == {"1.1", "1.2", "1.3"}
    assert [said.key for said in quote("1.1", shelf.policy(Language.KAZAKH))] == ["clause-official"]


def shelf_titles(language: Language) -> tuple[str, ...]:
    return plain()[language].titles


async def test_a_clause_emptied_by_a_later_edition_is_said_to_be_empty_in_every_language(
    database: Database, shelf: EditionShelf
) -> None:
    def emptied(clauses: list[Clause]) -> list[Clause]:
        return [replace(c, text="Клиника мыналарға міндетті:") if c.number == "9.1" else c for c in clauses]

    await imported(database, official(effective=date(2026, 1, 1)), official(emptied, date(2026, 6, 1)))
    await shelf.refresh()
    for language in Language:
        assert [said.key for said in quote("9.1", shelf.policy(language))] == ["clause-empty"]
