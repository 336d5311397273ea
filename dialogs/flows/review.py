"""The end of every request: the whole draft once more, *Send*, and the receipt."""

from __future__ import annotations

from datetime import date

from dialogs.commands import (
    ClockDue,
    Command,
    Event,
    FileRequest,
    FindRequest,
    RecordConsent,
    Registered,
    TooManyRequests,
)
from dialogs.context import Context
from dialogs.deadlines import CITATIONS
from dialogs.flows.joining import OFFER, offer
from dialogs.messages import Arg, Choice, Chose, Prompt, Text, rows, text
from dialogs.phones import masked, shown
from dialogs.requests import DataField, Draft, Purpose, RequestKind, Whom
from dialogs.states import (
    AskingClinic,
    ChoosingField,
    ChoosingProof,
    ChoosingPurpose,
    ChoosingWhom,
    ReadingReceipt,
    Reviewing,
    State,
    WritingOld,
    WritingReason,
)
from dialogs.steps import Step, Steps, Turn

STOPS_MESSAGES = (Purpose.ALL, Purpose.MESSAGES)
"""Withdrawals that silence the bot at once, before any staff act."""


def shown_value(field: DataField | None, value: str) -> Arg:
    """A value as people read it: dates in the language's form, phones in the clinic's grouping."""
    if field is DataField.BIRTH_DATE:
        return date.fromisoformat(value)
    return shown(value) if field is DataField.PHONE else value


def lines(draft: Draft) -> tuple[Text, ...]:
    """The draft line by line, for its writer's eyes and for staff *Details*."""
    told: list[Text] = [text("review-kind", kind=text(f"kind-{draft.kind}"))]
    if draft.kind not in (RequestKind.QUESTION, RequestKind.WITHDRAW):
        told.append(text("review-whom", whom=text(f"whom-{draft.whom}")))
    if draft.name:
        told.append(text("review-name", name=draft.name))
    if draft.field:
        told.append(text("review-field", field=text(f"field-{draft.field}")))
        told.append(text("review-value", value=shown_value(draft.field, draft.value)))
    if draft.old:
        told.append(text("review-old", value=draft.old))
    if draft.purpose:
        told.append(text("review-purpose", purpose=text(f"purpose-{draft.purpose}")))
    if draft.words:
        told.append(text("review-words", words=draft.words))
    return tuple(told)


def _review_prompt(state: Reviewing, context: Context) -> Prompt:
    draft = state.draft
    papers = (text("review-documents"),) if draft.kind is RequestKind.RECTIFY else ()
    authority = (text("review-authority"),) if draft.whom is not Whom.SELF else ()
    phone = (
        (text("review-phone", phone=masked(context.proof.phone)),)
        if context.proof_is_fresh and context.proof
        else ()
    )
    email = text("review-email", email=context.clinic.email)
    return Prompt(
        (text("review-title"), *lines(draft), *phone, *papers, *authority, email),
        rows(["send"], ["edit", "back"], ["cancel"]),
    )


def _needs_proof(draft: Draft, context: Context) -> bool:
    return draft.kind is not RequestKind.QUESTION and not context.proof_is_fresh


def _hear_review(state: Reviewing, event: Event, context: Context) -> Turn | None:
    draft = state.draft
    match event:
        case Chose(id="send") if _needs_proof(draft, context):
            return Turn(ChoosingProof(draft), commands=_silence(draft, context))
        case Chose(id="send"):
            return Turn(state, commands=(*_silence(draft, context), FileRequest(draft)))
        case Chose(id="edit"):
            return Turn(_first_step(draft))
        case Registered():
            return Turn(ReadingReceipt(event, context.joinable))
        case TooManyRequests(limit=limit):
            return Turn(state, (text("too-many-requests", limit=limit),))
    return None


def _silence(draft: Draft, context: Context) -> tuple[Command, ...]:
    """*Send* alone ends the bot's messages: no proof, no limit and no staff act may delay that.

    What it answers is the review without the person's own words: a fingerprint of those would prove nothing.
    """
    stops = draft.purpose in STOPS_MESSAGES and context.messages
    sent = lines(Draft(draft.kind, purpose=draft.purpose))
    return (RecordConsent(Purpose.MESSAGES, False, sent),) if stops else ()


def _first_step(draft: Draft) -> State:
    starts: dict[RequestKind, State] = {
        RequestKind.RECTIFY: ChoosingField(draft),
        RequestKind.WITHDRAW: ChoosingPurpose(draft),
        RequestKind.QUESTION: AskingClinic(draft.words),
    }
    return starts.get(draft.kind, ChoosingWhom(draft))


def _step_before(state: Reviewing, _context: Context) -> State:
    ends: dict[RequestKind, State] = {
        RequestKind.RECTIFY: WritingOld(state.draft),
        RequestKind.QUESTION: AskingClinic(state.draft.words),
    }
    return ends.get(state.draft.kind, WritingReason(state.draft))


def _due_line(clock: ClockDue) -> Text:
    """One due date with its article; a clock that is the clinic's own promise says so."""
    name, day = text(f"clock-{clock.name}"), clock.due.date()
    citation = CITATIONS.get(clock.article)
    if citation is None:
        return text("receipt-clock-own", name=name, due=day)
    return text("receipt-clock", name=name, due=day, article=text(f"article-{citation}"))


def _edition(version: str) -> Arg:
    """The edition as people know it: its version, or that it is our own plain wording."""
    return text("edition-builtin") if version.startswith("builtin") else version


def _receipt_prompt(state: ReadingReceipt, context: Context) -> Prompt:
    receipt = state.receipt
    due = tuple(_due_line(clock) for clock in receipt.clocks)
    papers = (text("receipt-documents"),) if receipt.kind is RequestKind.RECTIFY else ()
    authority = (text("receipt-authority"),) if receipt.whom is not Whom.SELF else ()
    title = "receipt-joined" if receipt.joined else "receipt-title"
    return Prompt(
        (
            text(title, number=receipt.number, kind=text(f"kind-{receipt.kind}")),
            text("receipt-received", at=receipt.received_at),
            *due,
            *papers,
            *authority,
            text("receipt-edition", edition=_edition(receipt.edition)),
            text("receipt-email", email=context.clinic.email),
            text("receipt-code", code=receipt.code),
            *((text("receipt-head", head=receipt.head),) if receipt.head else ()),
            *offer(state.joinable),
        ),
        rows(
            OFFER if state.joinable else (),
            [Choice(f"request:{receipt.number}", text("receipt-follow"))],
            ["menu"],
        ),
    )


def _hear_receipt(state: ReadingReceipt, event: Event, _context: Context) -> Turn | None:
    if isinstance(event, Chose) and event.id == f"request:{state.receipt.number}":
        return Turn(state, commands=(FindRequest(state.receipt.number),))
    return None


STEPS: Steps = {
    Reviewing: Step(_review_prompt, _hear_review, _step_before),
    ReadingReceipt: Step(_receipt_prompt, _hear_receipt),
}
