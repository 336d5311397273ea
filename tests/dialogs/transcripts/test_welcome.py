"""First contact: the language, the notice, and what stays for somebody who declines it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.commands import FindAnswer, Intent, RecordConsent, SetLanguage
from dialogs.messages import AskedToStop, CriedForHelp, Language, SentUnread, SharedContact, Unread
from dialogs.requests import Purpose
from dialogs.states import AtMenu, ReadingAnswer
from tests.dialogs.talk import PHONE, SILENCE, Talk, found, pressed

NOTICE = "notice-operator notice-kept notice-foreign notice-withdraw notice-policy"
ASKS_LANGUAGE = "choose-language | language-kk language-ru language-en"
ASKS_CONSENT = f"{NOTICE} | notice-agree notice-decline settings-language"
MENU = (
    "menu-title | menu-ask menu-sections menu-rectify menu-withdraw menu-requests menu-rights "
    "menu-contacts menu-settings"
)
OFFERED = f"{MENU.replace(' | ', ' news-offer | ')} news-yes news-no"


def test_somebody_new_chooses_a_language_reads_the_notice_and_agrees(language: Language):
    talk = Talk(language)
    talk.verify(
        [
            ("/start", ASKS_LANGUAGE),
            (f"language-{language}", ASKS_CONSENT),
            ("notice-agree", f"notice-agreed {OFFERED}"),
        ]
    )
    assert [type(command) for command in talk.shell.asked] == [SetLanguage, RecordConsent]
    assert talk.shell.consents() == [(Purpose.DESK, True)]


@pytest.mark.parametrize(
    "first",
    ["сәлем", SentUnread(Unread.STICKER), SharedContact(PHONE, True), pressed("menu-rectify", 7), "4" * 4096],
)
def test_whatever_somebody_new_does_first_they_are_asked_for_their_language(first):
    Talk().verify([(first, "… choose-language | language-kk language-ru language-en")])


def test_a_cry_for_help_is_answered_before_any_language_or_notice(language: Language):
    Talk(language).verify(
        [
            (CriedForHelp(), "urgent |"),
            ("/start", ASKS_LANGUAGE),
            (f"language-{language}", ASKS_CONSENT),
            (CriedForHelp(), "urgent |"),
            ("notice-agree", f"notice-agreed {OFFERED}"),
        ]
    )


def test_the_notice_waits_for_an_answer_and_lets_the_language_be_changed(language: Language):
    talk = Talk(language)
    talk.verify(
        [
            ("/start", ASKS_LANGUAGE),
            ("language-en", ASKS_CONSENT),
            ("what is this?", f"please-choose {ASKS_CONSENT}"),
            ("/start", ASKS_CONSENT),
            (pressed("menu"), f"please-choose {ASKS_CONSENT}"),
            ("settings-language", f"{ASKS_LANGUAGE} back"),
            ("back", ASKS_CONSENT),
            ("settings-language", f"{ASKS_LANGUAGE} back"),
            (f"language-{language}", ASKS_CONSENT),
        ]
    )
    assert talk.context.language is language


def test_who_declines_keeps_the_policy_the_contacts_and_the_language(language: Language):
    talk = Talk(language)
    talk.shell.answers["is my data safe?"] = found(Intent.POLICY, "7.1", "5.1")
    talk.verify(
        [
            ("/start", ASKS_LANGUAGE),
            (f"language-{language}", ASKS_CONSENT),
            ("notice-decline", f"notice-declined {MENU}"),
            ("menu-contacts", "contacts-booking … | menu"),
            ("menu", MENU),
            ("is my data safe?", "… answer-helped | answer-helpful …"),
            ("menu-sections", "sections-title … | section:1 …"),
            ("section:2", "section-heading … | …"),
            ("menu", MENU),
            ("menu-settings", "settings-title | …"),
            ("settings-language", f"{ASKS_LANGUAGE} back"),
            ("language-en", MENU),
        ]
    )


@pytest.mark.parametrize("room", ["menu-rectify", "menu-withdraw", "menu-rights", "menu-requests"])
def test_who_declined_is_asked_again_before_anything_is_kept(declined: Talk, room: str):
    declined.verify(
        [
            (room, f"consent-needed {ASKS_CONSENT} menu"),
            ("menu", MENU),
            (room, f"consent-needed {ASKS_CONSENT} menu"),
            ("/start", MENU),
            (room, f"consent-needed {ASKS_CONSENT} menu"),
            ("notice-agree", f"notice-agreed {OFFERED}"),
        ]
    )
    assert declined.shell.asked == declined.shell.asked_for(RecordConsent)
    assert declined.shell.consents() == [(Purpose.DESK, True)]


def test_the_notice_in_another_language_is_read_before_it_is_answered(declined: Talk):
    declined.verify(
        [
            ("menu-rights", f"consent-needed {ASKS_CONSENT} menu"),
            ("settings-language", f"{ASKS_LANGUAGE} back"),
            ("language-en", f"{ASKS_CONSENT} menu"),
        ]
    )


def test_the_question_of_somebody_who_declined_is_not_kept(declined: Talk):
    declined.shell.answers["who gets my data?"] = found(Intent.POLICY, "4.2", "10.1")
    declined.verify([("who gets my data?", "… answer-helped | …")])
    assert declined.state == ReadingAnswer("4.2", ("10.1",), question="")
    declined.verify([("answer-operator", f"consent-needed {ASKS_CONSENT} menu")])
    assert declined.shell.asked == [FindAnswer("who gets my data?")]


def test_a_step_that_cannot_be_read_any_more_does_not_lead_around_the_notice(language: Language):
    talk = Talk(language, state=AtMenu())
    talk.verify(
        [
            ("my surname is wrong", ASKS_LANGUAGE),
            (f"language-{language}", ASKS_CONSENT),
        ]
    )
    assert not talk.shell.asked_for(FindAnswer)


def test_stop_is_heard_before_the_notice_is_answered(language: Language):
    talk = Talk(language)
    talk.verify(
        [
            (f"language-{language}", ASKS_CONSENT),
            (AskedToStop(), "messages-off |"),
        ]
    )
    assert talk.shell.consents() == [(Purpose.MESSAGES, False)]


@pytest.mark.parametrize(
    ("answer", "said", "granted"), [("news-yes", "messages-on", True), ("news-no", "messages-off", False)]
)
def test_news_of_the_policy_are_offered_once_and_either_answer_leads_to_the_menu(
    language: Language, answer: str, said: str, granted: bool
):
    talk = Talk(language)
    talk.verify(
        [
            ("/start", ASKS_LANGUAGE),
            (f"language-{language}", ASKS_CONSENT),
            ("notice-agree", f"notice-agreed {OFFERED}"),
            (answer, f"{said} {MENU}"),
            (pressed(answer, 3), SILENCE),
            ("/start", MENU),
        ]
    )
    assert talk.shell.consents() == [(Purpose.DESK, True), (Purpose.MESSAGES, granted)]


def test_whoever_passes_the_offer_by_is_not_asked_again_and_gets_nothing(agreeing: Talk):
    agreeing.shell.answers["is my data safe?"] = found(Intent.POLICY, "7.1", "5.1")
    agreeing.verify(
        [
            ("notice-agree", f"notice-agreed {OFFERED}"),
            ("is my data safe?", "… answer-helped | answer-helpful …"),
            ("menu", MENU),
            ("/start", MENU),
        ]
    )
    assert not agreeing.context.messages
    assert agreeing.shell.consents() == [(Purpose.DESK, True)]


def test_the_offer_may_be_taken_later_from_the_old_message_and_leaves_the_step_alone(agreeing: Talk):
    agreeing.hears("notice-agree")
    old = agreeing.context.turn
    agreeing.verify(
        [
            ("menu-rights", "rights-question | …"),
            (pressed("news-yes", old), "messages-on |"),
            ("right-access", "… | whom-self …"),
        ]
    )
    assert agreeing.context.messages


def test_who_withdrew_everything_is_asked_for_the_notice_before_news_are_switched_on(declined: Talk):
    declined.verify([(pressed("news-yes", 0), f"consent-needed {ASKS_CONSENT} menu")])
    assert not declined.shell.asked_for(RecordConsent)


def test_who_has_answered_about_news_before_is_not_asked_again_with_the_notice(language: Language):
    talk = Talk(language)
    talk.verify(
        [
            (f"language-{language}", ASKS_CONSENT),
            (AskedToStop(), "messages-off |"),
            ("notice-agree", f"notice-agreed {MENU}"),
        ]
    )


def test_who_agrees_again_after_a_material_change_is_not_offered_news_again(agreeing: Talk):
    agreeing.hears("notice-agree")
    agreeing.context = replace(agreeing.context, consent=None, renewed=("2.2",))
    agreeing.verify(
        [
            ("/start", f"notice-changed … {NOTICE} | notice-agree notice-decline …"),
            ("notice-agree", f"notice-agreed {MENU}"),
        ]
    )


def test_news_are_read_at_a_button_and_the_step_goes_on_where_it_was(agreeing: Talk):
    agreeing.shell.news["7"] = ("Clause 2.2 has changed.", "The whole text: https://x.kz")
    agreeing.verify(
        [
            ("notice-agree", f"notice-agreed {OFFERED}"),
            ("menu-rights", "rights-question | …"),
            (pressed("news:7"), "news-said news-said rights-question | …"),
            (pressed("news:8"), "news-gone rights-question | …"),
        ]
    )


def test_news_of_a_material_change_are_read_by_whoever_is_asked_for_consent_again(agreeing: Talk):
    agreeing.shell.news["7"] = ("Clause 2.2 has changed.",)
    agreeing.verify([(pressed("news:7"), f"news-said {ASKS_CONSENT}")])
