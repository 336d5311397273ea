"""A clinic without a messenger: patients file, staff act, time passes by hand; what would be sent can be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot import made, receipts
from bot.calendar import KazakhstanCalendar
from bot.desk import posts, register
from bot.desk.acts import Desk
from bot.desk.replies import reply
from bot.editions import EditionShelf
from bot.house import House
from bot.storage import people, settings
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.tables import outbox
from bot.wording import Wording
from dialogs.context import Clinic as Operator
from dialogs.context import Context
from dialogs.messages import Language, Text
from dialogs.requests import DataField, Draft, Proof, ProofMethod, RequestKind
from dialogs.staff import Act, Staff

ALMATY = ZoneInfo("Asia/Almaty")
GROUP = "-100500"
FIRST = Staff("1", "Қызметкер 1")
SECOND = Staff("2", "Қызметкер 2")
CHIEF = Staff("3", "Әкімші 1", administrator=True)
PHONE = "+77015550101"


def at(written: str) -> datetime:
    """A local moment, as ``2026-12-15 10:00``."""
    return datetime.fromisoformat(written).replace(tzinfo=ALMATY)


@dataclass(frozen=True, slots=True)
class Said:
    """One message waiting to be sent."""

    key: str
    address: str
    kind: str
    about: str | None
    not_before: datetime
    payload: dict[str, Any]

    @property
    def words(self) -> str:
        return "\n".join(self.payload.get("html", ()))


class Clinic:
    """One linked group, one moment."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        moment: str = "2026-12-15 10:00",
        language: Language = Language.ENGLISH,
    ) -> None:
        self.database = database
        self.keyring = keyring
        self.moment = at(moment)
        plain = made.plain_policies()
        self.house = House(
            keyring=keyring,
            wording=Wording(ALMATY),
            clinic=Operator(
                "New Generation Clinic", "", "+7 701 099 09 90", "name@example.kz", "https://x.kz"
            ),
            clinic_phone="+77010990990",
            zone=ALMATY,
            calendar=KazakhstanCalendar(),
            shelf=EditionShelf(database, plain, lambda: self.moment.date()),
            receipt_keys=keyring.subkeys(receipts.KEY_USE),
            now=lambda: self.moment,
        )
        self.language = language
        self.policy = plain[language]

    async def opens(self) -> Clinic:
        """Link the group."""
        await self.house.shelf.refresh()  # type: ignore[attr-defined]
        await self.database.write(self._open)
        return self

    def _open(self, conn: sa.Connection) -> None:
        settings.put(conn, posts.GROUP, GROUP)
        settings.put(conn, posts.GROUP_LANGUAGE, "en")

    def comes(self, written: str) -> None:
        """Time passes until this local moment."""
        self.moment = at(written)

    async def files(self, kind: RequestKind = RequestKind.WITHDRAW, who: str = "77", **draft: Any) -> str:
        """A patient files a request; gives its number."""
        return await self.database.write(lambda conn: self.file(conn, kind, who, **draft))

    def file(self, conn: sa.Connection, kind: RequestKind, who: str, **draft: Any) -> str:
        """The same inside a transaction."""
        contact = people.meet(conn, self.keyring, "telegram", who, self.moment)
        people.set_language(conn, contact.id, self.language)
        if kind is RequestKind.RECTIFY:
            draft = {"field": DataField.NAME, "value": "Құпия Дұрыс", "old": "Құпия Қате"} | draft
        proof = Proof(PHONE, ProofMethod.CONTACT, self.moment)
        context = Context(
            self.moment, self.house.clinic, self.policy, self.language, consent=True, proof=proof
        )
        filed = register.file(conn, self.house, contact, Draft(kind, **draft), context)
        return filed.number  # type: ignore[union-attr]

    async def does(self, who: Staff, act: Act, number: str) -> Text:
        """A staff member presses a button of a card."""
        return await self.database.write(lambda conn: Desk(conn, self.house, who).press(act, number))

    async def writes(self, who: Staff, number: str, words: str, kind: str = "card") -> Text | None:
        """A staff member replies to a post about a case."""
        key = f"relay:{number}:{len(words)}:{hash(words)}"
        return await self.database.write(
            lambda conn: reply(Desk(conn, self.house, who), number, kind, words, key)
        )

    async def said(self, address: str | None = None, *, kinds: bool = False) -> list[Said]:
        """What waits to be sent, in order, without cards."""
        rows = await self.database.read(
            lambda conn: conn.execute(sa.select(outbox).order_by(outbox.c.seq)).all()
        )
        told = [self._opened(row) for row in rows]
        return [one for one in told if (address in (None, one.address)) and (kinds or one.kind != "card")]

    def _opened(self, row: Any) -> Said:
        payload = self.keyring.open_json(row.payload, table="outbox", column="payload", row=row.key)
        return Said(row.key, row.address, row.kind, row.about, row.not_before.astimezone(ALMATY), payload)

    async def clears(self) -> None:
        """Everything waiting has been sent."""
        await self.database.write(lambda conn: conn.execute(outbox.delete()))

    async def case(self, number: str) -> Any:
        """The case's row."""
        return await self.database.read(
            lambda conn: (
                conn.execute(sa.text("SELECT * FROM cases WHERE number = :number"), {"number": number})
                .mappings()
                .one()
            )
        )
