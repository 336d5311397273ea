"""What the talk asks of the shell. Every command is answered by exactly one event, given beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from dialogs.messages import (
    AskedToStop,
    Chose,
    CriedForHelp,
    Language,
    Replied,
    SentUnread,
    SharedContact,
    Started,
    Text,
    Typed,
)
from dialogs.requests import Draft, ProofMethod, Purpose, RequestKind, RequestStatus, Whom

# --- Language and consent -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Remember the person's language. Answered by LanguageSet."""

    language: Language


@dataclass(frozen=True, slots=True)
class LanguageSet:
    """From here on the context speaks the new language."""


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """Write a consent or its withdrawal into the ledger. Answered by ConsentRecorded.

    ``asked`` are the words the person answered, as they saw them; none when they spoke unasked (STOP).
    """

    purpose: Purpose
    granted: bool
    asked: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    """The ledger holds it, with text version, time and channel.

    ``news_open``: before, it had neither a yes of this contact to the notice nor any word about messages.
    """

    purpose: Purpose
    granted: bool
    news_open: bool = False


@dataclass(frozen=True, slots=True)
class ReadNews:
    """Read the words of a broadcast this person was told of. Answered by NewsRead."""

    broadcast: str


@dataclass(frozen=True, slots=True)
class NewsRead:
    """Its paragraphs in the person's language; none when there is nothing to read for them."""

    paragraphs: tuple[str, ...]


# --- Questions ------------------------------------------------------------------------------------


class Intent(StrEnum):
    """What a typed message is about."""

    POLICY = "policy"
    RECTIFY = "rectify"
    WITHDRAW = "withdraw"
    BOOK = "book"
    OPERATOR = "operator"
    URGENT = "urgent"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class FindAnswer:
    """Find the clause a question is about. Answered by AnswerFound. The one command that may take long."""

    question: str


@dataclass(frozen=True, slots=True)
class AnswerFound:
    """``clause`` is shown only when ``confident``; ``personal``: the words hold data not to be kept."""

    question: str
    intent: Intent
    clause: str | None = None
    alternatives: tuple[str, ...] = ()
    confident: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class RateAnswer:
    """Count whether a clause helped, without the person. Answered by Noted."""

    clause: str
    helpful: bool


@dataclass(frozen=True, slots=True)
class Noted:
    """It is done and there is nothing more to say about it."""


# --- Proving a phone ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadPhone:
    """Read a phone out of words. Answered by PhoneRead."""

    words: str


@dataclass(frozen=True, slots=True)
class PhoneRead:
    """``phone`` in E.164, or None and the reason (a value of the phone reader's closed list)."""

    phone: str | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ProveByContact:
    """Take the platform's vouched contact as proof. Answered by PhoneProven or PhoneRead with a problem."""

    phone: str


@dataclass(frozen=True, slots=True)
class SendCode:
    """Send a one-time code to a claimed phone. Answered by CodeSent or CodeHeldBack."""

    phone: str


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code is on its way; it lives five minutes."""

    phone: str


@dataclass(frozen=True, slots=True)
class CodeHeldBack:
    """No code and no call now: too soon or too many. ``minutes`` is when to try again, rounded up."""

    phone: str
    minutes: int


@dataclass(frozen=True, slots=True)
class CheckCode:
    """Compare a typed code. Answered by PhoneProven or CodeWrong."""

    phone: str
    code: str


@dataclass(frozen=True, slots=True)
class CodeWrong:
    """``left`` tries remain; 0 means a new code is needed. ``expired`` says time ran out first."""

    left: int
    expired: bool = False


@dataclass(frozen=True, slots=True)
class OfferCall:
    """Make a short code to be said on the clinic's line. Answered by CallOffered or CodeHeldBack."""

    phone: str


@dataclass(frozen=True, slots=True)
class CallOffered:
    """``code`` is what the person says to reception, who press *Heard* in the group."""

    phone: str
    code: str


@dataclass(frozen=True, slots=True)
class PhoneProven:
    """The phone is proven. Also arrives by itself when reception hears a call-in code."""

    phone: str
    method: ProofMethod


# --- Requests -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileRequest:
    """Register the draft as a case. Answered by Registered or TooManyRequests."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class ClockDue:
    """One due date of a case: the clock's name (ends a message key), its article, the last moment (aware)."""

    name: str
    article: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Registered:
    """The receipt. ``joined`` says an open case of the same kind took the words in instead of a new one.

    ``head`` is the audit log's row of this very filing, shortened: it pins the log to what the person holds.
    """

    number: str
    kind: RequestKind
    whom: Whom
    received_at: datetime
    clocks: tuple[ClockDue, ...]
    code: str
    edition: str
    joined: bool = False
    head: str = ""


