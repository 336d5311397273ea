"""Words that speak of health are sent only after their writer was warned."""

from __future__ import annotations

import pytest

from bot.desk.health import built_in
from dialogs.commands import AddMessage
from dialogs.context import Context
from dialogs.conversation import advance, prompt
from dialogs.health import speaks_of_health
from dialogs.messages import Chose, Language, Replied, Typed
from dialogs.states import AtMenu, WritingMessage
from tests.dialogs.shell import CLINIC, NOON, plain_policy

CONTEXT = Context(
    NOON,
    CLINIC,
    plain_policy(Language.KAZAKH),
    Language.KAZAKH,
    consent=True,
    health_words=built_in(),
)
NUMBER = "26-00001-0"
WRITING = WritingMessage(NUMBER)


def test_a_diagnosis_is_held_until_its_writer_says_yes():
    words = "менің диагнозым жазылған"
    warned = advance(WRITING, Typed(words), CONTEXT)
    assert warned.commands == ()
    assert warned.state == WritingMessage(NUMBER, words)
    assert prompt(warned.state, CONTEXT).body[0].key == "health-warning"
    sent = advance(warned.state, Chose("health-send"), CONTEXT)
    assert sent.commands == (AddMessage(NUMBER, words),)


def test_words_written_anew_without_it_are_sent_at_once():
    held = WritingMessage(NUMBER, "диагноз")
    assert advance(held, Typed("ертең келемін"), CONTEXT).commands == (AddMessage(NUMBER, "ертең келемін"),)


def test_a_reply_that_speaks_of_health_is_not_sent_and_says_how_to():
    turn = advance(AtMenu(), Replied(NUMBER, "у меня беременность"), CONTEXT)
    assert turn.commands == ()
    assert [said.key for said in turn.notes] == ["health-not-sent"]


def test_a_button_for_words_that_are_not_held_sends_nothing():
    assert advance(WRITING, Chose("health-send"), CONTEXT).commands == ()


@pytest.mark.parametrize(
    "words",
    ["Диагнозым қате", "жүктімін", "результаты анализов", "моя БОЛЕЗНЬ", "my diagnosis", "I am pregnant"],
)
def test_health_is_heard_in_three_languages(words: str):
    assert speaks_of_health(words, built_in())


@pytest.mark.parametrize(
    "words",
    [
        "Фамилиям қате жазылған",
        "ертең келемін",
        "приду в пятницу",
        "мой адрес другой",
        "my phone is new",
        "123",
    ],
)
def test_ordinary_words_are_left_alone(words: str):
    assert not speaks_of_health(words, built_in())
