"""Who is one person in two messengers: contacts of the same proven phone, joined by that person's own word.

Functions over a connection. Joined contacts share the number in ``person``; a phone proven by a call alone joins
nobody, because the number that a line shows can be forged.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage import people
from bot.storage.crypto import Keyring
from bot.storage.people import IDLE, Contact
from bot.storage.records import contacts
from dialogs.requests import ProofMethod

STRONG = tuple(method.value for method in ProofMethod if method is not ProofMethod.CALL)
"""Proofs that may join: whoever joins reads what was filed elsewhere."""


def of(contact: int) -> sa.ColumnElement[bool]:
    """Whether a row of ``contacts`` is this contact or joined with it."""
    own = sa.select(contacts.c.person).where(contacts.c.id == contact).scalar_subquery()
    return sa.or_(contacts.c.id == contact, contacts.c.person == own)


def ids(contact: int) -> sa.Select[tuple[int]]:
    """The row ids of this contact and of those joined with it, to be used inside another query."""
    return sa.select(contacts.c.id).where(of(contact))


def joined_on(conn: sa.Connection, contact: Contact) -> str:
    """The other messenger this contact is joined with, the last heard first; empty for none."""
    if contact.person is None:
        return ""
    others = sa.select(contacts.c.channel).where(of(contact.id), contacts.c.channel != contact.channel)
    return conn.execute(others.order_by(contacts.c.heard_at.desc()).limit(1)).scalar_one_or_none() or ""


def joinable_on(conn: sa.Connection, keyring: Keyring, contact: Contact, phone: str, now: datetime) -> str:
    """The other messenger in which the same phone is well proven by somebody not joined yet; empty for none."""
    found = _others(conn, keyring, contact, phone, now)
    return found[0].channel if found else ""


def is_apart(conn: sa.Connection, contact: int) -> bool:
    """Whether this person said to keep the messengers apart, so that it is not offered again by itself."""
    return bool(conn.execute(sa.select(contacts.c.apart).where(contacts.c.id == contact)).scalar_one())


def join(conn: sa.Connection, keyring: Keyring, contact: Contact, now: datetime) -> list[Contact]:
    """Join this contact with the others of its phone; gives those others, none when there is nobody."""
    if contact.proof is None or contact.proof.method.value not in STRONG:
        return []
    found = _others(conn, keyring, contact, contact.proof.phone, now)
    if not found:
        return []
    person = contact.person or contact.id
    persons = [row.person for row in found if row.person is not None]
    mine = sa.or_(contacts.c.id.in_([contact.id, *(row.id for row in found)]), contacts.c.person.in_(persons))
    conn.execute(contacts.update().where(mine).values(person=person, apart=False))
    others = (people.by_id(conn, keyring, row.id, now) for row in found)
    return [other for other in others if other is not None]


def part(conn: sa.Connection, contact: int, *, apart: bool = False) -> bool:
    """Take a contact out of its person; ``apart`` says that its owner wants it so. Whether it was joined."""
    was = conn.execute(sa.select(contacts.c.person).where(contacts.c.id == contact)).scalar_one()
    conn.execute(contacts.update().where(contacts.c.id == contact).values(person=None, apart=apart))
    return was is not None


def to_answer(conn: sa.Connection, keyring: Keyring, contact: int, now: datetime) -> Contact | None:
    """Where an answer goes: the contact that filed, or when it is out of reach the last heard of its person."""
    filed = contacts.c.id == contact
    best = (filed & contacts.c.reachable).desc(), contacts.c.reachable.desc(), filed.desc()
    order = *best, contacts.c.heard_at.desc()
    found = conn.execute(sa.select(contacts.c.id).where(of(contact)).order_by(*order).limit(1)).scalar()
    return people.by_id(conn, keyring, found, now) if found is not None else None


def _others(conn: sa.Connection, keyring: Keyring, contact: Contact, phone: str, now: datetime) -> list[Any]:
    """Contacts on other messengers that proved the same phone well and lately, and are not joined with this one.

    One whose owner wants to be apart is passed over: only that owner's own word joins it again.
    """
    apart = sa.or_(contacts.c.person.is_(None), contacts.c.person != (contact.person or 0))
    statement = sa.select(contacts.c.id, contacts.c.channel, contacts.c.person).where(
        contacts.c.channel != contact.channel,
        contacts.c.phone_blind.in_(keyring.blinds("phone", phone)),
        contacts.c.proof.in_(STRONG),
        contacts.c.heard_at > now - IDLE,
        contacts.c.apart.is_(False),
        apart,
    )
    return list(conn.execute(statement.order_by(contacts.c.heard_at.desc())))
