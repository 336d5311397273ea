"""The shell's ear for WhatsApp's own news: what became of messages, changed identities, the clinic's account."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Protocol

import sqlalchemy as sa

from bot.desk import halts, posts, progress
from bot.house import House
from bot.storage import audit, cases, fates, inbox, outbox, people, reach
from bot.storage.database import Database
from bot.storage.outbox import Lane
from dialogs.broadcasts import Fate
from dialogs.messages import Language, text
from dialogs.requests import Purpose

CHANNEL = "whatsapp"
WINDOW = timedelta(hours=24) - timedelta(minutes=5)
"""Free words may be sent this long after the person's own (Meta: 24 hours); the rest is for the way there."""


class Report(Protocol):
    """The fate of a message that WhatsApp had taken; ``key`` is the delivery's own, empty if it did not come back."""

    @property
    def key(self) -> str: ...
    @property
    def fate(self) -> str: ...
    @property
    def problem(self) -> str: ...
    @property
    def unreachable(self) -> bool: ...
    @property
    def opted_out(self) -> bool: ...


class IdentityChanged(Protocol):
    """A person has another number or another business-scoped id."""

    @property
    def previous(self) -> str: ...
    @property
    def previous_phone(self) -> str: ...


class AccountNews(Protocol):
    """Meta's news of the clinic's account."""

    @property
    def what(self) -> str: ...


class Office:
    """Finishes each inbox row in the transaction that acts on it."""

    def __init__(
        self, database: Database, house: House, wake: Callable[[], None], people_a_day: Callable[[], int]
    ) -> None:
        self._database = database
        self._house = house
        self._wake = wake
        self._people_a_day = people_a_day
        self._one_asks = asyncio.Lock()

    async def reported(self, seq: int, report: Report) -> None:
        """A failed message marks its case "not delivered: call"; STOP said to WhatsApp itself is STOP here too.

        Raises ``inbox.OutOfTurn`` while the sending of that message is still to be written down.
        """
        await self._write(seq, partial(self._reported, report))

    async def identity_changed(self, seq: int, change: IdentityChanged) -> None:
        """Void the proof; nothing is joined or moved without the person."""
        await self._write(seq, partial(self._identity_changed, change))

    async def account_news(self, seq: int, news: AccountNews) -> None:
        """Tell the staff group."""
        await self._write(seq, partial(self._tell, news.what, f"account:{seq}"))

    async def alert(self, problem: str) -> None:
        """Something the operator has to solve: locked account, payment, quality, a template that is missing."""
        key = f"alert:{problem}:{self._house.now():%Y%m%d%H}"
        await self._database.write(partial(self._tell, problem, key))
        self._wake()

    async def halt(self, problem: str) -> None:
        """Meta restricts the number: broadcasts wait for a person, who may resume them."""
        await self._database.write(lambda conn: halts.halt_all(conn, self._house, problem))
        self._wake()

    async def reach(self, address: str, lane: int) -> float:
        """0 when this person may be written to outside their 24 hours, which is counted; else seconds to ask again.

        Broadcasts leave a fifth of the day's people to news about cases.
        """
        most = self._people_a_day()
        most = max(1, most * 4 // 5) if lane >= Lane.BROADCAST else most
        async with self._one_asks:
            wait = await self._database.write(lambda conn: reach.take(conn, address, self._house.now(), most))
        return wait.total_seconds() if wait else 0.0

    async def window_open(self, address: str) -> bool:
        """Whether free words may still be sent to this person."""
        heard_at = await self._database.read(lambda conn: people.heard_at(conn, CHANNEL, address))
        return heard_at is not None and self._house.now() - heard_at < WINDOW

    async def _write(self, seq: int, work: Callable[[sa.Connection], None]) -> None:
        def once(conn: sa.Connection) -> None:
            if inbox.begin(conn, seq, self._house.now()):
                work(conn)

        await self._database.write(once)
        self._wake()

    def _reported(self, report: Report, conn: sa.Connection) -> None:
        sent = outbox.sent(conn, report.key) if report.key else None
        if sent is None:
            return
        if sent.settling and report.fate == "failed":
            # Meta was quicker than our own note of the sending, which would overwrite what it says: hear it after.
            raise inbox.OutOfTurn
        if report.unreachable:
            people.unreachable(conn, CHANNEL, sent.address)
        if report.opted_out:
            opted_out(conn, self._house, sent.address, report.key)
        if report.fate == "failed":
            fate = (
                Fate.OPTED_OUT
                if report.opted_out
                else Fate.UNREACHABLE
                if report.unreachable
                else Fate.FAILED
            )
            told = fates.reported(conn, report.key, fate, report.problem)
            if told is not None:
                posts.show_card(conn, self._house, progress.about(told))
        if report.fate == "failed" and sent.about is not None:
            cases.mark(conn, sent.about, undelivered=True)
            posts.show_card(conn, self._house, sent.about)

    def _identity_changed(self, change: IdentityChanged, conn: sa.Connection) -> None:
        voided = people.void_proof(conn, self._house.keyring, CHANNEL, change.previous, change.previous_phone)
        for contact in voided:
            self._audit(conn, f"contact:{contact}", "proof-voided")

    def _tell(self, what: str, key: str, conn: sa.Connection) -> None:
        posts.post(conn, self._house, key, (text("group-whatsapp-news", what=what),))

    def _audit(self, conn: sa.Connection, actor: str, act: str) -> None:
        _audit(conn, self._house, actor, act)


def opted_out(conn: sa.Connection, house: House, address: str, key: str) -> None:
    """Who told WhatsApp itself to stop the clinic's messages has told us: a line of the ledger, as for STOP."""
    now = house.now()
    contact = people.find(conn, house.keyring, CHANNEL, address, now)
    if contact is None or not contact.messages:
        return
    language = contact.language or Language.KAZAKH
    evidence = f"131050 outbox:{key}"
    consent = people.Consent(
        contact.id, Purpose.MESSAGES, False, "whatsapp-opt-out", language, CHANNEL, evidence, now
    )
    people.record_consent(conn, consent)
    _audit(conn, house, f"contact:{contact.id}", "consent-withdrawn")


def _audit(conn: sa.Connection, house: House, actor: str, act: str) -> None:
    audit.append(conn, house.keyring, at=house.now(), actor=actor, act=act, about=None, detail={})
