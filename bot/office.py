"""The shell's ear for WhatsApp's own news: what became of messages, changed identities, the clinic's account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Protocol

import sqlalchemy as sa

from bot.desk import posts
from bot.house import House
from bot.storage import audit, cases, inbox, outbox, people, recipients
from bot.storage.database import Database
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

    def __init__(self, database: Database, house: House, wake: Callable[[], None]) -> None:
        self._database = database
        self._house = house
        self._wake = wake

    async def reported(self, seq: int, report: Report) -> None:
        """A failed message marks its case "not delivered: call"; STOP said to WhatsApp itself is STOP here too."""
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
        if report.unreachable:
            people.unreachable(conn, CHANNEL, sent.address)
        if report.opted_out:
            self._stop(conn, sent.address)
        if report.fate == "failed":
            fate = (
                Fate.OPTED_OUT
                if report.opted_out
                else Fate.UNREACHABLE
                if report.unreachable
                else Fate.FAILED
            )
            recipients.reported(conn, report.key, fate, "reported later")
        if report.fate == "failed" and sent.about is not None:
            cases.mark(conn, sent.about, undelivered=True)
            posts.show_card(conn, self._house, sent.about)

    def _stop(self, conn: sa.Connection, address: str) -> None:
        now = self._house.now()
        contact = people.find(conn, self._house.keyring, CHANNEL, address, now)
        if contact is None or not contact.messages:
            return
        language = contact.language or Language.KAZAKH
        people.record_consent(
            conn,
            people.Consent(
                contact.id,
                Purpose.MESSAGES,
                False,
                "whatsapp-opt-out",
                language,
                CHANNEL,
                "status 131050",
                now,
            ),
        )
        self._audit(conn, f"contact:{contact.id}", "consent-withdrawn")

    def _identity_changed(self, change: IdentityChanged, conn: sa.Connection) -> None:
        voided = people.void_proof(conn, self._house.keyring, CHANNEL, change.previous, change.previous_phone)
        for contact in voided:
            self._audit(conn, f"contact:{contact}", "proof-voided")

    def _tell(self, what: str, key: str, conn: sa.Connection) -> None:
        posts.post(conn, self._house, key, (text("group-whatsapp-news", what=what),))

    def _audit(self, conn: sa.Connection, actor: str, act: str) -> None:
        at = self._house.now()
        audit.append(conn, self._house.keyring, at=at, actor=actor, act=act, about=None, detail={})
