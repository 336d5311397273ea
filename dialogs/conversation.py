"""The whole surface of the talk: ``advance``, ``prompt`` and ``hold``. Performs no I/O of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from dialogs.commands import (
    AddMessage,
    Command,
    ConsentRecorded,
    Event,
    FindRequest,
    MessageAdded,
    PhoneProven,
    ReceiptChecked,
    RecordConsent,
    RequestFound,
    RequestGone,
)
from dialogs.context import Context
from dialogs.flows import (
    menu,
    my_requests,
    questions,
    rectify,
    review,
    rights,
    settings,
    verify,
    welcome,
    withdraw,
)
from dialogs.messages import (
    AskedToStop,
    Chose,
    CriedForHelp,
    Prompt,
    Replied,
    SentUnread,
    SharedContact,
    Started,
    Text,
    text,
)
from dialogs.requests import Purpose
from dialogs.states import (
    Asking,
    AtMenu,
    BrowsingSections,
    ChoosingClause,
    ChoosingLanguage,
    ConfirmingForget,
    Gone,
    InSettings,
    OutsidePolicy,
    ReadingAnswer,
    ReadingContacts,
    ReadingHoldings,
    ReadingNotice,
    ReadingRequest,
    ReadingSection,
    State,
    WritingMessage,
)
from dialogs.steps import Step, Steps, Turn, chosen
from dialogs.values import Problem, read_words

FLOWS = (welcome, menu, questions, verify, review, rectify, withdraw, rights, my_requests, settings)

STEPS: Steps = {state: step for flow in FLOWS for state, step in flow.STEPS.items()}

WELCOME = (ChoosingLanguage, ReadingNotice)
"""Steps that come before anything else; *Menu* and *Back* do not jump over them."""

WITHOUT_CONSENT = (
    *WELCOME,
    AtMenu,
    ReadingContacts,
    Asking,
    ReadingAnswer,
    ChoosingClause,
    OutsidePolicy,
    BrowsingSections,
    ReadingSection,
    InSettings,
    ReadingHoldings,
    ConfirmingForget,
    Gone,
)
"""What stays usable for somebody who declined the notice: policy, contacts, language."""


def beginning() -> State:
    """Where somebody unknown starts."""
    return ChoosingLanguage()


def prompt(state: State, context: Context) -> Prompt:
    """What a person at this step sees; the same state and context always give the same prompt."""
    return _step(state).prompt(state, context)


def advance(state: State, event: Event, context: Context) -> Turn:
    """One event's consequences. Total: every event at every state has an answer."""
    turn = (
        _out_of_turn(state, event, context)
        or _everywhere(state, event, context)
        or _step(state).hear(state, event, context)
        or _moved_about(state, event, context)
        or _not_understood(state, event)
    )
    return _with_consent(turn, context)


@dataclass(frozen=True, slots=True)
class Exchange:
    """How an event ended: the state to keep, the context the commands left, and what to say (or nothing)."""

    state: State
    context: Context
    says: Prompt | None


Answer = Callable[[Command, Context], tuple[Event, Context]]
"""Runs one command and gives the event that answers it with the context as it is afterwards."""


def hold(state: State, event: Event, context: Context, answer: Answer) -> Exchange:
    """Carry an event through the talk until every command has been answered."""
    events, notes, silent = deque([event]), list[Text](), True
    while events:
        turn = advance(state, events.popleft(), context)
        state, silent = turn.state, turn.silent
        notes.extend(turn.notes)
        for command in turn.commands:
            answered, context = answer(command, context)
            events.append(answered)
    if silent:
        return Exchange(state, context, None)
    shown = prompt(state, context)
    return Exchange(state, context, Prompt((*notes, *shown.body), shown.rows, shown.contact, shown.protected))


def _step(state: State) -> Step[State]:
    return STEPS[type(state)]


def _out_of_turn(state: State, event: Event, context: Context) -> Turn | None:
    """A button of an earlier prompt: silence for a second tap, for an old one where the person is now."""
    if not isinstance(event, Chose) or event.turn is None or event.turn == context.turn:
        return None
    if event.turn == context.turn - 1 and event.id == context.last_choice:
        return Turn(state, silent=True)
    return Turn(state, (text("old-button"),))


def _everywhere(state: State, event: Event, context: Context) -> Turn | None:
    """What means the same at every step."""
    match event:
        case CriedForHelp():
            return Turn(state, (text("urgent", phone=context.clinic.phone),))
        case AskedToStop():
            return Turn(state, commands=(RecordConsent(Purpose.MESSAGES, False),))
        case ConsentRecorded(purpose=Purpose.MESSAGES, granted=granted):
            return Turn(state, (text("messages-on" if granted else "messages-off"),))
        case Started() if not isinstance(state, WELCOME):
            return Turn(AtMenu())
        case SentUnread(what=what):
            return Turn(state, (text(f"unread-{what}"),))
        case PhoneProven():
            return verify.proven(state, event)
        case Replied(number=number, text=typed):
            words = read_words(typed)
            if isinstance(words, Problem):
                return Turn(state, (words.said,))
            return Turn(state, commands=(AddMessage(number, words),))
        case ReceiptChecked():
            return Turn(state, (_receipt_note(event),))
    return None


def _receipt_note(event: ReceiptChecked) -> Text:
    if event.kind is None or event.received_on is None:
        return text("receipt-forged")
    kind = text(f"kind-{event.kind}")
    return text("receipt-genuine", number=event.number, kind=kind, day=event.received_on)


def _moved_about(state: State, event: Event, context: Context) -> Turn | None:
    """*Menu*, *Back*, *Cancel* and the buttons of notices, once the welcome is over."""
    if isinstance(state, WELCOME) and context.consent is None:
        return None
    match event:
        case Chose(id="menu"):
            return Turn(AtMenu())
        case Chose(id="cancel"):
            return Turn(AtMenu(), (text("cancelled-draft"),))
        case Chose(id="back"):
            return Turn(_step(state).back(state, context))
        case RequestFound():
            return Turn(ReadingRequest(event))
        case RequestGone():
            return Turn(AtMenu(), (text("request-gone"),))
        case MessageAdded():
            return Turn(state, (text("request-message-added"),))
    if answers := chosen(event, "answer:"):
        return Turn(WritingMessage(answers))
    number = chosen(event, "request:")
    return Turn(state, commands=(FindRequest(number),)) if number else None


def _not_understood(state: State, event: Event) -> Turn:
    note = "contact-not-needed" if isinstance(event, SharedContact) else "please-choose"
    return Turn(state, (text(note),) if not isinstance(event, Started) else ())


def _with_consent(turn: Turn, context: Context) -> Turn:
    """Nothing beyond the policy, the contacts and the language without a *yes* to the notice."""
    if context.consent or isinstance(turn.state, WITHOUT_CONSENT):
        return turn
    return Turn(ReadingNotice(), (text("consent-needed"),))
