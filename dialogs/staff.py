"""The desk's rules: who may do what to a case, when, and on which ground. Pure; every refusal says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from dialogs.messages import Language, Text, text
from dialogs.requests import Move, ProofMethod, RequestKind, RequestStatus, Whom, moved


@dataclass(frozen=True, slots=True)
class Case:
    """A case as the desk sees it without its content. ``phone`` is masked; moments are aware.

    ``owner`` and ``refusal_by`` are staff ids, empty when there is none. ``unheard`` says that the patient
    wrote and nobody has answered yet, ``undelivered`` that the last message did not reach them.
    """

    number: str
    kind: RequestKind
    whom: Whom
    status: RequestStatus
    language: Language
    channel: str
    received_at: datetime
    due_at: datetime
    phone: str = ""
    proof: ProofMethod | None = None
    purpose: str = ""
    owner: str = ""
    owner_name: str = ""
    documents_seen: bool = False
    authority_checked: bool = False
    refusal_by: str = ""
    unheard: bool = False
    undelivered: bool = False


@dataclass(frozen=True, slots=True)
class Staff:
    """Who acts: an opaque id of the platform, a name for colleagues' eyes, their role in the group now."""

    id: str
    name: str
    administrator: bool = False


class Act(StrEnum):
    """What a staff member may do to a case; the value is the id of its button."""

    TAKE = "staff-take"
    RETURN = "staff-return"
    HAND_OVER = "staff-hand-over"
    DETAILS = "staff-details"
    ASK = "staff-ask"
    WAIT = "staff-wait"
    RESUME = "staff-resume"
    DOCUMENTS_SEEN = "staff-documents-seen"
    AUTHORITY_CHECKED = "staff-authority-checked"
    DONE = "staff-done"
    REFUSE = "staff-refuse"
    APPROVE = "staff-approve"
    DECLINE = "staff-decline"


MOVES: dict[Act, Move] = {
    Act.TAKE: Move.TAKE,
    Act.RETURN: Move.RETURN,
    Act.HAND_OVER: Move.HAND_OVER,
    Act.WAIT: Move.WAIT,
    Act.RESUME: Move.RESUME,
    Act.DONE: Move.DONE,
    Act.APPROVE: Move.REFUSE,
}
"""Acts that move the case; the others leave its status alone."""

_S = RequestStatus
WHEN: dict[Act, frozenset[RequestStatus]] = {
    Act.TAKE: frozenset({_S.OPEN}),
    Act.RETURN: frozenset({_S.IN_PROGRESS, _S.WAITING}),
    Act.HAND_OVER: frozenset({_S.IN_PROGRESS, _S.WAITING}),
    Act.DETAILS: frozenset(_S),
    Act.ASK: frozenset({_S.IN_PROGRESS, _S.WAITING}),
    Act.WAIT: frozenset({_S.IN_PROGRESS}),
    Act.RESUME: frozenset({_S.WAITING}),
    Act.DOCUMENTS_SEEN: frozenset({_S.IN_PROGRESS, _S.WAITING}),
    Act.AUTHORITY_CHECKED: frozenset({_S.IN_PROGRESS, _S.WAITING}),
    Act.DONE: frozenset({_S.IN_PROGRESS}),
    Act.REFUSE: frozenset({_S.IN_PROGRESS}),
    Act.APPROVE: frozenset({_S.IN_PROGRESS}),
    Act.DECLINE: frozenset({_S.IN_PROGRESS}),
}
"""At which status each act makes sense."""

OWNERS = frozenset(Act) - {Act.TAKE, Act.DETAILS, Act.APPROVE, Act.DECLINE}
"""Acts of the one who took the case; an administrator may return or hand over in their stead."""

IN_STEAD = frozenset({Act.RETURN, Act.HAND_OVER})