@dataclass(frozen=True, slots=True)
class TooManyRequests:
    """The person has filed ``limit`` new cases in 24 hours, as many as one person may; nothing was filed."""

    limit: int


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request as the list shows it."""

    number: str
    kind: RequestKind
    status: RequestStatus


@dataclass(frozen=True, slots=True)
class FindRequests:
    """Look up the person's requests, newest first. Answered by RequestsFound."""


@dataclass(frozen=True, slots=True)
class RequestsFound:
    """At most the newest thirty."""

    requests: tuple[RequestLine, ...]


@dataclass(frozen=True, slots=True)
class FindRequest:
    """Look up one of the person's own requests. Answered by RequestFound or RequestGone."""

    number: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One step of a case as its person may see it.

    ``what`` ends a message key, ``detail`` is the whole key of an outcome or a ground, ``words`` is what was
    said.
    """

    at: datetime
    what: str
    detail: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class RequestFound:
    """A request with its story, oldest step first."""

    number: str
    kind: RequestKind
    status: RequestStatus
    whom: Whom
    received_at: datetime
    due: datetime | None
    code: str
    timeline: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class RequestGone:
    """There is no such request of this person, or it has ended meanwhile."""


@dataclass(frozen=True, slots=True)
class AddMessage:
    """Add the person's words to their case. Answered by MessageAdded or RequestGone."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class MessageAdded:
    """The desk has the words."""

    number: str


@dataclass(frozen=True, slots=True)
class CancelRequest:
    """Cancel the person's own case. Answered by RequestCancelled or RequestGone."""

    number: str


@dataclass(frozen=True, slots=True)
class RequestCancelled:
    """The case has ended by its person's wish."""

    number: str


@dataclass(frozen=True, slots=True)
class ReceiptChecked:
    """Somebody asked whether a receipt code is genuine; ``number`` is empty when it is not."""

    number: str = ""
    kind: RequestKind | None = None
    received_on: date | None = None


# --- What is held, and forgetting -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindHoldings:
    """Gather everything the desk holds about this contact. Answered by HoldingsFound."""


@dataclass(frozen=True, slots=True)
class HoldingsFound:
    """Counts and facts, the phone in full because it is shown to its owner only.

    ``elsewhere`` is the other messenger in which the same phone is proven and that is not joined with this one.
    """

    since: datetime
    phone: str
    proof: ProofMethod | None
    proven_at: datetime | None
    messages: bool
    open_requests: int
    closed_requests: int
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class JoinPersons:
    """Join this contact with those of the same proven phone on the other messenger. Answered by PersonsJoined."""


@dataclass(frozen=True, slots=True)
class PersonsJoined:
    """``channel`` is the other messenger's; empty when there is nobody there to be joined with any more."""

    channel: str


@dataclass(frozen=True, slots=True)
class KeepApart:
    """Undo a joining, or never offer it again for this proven phone. Answered by KeptApart."""


@dataclass(frozen=True, slots=True)
class KeptApart:
    """Each messenger shows the requests that were filed in it, and no others."""


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Erase the profile and the talk; keep the minimal register. Answered by Forgotten."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """``kept`` requests stay in the register, as the law needs."""

    kept: int


Command: TypeAlias = (
    SetLanguage
    | RecordConsent
    | ReadNews
    | FindAnswer
    | RateAnswer
    | ReadPhone
    | ProveByContact
    | SendCode
    | CheckCode
    | OfferCall
    | FileRequest
    | FindRequests
    | FindRequest
    | AddMessage
    | CancelRequest
    | FindHoldings
    | JoinPersons
    | KeepApart
    | ForgetMe
)

Answered: TypeAlias = (
    LanguageSet
    | ConsentRecorded
    | NewsRead
    | AnswerFound
    | Noted
    | PhoneRead
    | CodeSent
    | CodeHeldBack
    | CodeWrong
    | CallOffered
    | PhoneProven
    | Registered
    | TooManyRequests
    | RequestsFound
    | RequestFound
    | RequestGone
    | MessageAdded
    | RequestCancelled
    | HoldingsFound
    | PersonsJoined
    | KeptApart
    | Forgotten
)

Event: TypeAlias = (
    Started
    | Typed
    | Replied
    | Chose
    | SharedContact
    | SentUnread
    | AskedToStop
    | CriedForHelp
    | ReceiptChecked
    | Answered
)
"""Everything that can happen to a conversation."""
