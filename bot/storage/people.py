"""Contacts and their conversations: one row each, everything a person said sealed. Functions over a connection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.storage import reach
from bot.storage.broadcast_tables import recipients
from bot.storage.crypto import Keyring
from bot.storage.records import codes, consents, contacts
from bot.storage.tables import WAITING, inbox, outbox, posts
from dialogs.messages import Language
from dialogs.requests import Proof, ProofMethod, Purpose

IDLE = timedelta(days=90)
"""After this much silence a proof is void: numbers are given to new owners (product rule)."""


UNPROVEN: Mapping[str, Any] = {
    "phone": None,
    "phone_blind": None,
    "proof": None,
    "proven_at": None,
    "person": None,
    "apart": False,
}
"""A contact whose phone is proven no longer, for the purge too; what the phone joined is parted with it."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One reachable identity as the database knows it. ``state`` is the conversation's state as JSON values.

    ``person`` is shared with the contacts it is joined with; ``lapsed`` says that a stored proof is too old.
    """

    id: int
    channel: str
    address: str
    language: Language | None
    consent: bool | None
    messages: bool
    proof: Proof | None
    state: Any
    turn: int
    last_choice: str
    since: datetime
    person: int | None = None
    lapsed: bool = False


def row_name(channel: str, address: str) -> str:
    """What binds a sealed value to its contact's row."""
    return f"{channel}:{address}"


_FIND = sa.select(contacts).where(
    contacts.c.channel == sa.bindparam("channel"), contacts.c.address == sa.bindparam("address")
)
_FIND_AND_LOCK = _FIND.with_for_update()


def find(conn: sa.Connection, keyring: Keyring, channel: str, address: str, now: datetime) -> Contact | None:
    """The contact, or None; the row is locked until the transaction ends (PostgreSQL; SQLite has one writer)."""
    row = conn.execute(_FIND_AND_LOCK, {"channel": channel, "address": address}).one_or_none()
    return _contact(row, keyring, now) if row else None


def by_id(conn: sa.Connection, keyring: Keyring, contact: int, now: datetime) -> Contact | None:
    """The contact with this id, or None."""
    row = conn.execute(sa.select(contacts).where(contacts.c.id == contact)).one_or_none()
    return _contact(row, keyring, now) if row else None


def meet(conn: sa.Connection, keyring: Keyring, channel: str, address: str, now: datetime) -> Contact:
    """The contact, made when it is new."""
    met = find(conn, keyring, channel, address, now)
    if met is not None and met.lapsed:
        # For good: to be heard again does not bring the proof back.
        conn.execute(contacts.update().where(contacts.c.id == met.id).values(UNPROVEN))
        met = find(conn, keyring, channel, address, now)
    if met is not None:
        return met
    insert = postgresql_insert if conn.dialect.name == "postgresql" else sqlite_insert
    row = {"channel": channel, "address": address, "since": now, "heard_at": now}
    conn.execute(insert(contacts).values(row).on_conflict_do_nothing())
    met = find(conn, keyring, channel, address, now)
    assert met is not None
    return met


def _contact(row: Any, keyring: Keyring, now: datetime) -> Contact:
    name = row_name(row.channel, row.address)
    proof, lapsed = None, row.phone is not None and now - row.heard_at > IDLE
    if row.phone is not None and row.proof and row.proven_at and not lapsed:
        phone = keyring.open(row.phone, table="contacts", column="phone", row=name).decode()
        proof = Proof(phone, ProofMethod(row.proof), row.proven_at)
    state = keyring.open_json(row.state, table="contacts", column="state", row=name) if row.state else None
    return Contact(
        row.id,
        row.channel,
        row.address,
        Language(row.language) if row.language else None,
        row.consent,
        row.messages,
        proof,
        state,
        row.turn,
        row.last_choice,
        row.since,
        row.person,
        lapsed,
    )


_KEEP = (
    contacts.update()
    .where(contacts.c.id == sa.bindparam("contact"))
    .values(
        state=sa.bindparam("new_state"),
        turn=sa.bindparam("new_turn"),
        last_choice=sa.bindparam("taken"),
        heard_at=sa.bindparam("now", type_=contacts.c.heard_at.type),
        reachable=True,
    )
)


def keep(
    conn: sa.Connection, keyring: Keyring, contact: Contact, state: Any, turn: int, taken: str, now: datetime
) -> None:
    """Save where the conversation stands; ``taken`` is the choice that led here."""
    name = row_name(contact.channel, contact.address)
    sealed = keyring.seal_json(state, table="contacts", column="state", row=name)
    values = {"contact": contact.id, "new_state": sealed, "new_turn": turn, "taken": taken, "now": now}
    conn.execute(_KEEP, values)


def set_language(conn: sa.Connection, contact: int, language: Language) -> None:
    """Remember the person's language."""
    conn.execute(contacts.update().where(contacts.c.id == contact).values(language=language.value))


@dataclass(frozen=True, slots=True)
class Consent:
    """One line of the ledger. ``evidence`` names the update.

    ``text_version`` fingerprints the words that were answered, or names what came without any.
    """

    contact: int
    purpose: Purpose
    granted: bool
    text_version: str
    language: Language
    channel: str
    evidence: str
    at: datetime


