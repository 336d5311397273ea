"""Proving the phone: the own contact, a number with a code, a call; asked only when a case is filed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.commands import CheckCode, FileRequest, OfferCall, PhoneProven, SendCode
from dialogs.messages import Chose, SentUnread, SharedContact, Unread
from dialogs.requests import Draft, ProofMethod, RequestKind
from dialogs.states import AtMenu, Reviewing, TypingCode
from tests.dialogs.shell import CALL_CODE, CODE
from tests.dialogs.talk import PHONE, Talk, texts

DRAFT = Draft(RequestKind.ACCESS, words="Барлығы")
WAYS = "verify-why | verify-share verify-code verify-call back cancel"
SHARE = "verify-share-how | verify-share back cancel"
CODE_SENT = "code-invitation | code-again verify-call back cancel"
CALL = "call-invitation | verify-code back cancel"
NUMBER = "verify-code-number | back cancel"
PROVEN = "phone-proven receipt-title … | …"


@pytest.fixture
def sending(talk: Talk) -> Talk:
    """Somebody without a proven phone who pressed *Send*."""
    talk.state = Reviewing(DRAFT)
    return talk.verify([("send", WAYS)])


def test_the_own_contact_proves_the_phone_and_files_the_draft(sending: Talk):
    sending.verify(
        [
            ("verify-share", SHARE),
            ("8 701 234 56 78", f"verify-share-press {SHARE}"),
            (SharedContact("77077654321", own=False), f"contact-not-own {SHARE}"),
            (SharedContact("77012345678", own=True), PROVEN),
        ]
    )
    assert sending.shell.asked_for(FileRequest) == [FileRequest(DRAFT)]
    assert sending.context.proof is not None
    assert (sending.context.proof.phone, sending.context.proof.method) == (PHONE, ProofMethod.CONTACT)


def test_a_foreign_contact_leads_to_the_other_ways(sending: Talk):
    sending.verify(
        [
            ("verify-share", SHARE),
            (SharedContact("+996 555 123456", own=True), f"phone-foreign-kg {WAYS}"),
            (SharedContact("+888 0123 4567", own=True), f"phone-anonymous {WAYS}"),
        ]
    )


def test_where_the_platform_has_no_contact_button_it_is_not_offered(talk: Talk):
    talk.context = replace(talk.context, shares_contact=False)
    talk.state = Reviewing(DRAFT)
    talk.verify([("send", "verify-why | verify-code verify-call back cancel")])


def test_a_typed_number_and_its_code_prove_the_phone(sending: Talk):
    sending.verify(
        [
            ("verify-code", NUMBER),
            ("701 099 09 90", f"phone-clinic-line {NUMBER}"),
            ("+7 903 123 45 67", f"phone-foreign-ru {NUMBER}"),
            ("сәлем", f"phone-not-a-number {NUMBER}"),
            ("менің нөмірім 8 (701) 234-56-78", CODE_SENT),
            ("12345", f"code-six-digits {CODE_SENT}"),
            ("000000", f"code-wrong {CODE_SENT}"),
            (f"код {CODE[:3]} {CODE[3:]}", PROVEN),
        ]
    )
    assert sending.shell.asked_for(SendCode) == [SendCode(PHONE)]
    assert sending.shell.asked_for(CheckCode)[-1] == CheckCode(PHONE, CODE)


def test_a_number_typed_where_the_way_is_chosen_gets_its_code(sending: Talk):
    sending.verify(
        [
            ("кодпен", f"please-choose {WAYS}"),
            ("8 701 234 56 78", CODE_SENT),
        ]
    )


def test_codes_run_out_and_age_and_are_not_sent_too_often(sending: Talk):
    sending.verify([("verify-code", NUMBER), ("8 701 234 56 78", CODE_SENT)])
    sending.verify([("000000", f"code-wrong {CODE_SENT}")] * 4)
    sending.verify([("000000", f"code-exhausted {CODE_SENT}"), (CODE, f"code-exhausted {CODE_SENT}")])
    sending.shell.held_back = 3
    sending.verify([("code-again", f"code-held-back {CODE_SENT}")])
    sending.shell.held_back = 0
    sending.shell.expired = True
    sending.verify([("code-again", CODE_SENT), (CODE, f"code-expired {CODE_SENT}")])
    sending.shell.expired = False
    sending.verify([("code-again", CODE_SENT), (CODE, PROVEN)])


def test_a_number_whose_codes_are_held_back_may_still_be_proven_by_a_call(sending: Talk):
    sending.shell.held_back = 10
    sending.verify(
        [
            ("verify-code", NUMBER),
            ("8 701 234 56 78", f"code-held-back {NUMBER}"),
            ("back", WAYS),
            ("verify-call", "verify-call-number | back cancel"),
            ("8 701 234 56 78", CALL),
            ("verify-code", f"code-held-back {CALL}"),
        ]
    )
    assert sending.shell.asked_for(OfferCall) == [OfferCall(PHONE)]


def test_a_call_heard_by_reception_files_the_draft_by_itself(sending: Talk):
    sending.verify(
        [
            ("verify-call", "verify-call-number | back cancel"),
            ("8 701 234 56 78", CALL),
            (CALL_CODE, f"call-waiting {CALL}"),
            (SentUnread(Unread.VOICE), f"unread-voice {CALL}"),
            (PhoneProven(PHONE, ProofMethod.CALL), PROVEN),
        ]
    )
    assert sending.shell.asked_for(FileRequest) == [FileRequest(DRAFT)]


def test_a_call_heard_after_its_person_left_only_tells_them(sending: Talk):
    sending.verify(
        [
            ("verify-call", "verify-call-number | …"),
            ("8 701 234 56 78", CALL),
            (Chose("menu"), "cancelled-draft menu-title | …"),
            (PhoneProven(PHONE, ProofMethod.CALL), "phone-proven |"),
            ("menu-contacts", "contacts-booking … | menu"),
        ]
    )
    assert not sending.shell.asked_for(FileRequest)


def test_the_person_may_change_their_mind_about_the_way(sending: Talk):
    sending.verify(
        [
            ("verify-code", NUMBER),
            ("8 701 234 56 78", CODE_SENT),
            ("verify-call", CALL),
            ("verify-code", CODE_SENT),
            ("back", NUMBER),
            ("back", WAYS),
            ("verify-share", SHARE),
            ("back", WAYS),
            ("verify-call", "verify-call-number | back cancel"),
            ("8 701 234 56 78", CALL),
            ("back", "verify-call-number | back cancel"),
            (SharedContact("77012345678", own=True), PROVEN),
        ]
    )


def test_the_way_back_from_the_proof_leads_to_the_whole_draft(sending: Talk):
    sending.verify(
        [
            ("back", "review-title … review-words … | send edit back cancel"),
            ("send", WAYS),
            ("verify-code", NUMBER),
            ("cancel", "cancelled-draft menu-title | …"),
        ]
    )
    assert sending.state == AtMenu()
    assert not sending.shell.asked_for(FileRequest)


def test_the_phone_is_shown_in_the_clinics_grouping_and_masked_once_proven(sending: Talk):
    sending.verify([("verify-code", NUMBER)])
    invited = sending.hears("87012345678")
    assert invited is not None
    assert sending.state == TypingCode(DRAFT, PHONE)
    assert dict(texts(invited)["code-invitation"].args) == {"phone": "+7 701 234 56 78"}
    proven = sending.hears(CODE)
    assert proven is not None
    assert dict(texts(proven)["phone-proven"].args) == {"phone": "+7 701 *** ** 78"}


def test_digits_of_another_script_are_no_code(sending: Talk):
    sending.verify([("verify-code", NUMBER), ("8 701 234 56 78", CODE_SENT)])
    sending.verify([("²²²²²²", f"code-six-digits {CODE_SENT}")])
