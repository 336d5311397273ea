"""Withdrawing, the other rights and a question; the review, *Send* and the receipt."""

from __future__ import annotations

import pytest

from dialogs.commands import FileRequest, RecordConsent
from dialogs.requests import Draft, Purpose, RequestKind, RequestStatus
from dialogs.states import AskingClinic, Reviewing
from tests.dialogs.shell import NOON
from tests.dialogs.talk import SILENCE, Talk, pressed, texts

MENU = "menu-title | …"
WHOM = "whom-question | whom-self whom-child whom-other back menu"
REVIEW = "| send edit back cancel"


def filed(talk: Talk) -> list[Draft]:
    return [command.draft for command in talk.shell.asked_for(FileRequest)]


@pytest.mark.parametrize("purpose", list(Purpose)[:4])
def test_a_withdrawal_says_what_stops_and_what_cannot(proven: Talk, purpose: Purpose):
    proven.verify(
        [
            (
                "menu-withdraw",
                "purpose-question | purpose-all purpose-email purpose-messages purpose-cross-border menu",
            ),
            (
                f"purpose-{purpose}",
                f"stops-{purpose} stays-{purpose} withdraw-deadline | continue back menu",
            ),
            ("back", "purpose-question | …"),
            (f"purpose-{purpose}", "stops-… | …".replace("-…", f"-{purpose} …")),
            ("continue", "reason-question | skip back menu"),
            (
                "Хаттар керек емес",
                f"review-title review-kind review-purpose review-words review-phone review-email {REVIEW}",
            ),
            ("back", "reason-question already-given | keep skip back menu"),
            ("keep", f"… review-words … {REVIEW}"),
            ("send", "… receipt-title receipt-received receipt-clock receipt-edition … | …"),
        ]
    )
    assert filed(proven) == [Draft(RequestKind.WITHDRAW, purpose=purpose, words="Хаттар керек емес")]


@pytest.mark.parametrize("purpose", ["all", "messages"])
def test_messages_of_the_bot_stop_the_moment_send_is_pressed(talk: Talk, purpose: str):
    talk.verify(
        [
            ("menu-withdraw", "purpose-question | …"),
            (f"purpose-{purpose}", "stops-… | …".replace("-…", f"-{purpose} …")),
            ("continue", "reason-question | …"),
            ("skip", f"… {REVIEW}"),
            ("send", "messages-off verify-why | …"),
        ]
    )
    assert talk.shell.asked == talk.shell.asked_for(RecordConsent)
    assert talk.shell.consents() == [(Purpose.MESSAGES, False)]
    assert not talk.context.messages


def test_messages_already_off_are_not_switched_off_again(proven: Talk):
    proven.verify(
        [
            ("menu-settings", "settings-title | …"),
            ("settings-notices", "messages-off settings-title | …"),
            ("menu", MENU),
            ("menu-withdraw", "purpose-question | …"),
            ("purpose-messages", "stops-messages …"),
            ("continue", "reason-question | …"),
            ("skip", f"… {REVIEW}"),
            ("send", "receipt-title …"),
        ]
    )
    assert len(proven.shell.asked_for(RecordConsent)) == 1


@pytest.mark.parametrize("kind", ["access", "block", "erase"])
def test_the_other_rights_each_have_their_request(proven: Talk, kind: str):
    proven.verify(
        [
            ("menu-rights", "rights-question | right-access right-block right-erase menu"),
            (f"right-{kind}", WHOM),
            ("back", "rights-question | …"),
            (f"right-{kind}", WHOM),
            ("whom-self", f"details-{kind} | skip back menu"),
            ("back", WHOM),
            ("whom-child", "name-question authority-child | back menu"),
            ("Ерлан", f"details-{kind} | skip back menu"),
            ("back", "name-question already-given authority-child | keep back menu"),
            ("keep", f"details-{kind} | skip back menu"),
            ("skip", f"review-title review-kind review-whom review-name … {REVIEW}"),
            ("edit", WHOM),
            ("whom-self", f"details-{kind} | skip back menu"),
            ("Барлығы", f"review-title review-kind review-whom review-words … {REVIEW}"),
            ("send", "receipt-title receipt-received … receipt-code | …"),
        ]
    )
    assert filed(proven) == [Draft(RequestKind(kind), words="Барлығы")]


