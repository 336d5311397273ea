"""Proving a claimed phone: one-time codes and call-in codes, with their limits (after NIST SP 800-63B, §5.1.3)."""

from __future__ import annotations

import math
import secrets
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.desk import posts
from bot.house import House
from bot.storage import audit, inbox, outbox
from bot.storage.outbox import Lane, Outgoing
from bot.storage.people import Contact, row_name
from bot.storage.records import codes, contacts
from dialogs.commands import CallOffered, CodeHeldBack, CodeSent, CodeWrong
from dialogs.messages import Language, text
from dialogs.phones import masked

LIVES = timedelta(minutes=5)
CALL_LIVES = timedelta(minutes=30)
TRIES = 5
FAILURES_WITHIN = timedelta(minutes=30)
WAITS = (timedelta(0), timedelta(seconds=60), timedelta(seconds=120))
"""How long after the previous code the next may be asked for; the last wait repeats."""
PER_NUMBER = ((3, timedelta(minutes=10)), (10, timedelta(days=1)))
"""At most so many codes in so long a time to one number, whoever asks."""
PER_CONTACT = ((5, timedelta(hours=1)), (10, timedelta(days=1)))
"""At most so many codes for one contact, whatever numbers they claim: every one costs the clinic money."""
FOR_EVERYBODY = ((60, timedelta(hours=1)), (300, timedelta(days=1)))
"""At most so many codes in all: whoever has many accounts must not spend the clinic's money either."""
CALLS_PER_CONTACT = ((3, timedelta(minutes=30)), (10, timedelta(days=1)))
CALLS_FOR_EVERYBODY = ((30, timedelta(hours=1)),)
"""Every call offered is a post in the staff group, which takes 20 messages a minute and no more."""
LOCK = 0x51_43_4F_44_45
"""Codes are counted and made one at a time, so that askers in the same moment are all counted (PostgreSQL)."""

Limits = tuple[tuple[int, timedelta], ...]


def send_code(
    conn: sa.Connection, house: House, contact: Contact, phone: str, language: Language | None
) -> CodeSent | CodeHeldBack:
    """Queue a six-digit code to a claimed phone, unless it is too soon or too many were sent."""
    now = house.now()
    _one_at_a_time(conn)
    wait = _wait(conn, house, contact, phone, now)
    if wait > timedelta(0):
        return _held_back(phone, wait)
    code = f"{secrets.randbelow(1_000_000):06d}"
    made = _keep(conn, house, contact, phone, "code", code, now + LIVES)
    words = house.wording.label(
        text("code-sms", clinic=house.clinic.name, code=code), language or Language.KAZAKH
    )
    payload = {"phone": phone, "code": code, "words": words, "minutes": LIVES.seconds // 60}
    address = row_name(contact.channel, contact.address)
    outbox.queue(
        conn, house.keyring, [Outgoing(f"code:{made}", "code", address, "code", payload, Lane.ANSWER)], now
    )
    _audit(conn, house, contact, "code-sent")
    return CodeSent(phone)


def _wait(conn: sa.Connection, house: House, contact: Contact, phone: str, now: datetime) -> timedelta:
    """How long until the next code may go out."""
    sent = _made(conn, now, codes.c.phone_blind.in_(house.keyring.blinds("phone", phone)))
    waits = [
        _longest(sent, PER_NUMBER, now),
        _longest(_made(conn, now, codes.c.contact == contact.id), PER_CONTACT, now),
        _longest(_made(conn, now), FOR_EVERYBODY, now),
    ]
    if sent:
        waits.append(sent[-1] + WAITS[min(len(sent), len(WAITS) - 1)] - now)
    if _failures(conn, house, contact, phone, now) >= TRIES:
        waits.append(FAILURES_WITHIN)
    return max(waits)


def _made(
    conn: sa.Connection, now: datetime, *which: sa.ColumnElement[bool], method: str = "code"
) -> list[datetime]:
    """When codes were made in the last day, the oldest first."""
    lately = codes.c.method == method, codes.c.made_at > now - timedelta(days=1)
    statement = sa.select(codes.c.made_at).where(*lately, *which).order_by(codes.c.made_at)
    return list(conn.execute(statement).scalars())


def _longest(made: list[datetime], limits: Limits, now: datetime) -> timedelta:
    """How long until every one of the limits lets another through."""
    return max(
        (made[-most] + within - now for most, within in limits if len(made) >= most), default=timedelta(0)
    )


def _one_at_a_time(conn: sa.Connection) -> None:
    if conn.dialect.name == "postgresql":
        conn.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))


def _held_back(phone: str, wait: timedelta) -> CodeHeldBack:
    return CodeHeldBack(phone, max(1, math.ceil(wait / timedelta(minutes=1))))


def _failures(conn: sa.Connection, house: House, contact: Contact, phone: str, now: datetime) -> int:
    """Wrong tries for this phone lately: a resend does not reset them."""
    statement = sa.select(sa.func.coalesce(sa.func.sum(codes.c.failures), 0)).where(
        codes.c.contact == contact.id,
        codes.c.phone_blind.in_(house.keyring.blinds("phone", phone)),
        codes.c.made_at > now - FAILURES_WITHIN,
    )
    return int(conn.execute(statement).scalar_one())


