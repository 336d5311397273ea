"""The whole surface of the talk: ``advance``, ``prompt`` and ``hold``. Performs no I/O of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from dialogs.commands import (
    AddMessage,
    Command,
    ConsentRecorded,
    Event,
    FindAnswer,
    FindHoldings,
    FindRequest,
    FindRequests,
    ForgetMe,
    KeepApart,
    MessageAdded,
    Noted,
    PhoneProven,
    RateAnswer,
    ReadNews,
    ReceiptChecked,
    RecordConsent,
    RequestFound,
    RequestGone,
    SetLanguage,
)
from dialogs.context import Context
from dialogs.flows import (
    joining,
    menu,
    my_requests,
    news,
    questions,
    rectify,
    review,
    rights,
    sections,
    settings,
    verify,
    welcome,
    withdraw,
)
from dialogs.health import speaks_of_health
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
from dialogs.requests import Draft, Purpose
from dialogs.states import (
    Asking,
    AskingClinic,
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
    TypingCode,
    TypingPhone,
    WritingMessage,
    WritingName,
    WritingOld,
    WritingReason,
    WritingValue,
)
from dialogs.steps import Step, Steps, Turn, chosen
from dialogs.values import Problem, read_words

FLOWS = (welcome, menu, questions, sections, verify, review, rectify, withdraw, rights, my_requests, settings)

STEPS: Steps = {state: step for flow in FLOWS for state, step in flow.STEPS.items()}

WELCOME = (ChoosingLanguage, ReadingNotice)
"""Steps that come before anything else; *Menu* and *Back* do not jump over them."""

WRITING = (
    AskingClinic,
    WritingName,
    WritingValue,
    WritingOld,
    WritingReason,
    WritingMessage,
    TypingPhone,
    TypingCode,
)
"""Steps that wait for a value: a number typed here is the value, never the number of a button."""

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
"""What stays usable for somebody who declined the notice: policy, contacts, language, being forgotten."""

FREE = (SetLanguage, RecordConsent, ReadNews, FindAnswer, RateAnswer, FindHoldings, KeepApart, ForgetMe)
"""Commands that keep nothing about a person but their own answer, so they need no *yes* to the notice."""


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
    """How an event ended: the state to keep, the context the commands left, and what to say (or nothing).

    ``taken`` is the choice that was taken, to be the next turn's ``last_choice``; empty for an old button.
    ``asks`` is false when only remarks are said: the prompt the person has stays theirs, its buttons good.
    """

    state: State
    context: Context
    says: Prompt | None
    taken: str = ""
    asks: bool = True


Answer = Callable[[Command, Context], tuple[Event, Context]]
"""Runs one command and gives the event that answers it with the context as it is afterwards."""


def hold(state: State, event: Event, context: Context, answer: Answer) -> Exchange:
    """Carry an event through the talk until every command has been answered; a note is said once."""
    events, notes, silent, bare = deque([event]), dict[Text, None](), True, True
    if not _may_stand(state, context):
        state = _gate(context)
    taken = event.id if isinstance(event, Chose) and event.turn in (None, context.turn) else ""
    while events:
        turn = advance(state, events.popleft(), context)
        state, silent, bare = turn.state, silent and turn.silent, bare and turn.bare
        notes.update(dict.fromkeys(turn.notes))
        for command in turn.commands:
            answered, context = answer(command, context)
            events.append(answered)
    if silent:
        return Exchange(state, context, None, taken, asks=False)
    if bare:
        return Exchange(state, context, Prompt(tuple(notes)), taken, asks=False)
    shown = prompt(state, context)
    return Exchange(state, context, replace(shown, body=(*notes, *shown.body)), taken)


def _step(state: State) -> Step[State]:
    return STEPS[type(state)]


def _out_of_turn(state: State, event: Event, context: Context) -> Turn | None:
    """A button of an earlier prompt: silence for a second tap, for an old one where the person is now."""
    if not isinstance(event, Chose) or event.turn is None or event.turn == context.turn:
        return None
    if event.turn == context.turn - 1 and event.id == context.last_choice:
        return Turn(state, silent=True)
    if event.id in news.CHOICES:
        return None
    return Turn(state, (text("old-button"),))


def _everywhere(state: State, event: Event, context: Context) -> Turn | None:
    """What means the same at every step."""
    match event:
        case CriedForHelp():
            return Turn(state, (text("urgent", phone=context.clinic.phone),), bare=True)
        case AskedToStop():
            return Turn(state, commands=(RecordConsent(Purpose.MESSAGES, False),), bare=True)
        case Chose(id=news.NO_MORE.key):
            return Turn(state, commands=(RecordConsent(Purpose.MESSAGES, False, (news.NO_MORE,)),), bare=True)
        case ConsentRecorded(purpose=Purpose.MESSAGES, granted=granted):
            note = text("messages-on" if granted else "messages-off")
            return Turn(state, (note, *joining.per_chat(context)), bare=not isinstance(state, InSettings))
        case Noted():
            return Turn(state, silent=True)
        case Started() if context.consent is not None and not isinstance(state, Gone):
            return Turn(AtMenu(), _dropped(state))
        case SentUnread(what=what):
            return Turn(state, (text(f"unread-{what}"),))
        case PhoneProven():
            return verify.proven(state, event)
        case Replied(number=number, text=typed):
            words = read_words(typed)
            if isinstance(words, Problem):
                return Turn(state, (words.said,), bare=True)
            if speaks_of_health(words, context.health_words):
                return Turn(state, (text("health-not-sent", number=number),), bare=True)
            return Turn(state, commands=(AddMessage(number, words),), bare=True)
        case ReceiptChecked():
            return Turn(state, (_receipt_note(event),), bare=True)
    return news.heard(state, event, context) or joining.heard(state, event)


def _receipt_note(event: ReceiptChecked) -> Text:
    if event.kind is None or event.received_on is None:
        return text("receipt-forged")
    kind = text(f"kind-{event.kind}")
    return text("receipt-genuine", number=event.number, kind=kind, day=event.received_on)


def _moved_about(state: State, event: Event, context: Context) -> Turn | None:
    """*Back* always; *Menu*, *Cancel*, the menu's rooms and buttons of notices once the welcome is over."""
    match event:
        case Chose(id="back"):
            return Turn(_step(state).back(state, context))
        case _ if context.consent is None:
            return None
        case Chose(id="menu"):
            return Turn(AtMenu(), _dropped(state))
        case Chose(id="cancel"):
            return Turn(AtMenu(), (text("cancelled-draft"),))
        case Chose(id=room) if room in menu.ROOMS:
            return Turn(menu.ROOMS[room], _dropped(state))
        case Chose(id="menu-requests"):
            return Turn(AtMenu(), _dropped(state), (FindRequests(),))
    return _about_a_case(state, event)