OUTCOMES: dict[RequestKind, tuple[str, ...]] = {
    RequestKind.RECTIFY: ("corrected", "partly-corrected"),
    RequestKind.WITHDRAW: ("stopped", "stopped-except-law"),
    RequestKind.ACCESS: ("copy-given", "nothing-held"),
    RequestKind.BLOCK: ("blocked",),
    RequestKind.ERASE: ("erased", "erased-except-law"),
    RequestKind.QUESTION: ("answered",),
}
"""What may have been done, by kind; each is a key ``outcome-…``."""


FIELD_OUTCOMES = ("done", "partly", "refused")
"""What may have become of one field of a correction that asks for several; each ends a key ``field-outcome-…``."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A lawful ground of refusal; ``id`` ends a key ``ground-…``, ``article`` was checked on that day."""

    id: str
    article: str
    kinds: frozenset[RequestKind]
    checked_on: str


_ALL = frozenset(RequestKind)
_K = RequestKind

GROUNDS: tuple[Ground, ...] = (
    Ground("not-confirmed", "24", frozenset({_K.RECTIFY, _K.BLOCK, _K.ERASE}), "2026-11-22"),
    Ground("retention-by-law", "8(2)", frozenset({_K.WITHDRAW, _K.ERASE, _K.BLOCK}), "2026-11-22"),
    Ground("obligation-unfulfilled", "8(2)", frozenset({_K.WITHDRAW, _K.ERASE}), "2026-11-22"),
    Ground("authority-not-shown", "8", _ALL - {_K.QUESTION}, "2026-11-22"),
    Ground("identity-not-shown", "", _ALL - {_K.QUESTION}, "2026-11-22"),
    Ground("not-our-data", "", _ALL, "2026-11-22"),
    Ground("outside-desk", "", frozenset({_K.QUESTION}), "2026-11-22"),
)
"""The catalogue of grounds. An empty article is the clinic's own rule, said as such."""


def grounds(kind: RequestKind) -> tuple[Ground, ...]:
    """The grounds that may refuse a request of this kind."""
    return tuple(ground for ground in GROUNDS if kind in ground.kinds)


@dataclass(frozen=True, slots=True)
class Allowed:
    """The act is lawful; ``status`` is the status afterwards, the same when the act moves nothing."""

    status: RequestStatus


@dataclass(frozen=True, slots=True)
class Denied:
    """The act is not lawful; ``why`` is said to the one who tried, and nothing changes."""

    why: Text


Decision: TypeAlias = Allowed | Denied


def decide(case: Case, act: Act, by: Staff, *, two_people: bool = True) -> Decision:
    """Whether this person may do this to this case now. ``two_people``: a refusal needs a second person."""
    why = _too_late(case, act) or _not_yours(case, act, by) or _not_ready(case, act, by, two_people)
    if why is not None:
        return Denied(why)
    return Allowed(moved(case.status, MOVES[act]) if act in MOVES else case.status)


def _too_late(case: Case, act: Act) -> Text | None:
    if case.status in WHEN[act]:
        return None
    status = text(f"status-{case.status.value.replace('_', '-')}")
    if case.owner and act is Act.TAKE and not case.status.is_end:
        return text("denied-taken", name=case.owner_name)
    return text("denied-status", number=case.number, status=status)


def _not_yours(case: Case, act: Act, by: Staff) -> Text | None:
    if act not in OWNERS or case.owner == by.id or (by.administrator and act in IN_STEAD):
        return None
    return text("denied-not-owner", name=case.owner_name)


def _not_ready(case: Case, act: Act, by: Staff, two_people: bool) -> Text | None:
    pending = bool(case.refusal_by)
    match act:
        case Act.APPROVE | Act.DECLINE if not pending:
            return text("denied-no-refusal")
        case Act.APPROVE if two_people and case.refusal_by == by.id:
            return text("denied-second-person")
        case Act.DONE | Act.REFUSE | Act.RETURN | Act.WAIT if pending:
            return text("denied-refusal-pending")
        case Act.DONE if case.kind is RequestKind.RECTIFY and not case.documents_seen:
            return text("denied-documents")
        case Act.DONE if case.whom is not Whom.SELF and not case.authority_checked:
            return text("denied-authority")
    return None
