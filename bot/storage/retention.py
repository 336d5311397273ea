"""What is forgotten by itself, and when: one table of rules, used to count and to purge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.storage import audit
from bot.storage.broadcast_tables import broadcasts
from bot.storage.broadcasts import PREFIX
from bot.storage.cases import ENDS
from bot.storage.crypto import Keyring
from bot.storage.people import IDLE, UNPROVEN
from bot.storage.records import cases, codes, contacts, timeline
from bot.storage.tables import inbox, outbox, posts
from dialogs.broadcasts import BroadcastStatus

TRAFFIC = timedelta(days=30)
"""How long updates and messages stay after their end: Meta repeats for a week, people complain later."""
CODES = timedelta(days=1)
"""The longest time over which codes sent to one number are counted."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Rows of a table that are ``due`` at a moment: deleted, or kept with only the columns in ``becomes`` changed."""

    name: str
    table: sa.Table
    due: Callable[[datetime], sa.ColumnElement[bool]]
    becomes: Mapping[str, Any] | None = None


def _finished_cases(before: datetime) -> sa.Select[tuple[str]]:
    """Cases that came to their end and have been silent since."""
    heard_since = sa.exists().where(timeline.c.case == cases.c.number, timeline.c.at >= before)
    return sa.select(cases.c.number).where(cases.c.status.in_(ENDS), ~heard_since)


def _ended_broadcasts(before: datetime) -> sa.Select[str]:
    """What posts call the broadcasts that have ended, or were given up before they began."""
    ends = [status.value for status in BroadcastStatus if status.is_end]
    given_up = sa.and_(broadcasts.c.began_at.is_(None), broadcasts.c.created_at < before)
    named = sa.literal(PREFIX).concat(sa.cast(broadcasts.c.id, sa.Text))
    return sa.select(named).where(
        broadcasts.c.status.in_(ends), sa.or_(broadcasts.c.ended_at < before, given_up)
    )


RULES = (
    Rule("updates", inbox, lambda now: inbox.c.done_at < now - TRAFFIC),
    Rule("messages", outbox, lambda now: outbox.c.settled_at < now - TRAFFIC),
    Rule("codes", codes, lambda now: codes.c.made_at < now - CODES),
    Rule(
        "proofs",
        contacts,
        lambda now: sa.and_(contacts.c.phone.is_not(None), contacts.c.heard_at < now - IDLE),
        UNPROVEN,
    ),
    Rule(
        "links",
        posts,
        lambda now: sa.or_(
            posts.c.about.in_(_finished_cases(now - TRAFFIC)),
            posts.c.about.in_(_ended_broadcasts(now - TRAFFIC)),
        ),
    ),
)
"""Each with the word it is counted under; ``links`` lead from a message to what is long finished."""


def due(conn: sa.Connection, now: datetime) -> dict[str, int]:
    """How many rows each rule would forget; changes nothing."""
    counted = {rule.name: sa.select(sa.func.count()).where(rule.due(now)) for rule in RULES}
    tables = {rule.name: rule.table for rule in RULES}
    return {
        name: conn.execute(query.select_from(tables[name])).scalar_one() for name, query in counted.items()
    }


def purge(conn: sa.Connection, keyring: Keyring, now: datetime, actor: str) -> dict[str, int]:
    """Forget what is due and write down in the audit log how much; returns the counts."""
    counts = {rule.name: conn.execute(_forgetting(rule, now)).rowcount for rule in RULES}
    audit.append(conn, keyring, at=now, actor=actor, act="purged", about=None, detail=counts)
    return counts


def _forgetting(rule: Rule, now: datetime) -> sa.Delete | sa.Update:
    if rule.becomes is None:
        return rule.table.delete().where(rule.due(now))
    return rule.table.update().where(rule.due(now)).values(rule.becomes)
