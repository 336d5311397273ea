"""The patient's side of the desk: file a request, look it up, add to it, cancel it. Every act re-checks whose it is."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.case_numbers import number as case_number
from bot.desk import clocks, posts
from bot.house import House
from bot.receipts import issue
from bot.storage import asked, audit, cases, due_dates, timelines
from bot.storage.cases import NewCase
from bot.storage.people import Contact
from bot.storage.records import cases as cases_table
from bot.storage.timelines import Entry
from dialogs.commands import (
    ClockDue,
    Registered,
    RequestFound,
    RequestGone,
    TimelineEntry,
    TooManyRequests,
)
from dialogs.context import Context
from dialogs.flows.review import lines
from dialogs.messages import Language, Text, text
from dialogs.requests import Draft, IllegalMove, Move, RequestKind, RequestStatus, moved

A_DAY = 10
"""How many requests one contact may file in a day; more is a mistake or mischief."""


def file(
    conn: sa.Connection, house: House, contact: Contact, draft: Draft, context: Context
) -> Registered | TooManyRequests:
    """Register a draft as a case, or add it to the contact's open case of the same kind."""
    joined = cases.open_alike(conn, contact.id, draft)
    if joined is not None:
        return _join(conn, house, contact, draft, joined, context)
    if _filed_today(conn, contact, house.now()) >= A_DAY:
        return TooManyRequests(A_DAY)
    new = _numbered(conn, house, contact, draft, context)
    cases.register(conn, house.keyring, new)
    timelines.add_entry(conn, house.keyring, new.number, Entry(new.received_at, "patient", "filed"))
    asked.ask_for(conn, house.keyring, new.number, draft)
    filed = _audit(conn, house, contact, "request-filed", new.number, kind=draft.kind.value)
    cases.mark(conn, new.number, head=audit.short(filed))
    posts.show_card(conn, house, new.number)
    return _receipt(conn, house, new.number)


def _filed_today(conn: sa.Connection, contact: Contact, now: datetime) -> int:
    statement = (
        sa.select(sa.func.count())
        .select_from(cases_table)
        .where(cases_table.c.contact == contact.id, cases_table.c.received_at > now - timedelta(days=1))
    )
    return int(conn.execute(statement).scalar_one())


def _numbered(conn: sa.Connection, house: House, contact: Contact, draft: Draft, context: Context) -> NewCase:
    received = context.now
    year = received.year
    sequence = cases.next_sequence(conn, year)
    number = case_number(year, sequence)
    return NewCase(
        number=number,
        year=year,
        sequence=sequence,
        contact=contact.id,
        channel=contact.channel,
        language=context.language or Language.KAZAKH,
        draft=draft,
        proof=context.proof if draft.kind is not RequestKind.QUESTION or context.proof_is_fresh else None,
        edition=house.shelf.version(),
        code=issue(house.receipt_keys[0], number, draft.kind.value, received.date()),
        received_at=received,
        clocks=clocks.given(conn, house, draft.kind, received),
    )


def _join(
    conn: sa.Connection, house: House, contact: Contact, draft: Draft, number: str, context: Context
) -> Registered:
    language = context.language or Language.KAZAKH
    asked.ask_for(conn, house.keyring, number, draft)
    told = "\n".join(house.wording.label(line, language) for line in lines(draft))
    _patient_wrote(conn, house, contact, number, "joined", told)
    return _receipt(conn, house, number, joined=True)


def _receipt(conn: sa.Connection, house: House, number: str, *, joined: bool = False) -> Registered:
    case = cases.find(conn, house.keyring, number)
    content = cases.content(conn, house.keyring, number)
    assert case is not None
    assert content is not None
    due = tuple(
        ClockDue(clock.name, clock.article, clock.due_at.astimezone(house.zone))
        for clock in due_dates.clocks_of(conn, number)
    )
    return Registered(
        number,
        case.kind,
        case.whom,
        case.received_at.astimezone(house.zone),
        due,
        content.code,
        content.edition,
        joined,
        content.head,
    )


def look_up(conn: sa.Connection, house: House, contact: Contact, number: str) -> RequestFound | RequestGone:
    """The contact's own case with its story; somebody else's looks like none at all."""
    if not cases.is_of_contact(conn, number, contact.id):
        return RequestGone()
    case = cases.find(conn, house.keyring, number)
    content = cases.content(conn, house.keyring, number)
    assert case is not None
    assert content is not None
    story = tuple(
        TimelineEntry(entry.at.astimezone(house.zone), entry.what, entry.detail, entry.words)
        for entry in timelines.story(conn, house.keyring, number)
    )
    return RequestFound(
        number,
        case.kind,
        case.status,
        case.whom,
        case.received_at.astimezone(house.zone),
        case.due_at.astimezone(house.zone),
        content.code,
        story,
    )


def add_message(conn: sa.Connection, house: House, contact: Contact, number: str, words: str) -> bool:
    """Put the patient's words under their case. False when it is not theirs or has ended."""
    case = cases.find(conn, house.keyring, number, lock=True)
    if case is None or case.status.is_end or not cases.is_of_contact(conn, number, contact.id):
        return False
    _patient_wrote(conn, house, contact, number, "message", words)
    return True


def _patient_wrote(
    conn: sa.Connection, house: House, contact: Contact, number: str, what: str, words: str
) -> None:
    now = house.now()
    case = cases.find(conn, house.keyring, number, lock=True)
    assert case is not None
    timelines.add_entry(conn, house.keyring, number, Entry(now, "patient", what, words=words))
    cases.mark(conn, number, unheard=True)
    if case.status is RequestStatus.WAITING:
        cases.move(conn, number, case.status, moved(case.status, Move.ANSWERED))
        clocks.end_pause(conn, house, number, now)
    _audit(conn, house, contact, "patient-wrote", number)
    posts.show_card(conn, house, number)
    _ring(conn, house, number, (text("group-patient-wrote", number=number),))


def _ring(conn: sa.Connection, house: House, number: str, body: tuple[Text, ...]) -> None:
    """A new post under the card, because an edited card makes no sound. It never holds the words themselves.

    One a minute at most: the group takes 20 posts a minute, and one person must not use them up.
    """
    details = ((f"staff-details:{number}", text("staff-details")),)
    key = f"ring:{number}:{body[0].key}:{house.now():%Y%m%d%H%M}"
    posts.post(conn, house, key, body, choices=details, about=number)


def cancel(conn: sa.Connection, house: House, contact: Contact, number: str) -> bool:
    """End the case by its patient's wish. False when it is not theirs or has ended."""
    case = cases.find(conn, house.keyring, number, lock=True)
    if case is None or not cases.is_of_contact(conn, number, contact.id):
        return False
    try:
        becomes = moved(case.status, Move.CANCEL)
    except IllegalMove:
        return False
    now = house.now()
    cases.move(conn, number, case.status, becomes, closed_at=now, unheard=False)
    due_dates.end_pause(conn, number, now)
    timelines.add_entry(conn, house.keyring, number, Entry(now, "patient", "cancelled"))
    _audit(conn, house, contact, "request-cancelled", number)
    posts.show_card(conn, house, number)
    _ring(conn, house, number, (text("group-patient-cancelled", number=number),))
    posts.close_topic(conn, house, number)
    return True


def _audit(
    conn: sa.Connection, house: House, contact: Contact, act: str, number: str, **detail: str
) -> bytes:
    return audit.append(
        conn,
        house.keyring,
        at=house.now(),
        actor=f"contact:{contact.id}",
        act=act,
        about=number,
        detail=detail,
    )
