"""What stands on buttons: short plain lines, told apart from one another, in every language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.wording import Wording
from dialogs.cards import buttons
from dialogs.messages import Choice, Language, Text
from dialogs.staff import GROUNDS, OUTCOMES, Act
from tests.bot.everything_said import ZONE, cases, prompts

LANGUAGES = pytest.mark.parametrize("language", Language)
LONGEST_LABEL = 24
"""A row of a WhatsApp list; some buttons of the staff group have a line of their own and may be longer."""
LONGEST_STAFF_LABEL = 44
CONTRACT = (Path(__file__).parent.parent / "data" / "labels.txt").read_text("utf-8").split()
"""Ids that people's buttons keep: scripts rely on them."""
STAFF_LABELS = ("staff-take-over", "staff-no-words", "staff-resume")
DATA_ROWS = {"request-label", "section-label", "clause-label"}
STAFF_ROWS = (
    *(f"outcome-{outcome}" for outcomes in OUTCOMES.values() for outcome in outcomes),
    *(f"ground-{ground.id}" for ground in GROUNDS),
)


@cache
def wording() -> Wording:
    return Wording(ZONE)


def labels(language: Language) -> set[Choice]:
    shown = {choice for _state, _context, each in prompts(language) for choice in each.choices()}
    return shown | {choice for case in cases() for line in buttons(case) for choice in line}


@LANGUAGES
def test_every_promised_label_is_a_short_plain_line_without_values(language: Language) -> None:
    keys = {choice.label.key for choice in labels(language)} | {*CONTRACT, *STAFF_LABELS} - DATA_ROWS
    for key in keys - DATA_ROWS:
        label = wording().label(Text(key), language)
        assert label == " ".join(label.split()), key
        assert not set(label) & set("<>&{}"), key
        assert len(label) <= LONGEST_LABEL, (key, len(label))


@LANGUAGES
def test_outcomes_and_grounds_fit_a_button_that_has_its_own_line(language: Language) -> None:
    for key in STAFF_ROWS:
        label = wording().label(Text(key), language)
        assert len(label) <= LONGEST_STAFF_LABEL, (key, len(label))
        assert not set(label) & set("<>&{}\n"), key


@LANGUAGES
def test_two_buttons_of_one_prompt_never_say_the_same(language: Language) -> None:
    """Somebody who types what a button says must mean one of them."""
    for state, _context, shown in prompts(language):
        chosen = shown.choices()
        assert set(wording().labels(shown, language).values()) == {c.id for c in chosen}, type(state).__name__
    for case in cases():
        line = [choice for row in buttons(case) for choice in row]
        assert len({wording().label(choice.label, language) for choice in line}) == len(line)


def test_the_languages_are_offered_in_their_own_names_whatever_is_spoken() -> None:
    for language in Language:
        names = [wording().label(Text(f"language-{other}"), language) for other in Language]
        assert names == ["Қазақша", "Русский", "English"]
    assert len({wording().html(Text("choose-language"), each) for each in Language}) == 1


def test_every_act_of_staff_has_a_label() -> None:
    for act in Act:
        assert all(wording().label(Text(act.value), language) for language in Language)
