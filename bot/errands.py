"""Runs the commands of the talk inside the turn's transaction; each gives the event that answers it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from bot import phones, verification
from bot.desk import broadcasting, posts, register
from bot.house import House
from bot.storage import audit, cases, people, persons, ratings
from dialogs import commands as c
from dialogs.context import Context
from dialogs.messages import Language, Text
from dialogs.requests import Proof, ProofMethod, Purpose

Ran = tuple[c.Event, Context]

UNASKED = "stop"
"""Stands in the ledger for the words answered where there were none: somebody wrote STOP by themselves."""


class NeedsAnswer(Exception):
    """The turn asks for a clause: find it outside the transaction, then try the turn again."""

    def __init__(self, question: str, language: Language | None) -> None:
        super().__init__("a question waits for its answer")
        self.question = question
        self.language = language


class Errands:
    """The commands of one turn of one contact. ``evidence`` names the stored message they come from."""

    def __init__(
        self,
        conn: sa.Connection,
        house: House,
        contact: people.Contact,
        evidence: str,
        answer: c.AnswerFound | None = None,
    ) -> None:
        self.conn = conn
        self.house = house
        self.contact = contact
        self.evidence = evidence
        self.answer = answer
        self.forgotten = False

    def run(self, command: c.Command, context: Context) -> Ran:
        """Carry out one command. Raises NeedsAnswer for a question whose answer is not there yet."""
        return RUN[type(command)](self, command, context)

    # --- Language and consent

    def set_language(self, command: c.SetLanguage, context: Context) -> Ran:
        people.set_language(self.conn, self.contact.id, command.language)
        policy = self.house.shelf.policy(command.language)
        return c.LanguageSet(), replace(context, language=command.language, policy=policy)

    def record_consent(self, command: c.RecordConsent, context: Context) -> Ran:
        language = context.language or Language.KAZAKH
        # Read before the line is written: this very yes must not count as an earlier one.
        news_open = not people.was_offered_news(self.conn, self.contact.id)
        people.record_consent(
            self.conn,
            people.Consent(
                contact=self.contact.id,
                purpose=command.purpose,
                granted=command.granted,
                text_version=self._text_version(command.asked, language),
                language=language,
                channel=self.contact.channel,
                evidence=self.evidence,
                at=context.now,
            ),
        )
        self.audit(f"consent-{'given' if command.granted else 'withdrawn'}", purpose=command.purpose.value)
        context = _with_consent(context, command.purpose, command.granted)
        return c.ConsentRecorded(command.purpose, command.granted, news_open), context

    def _text_version(self, asked: tuple[Text, ...], language: Language) -> str:
        """The fingerprint of the words that were answered."""
        if not asked:
            return UNASKED
        said = "\n".join(self.house.wording.html(part, language) for part in asked)
        return hashlib.sha256(said.encode()).hexdigest()[:12]

    def read_news(self, command: c.ReadNews, context: Context) -> Ran:
        language = context.language or Language.KAZAKH
        words = broadcasting.read(self.conn, self.contact.id, command.broadcast, language)
        return c.NewsRead(words), context

    # --- Questions

    def find_answer(self, command: c.FindAnswer, context: Context) -> Ran:
        if self.answer is None or self.answer.question != command.question:
            raise NeedsAnswer(command.question, context.language)
        if self.answer.intent is c.Intent.OUT_OF_SCOPE:
            ratings.count_outside(self.conn)
        return self.answer, context

    def rate_answer(self, command: c.RateAnswer, context: Context) -> Ran:
        ratings.count(self.conn, command.clause, context.policy.shown.version, helpful=command.helpful)
        return c.Noted(), context

    # --- The phone

    def read_phone(self, command: c.ReadPhone, context: Context) -> Ran:
        return self._phone(command.words), context

    def _phone(self, words: str) -> c.PhoneRead:
        read = phones.read_phone(words, self.house.clinic_phone)
        if isinstance(read, phones.Phone):
            return c.PhoneRead(read.e164)
        return c.PhoneRead(None, read.reason.value)

    def prove_by_contact(self, command: c.ProveByContact, context: Context) -> Ran:
        read = self._phone(command.phone)
        if read.phone is None:
            return read, context
        return self.prove(read.phone, ProofMethod.CONTACT, context)

    def send_code(self, command: c.SendCode, context: Context) -> Ran:
        return verification.send_code(
            self.conn, self.house, self.contact, command.phone, context.language
        ), context

    def check_code(self, command: c.CheckCode, context: Context) -> Ran:
        wrong = verification.check_code(self.conn, self.house, self.contact, command.phone, command.code)
        if wrong is not None:
            return wrong, context
        return self.prove(command.phone, ProofMethod.CODE, context)

    def offer_call(self, command: c.OfferCall, context: Context) -> Ran:
        return verification.offer_call(self.conn, self.house, self.contact, command.phone), context

    def prove(self, phone: str, method: ProofMethod, context: Context) -> Ran:
        """Keep the proof; the event tells the talk."""
        proof = Proof(phone, method, context.now)
        people.prove(self.conn, self.house.keyring, self.contact, proof)
        self._look_again()
        self.audit("phone-proven", method=method.value)
        joined = persons.joined_on(self.conn, self.contact)
        asks = method is not ProofMethod.CALL and not persons.is_apart(self.conn, self.contact.id)
        joinable = self._elsewhere() if asks and not joined else ""
        return c.PhoneProven(phone, method), replace(context, proof=proof, joined=joined, joinable=joinable)

    # --- One person in two messengers

    def _look_again(self) -> None:
        """The contact as this turn has changed it."""
        found = people.by_id(self.conn, self.house.keyring, self.contact.id, self.house.now())
        self.contact = found or self.contact

    def _elsewhere(self) -> str:
        proof = self.contact.proof
        if proof is None or proof.method is ProofMethod.CALL:
            return ""
        house = self.house
        return persons.joinable_on(self.conn, house.keyring, self.contact, proof.phone, house.now())

    def join_persons(self, _command: c.JoinPersons, context: Context) -> Ran:
        others = persons.join(self.conn, self.house.keyring, self.contact, self.house.now())
        for other in others:
            self.audit("persons-joined", contact=other.id)
            posts.tell_joined(self.conn, self.house, other, self.contact.channel)
        self._look_again()
        joined = persons.joined_on(self.conn, self.contact)
        return c.PersonsJoined(joined), replace(context, joined=joined, joinable="")

    def keep_apart(self, _command: c.KeepApart, context: Context) -> Ran:
        if persons.part(self.conn, self.contact.id, apart=True):
            self.audit("persons-parted")
        self._look_again()
        return c.KeptApart(), replace(context, joined="", joinable="")

    # --- Requests

    def file_request(self, command: c.FileRequest, context: Context) -> Ran:
        return register.file(self.conn, self.house, self.contact, command.draft, context), context

    def find_requests(self, _command: c.FindRequests, context: Context) -> Ran:
        found = cases.of_contact(self.conn, self.contact.id)
        return c.RequestsFound(tuple(c.RequestLine(*line) for line in found)), context

    def find_request(self, command: c.FindRequest, context: Context) -> Ran:
        return register.look_up(self.conn, self.house, self.contact, command.number), context

    def add_message(self, command: c.AddMessage, context: Context) -> Ran:
        added = register.add_message(self.conn, self.house, self.contact, command.number, command.words)
        return (c.MessageAdded(command.number) if added else c.RequestGone()), context

    def cancel_request(self, command: c.CancelRequest, context: Context) -> Ran:
        gone = register.cancel(self.conn, self.house, self.contact, command.number)
        return (c.RequestCancelled(command.number) if gone else c.RequestGone()), context

    # --- What is held

    def find_holdings(self, _command: c.FindHoldings, context: Context) -> Ran:
        found = cases.of_contact(self.conn, self.contact.id, limit=1000)
        ended = sum(status.is_end for _number, _kind, status in found)
        proof = context.proof
        holdings = c.HoldingsFound(
            since=self.contact.since,
            phone=proof.phone if proof else "",
            proof=proof.method if proof else None,
            proven_at=proof.at if proof else None,
            messages=context.messages,
            open_requests=len(found) - ended,
            closed_requests=ended,
            elsewhere="" if context.joined else self._elsewhere(),
        )
        return holdings, context

    def forget_me(self, _command: c.ForgetMe, context: Context) -> Ran:
        kept = cases.filed_by(self.conn, self.contact.id)
        people.forget(self.conn, self.contact)
        self.audit("forgotten")
        self.forgotten = True
        return c.Forgotten(kept), context

    def audit(self, act: str, about: str | None = None, **detail: Any) -> None:
        """One audit row of this turn, the contact named by its row id only."""
        actor = f"contact:{self.contact.id}"
        audit.append(
            self.conn,
            self.house.keyring,
            at=self.house.now(),
            actor=actor,
            act=act,
            about=about,
            detail=detail,
        )


def _with_consent(context: Context, purpose: Purpose, granted: bool) -> Context:
    match purpose:
        case Purpose.DESK:
            return replace(context, consent=granted)
        case Purpose.MESSAGES:
            return replace(context, messages=granted)
    return context


RUN: dict[type[Any], Callable[[Errands, Any, Context], Ran]] = {
    c.SetLanguage: Errands.set_language,
    c.RecordConsent: Errands.record_consent,
    c.ReadNews: Errands.read_news,
    c.FindAnswer: Errands.find_answer,
    c.RateAnswer: Errands.rate_answer,
    c.ReadPhone: Errands.read_phone,
    c.ProveByContact: Errands.prove_by_contact,
    c.SendCode: Errands.send_code,
    c.CheckCode: Errands.check_code,
    c.OfferCall: Errands.offer_call,
    c.FileRequest: Errands.file_request,
    c.FindRequests: Errands.find_requests,
    c.FindRequest: Errands.find_request,
    c.AddMessage: Errands.add_message,
    c.CancelRequest: Errands.cancel_request,
    c.FindHoldings: Errands.find_holdings,
    c.JoinPersons: Errands.join_persons,
    c.KeepApart: Errands.keep_apart,
    c.ForgetMe: Errands.forget_me,
}
"""Which method runs which command; a test holds it against the Command union."""
