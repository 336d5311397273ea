"""My requests: the list, one with its story, words to add, cancelling, buttons under notices."""

from __future__ import annotations

import pytest

from dialogs.commands import AddMessage, FindRequest, TimelineEntry
from dialogs.messages import Replied
from dialogs.requests import DataField, Draft, RequestKind, RequestStatus
from dialogs.states import ListingRequests, Reviewing, WritingMessage
from tests.dialogs.shell import NOON
from tests.dialogs.talk import Talk, pressed, texts

NUMBER = "26-00001-0"
STORY = "request-title receipt-received request-due … receipt-code"
OPEN = "request-message request-cancel back menu"
DRAFT = Draft(RequestKind.RECTIFY, field=DataField.NAME, value="Әлия")


@pytest.fixture
def filed(proven: Talk) -> Talk:
    """Somebody with one open case, back at the menu."""
    proven.state = Reviewing(Draft(RequestKind.ACCESS))
    return proven.verify([("send", "receipt-title …"), ("menu", "menu-title | …")])


def test_a_case_is_followed_from_its_receipt(proven: Talk):
    proven.state = Reviewing(Draft(RequestKind.ACCESS))
    proven.verify(
        [
            ("send", f"receipt-title … | request:{NUMBER} menu"),
            (f"request:{NUMBER}", f"{STORY} | {OPEN}"),
            ("back", f"requests-title | request:{NUMBER} menu"),
            (f"request:{NUMBER}", f"{STORY} | {OPEN}"),
            ("menu", "menu-title | …"),
        ]
    )


def test_somebody_without_requests_is_told_so(talk: Talk):
    talk.verify([("menu-requests", "requests-none | menu"), ("menu", "menu-title | …")])


def test_words_are_added_to_a_case_and_shown_in_its_story(filed: Talk):
    filed.verify(
        [
            ("menu-requests", f"requests-title | request:{NUMBER} menu"),
            (f"request:{NUMBER}", f"{STORY} | {OPEN}"),
            ("request-message", f"request-message-question | request:{NUMBER} menu"),
            ("менің ЖСН 900101300123", "problem-iin request-message-question | …"),
            ("x" * 2001, "problem-too-long request-message-question | …"),
            ("Сәрсенбіде келемін", "request-message-added request-title … timeline-words receipt-code | …"),
        ]
    )
    assert filed.shell.asked_for(AddMessage) == [AddMessage(NUMBER, "Сәрсенбіде келемін")]


def test_the_way_back_from_a_message_or_a_cancelling_leads_to_the_case(filed: Talk):
    filed.verify(
        [
            ("menu-requests", "requests-title | …"),
            (f"request:{NUMBER}", f"{STORY} | {OPEN}"),
            ("request-message", "request-message-question | …"),
            (f"request:{NUMBER}", f"{STORY} | {OPEN}"),
            ("request-cancel", f"request-cancel-question | request-cancel-yes request:{NUMBER} menu"),
            (f"request:{NUMBER}", f"{STORY} | {OPEN}"),
        ]
    )


def test_a_case_is_cancelled_and_then_only_shown(filed: Talk):
    filed.verify(
        [
            ("menu-requests", "requests-title | …"),
            (f"request:{NUMBER}", f"{STORY} | {OPEN}"),
            ("request-cancel", "request-cancel-question | …"),
            (
                "request-cancel-yes",
                "request-cancelled request-title receipt-received timeline-filed timeline-cancelled "
                "receipt-code | back menu",
            ),
            (pressed("request-message"), "request-ended request-title … | back menu"),
        ]
    )


@pytest.mark.parametrize("act", ["request-message", "request-cancel"])
def test_a_case_that_ended_meanwhile_shows_how_it_ended(filed: Talk, act: str):
    says = {"request-message": "Келемін", "request-cancel": "request-cancel-yes"}[act]
    filed.verify(
        [
            ("menu-requests", "requests-title | …"),
            (f"request:{NUMBER}", f"{STORY} | {OPEN}"),
            (act, f"{act}-question | …"),
        ]
    )
    filed.end_case(NUMBER, RequestStatus.DONE)
    filed.verify([(says, "request-gone request-title receipt-received … receipt-code | back menu")])