def test_a_question_for_the_clinic_needs_no_phone(talk: Talk):
    talk.state = AskingClinic()
    talk.verify(
        [
            ("Деректерім қайда?", f"review-title review-kind review-words review-email {REVIEW}"),
            ("edit", "operator-suggestion | operator-use-question menu"),
            ("Деректерім қайда сақталады?", f"… {REVIEW}"),
            ("back", "operator-suggestion | operator-use-question menu"),
            ("operator-use-question", f"… {REVIEW}"),
            ("send", "receipt-title receipt-received … receipt-code | …"),
        ]
    )
    assert filed(talk) == [Draft(RequestKind.QUESTION, words="Деректерім қайда сақталады?")]


def test_a_second_open_request_of_the_same_kind_joins_the_first(proven: Talk):
    for title in ("receipt-title", "receipt-joined"):
        proven.verify(
            [
                ("menu-rights", "rights-question | …"),
                ("right-access", WHOM),
                ("whom-self", "details-access | …"),
                ("skip", f"… {REVIEW}"),
                ("send", f"{title} … | request:26-00001-0 menu"),
                ("menu", MENU),
            ]
        )
    assert len(proven.shell.cases) == 1


def test_too_many_requests_cost_nothing_that_was_written(proven: Talk):
    proven.shell.limit = 0
    proven.verify(
        [
            ("menu-withdraw", "purpose-question | …"),
            ("purpose-messages", "stops-messages …"),
            ("continue", "reason-question | …"),
            ("Хаттар керек емес", f"… {REVIEW}"),
            ("send", f"messages-off too-many-requests … review-words … {REVIEW}"),
        ]
    )
    assert not proven.context.messages


def test_a_proof_that_aged_between_review_and_send_is_asked_for_again(proven: Talk):
    proven.verify(
        [
            ("menu-rights", "rights-question | …"),
            ("right-access", WHOM),
            ("whom-self", "details-access | …"),
            ("skip", f"… review-phone review-email {REVIEW}"),
        ]
    )
    proven.later(minutes=31).verify(
        [
            ("send", "verify-why | …"),
            ("back", f"review-title review-kind review-whom review-email {REVIEW}"),
        ]
    )
    assert not filed(proven)


def test_a_proof_of_half_an_hour_still_holds(proven: Talk):
    proven.later(minutes=30)
    proven.state = Reviewing(Draft(RequestKind.ACCESS))
    proven.verify([("send", "receipt-title …")])
    assert proven.context.now > NOON


def test_send_pressed_twice_at_once_files_one_case(proven: Talk):
    proven.state = Reviewing(Draft(RequestKind.ACCESS))
    turn = proven.context.turn
    proven.verify(
        [
            (pressed("send", turn), "receipt-title …"),
            (pressed("send", turn), SILENCE),
            (pressed("edit", turn), "old-button receipt-title …"),
        ]
    )
    assert len(filed(proven)) == 1


@pytest.mark.parametrize(
    ("leaves", "meets"),
    [
        ("cancel", "cancelled-draft menu-title | …"),
        (pressed("menu"), "cancelled-draft menu-title | …"),
        ("/start", "cancelled-draft menu-title | …"),
        (pressed("menu-settings"), "cancelled-draft settings-title | …"),
        (pressed("menu-requests"), "cancelled-draft requests-none | menu"),
    ],
)
def test_who_leaves_a_begun_request_is_told_that_nothing_was_sent(proven: Talk, leaves, meets: str):
    proven.state = Reviewing(Draft(RequestKind.ACCESS, words="Барлығы"))
    proven.verify([(leaves, meets)])
    assert not filed(proven)


def test_names_with_angle_brackets_in_free_words_are_shown_as_typed(proven: Talk):
    proven.state = AskingClinic()
    said = proven.hears("<b>Менің</b> & деректерім")
    assert said is not None
    assert dict(texts(said)["review-words"].args)["words"] == "<b>Менің</b> & деректерім"


def test_a_finished_request_does_not_take_in_the_next_one(proven: Talk):
    proven.state = Reviewing(Draft(RequestKind.ACCESS))
    proven.verify([("send", "receipt-title …"), ("menu", MENU)])
    proven.end_case("26-00001-0", RequestStatus.DONE)
    proven.state = Reviewing(Draft(RequestKind.ACCESS))
    proven.verify([("send", "receipt-title …")])
    assert len(proven.shell.cases) == 2