def _about_a_case(state: State, event: Event) -> Turn | None:
    """The buttons under notices about a case, and what came of them and of replies, at whatever step."""
    match event:
        case RequestFound():
            return Turn(ReadingRequest(event), _dropped(state))
        case RequestGone():
            return Turn(state, (text("request-gone"),))
        case MessageAdded():
            return Turn(state, (text("request-message-added"),), bare=True)
    if answers := chosen(event, "answer:"):
        return Turn(WritingMessage(answers), _dropped(state))
    number = chosen(event, "request:")
    return Turn(state, commands=(FindRequest(number),)) if number else None


def _dropped(state: State) -> tuple[Text, ...]:
    """Who leaves a draft with something in it is told that nothing was sent."""
    draft = getattr(state, "draft", None)
    begun = isinstance(draft, Draft) and draft != Draft(draft.kind)
    return (text("cancelled-draft"),) if begun else ()


def _not_understood(state: State, event: Event) -> Turn:
    note = "contact-not-needed" if isinstance(event, SharedContact) else "please-choose"
    return Turn(state, (text(note),) if not isinstance(event, Started) else ())


def _may_stand(state: State, context: Context) -> bool:
    """Whether somebody with this answer to the notice may be at this step."""
    if context.consent is None:
        return isinstance(state, (*WELCOME, Gone))
    return context.consent or isinstance(state, WITHOUT_CONSENT)


def _gate(context: Context) -> State:
    """The step that asks what is missing: the language first, then the answer to the notice."""
    return ChoosingLanguage() if context.language is None else ReadingNotice()


def _with_consent(turn: Turn, context: Context) -> Turn:
    """Nothing beyond the policy, the contacts and the language without a *yes* to the notice."""
    free = context.consent or all(isinstance(command, FREE) for command in turn.commands)
    if free and _may_stand(turn.state, context):
        return turn
    return Turn(_gate(context), (text("consent-needed"),))
