"""Whole talks of any length and order: always answered, never more than was agreed to, never a way without return."""

from __future__ import annotations

import json

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from dialogs import codec
from dialogs.commands import (
    AnswerFound,
    Event,
    FileRequest,
    FindHoldings,
    ForgetMe,
    Intent,
    OfferCall,
    PhoneProven,
    ReceiptChecked,
    RecordConsent,
    SetLanguage,
)
from dialogs.conversation import FREE, STEPS, prompt
from dialogs.messages import (
    AskedToStop,
    Chose,
    CriedForHelp,
    Language,
    Prompt,
    Replied,
    SentUnread,
    SharedContact,
    Started,
    Typed,
    Unread,
)
from dialogs.requests import Draft, ProofMethod, RequestStatus
from dialogs.states import AtMenu, Gone, Reviewing
from tests.dialogs.shell import CODE, PHONE, Shell
from tests.dialogs.talk import Talk, check_said, found
from tests.dialogs.walk import ANSWERS, Place, walk

WELCOME_COMMANDS = (SetLanguage, RecordConsent, FindHoldings, ForgetMe)
SECRET = "менің ауруым туралы 7f3a"
NUMBERS = ("26-00001-0", "26-00002-9", "26-00009-9")

ASKED = ANSWERS | {
    SECRET: found(Intent.POLICY, "4.2", "10.1"),
    "сырым бар": AnswerFound("", Intent.OUT_OF_SCOPE, personal=True),
    "тыныс алмайды": found(Intent.URGENT),
    "дәрігерге жазылу": found(Intent.BOOK),
}
PHRASES = (
    *ASKED,
    CODE,
    "000000",
    "8 701 234 56 78",
    "+7 701 099 09 90",
    "+7 903 123 45 67",
    "Әлия",
    "17.05.1990",
    "aliya@mail.kz",
    "Тараз, Абай 1",
    "900101300123",
    "<b>&amp;</b> \u202e",
    "ұ" * 4096,
    "🙂" * 2048,
    "а\n" * 1000,
    "",
)
IDS = sorted(
    {passage.name for passage in walk().passages if isinstance(passage.event, Chose)}
    | {f"{kind}:{number}" for kind in ("answer", "request") for number in NUMBERS}
    | {"answer:", "request:", "clause:9.9", "section:²", "section:99", "language-xx", "", "жоқ", "page-next"}
)


ASIDE = {"menu", "back", "cancel", "settings-language", "a call heard"}
"""What leads away from an end, or is not the patient's to do."""


