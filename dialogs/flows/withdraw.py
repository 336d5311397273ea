"""Withdraw consent: by purpose, with what will stop and what cannot, then an optional reason."""

from __future__ import annotations

from dataclasses import replace

from dialogs.commands import Event
from dialogs.context import Context
from dialogs.flows.rectify import before_words, given, keep
from dialogs.messages import Chose, Prompt, Typed, rows, text
from dialogs.requests import WITHDRAWABLE, Purpose, RequestKind
from dialogs.states import ChoosingPurpose, ReadingConsequences, Reviewing, State, WritingReason
from dialogs.steps import Step, Steps, Turn, chosen
from dialogs.values import Problem, read_words

REASON = {RequestKind.WITHDRAW: "reason-question"}
"""The question for optional words by kind; every other kind asks for details of its own."""


def _purpose_prompt(_state: ChoosingPurpose, _context: Context) -> Prompt:
    purposes = [[f"purpose-{purpose}"] for purpose in WITHDRAWABLE]
    return Prompt((text("purpose-question"),), rows(*purposes, ["menu"]))


def _hear_purpose(state: ChoosingPurpose, event: Event, _context: Context) -> Turn | None:
    purpose = chosen(event, "purpose-")
    if purpose not in set(WITHDRAWABLE):
        return None
    return Turn(ReadingConsequences(state.draft, Purpose(purpose)))


def _consequences_prompt(state: ReadingConsequences, _context: Context) -> Prompt:
    return Prompt(
        (text(f"stops-{state.purpose}"), text(f"stays-{state.purpose}"), text("withdraw-deadline")),
        rows(["continue"], ["back", "menu"]),
    )


def _hear_consequences(state: ReadingConsequences, event: Event, _context: Context) -> Turn | None:
    if isinstance(event, Chose) and event.id == "continue":
        return Turn(WritingReason(replace(state.draft, purpose=state.purpose)))
    return None


def _reason_prompt(state: WritingReason, _context: Context) -> Prompt:
    kind, words = state.draft.kind, state.draft.words
    question = text(REASON.get(kind, f"details-{kind}"))
    return Prompt((question, *given(words)), rows([*keep(words), "skip"], ["back", "menu"]))


def _hear_reason(state: WritingReason, event: Event, _context: Context) -> Turn | None:
    match event:
        case Chose(id="keep") if state.draft.words:
            return Turn(Reviewing(state.draft))
        case Chose(id="skip"):
            return Turn(Reviewing(replace(state.draft, words="")))
        case Typed(text=typed):
            words = read_words(typed)
            if isinstance(words, Problem):
                return Turn(state, (words.said,))
            return Turn(Reviewing(replace(state.draft, words=words)))
    return None


def _before_reason(state: WritingReason, context: Context) -> State:
    purpose = state.draft.purpose
    return ReadingConsequences(state.draft, purpose) if purpose else before_words(state, context)


STEPS: Steps = {
    ChoosingPurpose: Step(_purpose_prompt, _hear_purpose),
    ReadingConsequences: Step(
        _consequences_prompt, _hear_consequences, lambda state, _context: ChoosingPurpose(state.draft)
    ),
    WritingReason: Step(_reason_prompt, _hear_reason, _before_reason),
}
