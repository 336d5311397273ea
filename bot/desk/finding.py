"""Finds cases by a part of the number, a full phone, or words of kind and status. Never prints a phone."""

from __future__ import annotations

import sqlalchemy as sa

from bot import phones
from bot.case_numbers import read_number
from bot.desk import posts
from bot.house import House
from bot.storage import cases
from bot.storage.records import cases as table
from dialogs.messages import Text, text
from dialogs.requests import RequestKind, RequestStatus
from dialogs.staff import Case

SHORTEST = 2
"""Digits a part of a number needs."""


def find(conn: sa.Connection, house: House, wanted: str) -> list[Case] | None:
    """Cases that fit what was typed, the newest first; None when it cannot be understood."""
    where = _phone(house, wanted) or _number(wanted) or _words(conn, house, wanted)
    return None if where is None else cases.where(conn, house.keyring, *where)


Where = tuple[sa.ColumnElement[bool], ...]


def _phone(house: House, wanted: str) -> Where | None:
    read = phones.read_phone(wanted, house.clinic_phone)
    if not isinstance(read, phones.Phone):
        return None
    return (table.c.phone_blind.in_(house.keyring.blinds("phone", read.e164)),)


def _number(wanted: str) -> Where | None:
    whole = read_number(wanted)
    if whole is not None:
        return (table.c.number == whole,)
    part = wanted.replace("-", "").replace("№", "").strip()
    if not (part.isascii() and part.isdigit() and len(part) >= SHORTEST):
        return None
    return (sa.func.replace(table.c.number, "-", "").contains(part, autoescape=True),)


def _words(conn: sa.Connection, house: House, wanted: str) -> Where | None:
    """Every word typed begins a word of a kind or of a status, in the group's language."""
    typed = wanted.casefold().split()
    language = posts.group_language(conn)

    def fits(named: Text) -> bool:
        spoken = house.wording.label(named, language).casefold().split()
        return all(any(word.startswith(start) for word in spoken) for start in typed)

    kinds = [kind.value for kind in RequestKind if fits(text(f"kind-{kind}"))]
    statuses = [
        status.value for status in RequestStatus if fits(text(f"status-{status.value.replace('_', '-')}"))
    ]
    if not typed or not (kinds or statuses):
        return None
    return (sa.or_(table.c.kind.in_(kinds), table.c.status.in_(statuses)),)
