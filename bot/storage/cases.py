"""Cases: registered, found, moved. Plain functions over a connection; content is sealed under the number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.storage import due_dates, persons
from bot.storage.crypto import Keyring
from bot.storage.due_dates import StoredClock
from bot.storage.records import cases, counters
from dialogs.messages import Language
from dialogs.phones import masked
from dialogs.requests import DataField, Draft, Proof, ProofMethod, Purpose, RequestKind, RequestStatus, Whom
from dialogs.staff import Case

ENDS = tuple(status.value for status in RequestStatus if status.is_end)


class Raced(Exception):
    """Somebody changed the case in between; read it again and decide anew."""


@dataclass(frozen=True, slots=True)
class NewCase:
    """Everything a case is registered with. ``contact`` is the row id of who filed it."""

    number: str
    year: int
    sequence: int
    contact: int
    channel: str
    language: Language
    draft: Draft
    proof: Proof | None
    edition: str
    code: str
    received_at: datetime
    clocks: tuple[StoredClock, ...]


def next_sequence(conn: sa.Connection, year: int) -> int:
    """The next case sequence of a year; numbers are given inside the transaction and never twice."""
    insert = postgresql_insert if conn.dialect.name == "postgresql" else sqlite_insert
    statement = (
        insert(counters)
        .values(name=f"cases-{year}", value=1)
        .on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
        .returning(counters.c.value)
    )
    return int(conn.execute(statement).scalar_one())


def register(conn: sa.Connection, keyring: Keyring, new: NewCase) -> None:
    """Insert a case with its clocks."""
    phone = new.proof.phone if new.proof else None
    conn.execute(
        cases.insert().values(
            number=new.number,
            sequence=new.sequence,
            year=new.year,
            contact=new.contact,
            channel=new.channel,
            language=new.language.value,
            kind=new.draft.kind.value,
            whom=new.draft.whom.value,
            purpose=new.draft.purpose.value if new.draft.purpose else None,
            status=RequestStatus.OPEN.value,
            content=keyring.seal_json(_plain(new.draft), table="cases", column="content", row=new.number),
            phone=keyring.seal(phone.encode(), table="cases", column="phone", row=new.number)
            if phone
            else None,
            phone_blind=keyring.blind("phone", phone) if phone else None,
            proof=new.proof.method.value if new.proof else None,
            proven_at=new.proof.at if new.proof else None,
            edition=new.edition,
            code=new.code,
            received_at=new.received_at,
            due_at=min(clock.due_at for clock in new.clocks),
        )
    )
    due_dates.give(conn, new.number, new.clocks)


def _plain(draft: Draft) -> dict[str, Any]:
    return {
        "kind": draft.kind,
        "whom": draft.whom,
        "name": draft.name,
        "field": draft.field,
        "value": draft.value,
        "old": draft.old,
        "purpose": draft.purpose,
        "words": draft.words,
    }


def _draft(plain: dict[str, Any]) -> Draft:
    return Draft(
        RequestKind(plain["kind"]),
        Whom(plain["whom"]),
        plain["name"],
        DataField(plain["field"]) if plain["field"] else None,
        plain["value"],
        plain["old"],
        Purpose(plain["purpose"]) if plain["purpose"] else None,
        plain["words"],
    )


def find(conn: sa.Connection, keyring: Keyring, number: str, *, lock: bool = False) -> Case | None:
    """The case as the desk sees it, or None; ``lock`` holds it until the transaction ends (PostgreSQL)."""
    statement = sa.select(cases).where(cases.c.number == number)
    row = conn.execute(statement.with_for_update() if lock else statement).one_or_none()
    return _case(row, keyring) if row else None


def unfinished(conn: sa.Connection, keyring: Keyring, limit: int = 200) -> list[Case]:
    """Cases that have not ended, the most pressing first."""
    statement = sa.select(cases).where(cases.c.status.not_in(ENDS)).order_by(cases.c.due_at).limit(limit)
    return [_case(row, keyring) for row in conn.execute(statement)]


def where(
    conn: sa.Connection, keyring: Keyring, *conditions: sa.ColumnElement[bool], limit: int = 1000
) -> list[Case]:
    """Cases that meet every condition, the newest first."""
    newest = cases.c.year.desc(), cases.c.sequence.desc()
    statement = sa.select(cases).where(*conditions).order_by(*newest).limit(limit)
    return [_case(row, keyring) for row in conn.execute(statement)]


def unfinished_with_look(conn: sa.Connection, keyring: Keyring) -> list[tuple[Case, str]]:
    """Cases that have not ended, the most pressing first, each with how urgent its card was last drawn."""
    statement = sa.select(cases).where(cases.c.status.not_in(ENDS)).order_by(cases.c.due_at)
    return [(_case(row, keyring), row.shown) for row in conn.execute(statement)]


def unfinished_count(conn: sa.Connection) -> int:
    """How many cases have not ended."""
    statement = sa.select(sa.func.count()).select_from(cases).where(cases.c.status.not_in(ENDS))
    return int(conn.execute(statement).scalar_one())


def unfinished_numbers(conn: sa.Connection) -> list[str]:
    """Every case that has not ended, the most pressing first."""
    statement = sa.select(cases.c.number).where(cases.c.status.not_in(ENDS)).order_by(cases.c.due_at)
    return list(conn.execute(statement).scalars())


def _case(row: Any, keyring: Keyring) -> Case:
    phone = (
        keyring.open(row.phone, table="cases", column="phone", row=row.number).decode() if row.phone else ""
    )
    name = (
        keyring.open(row.owner_name, table="cases", column="owner_name", row=row.number).decode()
        if row.owner_name
        else ""
    )
    return Case(
        number=row.number,
        kind=RequestKind(row.kind),
        whom=Whom(row.whom),
        status=RequestStatus(row.status),
        language=Language(row.language),
        channel=row.channel,
        received_at=row.received_at,
        due_at=row.due_at,
        phone=masked(phone) if phone else "",
        proof=ProofMethod(row.proof) if row.proof else None,
        purpose=row.purpose or "",
        owner=row.owner or "",
        owner_name=name,
        documents_seen=row.documents_seen_by is not None,
        authority_checked=row.authority_checked_by is not None,
        refusal_by=row.refusal_by or "",
        unheard=row.unheard,
        undelivered=row.undelivered,
    )


@dataclass(frozen=True, slots=True)
class Content:
    """What a case is about: for its patient and for staff *Details* only. ``phone`` is in full, E.164."""

    draft: Draft
    phone: str
    contact: int
    code: str
    edition: str
    head: str = ""


def content(conn: sa.Connection, keyring: Keyring, number: str) -> Content | None:
    """The sealed part of a case, opened."""
    row = conn.execute(sa.select(cases).where(cases.c.number == number)).one_or_none()
    if row is None:
        return None
    phone = keyring.open(row.phone, table="cases", column="phone", row=number).decode() if row.phone else ""
    plain = keyring.open_json(row.content, table="cases", column="content", row=number)
    return Content(_draft(plain), phone, row.contact, row.code, row.edition, row.head)


def of_contact(
    conn: sa.Connection, contact: int, limit: int = 30
) -> list[tuple[str, RequestKind, RequestStatus]]:
    """Number, kind and status of the cases of a contact and of those joined with it, newest first."""
    statement = (
        sa.select(cases.c.number, cases.c.kind, cases.c.status)
        .where(cases.c.contact.in_(persons.ids(contact)))
        .order_by(cases.c.year.desc(), cases.c.sequence.desc())
        .limit(limit)
    )
    return [(row.number, RequestKind(row.kind), RequestStatus(row.status)) for row in conn.execute(statement)]


def is_of_contact(conn: sa.Connection, number: str, contact: int) -> bool:
    """Whether this contact or one joined with it filed the case; anything else must look like no case at all."""
    mine = cases.c.number == number, cases.c.contact.in_(persons.ids(contact))
    return conn.execute(sa.select(cases.c.number).where(*mine)).first() is not None


def filed_by(conn: sa.Connection, contact: int) -> int:
    """How many cases this very contact filed."""
    statement = sa.select(sa.func.count()).select_from(cases).where(cases.c.contact == contact)
    return int(conn.execute(statement).scalar_one())


def move(conn: sa.Connection, number: str, was: RequestStatus, becomes: RequestStatus, **also: Any) -> None:
    """Change the status by compare-and-set, with other columns beside it. Raises Raced when somebody was faster."""
    changed = conn.execute(
        cases.update()
        .where(cases.c.number == number, cases.c.status == was.value)
        .values(status=becomes.value, **also)
    )
    if changed.rowcount != 1:
        raise Raced(number)


def mark(conn: sa.Connection, number: str, **values: Any) -> None:
    """Set columns that do not move the case."""
    conn.execute(cases.update().where(cases.c.number == number).values(**values))


def set_owner(conn: sa.Connection, keyring: Keyring, number: str, owner: str, name: str) -> None:
    """Name the one who holds the case; empty strings let it go."""
    sealed = keyring.seal(name.encode(), table="cases", column="owner_name", row=number) if name else None
    mark(conn, number, owner=owner or None, owner_name=sealed)


def open_alike(conn: sa.Connection, contact: int, draft: Draft) -> str | None:
    """The person's case of the same kind (and purpose, where there is one) that has not ended, or None."""
    purpose = draft.purpose.value if draft.purpose else None
    statement = (
        sa.select(cases.c.number)
        .where(
            cases.c.contact.in_(persons.ids(contact)),
            cases.c.kind == draft.kind.value,
            cases.c.purpose.is_not_distinct_from(purpose),
            cases.c.status.not_in(ENDS),
        )
        .order_by(cases.c.received_at.desc())
        .limit(1)
    )
    return conn.execute(statement).scalar_one_or_none()
