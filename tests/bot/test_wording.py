"""Every word of the desk, spoken in three languages: none is missing, markup holds, dates are native."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from bot.storage.people import IDLE
from bot.verification import CALL_LIVES, FAILURES_WITHIN, LIVES
from bot.wording import Unworded, Wording
from dialogs.cards import card
from dialogs.conversation import advance, prompt
from dialogs.deadlines import CITATIONS, CLOCKS, Colour, Left
from dialogs.messages import Language, Text, text
from dialogs.requests import RequestKind
from dialogs.staff import GROUNDS
from dialogs.states import ReadingNotice, State
from tests.bot.everything_said import (
    CLINIC,
    NOW,
    NUMBER,
    ODD,
    PHONE,
    ZONE,
    cases,
    contexts,
    drafts,
    happenings,
    prompts,
    some_states,
    states,
)
from tests.check_locales import LOCALES, markup

LANGUAGES = pytest.mark.parametrize("language", Language)
LONGEST_TOAST = 200
"""Bot API, answerCallbackQuery."""


@cache
def wording() -> Wording:
    return Wording(ZONE)


def plain(key: str, language: Language) -> str:
    return wording().html(Text(key), language)


# --- Nothing is missing ---------------------------------------------------------------------------


def test_every_step_of_the_talk_is_among_those_spoken_here() -> None:
    assert {type(state) for state in states()} == set(get_args(State))


@LANGUAGES
def test_every_prompt_has_words_and_sound_markup(language: Language) -> None:
    for state, _context, shown in prompts(language):
        spoken = wording().speak(shown, language)
        wrong = [markup(html) for html in spoken.html if markup(html)]
        assert not wrong, (type(state).__name__, wrong)


@LANGUAGES
def test_whatever_happens_at_any_step_is_answered_in_words(language: Language) -> None:
    notes: set[Text] = set()
    for context in contexts(language):
        for state in some_states():
            for event in happenings(state, context):
                turn = advance(state, event, context)
                notes.update(turn.notes)
                if type(turn.state) is not type(state):
                    notes.update(prompt(turn.state, context).body)
    assert len({note.key for note in notes}) > 150
    for note in notes:
        assert markup(wording().html(note, language)) == "", note.key


def test_nobody_answers_in_a_language_that_lacks_a_word(tmp_path: Path) -> None:
    folder = shutil.copytree(LOCALES, tmp_path / "locales")
    words = folder / "kk" / "menu.ftl"
    words.write_text(words.read_text("utf-8").replace("menu-title =", "menu-titel ="), "utf-8")
    missing = Wording(ZONE, folder)
    with pytest.raises(Unworded, match="menu-title"):
        missing.html(Text("menu-title"), Language.KAZAKH)


def test_a_message_that_wants_a_value_it_does_not_get_is_not_said() -> None:
    with pytest.raises(Unworded, match="urgent"):
        wording().html(Text("urgent"), Language.KAZAKH)


# --- Cards and the group --------------------------------------------------------------------------


@LANGUAGES
def test_every_card_has_words_whatever_the_case_and_the_hour(language: Language) -> None:
    for case in cases():
        for days, colour in product((0, 1, 2, 5, 15, 21), Colour):
            shown = card(case, Left(days, colour))
            assert not [html for html in wording().speak(shown, language).html if markup(html)]


@LANGUAGES
def test_what_answers_a_press_is_plain_and_short(language: Language) -> None:
    words = (LOCALES / language / "desk.ftl").read_text("utf-8")
    for key in re.findall(r"^((?:toast|denied|call-heard|call-late|case-unknown)\S*) =", words, re.MULTILINE):
        said = wording().label(
            text(key, name="n" * 64, number=NUMBER, status=Text("status-in-progress")), language
        )
        assert "<" not in said, key
        assert len(said) <= LONGEST_TOAST, key


# --- What people typed ----------------------------------------------------------------------------


@LANGUAGES
def test_a_name_with_angle_brackets_stays_a_name(language: Language) -> None:
    spoken = wording().html(text("review-name", name=ODD), language)
    assert "&lt;b&gt;&amp; Co&lt;/b&gt;" in spoken
    assert wording().label(text("review-name", name=ODD), language).endswith(ODD)


@LANGUAGES
def test_words_stay_escaped_when_one_text_stands_in_another(language: Language) -> None:
    told = text("timeline-words", entry=text("timeline-message", at=NOW), words=ODD)
    assert "<blockquote>&lt;b&gt;&amp; Co&lt;/b&gt;</blockquote>" in wording().html(told, language)


@LANGUAGES
def test_the_lines_of_a_draft_may_be_kept_as_plain_words(language: Language) -> None:
    from dialogs.flows.review import lines

    for draft in drafts():
        for line in lines(replace(draft, words="", name="", old="")):
            assert "<" not in wording().label(line, language).replace(ODD, ""), line.key


# --- Dates, moments and numbers -------------------------------------------------------------------

DAY = date(2026, 12, 17)
MOMENT = datetime(2026, 12, 17, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        (Language.KAZAKH, "2026 ж. 17 желтоқсан", "2026 ж. 17 желтоқсан, 09:05"),
        (Language.RUSSIAN, "17 декабря 2026 г.", "17 декабря 2026 г., 09:05"),
        (Language.ENGLISH, "17 December 2026", "17 December 2026, 09:05"),
    ],
)
def test_dates_read_as_people_write_them_and_moments_are_local(
    language: Language, day: str, moment: str
) -> None:
    assert day in wording().html(text("request-due", due=DAY), language)
    assert moment in wording().html(text("receipt-received", at=MOMENT), language)


DATED = (
    text("told-due-moved", number=NUMBER, due=DAY),
    text("holiday-set-off", day=DAY, reason="…"),
    text("holiday-set-work", day=DAY, reason="…"),
    text("csv-caption", day=DAY),
    text("receipt-genuine", number=NUMBER, kind=text("kind-access"), day=DAY),
    text("broadcast-says-title", day=DAY),
    text("edition-published", version="1", day=DAY, name="…"),
    text("edition-confirm-editorial", version="1", day=DAY),
    text("edition-confirm-material", version="1", day=DAY),
)
"""Sentences in which a day stands at the end."""


@LANGUAGES
@pytest.mark.parametrize("said", DATED, ids=lambda said: said.key)
def test_a_day_at_the_end_of_a_sentence_is_followed_by_one_full_stop(said: Text, language: Language) -> None:
    assert ".." not in wording().html(said, language)


@pytest.mark.parametrize(
    ("left", "kk", "ru", "en"),
    [
        (1, "1 мүмкіндік қалды", "Осталась 1 попытка", "1 try left"),
        (2, "2 мүмкіндік қалды", "Осталось 2 попытки", "2 tries left"),
        (4, "4 мүмкіндік қалды", "Осталось 4 попытки", "4 tries left"),
        (5, "5 мүмкіндік қалды", "Осталось 5 попыток", "5 tries left"),
        (11, "11 мүмкіндік қалды", "Осталось 11 попыток", "11 tries left"),
        (21, "21 мүмкіндік қалды", "Осталась 21 попытка", "21 tries left"),
    ],
)
def test_counted_things_agree_with_their_number(left: int, kk: str, ru: str, en: str) -> None:
    for language, expected in zip(Language, (kk, ru, en), strict=True):
        assert expected in wording().html(text("code-wrong", left=left), language)


@pytest.mark.parametrize(
    ("days", "kk", "ru", "en"),
    [(0, "бүгін", "сегодня", "today"), (3, "3 жұмыс күні", "3 рабочих дня", "3 working days")],
)
def test_the_last_day_is_called_today(days: int, kk: str, ru: str, en: str) -> None:
    for language, expected in zip(Language, (kk, ru, en), strict=True):
        assert expected in wording().html(text("card-due-green", due=DAY, days=days), language)


@LANGUAGES
def test_large_numbers_are_grouped_as_the_language_does(language: Language) -> None:
    grouped = {"kk": "2\u00a0000", "ru": "2\u00a0000", "en": "2,000"}
    assert grouped[language] in wording().html(text("problem-too-long", most=2000), language)


# --- Promises that must keep up with the code -----------------------------------------------------


@LANGUAGES
def test_the_words_promise_the_times_that_the_code_keeps(language: Language) -> None:
    said = wording().html(text("code-invitation", phone=PHONE), language)
    assert re.search(rf"\b{LIVES // timedelta(minutes=1)}\b", said)
    said = wording().html(text("call-invitation", phone=PHONE, line=PHONE, code="12 34"), language)
    assert re.search(rf"\b{CALL_LIVES // timedelta(minutes=1)}\b", said)
    assert re.search(rf"\b{IDLE.days}\b", plain("notice-kept", language))
    half_an_hour = {"kk": "Жарты сағат", "ru": "полчаса", "en": "half an hour"}
    assert timedelta(minutes=30) == FAILURES_WITHIN
    assert half_an_hour[language] in plain("code-exhausted", language)


@LANGUAGES
def test_the_words_name_the_limit_and_the_articles_of_the_law(language: Language) -> None:
    (stop,) = CLOCKS[RequestKind.WITHDRAW]
    said = plain("withdraw-deadline", language)
    assert re.search(rf"\b{stop.working_days}\b", said)
    assert re.findall(r"\d+", stop.article) == [
        n for n in re.findall(r"\d+", said) if n != str(stop.working_days)
    ]
    for ground in GROUNDS:
        named = re.findall(r"\d+", plain(f"ground-{ground.id}", language))
        assert named == re.findall(r"\d+", ground.article), ground.id


@LANGUAGES
def test_an_emergency_is_sent_to_the_ambulance_before_the_clinic(language: Language) -> None:
    said = wording().html(text("urgent", phone="+7 701 099 09 90"), language)
    assert said.index("103") < said.index("112") < said.index("+7 701 099 09 90")


@LANGUAGES
def test_nobody_is_called_a_patient_by_the_desk(language: Language) -> None:
    """That somebody is a patient at all is a medical secret."""
    for file in (LOCALES / language).glob("*.ftl"):
        words = " ".join(line.partition("=")[2] for line in file.read_text("utf-8").splitlines())
        assert not re.search(r"(?i)пациент|patient|емделуші|науқас", words), file.name


@LANGUAGES
def test_every_citation_names_the_article_its_clock_comes_from(language: Language) -> None:
    for article, key in CITATIONS.items():
        law, cited = re.findall(r"\d+", article), re.findall(r"\d+", plain(f"article-{key}", language))
        assert cited == law[-len(cited) :], key


@LANGUAGES
def test_a_code_fits_one_text_message(language: Language) -> None:
    """A text message holds 160 characters, or 70 where one of them is not Latin (GSM 03.38, UCS-2)."""
    said = wording().label(text("code-sms", clinic=CLINIC.name, code="123456"), language)
    assert len(said) <= (160 if said.isascii() else 70)


@LANGUAGES
def test_the_notice_and_its_buttons_fit_one_message(language: Language) -> None:
    """An interactive message of WhatsApp holds 1,024 characters, and the buttons belong under all of it."""
    clinic = replace(CLINIC, email="n" * 12 + "@example.kz", policy_url="https://example.kz/" + "p" * 16)
    context = replace(next(contexts(language)), clinic=clinic, foreign_platform="WhatsApp (Meta)")
    html = "\n\n".join(wording().speak(prompt(ReadingNotice(), context), language).html)
    assert len(re.sub(r"<[^>]*>", "", html)) <= 1024
