"""The fields a correction asks for, each with an outcome of its own. Values are sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.storage.crypto import Keyring
from bot.storage.records import asked
from dialogs.requests import DataField, Draft


@dataclass(frozen=True, slots=True)
class Asked:
    """One field that a correction asks for; ``outcome`` is empty until staff say what became of it."""

    place: int
    field: DataField
    value: str
    old: str
    outcome: str


def ask_for(conn: sa.Connection, keyring: Keyring, number: str, draft: Draft) -> None:
    """Add the field of a draft to what the case asks for; a draft without one asks for none."""
    if draft.field is None:
        return
    place = len(asked_of(conn, keyring, number)) + 1
    content = {"value": draft.value, "old": draft.old}
    sealed = keyring.seal_json(content, table="asked", column="content", row=f"{number}#{place}")
    conn.execute(asked.insert().values(case=number, place=place, field=draft.field.value, content=sealed))


def asked_of(conn: sa.Connection, keyring: Keyring, number: str) -> list[Asked]:
    """The fields a case asks for, in order."""
    rows = conn.execute(sa.select(asked).where(asked.c.case == number).order_by(asked.c.place))
    return [_asked(row, keyring) for row in rows]


def _asked(row: Any, keyring: Keyring) -> Asked:
    plain = keyring.open_json(row.content, table="asked", column="content", row=f"{row.case}#{row.place}")
    return Asked(row.place, DataField(row.field), plain["value"], plain["old"], row.outcome)


def settle_field(conn: sa.Connection, number: str, place: int, outcome: str) -> None:
    """Say what became of one field."""
    conn.execute(asked.update().where(asked.c.case == number, asked.c.place == place).values(outcome=outcome))
