"""One of everything a talk can come to, so that every word is spoken: states, events, contexts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.phones import Reason
from bot.policy import builtin
from dialogs import commands as c
from dialogs import states as s
from dialogs.context import Clinic, Context, Policy
from dialogs.conversation import prompt
from dialogs.deadlines import CLOCKS
from dialogs.flows.rights import RIGHTS
from dialogs.messages import (
    AskedToStop,
    Chose,
    CriedForHelp,
    Language,
    Prompt,
    Replied,
    SentUnread,
    SharedContact,
    Started,
    Typed,
    Unread,
)
from dialogs.requests import (
    WITHDRAWABLE,
    DataField,
    Draft,
    Proof,
    ProofMethod,
    Purpose,
    RequestKind,
    RequestStatus,
    Whom,
)
from dialogs.staff import Case
from tests.keys_in_code import GROUND_KEYS, OUTCOME_KEYS, in_families

ZONE = ZoneInfo("Asia/Almaty")
NOW = datetime(2026, 12, 15, 10, 5, tzinfo=ZONE)
PHONE = "+77010990990"
NUMBER = "26-00417-5"
CODE = "26-00417-5-W-9KD-7KQ2-M9XD"
ODD = "<b>& Co</b>"
"""What people type that would be markup if it were not escaped."""

CLINIC = Clinic(
    "New Generation Clinic", "000000000000", "+7 701 099 09 90", "name@example.kz", "https://example.kz/p"
)
VALUES = {
    DataField.NAME: ODD,
    DataField.BIRTH_DATE: "1990-05-17",
    DataField.PHONE: PHONE,
    DataField.EMAIL: "name@example.kz",
    DataField.ADDRESS: ODD,
    DataField.OTHER: ODD,
}


def policy(language: Language) -> Policy:
    """The built-in edition of one language."""
    edition = builtin.builtin(language)
    titles = tuple(builtin.short_title(section.number, language) for section in edition.sections)
    return Policy(edition, titles)


def contexts(language: Language) -> Iterator[Context]:
    """A newcomer, somebody who declined, somebody at home, and the same with an official text."""
    bare = Context(NOW, CLINIC, policy(language), language)
    home = replace(bare, consent=True, messages=True, proof=Proof(PHONE, ProofMethod.CODE, NOW))
    plain = home.policy.plain
    official = replace(plain, version="2026-12-01", official=True)
    yield replace(bare, clinic=replace(CLINIC, bin=""))
    yield replace(bare, consent=False)
    yield home
    yield replace(home, proof=None, messages=False, policy=replace(home.policy, prevailing=official))
    yield replace(home, policy=replace(home.policy, official=official, prevailing=official))
    yield replace(home, joined="whatsapp")


def drafts() -> Iterator[Draft]:
    """A draft of every kind, for every whom, with every field and purpose."""
    for kind in RequestKind:
        for whom in Whom:
            yield Draft(kind, whom, "" if whom is Whom.SELF else ODD, words=ODD)
    for field, value in VALUES.items():
        yield Draft(RequestKind.RECTIFY, field=field, value=value, old=ODD)
    for purpose in WITHDRAWABLE:
        yield Draft(RequestKind.WITHDRAW, purpose=purpose, words=ODD)


def receipts() -> Iterator[c.Registered]:
    """A receipt of every kind, new and joined."""
    for kind in RequestKind:
        clocks = tuple(c.ClockDue(k.name, k.article, NOW + timedelta(k.working_days)) for k in CLOCKS[kind])
        for whom, joined in ((Whom.SELF, False), (Whom.CHILD, True)):
            yield c.Registered(NUMBER, kind, whom, NOW, clocks, CODE, "builtin.1", joined)


def _requests() -> Iterator[c.RequestFound]:
    steps = (key.removeprefix("timeline-") for key in sorted(in_families()) if key.startswith("timeline-"))
    details = sorted(OUTCOME_KEYS | GROUND_KEYS)
    story = [c.TimelineEntry(NOW, step) for step in steps]
    story += [c.TimelineEntry(NOW, "done", detail, ODD) for detail in details]
    for status in RequestStatus:
        for start in range(0, len(story), 12):
            told = tuple(story[start : start + 12])
            yield c.RequestFound(NUMBER, RequestKind.ERASE, status, Whom.SELF, NOW, NOW, CODE, told)


def _holdings() -> Iterator[c.HoldingsFound]:
    for method in ProofMethod:
        yield c.HoldingsFound(NOW, PHONE, method, NOW, True, 1, 4)
    yield c.HoldingsFound(NOW, "", None, None, False, 0, 0)
    yield c.HoldingsFound(NOW, PHONE, ProofMethod.CODE, NOW, True, 1, 4, elsewhere="telegram")


def states() -> Iterator[s.State]:
    """At least one of every step; several where the words differ."""
    draft, leave = Draft(RequestKind.RECTIFY), Draft(RequestKind.WITHDRAW)
    lines = tuple(
        c.RequestLine(f"26-0000{n}-1", k, t)
        for n, (k, t) in enumerate(zip(RequestKind, RequestStatus, strict=True))
    )
    yield from (
        s.ChoosingLanguage(),
        s.ChoosingLanguage(settled=True),
        s.ReadingNotice(),
        s.AtMenu(),
        s.AtMenu(offers_news=True),
    )
    yield from (s.ReadingContacts(), s.Asking(), s.AskingClinic(), s.AskingClinic(ODD), s.OutsidePolicy())
    yield from (s.ReadingAnswer("8.2", ("12.1",), ODD), s.ReadingAnswer("3.1", rated=True))
    yield from (s.ReadingAnswer("2.8"), s.ReadingAnswer("99.1"), s.ChoosingClause(("1.1", "2.1", "99.1")))
    yield from (s.OfferedRequest(RequestKind.RECTIFY), s.OfferedRequest(RequestKind.WITHDRAW))
    yield from (s.BrowsingSections(page) for page in (0, 1))
    yield from (s.ReadingSection(section, page) for section in range(1, 14) for page in (0, 1))
    yield from (s.ChoosingRight(), s.ChoosingField(draft), s.WritingOld(draft), s.ChoosingPurpose(leave))
    yield from (s.ReadingConsequences(leave, purpose) for purpose in WITHDRAWABLE)
    yield from (s.WritingValue(draft, field) for field in DataField)
    yield from (s.WritingName(Draft(RequestKind.RECTIFY, whom)) for whom in (Whom.CHILD, Whom.OTHER))
    yield from (s.ChoosingWhom(Draft(kind)) for kind in (RequestKind.RECTIFY, *RIGHTS))
    yield from (s.WritingReason(Draft(kind)) for kind in (RequestKind.WITHDRAW, *RIGHTS))
    yield from (s.Reviewing(draft) for draft in drafts())
    yield from (s.ReadingReceipt(receipt, channel) for receipt in receipts() for channel in ("", "telegram"))
    yield from (s.ChoosingProof(draft), s.SharingContact(draft), s.TypingCode(draft, PHONE))
    yield from (
        s.TypingPhone(draft),
        s.TypingPhone(draft, by_call=True),
        s.AwaitingCall(draft, PHONE, "12 34"),
    )
    yield from (s.ListingRequests(()), s.ListingRequests(lines + lines), s.ListingRequests(lines + lines, 1))
    yield from (s.ReadingRequest(request) for request in _requests())
    yield from (
        s.WritingMessage(NUMBER),
        s.WritingMessage(NUMBER, ODD),
        s.ConfirmingCancel(NUMBER),
        s.InSettings(),
        s.ConfirmingForget(),
    )
    yield from (s.ReadingHoldings(held, NOW) for held in _holdings())
    yield from (s.Gone(kept) for kept in (0, 1, 2, 5, 21, 100))


def some_states() -> Iterator[s.State]:
    """Every step, the first few of each."""
    seen = Counter[type[s.State]]()
    for state in states():
        seen[type(state)] += 1
        if seen[type(state)] <= 4:
            yield state


TYPED = ("", "?", ODD, "900517300123", "17.05.1890", "123456", "x" * 3000, "a@b")


def events() -> Iterator[c.Event]:
    """One of everything that can happen; several where the answers differ."""
    yield from (Started(), SharedContact(PHONE, True), SharedContact(PHONE, False), Replied(NUMBER, ODD))
    yield from (AskedToStop(), CriedForHelp(), Chose("menu", turn=7), Replied(NUMBER, ""))
    yield from (Typed(words) for words in TYPED)
    yield from (SentUnread(what) for what in Unread)
    yield from (Chose("menu"), Chose("back"), Chose("cancel"), Chose("nonsense"), c.LanguageSet(), c.Noted())
    yield from (c.ConsentRecorded(purpose, granted) for purpose in Purpose for granted in (True, False))
    for intent in c.Intent:
        yield c.AnswerFound(ODD, intent, "8.2", ("12.1", "1.1"), confident=True, personal=True)
        yield c.AnswerFound(ODD, intent)
    yield from (c.PhoneRead(None, reason) for reason in Reason)
    yield from (c.PhoneRead(PHONE), c.CodeSent(PHONE), c.CallOffered(PHONE, "12 34"))
    yield from (c.CodeHeldBack(PHONE, minutes) for minutes in (1, 2, 5, 21))
    yield from (c.CodeWrong(left) for left in (0, 1, 2, 4, 5))
    yield c.CodeWrong(0, expired=True)
    yield from (c.PhoneProven(PHONE, method) for method in ProofMethod)
    yield from receipts()
    yield from (c.TooManyRequests(limit) for limit in (1, 3, 10))
    yield from (c.RequestsFound(()), c.RequestGone(), c.MessageAdded(NUMBER), c.RequestCancelled(NUMBER))
    yield from _holdings()
    yield from (c.PersonsJoined("telegram"), c.PersonsJoined(""), c.KeptApart(), Chose("join-yes"))
    yield from (c.Forgotten(2), c.ReceiptChecked(), Chose("join-no"))
    yield from (c.ReceiptChecked(NUMBER, kind, date(2026, 12, 15)) for kind in RequestKind)


def happenings(state: s.State, context: Context) -> Iterator[c.Event]:
    """Everything that can happen at a step: what always can, and each of its own buttons."""
    yield from events()
    yield from (Chose(choice.id) for choice in prompt(state, context).choices())


def prompts(language: Language) -> Iterator[tuple[s.State, Context, Prompt]]:
    """Every prompt of the talk in one language, with where it stands."""
    for context in contexts(language):
        for state in states():
            yield state, context, prompt(state, context)


def cases() -> Iterator[Case]:
    """A case of every kind at every status, with every mark."""
    for kind in RequestKind:
        for status in RequestStatus:
            for whom, method in zip((*Whom, Whom.SELF), ProofMethod, strict=True):
                yield Case(
                    number=NUMBER,
                    kind=kind,
                    whom=whom,
                    status=status,
                    language=Language.KAZAKH,
                    channel="whatsapp" if whom is Whom.SELF else "telegram",
                    received_at=NOW,
                    due_at=NOW,
                    phone="+7 701 *** ** 90" if whom is Whom.SELF else "",
                    proof=method,
                    purpose="cross-border" if kind is RequestKind.WITHDRAW else "",
                    owner="1" if status is not RequestStatus.OPEN else "",
                    owner_name=ODD,
                    documents_seen=True,
                    authority_checked=True,
                    refusal_by="2" if status is RequestStatus.IN_PROGRESS else "",
                    unheard=True,
                    undelivered=True,
                )
