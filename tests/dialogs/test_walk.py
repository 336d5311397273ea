"""At every place of the talk that can be reached: nobody is stuck, misunderstood or shown too much."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dialogs.conversation import STEPS, prompt
from dialogs.messages import Chose, Language
from dialogs.states import AtMenu, ChoosingLanguage, Gone, ReadingNotice
from tests.dialogs.talk import check_said, restored
from tests.dialogs.walk import Passage, Place, walk

AFTER_BACK = 12


def places() -> Iterator[Place]:
    yield from walk().places.values()


def welcomed() -> Iterator[Place]:
    """Places of people who have answered the notice."""
    return (p for p in places() if p.context.consent is not None and not isinstance(p.state, Gone))


def name(passage: Passage) -> str:
    return f"{passage.name} at {type(passage.origin.state).__name__}"


def test_every_step_can_be_reached_from_the_first_contact():
    assert {type(place.state) for place in places()} == set(STEPS)


def test_every_choice_that_is_offered_is_understood_where_it_is_offered():
    unanswered = {name(p) for p in walk().passages if p.exchange.says is None}
    lost = {
        name(p)
        for p in walk().passages
        if p.exchange.says and {"please-choose", "old-button"} & {part.key for part in p.exchange.says.body}
    }
    assert (unanswered, lost) == (set(), set())


def test_every_prompt_offers_a_way_out():
    outs = {"menu", "back", "cancel"}
    closed = {
        type(place.state)
        for place in welcomed()
        if not outs & {choice.id for choice in prompt(place.state, place.context).choices()}
    }
    assert closed == {AtMenu}


def test_the_menu_is_one_word_away_from_everywhere_once_the_notice_is_answered():
    for place in welcomed():
        assert place.hears(Chose("menu")).state == AtMenu(), place.state


def test_going_back_again_and_again_ends_at_the_menu():
    for place in welcomed():
        here, steps = place, 0
        while here.state != AtMenu():
            exchange = here.hears(Chose("back"))
            here, steps = Place(exchange.state, exchange.context), steps + 1
            assert steps <= AFTER_BACK, place.state


def test_going_back_never_files_cancels_or_forgets():
    for place in welcomed():
        exchange = place.hears(Chose("back"))
        assert exchange.context == place.context


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_every_prompt_has_its_words_in_every_language_and_fits_one_message(language: Language):
    for said in {prompt(place.state, place.context): None for place in places()}:
        check_said(said, language)


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_every_remark_has_its_words_in_every_language(language: Language):
    for said in {p.exchange.says: None for p in walk().passages if p.exchange.says}:
        check_said(said, language)


def test_every_place_comes_back_from_the_database_as_it_was():
    for place in places():
        assert restored(place.state) == place.state


def test_nobody_who_has_not_agreed_stands_where_something_is_kept():
    for place in places():
        if place.context.consent is None:
            assert isinstance(place.state, ChoosingLanguage | ReadingNotice | Gone)