def test_the_clinics_question_is_answered_from_its_own_button_days_later(filed: Talk):
    filed.later(minutes=3 * 24 * 60).verify(
        [
            (pressed(f"answer:{NUMBER}"), "request-message-question | …"),
            ("Иә, бұл мен", "request-message-added request-title … | …"),
            (pressed(f"request:{NUMBER}"), f"{STORY} | {OPEN}"),
        ]
    )


def test_a_reply_to_the_clinics_message_reaches_the_case_and_leaves_the_draft_alone(filed: Talk):
    filed.state = Reviewing(DRAFT)
    filed.verify(
        [
            (Replied(NUMBER, "Иә, бұл мен"), "request-message-added |"),
            (Replied(NUMBER, "x" * 2001), "problem-too-long |"),
            ("back", "old-question | …"),
        ]
    )
    assert filed.shell.asked_for(AddMessage) == [AddMessage(NUMBER, "Иә, бұл мен")]


@pytest.mark.parametrize(
    "says",
    [Replied("26-00009-9", "Иә"), pressed("request:26-00009-9")],
    ids=["a reply", "a button"],
)
def test_a_case_that_is_not_theirs_costs_nobody_their_draft(filed: Talk, says):
    filed.state = Reviewing(DRAFT)
    filed.verify([(says, "request-gone review-title … | send edit back cancel")])
    assert filed.state == Reviewing(DRAFT)


def test_a_reply_about_one_case_does_not_lead_away_from_writing_to_another(filed: Talk):
    filed.state = Reviewing(Draft(RequestKind.ERASE))
    filed.verify([("send", "receipt-title …"), ("menu", "menu-title | …")])
    filed.state = WritingMessage("26-00002-9")
    filed.verify([(Replied(NUMBER, "Иә"), "request-message-added |")])
    assert filed.state == WritingMessage("26-00002-9")
    assert not filed.shell.asked_for(FindRequest)


def test_a_request_button_pressed_in_the_middle_of_a_draft_says_what_became_of_the_draft(filed: Talk):
    filed.state = Reviewing(DRAFT)
    filed.verify([(pressed(f"request:{NUMBER}"), f"cancelled-draft {STORY} | {OPEN}")])


def test_a_vanished_case_pressed_in_the_list_leaves_the_list(filed: Talk):
    filed.verify([("menu-requests", "requests-title | …")])
    filed.shell.cases.clear()
    filed.verify([(f"request:{NUMBER}", f"request-gone requests-title | request:{NUMBER} menu")])


def test_a_long_list_has_pages_and_no_page_beyond_its_end(proven: Talk):
    for _ in range(14):
        proven.state = Reviewing(Draft(RequestKind.ACCESS))
        proven.verify([("send", "receipt-title …")])
        proven.end_case(list(proven.shell.cases)[-1])
        proven.shell.limit += 1
    proven.verify(
        [
            ("menu", "menu-title | …"),
            ("menu-requests", "requests-title | request:26-00014-3 … page-next menu"),
            ("page-next", "requests-title | … page-back page-next menu"),
            ("page-next", "requests-title | request:26-00002-9 request:26-00001-0 page-back menu"),
            (pressed("page-next"), "requests-title | request:26-00002-9 request:26-00001-0 page-back menu"),
            ("page-back", "requests-title | … page-back page-next menu"),
        ]
    )
    assert isinstance(proven.state, ListingRequests)
    assert proven.state.page == 1


def test_a_story_of_long_letters_fits_one_message_with_the_last_letter_at_length(filed: Talk):
    story = filed.shell.cases[NUMBER].story
    story += [TimelineEntry(NOON, "clinic-wrote", words="Ұ" * 2000) for _ in range(15)]
    story.append(TimelineEntry(NOON, "done", detail="outcome-copy-given", words="Ә" * 2000))
    filed.verify([("menu-requests", "requests-title | …")])
    said = filed.hears(f"request:{NUMBER}")
    assert said is not None
    last = [dict(part.args) for part in said.body if part.key == "timeline-words"][-1]
    assert str(last["words"]).startswith("Ә" * 1000)


def test_every_status_and_end_of_a_case_has_its_words(filed: Talk):
    for status in RequestStatus:
        filed.end_case(NUMBER, status)
        filed.verify([(pressed("menu-requests"), "requests-title | …")])
        shown = filed.hears(f"request:{NUMBER}")
        assert shown is not None
        assert status.is_end != ("request-due" in texts(shown))
