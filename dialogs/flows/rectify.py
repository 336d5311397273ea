"""Correct my data: for whom, which field, the right value, the wrong one or *skip*."""

from __future__ import annotations

from dataclasses import replace

from dialogs.commands import Event, PhoneRead, ReadPhone
from dialogs.context import Context
from dialogs.flows.review import shown_value
from dialogs.messages import Arg, Chose, Prompt, SharedContact, Text, Typed, rows, text
from dialogs.requests import DataField, Draft, RequestKind, Whom
from dialogs.states import (
    AtMenu,
    ChoosingField,
    ChoosingRight,
    ChoosingWhom,
    Reviewing,
    State,
    WritingName,
    WritingOld,
    WritingReason,
    WritingValue,
)
from dialogs.steps import Step, Steps, Turn, chosen
from dialogs.values import LONGEST_VALUE, READERS, Problem, read_name, read_words

_WHOM = set(Whom)
_FIELDS = set(DataField)


def given(value: Arg) -> tuple[Text, ...]:
    """What was written at this step before, so that a way back loses nothing; nothing for an empty value."""
    return (text("already-given", value=value),) if value else ()


def keep(value: Arg) -> list[str]:
    """The choice that leaves it so."""
    return ["keep"] if value else []


# --- For whom (shared with the other rights) ------------------------------------------------------


def _whom_prompt(state: ChoosingWhom, _context: Context) -> Prompt:
    return Prompt(
        (text("whom-question", kind=text(f"kind-{state.draft.kind}")),),
        rows(["whom-self"], ["whom-child"], ["whom-other"], ["back", "menu"]),
    )


def _hear_whom(state: ChoosingWhom, event: Event, _context: Context) -> Turn | None:
    whom = chosen(event, "whom-")
    if whom not in _WHOM:
        return None
    draft = replace(state.draft, whom=Whom(whom))
    if draft.whom is Whom.SELF:
        return Turn(_after_whom(replace(draft, name="")))
    return Turn(WritingName(draft))


def _after_whom(draft: Draft) -> State:
    return ChoosingField(draft) if draft.kind is RequestKind.RECTIFY else WritingReason(draft)


def _before_whom(state: ChoosingWhom, _context: Context) -> State:
    return AtMenu() if state.draft.kind is RequestKind.RECTIFY else ChoosingRight()


def _name_prompt(state: WritingName, _context: Context) -> Prompt:
    name = state.draft.name
    return Prompt(
        (text("name-question"), *given(name), text(f"authority-{state.draft.whom}")),
        rows(keep(name), ["back", "menu"]),
    )


def _hear_name(state: WritingName, event: Event, _context: Context) -> Turn | None:
    match event:
        case Chose(id="keep") if state.draft.name:
            return Turn(_after_whom(state.draft))
        case Typed(text=typed):
            name = read_name(typed)
            if isinstance(name, Problem):
                return Turn(state, (name.said,))
            return Turn(_after_whom(replace(state.draft, name=name)))
    return None


def before_words(state: ChoosingField | WritingReason, _context: Context) -> State:
    """The step before the first one that depends on the person."""
    draft = state.draft
    return ChoosingWhom(draft) if draft.whom is Whom.SELF else WritingName(draft)


# --- Which field and its value --------------------------------------------------------------------


def _field_prompt(_state: ChoosingField, _context: Context) -> Prompt:
    return Prompt(
        (text("field-question"),),
        rows(
            ["field-name", "field-birth-date"],
            ["field-phone", "field-email"],
            ["field-address", "field-other"],
            ["back", "menu"],
        ),
    )


def _hear_field(state: ChoosingField, event: Event, _context: Context) -> Turn | None:
    field = chosen(event, "field-")
    return Turn(WritingValue(state.draft, DataField(field))) if field in _FIELDS else None


def _value_prompt(state: WritingValue, _context: Context) -> Prompt:
    value = _given_value(state)
    return Prompt(
        (text(f"value-{state.field}"), *given(value), text("value-no-documents")),
        rows(keep(value), ["back", "menu"]),
    )


def _given_value(state: WritingValue) -> Arg:
    """The value written before for this very field, on a way back or an edit."""
    draft = state.draft
    return shown_value(draft.field, draft.value) if draft.value and draft.field is state.field else ""


def _hear_value(state: WritingValue, event: Event, context: Context) -> Turn | None:
    match event:
        case Chose(id="keep") if _given_value(state):
            return Turn(WritingOld(state.draft))
        case Typed(text=words) | SharedContact(phone=words, own=True) if state.field is DataField.PHONE:
            return Turn(state, commands=(ReadPhone(words),))
        case PhoneRead(phone=None, problem=problem):
            return Turn(state, (text(f"phone-{problem.replace('_', '-')}"),))
        case PhoneRead(phone=str(phone)):
            return _with_value(state, phone)
        case Typed(text=typed):
            value = READERS[state.field](typed, context.now.date())
            return Turn(state, (value.said,)) if isinstance(value, Problem) else _with_value(state, value)
    return None


def _with_value(state: WritingValue, value: str) -> Turn:
    draft = state.draft
    old = draft.old if draft.field is state.field else ""
    return Turn(WritingOld(replace(draft, field=state.field, value=value, old=old)))


def _old_prompt(state: WritingOld, _context: Context) -> Prompt:
    old = state.draft.old
    return Prompt((text("old-question"), *given(old)), rows([*keep(old), "skip"], ["back", "menu"]))


def _hear_old(state: WritingOld, event: Event, _context: Context) -> Turn | None:
    match event:
        case Chose(id="keep") if state.draft.old:
            return Turn(Reviewing(state.draft))
        case Chose(id="skip"):
            return Turn(Reviewing(replace(state.draft, old="")))
        case Typed(text=typed):
            words = read_words(typed, LONGEST_VALUE)
            if isinstance(words, Problem):
                return Turn(state, (words.said,))
            return Turn(Reviewing(replace(state.draft, old=words)))
    return None


def _before_old(state: WritingOld, _context: Context) -> State:
    return WritingValue(state.draft, state.draft.field) if state.draft.field else ChoosingField(state.draft)


STEPS: Steps = {
    ChoosingWhom: Step(_whom_prompt, _hear_whom, _before_whom),
    WritingName: Step(_name_prompt, _hear_name, lambda state, _context: ChoosingWhom(state.draft)),
    ChoosingField: Step(_field_prompt, _hear_field, before_words),
    WritingValue: Step(_value_prompt, _hear_value, lambda state, _context: ChoosingField(state.draft)),
    WritingOld: Step(_old_prompt, _hear_old, _before_old),
}