class Talks(RuleBasedStateMachine):
    """One person, their messenger's quirks, and a desk that goes on working."""

    talk: Talk
    sent: Draft | None
    called: bool

    @initialize(
        language=st.sampled_from(Language),
        agreed=st.sampled_from([None, False, True, True]),
        proven=st.booleans(),
    )
    def meets(self, language: Language, agreed: bool | None, proven: bool) -> None:
        """Somebody new, or somebody who has answered the notice."""
        self.talk = Talk(language) if agreed is None else Talk.at_menu(language, proven=proven, agreed=agreed)
        self.talk.shell = Shell(answers=dict(ASKED), limit=3)
        self.sent, self.called = None, False

    @rule(data=st.data())
    def presses_what_is_offered(self, data: st.DataObject) -> None:
        offered = [choice.id for choice in prompt(self.talk.state, self.talk.context).choices()]
        self.hear(Chose(data.draw(st.sampled_from(offered)), self.talk.context.turn))

    @rule(data=st.data(), steps=st.integers(2, 8))
    def goes_straight_on(self, data: st.DataObject, steps: int) -> None:
        """Likely steps one after another, so that talks reach far."""
        for _ in range(steps):
            place = Place(self.talk.state, self.talk.context)
            ahead = [event for name, event in place.events() if name not in ASIDE]
            self.hear(data.draw(st.sampled_from(ahead or [Chose("menu")])))

    @rule(words=st.sampled_from(PHRASES) | st.text(max_size=200))
    def types(self, words: str) -> None:
        self.hear(Typed(words))

    @rule()
    def confides(self) -> None:
        self.hear(Typed(SECRET))

    @rule(choice=st.sampled_from(IDS), age=st.integers(-1, 3) | st.none())
    def presses_some_button(self, choice: str, age: int | None) -> None:
        self.hear(Chose(choice, None if age is None else self.talk.context.turn - age))

    @rule()
    def taps_again(self) -> None:
        self.hear(Chose(self.talk.context.last_choice, self.talk.context.turn - 1))

    @rule(phone=st.sampled_from([PHONE, "77012345678", "+996555123456", "жоқ", ""]), own=st.booleans())
    def shares_a_contact(self, phone: str, own: bool) -> None:
        self.hear(SharedContact(phone, own))

    @rule(
        event=st.sampled_from([Started(), AskedToStop(), CriedForHelp(), ReceiptChecked()])
        | st.builds(SentUnread, st.sampled_from(Unread))
        | st.builds(Replied, st.sampled_from(NUMBERS), st.sampled_from(["Иә", "", "x" * 2001]))
    )
    def does_something_else(self, event: Event) -> None:
        self.hear(event)

    @precondition(lambda self: self.called)
    @rule()
    def is_heard_on_the_line(self) -> None:
        self.called = False
        self.hear(PhoneProven(PHONE, ProofMethod.CALL))

    @rule(minutes=st.sampled_from([1, 31, 5000]), held=st.sampled_from([0, 0, 7]), expired=st.booleans())
    def waits(self, minutes: int, held: int, expired: bool) -> None:
        self.talk.later(minutes)
        self.talk.shell.held_back, self.talk.shell.expired = held, expired

    @precondition(lambda self: self.talk.shell.cases)
    @rule(status=st.sampled_from(RequestStatus), data=st.data())
    def the_desk_moves_a_case(self, status: RequestStatus, data: st.DataObject) -> None:
        self.talk.end_case(data.draw(st.sampled_from(sorted(self.talk.shell.cases))), status)

    def hear(self, event: Event) -> None:
        """One turn, and everything that must hold after any turn."""
        talk = self.talk
        if isinstance(event, Chose) and event.id == "send" and event.turn in (None, talk.context.turn):
            self.sent = talk.state.draft if isinstance(talk.state, Reviewing) else self.sent
        before, asked = talk.context, len(talk.shell.asked)
        said = talk.hears(event)
        self.is_answered(event, said, before.turn, before.last_choice)
        self.asks_for_no_more_than_was_agreed(before.consent, asked)
        self.can_get_away()
        if isinstance(talk.state, Reviewing):
            self.sent = None
        if isinstance(talk.state, Gone):
            self.meets(talk.language, None, False)

    def is_answered(self, event: Event, said: Prompt | None, turn: int, last: str) -> None:
        if said is None:
            assert event == Chose(last, turn - 1), "only a second tap is met with silence"
            return
        for language in Language:
            check_said(said, language)
        assert type(self.talk.state) in STEPS

    def asks_for_no_more_than_was_agreed(self, consent: bool | None, asked: int) -> None:
        commands = self.talk.shell.asked[asked:]
        allowed = WELCOME_COMMANDS if consent is None else FREE if consent is False else (object,)
        assert all(isinstance(command, allowed) for command in commands)
        assert all(self.sent == command.draft for command in commands if isinstance(command, FileRequest))
        self.called |= any(isinstance(command, OfferCall) for command in commands)
        if not self.talk.context.consent:
            assert SECRET not in json.dumps(codec.dump(self.talk.state), ensure_ascii=False)

    def can_get_away(self) -> None:
        """*Menu* leads to the menu, and *Back* again and again as well."""
        if self.talk.context.consent is None:
            return
        here = Place(self.talk.state, self.talk.context)
        assert here.hears(Chose("menu")).state == AtMenu()
        for _ in range(12):
            exchange = here.hears(Chose("back"))
            here = Place(exchange.state, exchange.context)
        assert here.state == AtMenu()


TestTalks = Talks.TestCase
TestTalks.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
