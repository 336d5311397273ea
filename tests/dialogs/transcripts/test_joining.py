"""One proven phone in two messengers: offered under the receipt, never done silently, undone at any time."""

from __future__ import annotations

import pytest

from dialogs.commands import JoinPersons, KeepApart
from dialogs.messages import AskedToStop, SharedContact
from dialogs.requests import Draft, RequestKind
from dialogs.states import ReadingReceipt, Reviewing
from tests.dialogs.shell import Shell
from tests.dialogs.talk import Talk, pressed

OWN = SharedContact("77012345678", own=True)
SETTINGS = "settings-title | …"
HELD = "holdings-title holdings-since holdings-phone holdings-messages holdings-requests holdings-talk "
HELD += "holdings-register"


@pytest.fixture
def elsewhere() -> Talk:
    """Somebody whose phone is proven on WhatsApp too, before the proof of this case."""
    talk = Talk.at_menu()
    talk.shell = Shell(elsewhere="whatsapp")
    talk.state = Reviewing(Draft(RequestKind.ACCESS))
    return talk.verify([("send", "verify-why | …"), ("verify-share", "verify-share-how | …")])


def test_the_proof_of_a_phone_known_elsewhere_offers_to_join(elsewhere: Talk):
    said = elsewhere.hears(OWN)
    assert said is not None
    assert [part.key for part in said.body][-1] == "join-offer"
    assert not elsewhere.shell.asked_for(JoinPersons)


def test_a_yes_joins_and_the_receipt_stays(elsewhere: Talk):
    elsewhere.verify(
        [(OWN, "… join-offer | …"), ("join-yes", "joined receipt-title … | request:26-00001-0 menu")]
    )
    assert elsewhere.shell.asked_for(JoinPersons) == [JoinPersons()]
    assert elsewhere.context.joined == "whatsapp"


def test_a_no_is_kept_and_nothing_is_joined(elsewhere: Talk):
    elsewhere.verify([(OWN, "… join-offer | …"), ("join-no", "kept-apart receipt-title … | … menu")])
    assert elsewhere.shell.asked_for(KeepApart) == [KeepApart()]
    assert elsewhere.shell.asked_for(JoinPersons) == []
    assert isinstance(elsewhere.state, ReadingReceipt)


def test_who_does_not_answer_goes_on_as_before(elsewhere: Talk):
    elsewhere.verify([(OWN, "… join-offer | …"), ("menu", "menu-title | …")])
    assert elsewhere.shell.asked_for(JoinPersons, KeepApart) == []


def test_what_is_held_says_so_and_both_ways_lead_on_from_there(elsewhere: Talk):
    elsewhere.verify(
        [
            (OWN, "… join-offer | …"),
            ("menu", "menu-title | …"),
            ("menu-settings", SETTINGS),
            ("settings-holdings", f"{HELD} join-offer | join-yes settings-forget back menu"),
            ("join-yes", "joined settings-title | …"),
            ("settings-holdings", f"{HELD} holdings-joined | join-no settings-forget back menu"),
            ("settings-forget", "forget-what forget-stays forget-elsewhere | …"),
            ("back", SETTINGS),
            (AskedToStop(), "messages-off messages-each-apart settings-title | …"),
            ("settings-holdings", f"{HELD} holdings-joined | …"),
            ("join-no", "kept-apart settings-title | …"),
        ]
    )


def test_the_notice_in_the_other_messenger_parts_with_one_tap(talk: Talk):
    talk.verify(
        [
            ("menu-contacts", "contacts-booking … | menu"),
            (pressed("join-no"), "kept-apart contacts-booking … | …"),
        ]
    )


def test_there_may_be_nobody_to_join_with_any_more(talk: Talk):
    talk.verify([(pressed("join-yes"), "join-gone menu-title | …")])


def test_who_declined_the_notice_joins_nothing(declined: Talk):
    declined.verify([(pressed("join-yes"), "consent-needed … | …"), (pressed("join-no"), "kept-apart … | …")])
    assert declined.shell.asked_for(JoinPersons) == []
