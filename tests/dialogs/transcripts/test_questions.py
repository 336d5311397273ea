"""Asking: the clause word for word, a choice of three, the wish behind a question, and nothing made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.commands import AnswerFound, FileRequest, FindAnswer, Intent, RateAnswer
from dialogs.context import Policy
from dialogs.conversation import prompt
from dialogs.messages import Language
from dialogs.policy import Clause, Edition, Section, edition
from dialogs.requests import Draft, RequestKind
from dialogs.states import BrowsingSections, OutsidePolicy, ReadingSection
from tests.dialogs.shell import plain_policy
from tests.dialogs.talk import Talk, found, pressed, texts

RATES = "answer-helpful answer-not-helpful"
GOES_ON = "answer-operator menu-sections menu"


def test_a_question_typed_at_the_menu_is_answered_with_its_clause_and_source(talk: Talk):
    talk.shell.answers["who sees my data?"] = found(Intent.POLICY, "4.2", "10.1", "2.11")
    talk.verify(
        [
            (
                "who sees my data?",
                f"clause-plain source-plain answer-helped | {RATES} answer-more {GOES_ON}",
            ),
            ("answer-helpful", f"answer-thanks clause-plain source-plain | answer-more {GOES_ON}"),
            ("answer-more", f"answer-unsure clause-teaser clause-teaser | clause:10.1 clause:2.11 {GOES_ON}"),
            ("clause:2.11", f"clause-plain source-plain answer-helped | {RATES} answer-more {GOES_ON}"),
            ("menu", "menu-title | …"),
        ]
    )
    assert talk.shell.asked_for(RateAnswer) == [RateAnswer("4.2", True)]


def test_an_answer_that_did_not_help_leads_to_a_human(talk: Talk):
    talk.shell.answers["who sees my data?"] = found(Intent.POLICY, "4.2")
    talk.verify(
        [
            ("menu-ask", "ask-invitation | menu-sections menu"),
            ("who sees my data?", f"clause-plain source-plain answer-helped | {RATES} {GOES_ON}"),
            ("answer-not-helpful", f"answer-sorry clause-plain source-plain | {GOES_ON}"),
            ("answer-operator", "operator-suggestion | operator-use-question menu"),
            ("operator-use-question", "review-title review-kind review-words review-email | …"),
            ("send", "receipt-title receipt-received … receipt-edition receipt-email receipt-code | …"),
        ]
    )
    asked = Draft(RequestKind.QUESTION, words="who sees my data?")
    assert talk.shell.asked_for(FileRequest) == [FileRequest(asked)]


def test_when_the_bot_is_unsure_it_offers_clauses_and_shows_none_as_its_answer(talk: Talk):
    talk.shell.answers["data?"] = found(Intent.POLICY, "2.2", "2.3", "2.4", "2.5", sure=False)
    talk.verify(
        [
            ("data?", f"answer-unsure {'clause-teaser ' * 3}| clause:2.2 clause:2.3 clause:2.4 {GOES_ON}"),
            ("clause:2.3", f"clause-plain source-plain answer-helped | {RATES} answer-more {GOES_ON}"),
        ]
    )


@pytest.mark.parametrize(
    ("intent", "offer", "first"),
    [
        (Intent.RECTIFY, "offer-rectify", "whom-question"),
        (Intent.WITHDRAW, "offer-withdraw", "purpose-question"),
    ],
)
def test_a_wish_is_met_with_the_request_itself(talk: Talk, intent: Intent, offer: str, first: str):
    talk.shell.answers["my surname is wrong in your card"] = found(intent)
    talk.verify(
        [
            ("my surname is wrong in your card", f"{offer} | menu-{intent} {GOES_ON}"),
            (f"menu-{intent}", f"{first} | …"),
        ]
    )


def test_booking_emergencies_and_everything_else_get_no_nearby_clause(talk: Talk):
    talk.shell.answers |= {
        "book me in": found(Intent.BOOK),
        "he is not breathing": found(Intent.URGENT),
        "let me talk to a human": found(Intent.OPERATOR),
        "the weather?": found(Intent.OUT_OF_SCOPE, "2.1"),
    }
    talk.verify(
        [
            ("book me in", "answer-book menu-title | …"),
            ("he is not breathing", "urgent menu-title | …"),
            ("the weather?", f"answer-outside | {GOES_ON}"),
            ("menu-sections", "sections-title source-plain | …"),
            ("let me talk to a human", "operator-invitation | menu"),
        ]
    )


def test_a_question_with_personal_data_is_answered_and_not_kept(talk: Talk):
    talk.shell.answers["I am 900101300123"] = AnswerFound("", Intent.OUT_OF_SCOPE, personal=True)
    talk.verify(
        [
            ("I am 900101300123", f"question-personal answer-outside | {GOES_ON}"),
        ]
    )
    assert talk.state == OutsidePolicy("")


def test_an_essay_and_an_empty_question_are_sent_back(talk: Talk):
    talk.verify(
        [
            ("menu-ask", "ask-invitation | …"),
            ("ұ" * 4096, "question-too-long ask-invitation | …"),
            ("  \n ", "problem-empty ask-invitation | …"),
            ("menu", "menu-title | …"),
            ("ұ" * 4096, "question-too-long menu-title | …"),
        ]
    )
    assert not talk.shell.asked_for(FindAnswer)


def test_an_empty_clause_is_said_to_be_empty(talk: Talk):
    talk.shell.answers["what are my rights?"] = found(Intent.POLICY, "4.1")
    talk.verify([("what are my rights?", "clause-empty source-plain answer-helped | …")])


def test_clauses_that_say_nearly_the_same_are_shown_together(talk: Talk):
    talk.shell.answers["abroad?"] = found(Intent.POLICY, "10.1")
    talk.verify([("abroad?", "clause-plain clause-plain source-plain answer-helped | …")])


def test_the_sections_are_browsed_page_by_page_and_back_to_the_same_page(talk: Talk):
    talk.verify(
        [
            ("menu-sections", "sections-title source-plain | section:1 … section:6 page-next menu-ask menu"),
            ("page-next", "sections-title source-plain | section:7 … section:12 page-back menu-ask menu"),
            (
                "section:9",
                f"section-heading … source-plain | {GOES_ON}",
            ),
            ("menu-sections", "sections-title … | section:7 … page-back menu-ask menu"),
            ("page-back", "sections-title … | section:1 … page-next menu-ask menu"),
            (
                "section:2",
                f"section-heading {'clause-plain ' * 5}source-plain | page-next {GOES_ON}",
            ),
            ("page-next", "section-heading … source-plain | page-back page-next …"),
            ("page-next", "section-heading … source-plain | page-back answer-operator …"),
            ("page-back", "section-heading … source-plain | page-back page-next …"),
            ("menu-sections", "sections-title … | section:1 …"),
            ("menu-ask", "ask-invitation | …"),
        ]
    )


@pytest.mark.parametrize("state", [BrowsingSections(1), ReadingSection(2, 2)])
def test_an_old_button_never_turns_to_a_page_that_is_not_there(talk: Talk, state):
    talk.state = state
    before = talk.hears(pressed("page-next"))
    assert before is not None
    assert talk.state == state
    assert any(choice.id.startswith(("section:", "page-back")) for choice in before.choices())


def test_a_page_that_a_new_edition_no_longer_has_shows_the_last_one(talk: Talk):
    assert prompt(BrowsingSections(40), talk.context) == prompt(BrowsingSections(1), talk.context)
    assert prompt(ReadingSection(2, 40), talk.context) == prompt(ReadingSection(2, 2), talk.context)
    talk.state = ReadingSection(99)
    talk.verify([(pressed("page-next"), "section-absent | menu-sections menu")])


def _official() -> Edition:
    clauses = (
        Clause("1.1", "Ресми мәтін."),
        Clause("1.2", "Мыналар:"),
        Clause("1.3", "Деректер — бұл мәлімет.", "Деректер"),
    )
    return edition("kk", (Section(1, "ЖАЛПЫ", clauses),), date(2026, 12, 1), official=True)


def imported(language: Language) -> Policy:
    """After the clinic imported its Kazakh text."""
    plain = plain_policy(language)
    official = _official()
    if language is Language.KAZAKH:
        return replace(plain, official=official, prevailing=official)
    return replace(plain, prevailing=official)


def test_after_the_import_the_official_words_come_first_where_they_exist(language: Language):
    talk = Talk.at_menu(language)
    talk.shell.policy = imported
    talk.context = replace(talk.context, policy=imported(language))
    talk.shell.answers["q"] = found(Intent.POLICY, "1.1")
    talk.shell.answers["empty"] = found(Intent.POLICY, "1.2")
    talk.shell.answers["gone"] = found(Intent.POLICY, "9.9")
    if language is Language.KAZAKH:
        talk.verify(
            [
                ("q", "clause-official clause-help source-official answer-helped | …"),
                ("menu", "menu-title | …"),
                ("empty", "clause-empty source-official answer-helped | …"),
                ("gone", "clause-absent source-official answer-helped | …"),
            ]
        )
        return
    talk.verify([("q", "clause-plain source-unofficial answer-helped | …")])


def test_the_official_words_are_quoted_word_for_word():
    talk = Talk.at_menu(Language.KAZAKH)
    talk.context = replace(talk.context, policy=imported(Language.KAZAKH))
    talk.shell.answers["q"] = found(Intent.POLICY, "1.3")
    said = talk.hears("q")
    assert said is not None
    assert dict(texts(said)["clause-official"].args) == {"number": "1.3", "text": "Деректер — бұл мәлімет."}
