"""A case's card: no content, the acts that somebody may do now, words in every language."""

from __future__ import annotations

import pytest

from dialogs.cards import buttons, card
from dialogs.deadlines import Colour, Left
from dialogs.messages import Language
from dialogs.requests import WITHDRAWABLE, ProofMethod, RequestKind, RequestStatus
from dialogs.staff import WHEN, Act, Case, decide
from tests.dialogs.talk import check_said
from tests.dialogs.test_staff import OWNER, PEOPLE, S, case, every_case, why

PAPERS = {"denied-documents", "denied-authority"}
TOMORROW = Left(1, Colour.RED)


def acts(of: Case) -> list[Act]:
    return [Act(choice.id.partition(":")[0]) for line in buttons(of) for choice in line]


def test_a_button_on_a_card_names_an_act_that_somebody_may_do_now_or_once_the_papers_are_seen():
    for each in every_case():
        for act in acts(each):
            assert each.status in WHEN[act]
            reasons = {why(decide(each, act, who, two_people=False)) for who in PEOPLE.values()}
            assert "yes" in reasons or reasons & PAPERS, (act, each)


def test_a_pending_refusal_offers_only_the_second_persons_choice():
    pending = case(S.IN_PROGRESS, refusal_by=OWNER.id)
    assert acts(pending) == [Act.APPROVE, Act.DECLINE, Act.DETAILS]


def test_an_ended_case_offers_its_details_alone():
    for status in (S.DONE, S.REFUSED, S.CANCELLED):
        assert acts(case(status)) == [Act.DETAILS]


@pytest.mark.parametrize("language", list(Language), ids=str)
def test_a_card_has_its_words_in_every_language(language: Language):
    shapes = {card(each, TOMORROW): None for each in every_case()}
    urgencies = [card(case(S.OPEN), Left(days, colour)) for days, colour in enumerate(Colour)]
    proofs = [card(case(S.OPEN, phone="+7 701 *** ** 90", proof=proof), TOMORROW) for proof in ProofMethod]
    purposes = [
        card(case(S.OPEN, RequestKind.WITHDRAW, purpose=purpose.value), TOMORROW) for purpose in WITHDRAWABLE
    ]
    for said in [*shapes, *urgencies, *proofs, *purposes]:
        check_said(said, language)


def test_a_card_tells_how_its_clock_stands():
    def line(status: RequestStatus, left: Left | None) -> set[str]:
        keys = {part.key for part in card(case(status), left).body}
        return keys & {"card-received", "card-paused", "card-overdue", "card-due-green"}

    assert line(S.OPEN, Left(9, Colour.GREEN)) == {"card-due-green"}
    assert line(S.OPEN, Left(0, Colour.OVERDUE)) == {"card-overdue"}
    assert line(S.WAITING, Left(9, Colour.GREEN)) == {"card-paused"}
    assert line(S.DONE, None) == {"card-received"}
