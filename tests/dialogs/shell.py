"""A shell in memory: it answers every command of the talk as the real one does, and records them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from bot import case_numbers, phones, receipts
from bot.policy.builtin import builtin, short_title
from dialogs import commands as c
from dialogs.context import Clinic, Context, Policy
from dialogs.deadlines import CLOCKS
from dialogs.messages import Language
from dialogs.requests import Draft, Proof, ProofMethod, Purpose, RequestStatus

ALMATY = timezone(timedelta(hours=5))
NOON = datetime(2026, 12, 15, 12, 0, tzinfo=ALMATY)
CLINIC = Clinic(
    name="New Generation Clinic",
    bin="000000000000",
    phone="+7 701 099 09 90",
    email="ecomed17@mail.ru",
    policy_url="https://ngc.kz/privacy-policy/",
)
CLINIC_LINE = "+77010990990"
PHONE = "+77012345678"
CODE, CALL_CODE = "123456", "4821"
TRIES = 5
LIMIT = 10
RECEIPT_KEY = bytes(range(32))


@cache
def plain_policy(language: Language) -> Policy:
    """The built-in plain-language edition alone, as before any import."""
    edition = builtin(language.value)
    titles = tuple(short_title(section.number, language.value) for section in edition.sections)
    return Policy(edition, titles)


@dataclass
class KeptCase:
    """A case of this person as the register would hold it."""

    draft: Draft
    receipt: c.Registered
    status: RequestStatus = RequestStatus.OPEN
    story: list[c.TimelineEntry] = field(default_factory=list)


@dataclass
class Shell:
    """Answers commands. ``answers`` says what a question is about; ``held_back`` minutes refuse new codes.

    ``elsewhere`` is the messenger in which the phone is proven already.
    """

    policy: Callable[[Language], Policy] = plain_policy
    answers: dict[str, c.AnswerFound] = field(default_factory=dict)
    held_back: int = 0
    expired: bool = False
    limit: int = LIMIT
    tries: int = TRIES
    elsewhere: str = ""
    news: dict[str, tuple[str, ...]] = field(default_factory=dict)
    cases: dict[str, KeptCase] = field(default_factory=dict)
    asked: list[c.Command] = field(default_factory=list)

    def answer(self, command: c.Command, context: Context) -> tuple[c.Event, Context]:
        """The event that answers a command, and the context as it is afterwards."""
        self.asked.append(command)
        answered = RUN[type(command)](self, command, context)
        return answered if isinstance(answered, tuple) else (answered, context)

    def asked_for(self, *kinds: type[Any]) -> list[Any]:
        """The commands of these kinds, in their order."""
        return [command for command in self.asked if isinstance(command, kinds)]

    def consents(self) -> list[tuple[Purpose, bool]]:
        """What was written into the ledger, without the words it answers."""
        return [(said.purpose, said.granted) for said in self.asked_for(c.RecordConsent)]

    def set_language(self, command: c.SetLanguage, context: Context) -> tuple[c.Event, Context]:
        policy = self.policy(command.language)
        return c.LanguageSet(), replace(context, language=command.language, policy=policy)

    def record_consent(self, command: c.RecordConsent, context: Context) -> tuple[c.Event, Context]:
        changed = {Purpose.DESK: "consent", Purpose.MESSAGES: "messages"}.get(command.purpose)
        after = replace(context, **{changed: command.granted}) if changed else context
        earlier = self.asked_for(c.RecordConsent)[:-1]
        offered = context.consent or any(
            asked.purpose is Purpose.MESSAGES or asked.granted for asked in earlier
        )
        return c.ConsentRecorded(command.purpose, command.granted, news_open=not offered), after

    def read_news(self, command: c.ReadNews, _context: Context) -> c.Event:
        return c.NewsRead(self.news.get(command.broadcast, ()))

    def find_answer(self, command: c.FindAnswer, _context: Context) -> c.Event:
        outside = c.AnswerFound(command.question, c.Intent.OUT_OF_SCOPE)
        return replace(self.answers.get(command.question, outside), question=command.question)

    def rate_answer(self, _command: c.RateAnswer, _context: Context) -> c.Event:
        return c.Noted()

    def read_phone(self, command: c.ReadPhone, _context: Context) -> c.PhoneRead:
        read = phones.read_phone(command.words, CLINIC_LINE)
        return c.PhoneRead(read.e164) if isinstance(read, phones.Phone) else c.PhoneRead(None, read.reason)

    def prove_by_contact(self, command: c.ProveByContact, context: Context) -> Any:
        read = self.read_phone(c.ReadPhone(command.phone), context)
        return read if read.phone is None else self.prove(read.phone, ProofMethod.CONTACT, context)

    def send_code(self, command: c.SendCode, _context: Context) -> c.Event:
        if self.held_back:
            return c.CodeHeldBack(command.phone, self.held_back)
        self.tries = TRIES
        return c.CodeSent(command.phone)

    def check_code(self, command: c.CheckCode, context: Context) -> Any:
        if self.expired:
            return c.CodeWrong(0, expired=True)
        if self.tries and command.code == CODE:
            return self.prove(command.phone, ProofMethod.CODE, context)
        self.tries = max(0, self.tries - 1)
        return c.CodeWrong(self.tries)

    def offer_call(self, command: c.OfferCall, _context: Context) -> c.Event:
        return c.CallOffered(command.phone, CALL_CODE)

    def file_request(self, command: c.FileRequest, context: Context) -> c.Event:
        draft = command.draft
        open_ = [k for k in self.cases.values() if k.draft.kind is draft.kind and not k.status.is_end]
        if open_:
            kept = open_[0]
            kept.story.append(c.TimelineEntry(context.now, "joined", words=draft.words))
            return replace(kept.receipt, joined=True)
        if len(self.cases) >= self.limit:
            return c.TooManyRequests(self.limit)
        return self.register(draft, context)

    def register(self, draft: Draft, context: Context) -> c.Registered:
        """Open a case, whatever is open already."""
        number = case_numbers.number(2026, len(self.cases) + 1)
        code = receipts.issue(RECEIPT_KEY, number, draft.kind, context.now.date())
        clocks = tuple(
            c.ClockDue(clock.name, clock.article, context.now + timedelta(days=clock.working_days))
            for clock in CLOCKS[draft.kind]
        )
        version = context.policy.shown.version
        receipt = c.Registered(number, draft.kind, draft.whom, context.now, clocks, code, version)
        filed = c.TimelineEntry(context.now, "filed")
        self.cases[number] = KeptCase(draft, receipt, story=[filed])
        return receipt

    def find_requests(self, _command: c.FindRequests, _context: Context) -> c.Event:
        newest_first = reversed(self.cases.items())
        lines = (c.RequestLine(number, kept.draft.kind, kept.status) for number, kept in newest_first)
        return c.RequestsFound(tuple(lines))

    def find_request(self, command: c.FindRequest, _context: Context) -> c.Event:
        kept = self.cases.get(command.number)
        if kept is None:
            return c.RequestGone()
        receipt, due = kept.receipt, kept.receipt.clocks[0].due
        return c.RequestFound(
            receipt.number,
            receipt.kind,
            kept.status,
            receipt.whom,
            receipt.received_at,
            due,
            receipt.code,
            tuple(kept.story),
        )

    def _open_case(self, number: str) -> KeptCase | None:
        kept = self.cases.get(number)
        return kept if kept and not kept.status.is_end else None

    def add_message(self, command: c.AddMessage, context: Context) -> c.Event:
        kept = self._open_case(command.number)
        if kept is None:
            return c.RequestGone()
        kept.story.append(c.TimelineEntry(context.now, "message", words=command.words))
        return c.MessageAdded(command.number)

    def cancel_request(self, command: c.CancelRequest, context: Context) -> c.Event:
        kept = self._open_case(command.number)
        if kept is None:
            return c.RequestGone()
        kept.status = RequestStatus.CANCELLED
        kept.story.append(c.TimelineEntry(context.now, "cancelled"))
        return c.RequestCancelled(command.number)

    def find_holdings(self, _command: c.FindHoldings, context: Context) -> c.Event:
        proof = context.proof
        ended = sum(kept.status.is_end for kept in self.cases.values())
        return c.HoldingsFound(
            since=NOON - timedelta(days=3),
            phone=proof.phone if proof else "",
            proof=proof.method if proof else None,
            proven_at=proof.at if proof else None,
            messages=context.messages,
            open_requests=len(self.cases) - ended,
            closed_requests=ended,
            elsewhere="" if context.joined else self.elsewhere,
        )

    def join_persons(self, _command: c.JoinPersons, context: Context) -> tuple[c.Event, Context]:
        return c.PersonsJoined(self.elsewhere), replace(context, joined=self.elsewhere, joinable="")

    def keep_apart(self, _command: c.KeepApart, context: Context) -> tuple[c.Event, Context]:
        self.elsewhere = ""
        return c.KeptApart(), replace(context, joined="", joinable="")

    def forget_me(self, _command: c.ForgetMe, context: Context) -> tuple[c.Event, Context]:
        kept = len(self.cases)
        self.cases.clear()
        return c.Forgotten(kept), replace(context, consent=None, messages=False, proof=None, joined="")

    def prove(self, phone: str, method: ProofMethod, context: Context) -> tuple[c.Event, Context]:
        """The proof kept in the context, and the event that tells the talk."""
        proof = Proof(phone, method, context.now)
        joinable = "" if context.joined else self.elsewhere
        return c.PhoneProven(phone, method), replace(context, proof=proof, joinable=joinable)


RUN: dict[type[Any], Callable[[Shell, Any, Context], Any]] = {
    c.SetLanguage: Shell.set_language,
    c.RecordConsent: Shell.record_consent,
    c.ReadNews: Shell.read_news,
    c.FindAnswer: Shell.find_answer,
    c.RateAnswer: Shell.rate_answer,
    c.ReadPhone: Shell.read_phone,
    c.ProveByContact: Shell.prove_by_contact,
    c.SendCode: Shell.send_code,
    c.CheckCode: Shell.check_code,
    c.OfferCall: Shell.offer_call,
    c.FileRequest: Shell.file_request,
    c.FindRequests: Shell.find_requests,
    c.FindRequest: Shell.find_request,
    c.AddMessage: Shell.add_message,
    c.CancelRequest: Shell.cancel_request,
    c.FindHoldings: Shell.find_holdings,
    c.JoinPersons: Shell.join_persons,
    c.KeepApart: Shell.keep_apart,
    c.ForgetMe: Shell.forget_me,
}
