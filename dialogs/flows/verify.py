"""Proving the phone: own contact, a number and a code, or a call. Asked only when a case is filed."""

from __future__ import annotations

from dialogs.commands import (
    CallOffered,
    CheckCode,
    CodeHeldBack,
    CodeSent,
    CodeWrong,
    Event,
    FileRequest,
    OfferCall,
    PhoneProven,
    PhoneRead,
    ProveByContact,
    ReadPhone,
    SendCode,
)
from dialogs.context import Context
from dialogs.messages import Choice, Chose, Prompt, SharedContact, Text, Typed, rows, text
from dialogs.phones import masked, shown
from dialogs.requests import Draft
from dialogs.states import (
    AwaitingCall,
    ChoosingProof,
    Reviewing,
    SharingContact,
    State,
    TypingCode,
    TypingPhone,
)
from dialogs.steps import Step, Steps, Turn

LIKE_A_PHONE = 7
"""So many digits, typed where the way of proving is chosen, are taken for one's number."""

PROVING = (ChoosingProof, SharingContact, TypingPhone, TypingCode, AwaitingCall)


def proven(state: State, event: PhoneProven) -> Turn:
    """The phone is proven: a waiting draft is filed at once, since *Send* was pressed before the proof."""
    note = text("phone-proven", phone=masked(event.phone))
    if isinstance(state, PROVING):
        return Turn(Reviewing(state.draft), (note,), (FileRequest(state.draft),))
    return Turn(state, (note,), bare=True)


def _choosing_prompt(_state: ChoosingProof, context: Context) -> Prompt:
    share = ["verify-share"] if context.shares_contact else []
    return Prompt((text("verify-why"),), rows(share, ["verify-code"], ["verify-call"], ["back", "cancel"]))


def _hear_choosing(state: ChoosingProof, event: Event, _context: Context) -> Turn | None:
    ways: dict[str, State] = {
        "verify-share": SharingContact(state.draft),
        "verify-code": TypingPhone(state.draft),
        "verify-call": TypingPhone(state.draft, by_call=True),
    }
    match event:
        case Chose(id=way) if way in ways:
            return Turn(ways[way])
        case Typed(text=words) if sum(c.isdigit() for c in words) >= LIKE_A_PHONE:
            return Turn(TypingPhone(state.draft), commands=(ReadPhone(words),))
    return _hear_contact(state, state.draft, event)


def _hear_contact(state: State, draft: Draft, event: Event) -> Turn | None:
    match event:
        case SharedContact(phone=phone, own=True):
            return Turn(state, commands=(ProveByContact(phone),))
        case SharedContact():
            return Turn(state, (text("contact-not-own"),))
        case PhoneRead(phone=None, problem=problem):
            return Turn(ChoosingProof(draft), (_phone_problem(problem),))
    return None


def _phone_problem(problem: str) -> Text:
    return text(f"phone-{problem.replace('_', '-')}")


def _sharing_prompt(_state: SharingContact, _context: Context) -> Prompt:
    return Prompt((text("verify-share-how"),), rows(["back", "cancel"]), contact=Choice.of("verify-share"))


def _hear_sharing(state: SharingContact, event: Event, _context: Context) -> Turn | None:
    if isinstance(event, Typed):
        return Turn(state, (text("verify-share-press"),))
    return _hear_contact(state, state.draft, event)


def _phone_prompt(state: TypingPhone, context: Context) -> Prompt:
    how = "verify-call-number" if state.by_call else "verify-code-number"
    return Prompt((text(how, example=context.clinic.phone),), rows(["back", "cancel"]))


def _hear_phone(state: TypingPhone, event: Event, _context: Context) -> Turn | None:
    match event:
        case Typed(text=words):
            return Turn(state, commands=(ReadPhone(words),))
        case PhoneRead(phone=None, problem=problem):
            return Turn(state, (_phone_problem(problem),))
        case PhoneRead(phone=str(phone)):
            return Turn(state, commands=(OfferCall(phone) if state.by_call else SendCode(phone),))
    return _hear_sent(state, state.draft, event) or _hear_contact(state, state.draft, event)


def _hear_sent(state: State, draft: Draft, event: Event) -> Turn | None:
    """What sending a code or offering a call leads to, wherever it was asked for."""
    match event:
        case CodeSent(phone=phone):
            return Turn(TypingCode(draft, phone))
        case CodeHeldBack(minutes=minutes):
            return Turn(state, (text("code-held-back", minutes=minutes),))
        case CallOffered(phone=phone, code=code):
            return Turn(AwaitingCall(draft, phone, code))
    return None


def _code_prompt(state: TypingCode, _context: Context) -> Prompt:
    return Prompt(
        (text("code-invitation", phone=shown(state.phone)),),
        rows(["code-again", "verify-call"], ["back", "cancel"]),
    )


def _hear_code(state: TypingCode, event: Event, _context: Context) -> Turn | None:
    match event:
        case Typed(text=typed):
            code = "".join(c for c in typed if c.isascii() and c.isdigit())
            if len(code) != 6:
                return Turn(state, (text("code-six-digits"),))
            return Turn(state, commands=(CheckCode(state.phone, code),))
        case CodeWrong(expired=True):
            return Turn(state, (text("code-expired"),))
        case CodeWrong(left=left):
            return Turn(state, (text("code-wrong", left=left) if left else text("code-exhausted"),))
        case Chose(id="code-again"):
            return Turn(state, commands=(SendCode(state.phone),))
        case Chose(id="verify-call"):
            return Turn(state, commands=(OfferCall(state.phone),))
    return _hear_sent(state, state.draft, event) or _hear_contact(state, state.draft, event)


def _call_prompt(state: AwaitingCall, context: Context) -> Prompt:
    body = text("call-invitation", line=context.clinic.phone, phone=shown(state.phone), code=state.code)
    return Prompt((body,), rows(["verify-code"], ["back", "cancel"]))


def _hear_call(state: AwaitingCall, event: Event, _context: Context) -> Turn | None:
    match event:
        case Chose(id="verify-code"):
            return Turn(state, commands=(SendCode(state.phone),))
        case Typed():
            return Turn(state, (text("call-waiting"),))
    return _hear_sent(state, state.draft, event) or _hear_contact(state, state.draft, event)


STEPS: Steps = {
    ChoosingProof: Step(_choosing_prompt, _hear_choosing, lambda state, _context: Reviewing(state.draft)),
    SharingContact: Step(_sharing_prompt, _hear_sharing, lambda state, _context: ChoosingProof(state.draft)),
    TypingPhone: Step(_phone_prompt, _hear_phone, lambda state, _context: ChoosingProof(state.draft)),
    TypingCode: Step(_code_prompt, _hear_code, lambda state, _context: TypingPhone(state.draft)),
    AwaitingCall: Step(
        _call_prompt, _hear_call, lambda state, _context: TypingPhone(state.draft, by_call=True)
    ),
}
