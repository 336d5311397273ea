"""What happened to a case, line by line; words are sealed under the line's own key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.storage.crypto import Keyring
from bot.storage.records import timeline


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a case's timeline. ``actor`` is ``patient``, ``bot`` or ``staff:<id>``; internal is never told."""

    at: datetime
    actor: str
    what: str
    detail: str = ""
    words: str = ""
    internal: bool = False


def add_entry(conn: sa.Connection, keyring: Keyring, number: str, entry: Entry) -> None:
    """Append to the timeline."""
    count = conn.execute(
        sa.select(sa.func.count()).select_from(timeline).where(timeline.c.case == number)
    ).scalar_one()
    key = f"{number}#{count + 1}"
    conn.execute(
        timeline.insert().values(
            case=number,
            key=key,
            at=entry.at,
            actor=entry.actor,
            what=entry.what,
            detail=entry.detail,
            words=keyring.seal(entry.words.encode(), table="timeline", column="words", row=key)
            if entry.words
            else None,
            internal=entry.internal,
        )
    )


def story(conn: sa.Connection, keyring: Keyring, number: str, *, internal: bool = False) -> Sequence[Entry]:
    """The timeline, oldest first; ``internal`` includes the staff's own notes."""
    statement = sa.select(timeline).where(timeline.c.case == number).order_by(timeline.c.seq)
    rows = conn.execute(statement if internal else statement.where(timeline.c.internal.is_(False)))
    return [_entry(row, keyring) for row in rows]


def _entry(row: Any, keyring: Keyring) -> Entry:
    words = (
        keyring.open(row.words, table="timeline", column="words", row=row.key).decode() if row.words else ""
    )
    return Entry(row.at, row.actor, row.what, row.detail, words, row.internal)
