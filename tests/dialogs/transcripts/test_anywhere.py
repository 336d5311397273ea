"""What means the same at every step: unread kinds, old buttons, two taps, emergencies, receipts to check."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.commands import Noted, ReceiptChecked
from dialogs.messages import CriedForHelp, SentUnread, SharedContact, Unread
from dialogs.requests import Draft, RequestKind
from dialogs.states import AtMenu, Reviewing
from tests.dialogs.talk import SILENCE, Talk, pressed


@pytest.mark.parametrize("what", list(Unread))
def test_what_the_bot_does_not_read_is_named_and_the_question_repeated(talk: Talk, what: Unread):
    talk.verify([(SentUnread(what), f"unread-{what} menu-title | menu-ask …")])


def test_a_contact_nobody_asked_for_is_not_kept(talk: Talk):
    talk.verify([(SharedContact("+77012345678", own=False), "contact-not-needed menu-title | …")])
    assert not talk.shell.asked


def test_an_old_button_shows_where_the_person_is_now(talk: Talk):
    turn = talk.context.turn
    talk.verify(
        [
            (pressed("menu-rights", turn), "rights-question | …"),
            (pressed("right-access", turn + 1), "whom-question | …"),
            (pressed("menu-contacts", turn), "old-button whom-question | …"),
            (pressed("whom-self", turn + 3), "details-access | …"),
        ]
    )


def test_two_taps_on_one_button_are_one(talk: Talk):
    turn = talk.context.turn
    talk.verify(
        [
            (pressed("menu-rights", turn), "rights-question | …"),
            (pressed("menu-rights", turn), SILENCE),
            (pressed("menu-rights", turn), SILENCE),
            (pressed("menu-contacts", turn), "old-button rights-question | …"),
            (pressed("menu-rights", turn), "old-button rights-question | …"),
        ]
    )


def test_a_button_under_a_prompt_that_an_old_button_repeated_is_not_taken_for_a_second_tap(talk: Talk):
    turn = talk.context.turn
    talk.verify(
        [
            (pressed("menu-contacts", turn), "contacts-booking … | menu"),
            (pressed("menu", turn - 1), "old-button contacts-booking … | menu"),
            (pressed("menu", turn + 1), "old-button contacts-booking … | menu"),
        ]
    )


def test_an_emergency_is_answered_first_and_the_draft_waits(talk: Talk):
    draft = Draft(RequestKind.ACCESS, words="Барлығы")
    talk.state = Reviewing(draft)
    talk.verify([(CriedForHelp(), "urgent |")])
    assert talk.state == Reviewing(draft)
    assert not talk.shell.asked


def test_a_receipt_is_checked_at_any_step(talk: Talk):
    genuine = ReceiptChecked("26-00001-0", RequestKind.ACCESS, date(2026, 12, 15))
    talk.verify([(genuine, "receipt-genuine |"), (ReceiptChecked(), "receipt-forged |")])


def test_what_needs_no_answer_gets_none(talk: Talk):
    talk.verify([(Noted(), SILENCE)])


def test_back_at_the_menu_stays_there(talk: Talk):
    talk.verify([(pressed("back"), "menu-title | …")])
    assert talk.state == AtMenu()