def record_consent(conn: sa.Connection, consent: Consent) -> None:
    """Append to the ledger and keep the contact's current answer beside the conversation."""
    conn.execute(
        consents.insert().values(
            contact=consent.contact,
            purpose=consent.purpose.value,
            granted=consent.granted,
            text_version=consent.text_version,
            language=consent.language.value,
            channel=consent.channel,
            evidence=consent.evidence,
            at=consent.at,
        )
    )
    current = {Purpose.DESK: "consent", Purpose.MESSAGES: "messages"}.get(consent.purpose)
    if current:
        conn.execute(
            contacts.update().where(contacts.c.id == consent.contact).values({current: consent.granted})
        )


def ledger(conn: sa.Connection, page: int = 1000) -> Iterator[Any]:
    """Every line of the consent ledger, oldest first, a page at a time."""
    after, query = 0, sa.select(consents).order_by(consents.c.seq)
    while rows := conn.execute(query.where(consents.c.seq > after).limit(page)).all():
        yield from rows
        after = rows[-1].seq


def agreed_at(conn: sa.Connection, contact: int) -> datetime | None:
    """When the person last answered the notice; None when never."""
    answered = consents.c.contact == contact, consents.c.purpose == Purpose.DESK.value
    last: datetime | None = conn.execute(sa.select(sa.func.max(consents.c.at)).where(*answered)).scalar_one()
    return last


def was_offered_news(conn: sa.Connection, contact: int) -> bool:
    """Whether news are no longer to be offered: the ledger has a word about them, or the yes they stood under."""
    about_them = consents.c.purpose == Purpose.MESSAGES.value
    yes = sa.and_(consents.c.purpose == Purpose.DESK.value, consents.c.granted)
    lines = sa.select(consents.c.seq).where(consents.c.contact == contact, sa.or_(about_them, yes))
    return conn.execute(lines.limit(1)).first() is not None


def prove(conn: sa.Connection, keyring: Keyring, contact: Contact, proof: Proof) -> None:
    """Keep a proven phone with how and when it was proven. Another phone than before parts what that one joined."""
    name = row_name(contact.channel, contact.address)
    same = contacts.c.phone_blind.in_(keyring.blinds("phone", proof.phone))
    conn.execute(
        contacts.update()
        .where(contacts.c.id == contact.id)
        .values(
            phone=keyring.seal(proof.phone.encode(), table="contacts", column="phone", row=name),
            phone_blind=keyring.blind("phone", proof.phone),
            proof=proof.method.value,
            proven_at=proof.at,
            person=sa.case((same, contacts.c.person)),
            apart=sa.case((same, contacts.c.apart), else_=False),
        )
    )


def unreachable(conn: sa.Connection, channel: str, address: str) -> None:
    """The person blocked the bot or is gone from the platform; the next word from them undoes it."""
    conn.execute(
        contacts.update()
        .where(contacts.c.channel == channel, contacts.c.address == address)
        .values(reachable=False)
    )


def heard_at(conn: sa.Connection, channel: str, address: str) -> datetime | None:
    """When the person last wrote or pressed something; None for nobody we know."""
    statement = sa.select(contacts.c.heard_at).where(
        contacts.c.channel == channel, contacts.c.address == address
    )
    return conn.execute(statement).scalar_one_or_none()


def void_proof(conn: sa.Connection, keyring: Keyring, channel: str, address: str, phone: str) -> list[int]:
    """Forget what was proven by an address, or by a phone (digits) on this channel; returns the contacts' row ids."""
    blinds = keyring.blinds("phone", f"+{phone.lstrip('+')}") if phone else ()
    statement = (
        contacts.update()
        .where(
            contacts.c.channel == channel,
            sa.or_(contacts.c.address == address, contacts.c.phone_blind.in_(blinds)),
        )
        .values(UNPROVEN)
        .returning(contacts.c.id)
    )
    return list(conn.execute(statement).scalars())


def forget(conn: sa.Connection, contact: Contact) -> None:
    """Erase the profile and the talk, and cut the register off from the address: whoever writes again is new."""
    name = row_name(contact.channel, contact.address)
    _forget_codes(conn, contact.id)
    reach.forget(conn, contact.address, f"forgotten-{contact.id}")
    conn.execute(posts.delete().where(posts.c.channel == contact.channel, posts.c.address == contact.address))
    ended = outbox.c.settled_at.is_not(None)
    planned = sa.and_(outbox.c.status == WAITING, outbox.c.leased_by.is_(None))
    theirs = outbox.c.channel.in_((contact.channel, "code")), outbox.c.address.in_((contact.address, name))
    conn.execute(outbox.delete().where(*theirs, sa.or_(ended, planned)))
    told = recipients.update().where(recipients.c.contact == contact.id)
    conn.execute(told.values(remote_id=None, edits=None))
    heard = inbox.c.stream == name, inbox.c.done_at.is_not(None)
    conn.execute(inbox.update().where(*heard).values(stream="", payload=None))
    conn.execute(
        contacts.update()
        .where(contacts.c.id == contact.id)
        .values(
            address=f"forgotten-{contact.id}",
            language=None,
            consent=None,
            messages=False,
            state=None,
            reachable=False,
            **UNPROVEN,
        )
    )


def _forget_codes(conn: sa.Connection, contact: int) -> None:
    """Empty what was sent to prove a phone; that something was sent stays until the purge of the day.

    Otherwise forgetting would begin every limit anew: on codes to a number, and on what codes cost.
    """
    emptied = {"phone": None, "code_blind": b"", "expires_at": codes.c.made_at}
    conn.execute(codes.update().where(codes.c.contact == contact).values(emptied))