def check_code(
    conn: sa.Connection, house: House, contact: Contact, phone: str, code: str
) -> CodeWrong | None:
    """None when the code is the newest one sent, unspent and in time; it is spent by that."""
    now = house.now()
    row = _newest(conn, house, contact, phone)
    if row is None or row.spent_at is not None or row.expires_at <= now:
        return CodeWrong(0, expired=True)
    failures = _failures(conn, house, contact, phone, now)
    if failures >= TRIES:
        return CodeWrong(0)
    if any(secrets.compare_digest(row.code_blind, blind) for blind in _blinds(house, contact, phone, code)):
        conn.execute(codes.update().where(codes.c.id == row.id).values(spent_at=now))
        return None
    conn.execute(codes.update().where(codes.c.id == row.id).values(failures=codes.c.failures + 1))
    return CodeWrong(max(0, TRIES - failures - 1))


def _newest(conn: sa.Connection, house: House, contact: Contact, phone: str) -> Any:
    statement = (
        sa.select(codes)
        .where(
            codes.c.contact == contact.id,
            codes.c.method == "code",
            codes.c.phone_blind.in_(house.keyring.blinds("phone", phone)),
        )
        .order_by(codes.c.id.desc())
        .limit(1)
    )
    return conn.execute(statement).one_or_none()


def offer_call(conn: sa.Connection, house: House, contact: Contact, phone: str) -> CallOffered | CodeHeldBack:
    """Make a four-digit code to be said on the clinic's line, and show reception what to listen for."""
    now = house.now()
    _one_at_a_time(conn)
    mine = _made(conn, now, codes.c.contact == contact.id, method="call")
    everybody = _made(conn, now, method="call")
    wait = max(_longest(mine, CALLS_PER_CONTACT, now), _longest(everybody, CALLS_FOR_EVERYBODY, now))
    if wait > timedelta(0):
        return _held_back(phone, wait)
    code = f"{secrets.randbelow(9000) + 1000}"
    made = _keep(conn, house, contact, phone, "call", code, now + CALL_LIVES)
    body = text("call-card", phone=masked(phone), code=f"{code[:2]} {code[2:]}")
    posts.post(conn, house, f"call:{made}", (body,), choices=((f"staff-heard:{made}", text("staff-heard")),))
    _audit(conn, house, contact, "call-offered")
    return CallOffered(phone, f"{code[:2]} {code[2:]}")


def heard(conn: sa.Connection, house: House, call: int, staff: str) -> bool:
    """Reception heard the code on the line: the patient's talk is told by an event of its own. False when too late."""
    now = house.now()
    spent = conn.execute(
        codes.update()
        .where(
            codes.c.id == call, codes.c.method == "call", codes.c.spent_at.is_(None), codes.c.expires_at > now
        )
        .values(spent_at=now)
        .returning(codes.c.contact)
    ).scalar_one_or_none()
    if spent is None:
        return False
    row = conn.execute(sa.select(contacts.c.channel, contacts.c.address).where(contacts.c.id == spent)).one()
    stream = row_name(row.channel, row.address)
    inbox.store(conn, house.keyring, [inbox.Inbound(row.channel, f"heard:{call}", stream, b"", now)])
    audit.append(
        conn,
        house.keyring,
        at=now,
        actor=f"staff:{staff}",
        act="call-heard",
        about=None,
        detail={"call": call},
    )
    return True


def heard_phone(conn: sa.Connection, house: House, call: int, contact: int) -> str | None:
    """The phone that a heard call of this contact proved, E.164."""
    of_theirs = codes.c.id == call, codes.c.contact == contact, codes.c.method == "call"
    row = conn.execute(sa.select(codes).where(*of_theirs, codes.c.spent_at.is_not(None))).one_or_none()
    if row is None or row.phone is None:
        return None
    return house.keyring.open(row.phone, table="codes", column="phone", row=_code_row(row.contact)).decode()


def _keep(
    conn: sa.Connection,
    house: House,
    contact: Contact,
    phone: str,
    method: str,
    code: str,
    expires_at: datetime,
) -> int:
    statement = (
        codes.insert()
        .values(
            contact=contact.id,
            phone_blind=house.keyring.blind("phone", phone),
            phone=house.keyring.seal(
                phone.encode(), table="codes", column="phone", row=_code_row(contact.id)
            ),
            method=method,
            code_blind=_blinds(house, contact, phone, code)[0],
            made_at=house.now(),
            expires_at=expires_at,
        )
        .returning(codes.c.id)
    )
    return int(conn.execute(statement).scalar_one())


def _code_row(contact: int) -> str:
    return f"contact {contact}"


def _blinds(house: House, contact: Contact, phone: str, code: str) -> tuple[bytes, ...]:
    return house.keyring.blinds("code", f"{contact.id}:{phone}:{code}")


def _audit(conn: sa.Connection, house: House, contact: Contact, act: str) -> None:
    audit.append(
        conn, house.keyring, at=house.now(), actor=f"contact:{contact.id}", act=act, about=None, detail={}
    )
