"""Settings: language, messages, what is held, forgetting."""

from __future__ import annotations

from dialogs.commands import FindHoldings, ForgetMe
from dialogs.messages import AskedToStop, Language
from dialogs.requests import Draft, Purpose, RequestKind
from dialogs.states import AtMenu, Gone, Reviewing
from tests.dialogs.talk import Talk, pressed

SETTINGS = "settings-title | settings-language settings-notices settings-holdings settings-forget menu"
HELD = "holdings-title holdings-since {} holdings-messages holdings-requests holdings-talk holdings-register"
FORGET = "forget-what forget-stays | forget-yes back menu"


def test_the_language_is_changed_from_the_settings(talk: Talk):
    talk.verify(
        [
            ("menu-settings", SETTINGS),
            ("settings-language", "choose-language | language-kk language-ru language-en back"),
            ("ёлка", "please-choose choose-language | …"),
            ("back", SETTINGS),
            ("settings-language", "choose-language | …"),
            ("/start", "menu-title | …"),
            ("menu-settings", SETTINGS),
            ("settings-language", "choose-language | …"),
            ("language-en", "menu-title | …"),
        ]
    )
    assert talk.context.language is Language.ENGLISH
    assert talk.context.policy.shown.lang == "en"


def test_messages_are_switched_off_and_on(talk: Talk):
    talk.verify(
        [
            ("menu-settings", SETTINGS),
            ("settings-notices", f"messages-off {SETTINGS}"),
            ("settings-notices", f"messages-on {SETTINGS}"),
        ]
    )
    assert talk.shell.consents() == [(Purpose.MESSAGES, False), (Purpose.MESSAGES, True)]


def test_stop_ends_the_messages_at_any_step_and_the_draft_goes_on(talk: Talk):
    talk.state = Reviewing(Draft(RequestKind.ACCESS, words="Барлығы"))
    talk.verify([(AskedToStop(), "messages-off |"), ("back", "details-access already-given | …")])
    assert not talk.context.messages


def test_a_person_sees_what_is_held_about_them(proven: Talk):
    proven.verify(
        [
            ("menu-settings", SETTINGS),
            (
                "settings-holdings",
                f"{HELD.format('holdings-phone')} | settings-forget back menu",
            ),
            ("back", SETTINGS),
        ]
    )


def test_who_never_proved_a_phone_sees_that_none_is_held(talk: Talk):
    said = talk.verify([("menu-settings", SETTINGS)]).hears("settings-holdings")
    assert said is not None
    assert said.protected
    talk.verify([("settings-forget", FORGET), ("back", SETTINGS)])


def test_somebody_is_forgotten_and_begins_anew(proven: Talk):
    proven.state = Reviewing(Draft(RequestKind.ACCESS))
    proven.verify(
        [
            ("send", "receipt-title …"),
            ("menu", "menu-title | …"),
            ("menu-settings", SETTINGS),
            ("settings-forget", FORGET),
            ("back", SETTINGS),
            ("settings-holdings", "holdings-title …"),
            ("settings-forget", FORGET),
            ("forget-yes", "forgotten | start-again"),
        ]
    )
    assert proven.state == Gone(kept=1)
    assert proven.shell.asked_for(ForgetMe) == [ForgetMe()]
    proven.verify([("start-again", "choose-language | …")])


def test_whoever_was_forgotten_is_asked_anew_whatever_they_do(talk: Talk):
    for says in ("/start", "сәлем", pressed("menu"), pressed("back"), pressed("menu-rectify")):
        talk.state = Gone(kept=0)
        talk.verify([(says, "choose-language | …")])


def test_who_declined_may_still_see_and_be_forgotten(declined: Talk):
    declined.verify(
        [
            ("menu-settings", SETTINGS),
            ("settings-notices", "consent-needed notice-operator … | … menu"),
            (pressed("menu-settings"), SETTINGS),
            ("settings-holdings", "holdings-title …"),
            ("settings-forget", FORGET),
            ("forget-yes", "forgotten | start-again"),
        ]
    )
    assert [type(command) for command in declined.shell.asked] == [FindHoldings, ForgetMe]


def test_the_commands_of_the_menu_work_from_every_room(talk: Talk):
    talk.verify(
        [
            ("menu-contacts", "contacts-booking contacts-data contacts-policy contacts-complaint | menu"),
            (pressed("menu-settings"), SETTINGS),
            (pressed("menu-rights"), "rights-question | …"),
            (pressed("menu-requests"), "requests-none | menu"),
            (pressed("menu"), "menu-title | …"),
        ]
    )
    assert talk.state == AtMenu()
