"""Walks the whole talk: from the first contact through every offered choice and a few words at each step."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeAlias

from dialogs import states as s
from dialogs.commands import Event, Intent, PhoneProven
from dialogs.context import Context
from dialogs.conversation import Exchange, beginning, hold, prompt
from dialogs.messages import Chose, Language, SharedContact, Typed
from dialogs.requests import DataField, Draft, ProofMethod, RequestKind, RequestStatus
from tests.dialogs.shell import CLINIC, CODE, NOON, PHONE, Shell, plain_policy
from tests.dialogs.talk import found

Samples: TypeAlias = dict[str, Event]

ANSWERS = {
    "clause": found(Intent.POLICY, "4.2", "10.1"),
    "several clauses": found(Intent.POLICY, "2.2", "2.3", "2.4", sure=False),
    "a wish to correct": found(Intent.RECTIFY),
    "a wish to withdraw": found(Intent.WITHDRAW),
    "a human wanted": found(Intent.OPERATOR),
    "outside the policy": found(Intent.OUT_OF_SCOPE),
}
QUESTIONS: Samples = {answer: Typed(answer) for answer in ANSWERS}
VALUES = {
    DataField.NAME: "Әлия",
    DataField.BIRTH_DATE: "17.05.1990",
    DataField.PHONE: "8 701 234 56 78",
    DataField.EMAIL: "aliya@mail.kz",
    DataField.ADDRESS: "Тараз, Абай 1",
    DataField.OTHER: "Жынысы қате",
}

WORDS: Samples = {"words": Typed("Келемін")}
NUMBER: Samples = {"a number": Typed("8 701 234 56 78")}
OWN: Samples = {"own contact": SharedContact("77012345678", own=True)}

SAMPLES: dict[type[Any], Callable[[Any], Samples]] = {
    s.AtMenu: lambda _state: QUESTIONS,
    s.Asking: lambda _state: QUESTIONS,
    s.AskingClinic: lambda _state: WORDS,
    s.WritingName: lambda _state: {"a name": Typed("Әлия")},
    s.WritingValue: lambda state: {"a value": Typed(VALUES[state.field])},
    s.WritingOld: lambda _state: WORDS,
    s.WritingReason: lambda _state: WORDS,
    s.WritingMessage: lambda _state: WORDS,
    s.ChoosingProof: lambda _state: NUMBER | OWN,
    s.SharingContact: lambda _state: OWN,
    s.TypingPhone: lambda _state: NUMBER,
    s.TypingCode: lambda _state: {"the code": Typed(CODE)},
    s.AwaitingCall: lambda _state: {"a call heard": PhoneProven(PHONE, ProofMethod.CALL)},
}
"""What is typed or sent at a step, beside pressing its choices: a name for the diagram, and the event."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody at a step, in their situation."""

    state: s.State
    context: Context

    @property
    def key(self) -> tuple[object, ...]:
        """What tells places apart; hashing whole editions of the policy would take most of the walk."""
        context = self.context
        return self.state, context.language, context.consent, context.messages, context.proof, context.joined

    def events(self) -> Iterator[tuple[str, Event]]:
        """What this person may do here: every offered choice, and the samples of the step."""
        for choice in prompt(self.state, self.context).choices():
            if self.contact_button() != choice.id:
                yield choice.id, Chose(choice.id, self.context.turn)
        samples = SAMPLES.get(type(self.state), lambda _state: {})
        yield from samples(self.state).items()

    def contact_button(self) -> str:
        """The messenger's own button: pressing it sends a contact, never a choice."""
        contact = prompt(self.state, self.context).contact
        return contact.id if contact else ""

    def hears(self, event: Event) -> Exchange:
        """One turn against a shell with an open and an ended case."""
        return hold(self.state, event, self.context, stocked().answer)


@dataclass(frozen=True, slots=True)
class Passage:
    """One event that led from a place to another."""

    origin: Place
    name: str
    event: Event
    exchange: Exchange

    @property
    def target(self) -> Place:
        """Where it led; the clock and the turn stand still, so that a walk ends."""
        return Place(self.exchange.state, replace(self.exchange.context, joinable=""))


@dataclass
class Walk:
    """Every place that can be reached, and every passage between two of them."""

    places: dict[object, Place] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)


@cache
def _stock() -> Shell:
    shell = Shell()
    context = Context(NOON, CLINIC, plain_policy(Language.RUSSIAN), Language.RUSSIAN, consent=True)
    for kind, status in ((RequestKind.QUESTION, RequestStatus.DONE), (RequestKind.BLOCK, RequestStatus.OPEN)):
        receipt = shell.register(Draft(kind), context)
        shell.cases[receipt.number].status = status
    return shell


def stocked() -> Shell:
    """A shell that knows some questions and two cases of this person, an ended and an open one; the phone is known."""
    cases = {number: replace(kept, story=list(kept.story)) for number, kept in _stock().cases.items()}
    return Shell(answers=ANSWERS, cases=cases, elsewhere="whatsapp")


@cache
def walk() -> Walk:
    """The whole talk in Russian; the other languages are chosen once and not walked on."""
    context = Context(NOON, CLINIC, plain_policy(Language.RUSSIAN), turn=1)
    first = Place(beginning(), context)
    found_ = Walk({first.key: first})
    ahead = deque([first])
    while ahead:
        place = ahead.popleft()
        for name, event in place.events():
            passage = Passage(place, name, event, place.hears(event))
            found_.passages.append(passage)
            target = passage.target
            if target.key not in found_.places and target.context.language in (None, Language.RUSSIAN):
                found_.places[target.key] = target
                ahead.append(target)
    return found_
