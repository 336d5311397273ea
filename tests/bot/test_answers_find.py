"""One message in, one answer out: whatever is typed, in any language, with or without the encoder."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Answers, encoder, heads, stored

CLAUSES = frozenset(
    f"{s}.{c}" for s, n in enumerate((2, 14, 2, 2, 1, 1, 1, 2, 1, 1, 1, 3), 1) for c in range(1, n + 1)
)


@pytest.fixture(scope="module")
def learnt() -> heads.Heads:
    return stored.load()


@pytest.fixture(scope="module")
def answers(learnt: heads.Heads) -> Answers:
    packaged = encoder.packaged()
    if packaged is None:
        pytest.skip("the encoder is not installed")
    return Answers(learnt, CLAUSES, lambda: packaged)


@pytest.fixture(scope="module")
def lettered(learnt: heads.Heads) -> Answers:
    return Answers(learnt, CLAUSES, lambda: None)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Менің деректерім шетелге жіберіле ме?", "10.1"),
        ("на каком основании вы обрабатываете мои данные?", "7.1"),
        ("where can I read the current version of the policy?", "12.3"),
        ("derekterimdi kimge beresizder", "11.1"),
        ("пункт 8,2", "8.2"),
    ],
)
def test_a_plain_question_gets_its_clause(answers: Answers, text: str, clause: str) -> None:
    found = answers.find(text, None)
    assert (found.intent, found.clause) == ("policy", clause)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("фамилиям қате жазылған, түзетіп беріңіздер", "rectify"),
        ("udalite moi dannye iz bazy", "withdraw"),
        ("book me an appointment with a cardiologist", "book"),
        ("соедините меня с живым сотрудником", "operator"),
        ("сколько стоит МРТ колена?", "out_of_scope"),
        ("у меня сильная боль в груди", "urgent"),
    ],
)
def test_a_wish_or_a_stray_message_is_never_answered_with_a_clause(
    answers: Answers, text: str, intent: str
) -> None:
    found = answers.find(text, None)
    assert (found.intent, found.confident) == (intent, False)


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "🙂🙂", "x" * 4096, "ә" * 4096, "\ud800", "‮ \u2066", "...", "1"]
)
def test_anything_typed_gets_some_answer(answers: Answers, lettered: Answers, text: str) -> None:
    for one in (answers, lettered):
        assert one.find(text, "kk").intent in {
            "policy",
            "rectify",
            "withdraw",
            "book",
            "operator",
            "urgent",
            "out_of_scope",
        }


@given(st.text(max_size=300), st.sampled_from(["kk", "ru", "en", None]))
@settings(max_examples=60)
def test_no_text_breaks_the_answers(text: str, lang: str | None) -> None:
    found = Answers(stored.load(), CLAUSES, lambda: None).find(text, lang)
    assert 0 <= found.score <= 1


def test_without_the_encoder_a_choice_is_offered_and_never_one_clause(lettered: Answers) -> None:
    found = lettered.find("на каком основании вы обрабатываете мои данные?", "ru")
    assert not found.confident
    assert "7.1" in (found.clause, *found.alternatives)


def test_an_encoder_that_fails_does_not_stop_the_bot(learnt: heads.Heads) -> None:
    class Broken:
        def encode(self, texts: object) -> np.ndarray:
            raise RuntimeError

    assert not Answers(learnt, CLAUSES, Broken).find("деректерім шетелге кете ме", "kk").confident


def test_an_edition_without_a_clause_names_the_topics_left_over(learnt: heads.Heads) -> None:
    shorter = Answers(learnt, CLAUSES - {"12.3"}, lambda: None)
    assert shorter.unmapped == ("where-policy-is-published",)
    assert shorter.find("12.3", None).intent == "out_of_scope"
    assert "12.3" not in shorter.find("саясатты қайдан оқимын", "kk").alternatives


def test_a_section_with_several_clauses_offers_them_in_order(lettered: Answers) -> None:
    found = lettered.find("8-бөлім", "kk")
    assert (found.clause, found.alternatives, found.confident) == ("8.1", ("8.2",), False)


def test_personal_data_is_noticed_whatever_the_answer(lettered: Answers) -> None:
    assert lettered.find("иин 900101300123, кто видит мои данные?", "ru").personal
    assert not lettered.find("кто видит мои данные?", "ru").personal
