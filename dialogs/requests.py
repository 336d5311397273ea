"""What a privacy request is: its kinds, its statuses and the only moves between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RequestKind(StrEnum):
    """What the person asks for; the value is the spelling of the command line and the database."""

    RECTIFY = "rectify"
    WITHDRAW = "withdraw"
    ACCESS = "access"
    BLOCK = "block"
    ERASE = "erase"
    QUESTION = "question"


class RequestStatus(StrEnum):
    """Where a case stands; done, refused and cancelled are ends."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"

    @property
    def is_end(self) -> bool:
        """True when nothing moves the case any more."""
        return self in _ENDS


_ENDS = frozenset({RequestStatus.DONE, RequestStatus.REFUSED, RequestStatus.CANCELLED})


class Whom(StrEnum):
    """Whose data the request is about; for anybody but oneself staff check the authority at the desk."""

    SELF = "self"
    CHILD = "child"
    OTHER = "other"


class DataField(StrEnum):
    """Which piece of data is to be corrected."""

    NAME = "name"
    BIRTH_DATE = "birth-date"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    OTHER = "other"


class Purpose(StrEnum):
    """What a consent is given for; the ledger and the withdrawal are by purpose."""

    ALL = "all"
    EMAIL = "email"
    MESSAGES = "messages"
    CROSS_BORDER = "cross-border"
    DESK = "desk"


WITHDRAWABLE = (Purpose.ALL, Purpose.EMAIL, Purpose.MESSAGES, Purpose.CROSS_BORDER)
"""Purposes a person may withdraw; DESK (the notice of the first contact) ends with "forget me"."""


class ProofMethod(StrEnum):
    """How a phone was proven, from the platform's word to a voice on the line."""

    CONTACT = "contact"
    CODE = "code"
    CALL = "call"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Proof:
    """A proven phone: E.164, how and when (aware). Staff see how: a proven phone is no proven patient."""

    phone: str
    method: ProofMethod
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A request while it is being written; its words are the person's own and stay encrypted outside."""

    kind: RequestKind
    whom: Whom = Whom.SELF
    name: str = ""
    field: DataField | None = None
    value: str = ""
    old: str = ""
    purpose: Purpose | None = None
    words: str = ""


class Move(StrEnum):
    """What somebody does to a case. The value is the spelling in callback data and the audit log."""

    TAKE = "take"
    RETURN = "return"
    HAND_OVER = "hand-over"
    WAIT = "wait"
    RESUME = "resume"
    ANSWERED = "answered"
    DONE = "done"
    REFUSE = "refuse"
    CANCEL = "cancel"


class IllegalMove(ValueError):
    """The case does not allow this move from its status; nothing was changed."""

    def __init__(self, status: RequestStatus, move: Move) -> None:
        super().__init__(f"{move} is not possible from {status}")
        self.status = status
        self.move = move


_S, _M = RequestStatus, Move

TRANSITIONS: dict[tuple[RequestStatus, Move], RequestStatus] = {
    (_S.OPEN, _M.TAKE): _S.IN_PROGRESS,
    (_S.OPEN, _M.CANCEL): _S.CANCELLED,
    (_S.IN_PROGRESS, _M.RETURN): _S.OPEN,
    (_S.IN_PROGRESS, _M.HAND_OVER): _S.IN_PROGRESS,
    (_S.IN_PROGRESS, _M.WAIT): _S.WAITING,
    (_S.IN_PROGRESS, _M.DONE): _S.DONE,
    (_S.IN_PROGRESS, _M.REFUSE): _S.REFUSED,
    (_S.IN_PROGRESS, _M.CANCEL): _S.CANCELLED,
    (_S.WAITING, _M.RESUME): _S.IN_PROGRESS,
    (_S.WAITING, _M.ANSWERED): _S.IN_PROGRESS,
    (_S.WAITING, _M.RETURN): _S.OPEN,
    (_S.WAITING, _M.HAND_OVER): _S.WAITING,
    (_S.WAITING, _M.CANCEL): _S.CANCELLED,
}
"""Every lawful move. What is not here is illegal. The patient's own answer ends a pause, so that a clinic
cannot keep the law's clock stopped by not looking."""


def moved(status: RequestStatus, move: Move) -> RequestStatus:
    """The status after the move; raises IllegalMove, changing nothing, when the table has no such row."""
    try:
        return TRANSITIONS[status, move]
    except KeyError:
        raise IllegalMove(status, move) from None
