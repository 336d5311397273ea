"""Where a conversation stands: one frozen class per step, holding just what that step needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dialogs.commands import HoldingsFound, Registered, RequestFound, RequestLine
from dialogs.requests import DataField, Draft, Purpose, RequestKind

# --- First contact and menu -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChoosingLanguage:
    """The first question of all; also reached from Settings (``settled`` then)."""

    settled: bool = False


@dataclass(frozen=True, slots=True)
class ReadingNotice:
    """Operator, what is kept and how long, foreign messengers; agree or decline."""


@dataclass(frozen=True, slots=True)
class AtMenu:
    """The main menu; anything typed here is a question. ``offers_news``: asks once about news of the policy."""

    offers_news: bool = False


@dataclass(frozen=True, slots=True)
class ReadingContacts:
    """How to reach the clinic and book a visit."""


# --- Questions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asking:
    """Waiting for a question in the person's own words."""


@dataclass(frozen=True, slots=True)
class ReadingAnswer:
    """A clause found for a question. ``others`` are the next best, ``question`` empty if not to be kept."""

    clause: str
    others: tuple[str, ...] = ()
    question: str = ""
    rated: bool = False


@dataclass(frozen=True, slots=True)
class ChoosingClause:
    """Not sure enough for one clause: up to three to choose from."""

    clauses: tuple[str, ...]
    question: str = ""


@dataclass(frozen=True, slots=True)
class OfferedRequest:
    """The question is really a wish: the request is offered."""

    kind: RequestKind
    question: str = ""


@dataclass(frozen=True, slots=True)
class OutsidePolicy:
    """Nothing in the policy answers this; the clinic may be asked."""

    question: str = ""


@dataclass(frozen=True, slots=True)
class BrowsingSections:
    """The sections by short title, page by page (0 is the first)."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ReadingSection:
    """One section's clauses, page by page."""

    section: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class AskingClinic:
    """Writing a question that a human will answer; ``question`` is a suggestion already typed."""

    question: str = ""


# --- Requests -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChoosingRight:
    """Copy of my data, block or erase."""


@dataclass(frozen=True, slots=True)
class ChoosingWhom:
    """For me, my child or ward, or another."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class WritingName:
    """Whose data it is, when not one's own."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class ChoosingField:
    """Which piece of data is wrong."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class WritingValue:
    """The right value, checked for its kind."""

    draft: Draft
    field: DataField


@dataclass(frozen=True, slots=True)
class WritingOld:
    """The wrong value as the clinic has it, or skip."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class ChoosingPurpose:
    """Which consent is withdrawn."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class ReadingConsequences:
    """What will stop, what cannot and why."""

    draft: Draft
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class WritingReason:
    """Optional words: a reason, details of a right."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The whole draft once more; *Send* files it."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class ReadingReceipt:
    """The case is registered. ``joinable``: the same phone is proven in that messenger, join the two?"""

    receipt: Registered
    joinable: str = ""


# --- Proving the phone ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChoosingProof:
    """Own contact, number and code, or a call; ``draft`` waits."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class SharingContact:
    """Waiting for the platform's own contact button."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class TypingPhone:
    """Waiting for a number; ``by_call`` says it will be proven by calling the clinic."""

    draft: Draft
    by_call: bool = False


@dataclass(frozen=True, slots=True)
class TypingCode:
    """Waiting for the six digits sent to ``phone`` (E.164)."""

    draft: Draft
    phone: str


@dataclass(frozen=True, slots=True)
class AwaitingCall:
    """Waiting until reception hears ``code`` on the clinic's line."""

    draft: Draft
    phone: str
    code: str


# --- My requests ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListingRequests:
    """The person's requests, newest first, page by page."""

    requests: tuple[RequestLine, ...]
    page: int = 0


@dataclass(frozen=True, slots=True)
class ReadingRequest:
    """One request with its timeline."""

    request: RequestFound


@dataclass(frozen=True, slots=True)
class WritingMessage:
    """Words to add to a case; ``held`` are words that speak of health and wait for a second *yes*."""

    number: str
    held: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmingCancel:
    """Cancel this case, really?"""

    number: str


# --- Settings -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class InSettings:
    """Language, notices, holdings, forget me."""


@dataclass(frozen=True, slots=True)
class ReadingHoldings:
    """What the desk holds about this contact, as of ``at``."""

    holdings: HoldingsFound
    at: datetime


@dataclass(frozen=True, slots=True)
class ConfirmingForget:
    """Forget me, really?"""


@dataclass(frozen=True, slots=True)
class Gone:
    """The profile is erased; the next word begins anew. ``kept`` requests stay in the minimal register."""

    kept: int


State: TypeAlias = (
    ChoosingLanguage
    | ReadingNotice
    | AtMenu
    | ReadingContacts
    | Asking
    | ReadingAnswer
    | ChoosingClause
    | OfferedRequest
    | OutsidePolicy
    | BrowsingSections
    | ReadingSection
    | AskingClinic
    | ChoosingRight
    | ChoosingWhom
    | WritingName
    | ChoosingField
    | WritingValue
    | WritingOld
    | ChoosingPurpose
    | ReadingConsequences
    | WritingReason
    | Reviewing
    | ReadingReceipt
    | ChoosingProof
    | SharingContact
    | TypingPhone
    | TypingCode
    | AwaitingCall
    | ListingRequests
    | ReadingRequest
    | WritingMessage
    | ConfirmingCancel
    | InSettings
    | ReadingHoldings
    | ConfirmingForget
    | Gone
)
