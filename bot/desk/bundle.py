"""Everything about one case in one value, for the authority: the person's own words, no other person's data.

Staff appear as numbers in the order they acted. Internal notes are left out and counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.storage import asked, audit, cases, due_dates, timelines
from bot.storage.audit import Broken
from bot.storage.crypto import Keyring
from bot.storage.due_dates import StoredClock
from bot.storage.records import cases as table
from bot.storage.tables import EPOCH, MILLISECOND
from bot.storage.tables import audit as log
from bot.storage.timelines import Entry
from dialogs.context import Clinic
from dialogs.messages import Language
from dialogs.requests import Draft
from dialogs.staff import Case


@dataclass(frozen=True, slots=True)
class Bundle:
    """``plain`` is JSON-ready; ``story`` the timeline with its writers; the rest is what a page shows beside it."""

    language: Language
    plain: dict[str, Any]
    story: tuple[tuple[Entry, str], ...]


Local = Callable[[datetime | None], str | None]
"""Tells a moment in the clinic's time zone."""


def _local(zone: tzinfo, moment: datetime | None) -> str | None:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None


def collect(
    conn: sa.Connection, keyring: Keyring, clinic: Clinic, number: str, now: datetime, zone: tzinfo
) -> Bundle | None:
    """The bundle of a case, or None when there is no such case. Moments are told in ``zone``."""
    case, content = cases.find(conn, keyring, number), cases.content(conn, keyring, number)
    if case is None or content is None:
        return None
    row = conn.execute(sa.select(table).where(table.c.number == number)).one()
    whole = timelines.story(conn, keyring, number, internal=True)
    writers = _Writers()
    story = tuple((entry, writers.name(entry.actor)) for entry in whole if not entry.internal)
    local = partial(_local, zone)

    plain = {
        "bundle": 1,
        "made_at": local(now),
        "operator": {"name": clinic.name, "bin": clinic.bin, "email": clinic.email},
        "case": _case(case, row, content.phone, local),
        "request": _request(conn, keyring, number, content.draft),
        "receipt": {"code": content.code, "audit_head": content.head},
        "edition": content.edition,
        "clocks": [_clock(clock, local) for clock in due_dates.clocks_of(conn, number)],
        "pauses": [
            {"from": local(began), "to": local(ended)} for began, ended in due_dates.pauses_of(conn, number)
        ],
        "timeline": [_line(entry, by, local) for entry, by in story],
        "internal_notes_left_out": sum(entry.internal for entry in whole),
        "log": _proof(conn, number, writers),
    }
    return Bundle(case.language, plain, story)


def _case(case: Case, row: Any, phone: str, local: Local) -> dict[str, Any]:
    return {
        "number": case.number,
        "kind": case.kind.value,
        "for": case.whom.value,
        "status": case.status.value,
        "outcome": row.outcome,
        "channel": case.channel,
        "language": case.language.value,
        "received_at": local(case.received_at),
        "closed_at": local(row.closed_at),
        "phone": phone,
        "phone_proven": {"method": row.proof, "at": local(row.proven_at)},
    }


def _request(conn: sa.Connection, keyring: Keyring, number: str, draft: Draft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "purpose": draft.purpose.value if draft.purpose else "",
        "words": draft.words,
        "fields": [
            {"field": one.field.value, "value": one.value, "old": one.old, "outcome": one.outcome}
            for one in asked.asked_of(conn, keyring, number)
        ],
    }


def _clock(clock: StoredClock, local: Local) -> dict[str, Any]:
    return {
        "name": clock.name,
        "article": clock.article or "own rule",
        "working_days": clock.working_days,
        "due": local(clock.due_at),
    }


def _line(entry: Entry, by: str, local: Local) -> dict[str, Any]:
    return {
        "at": local(entry.at),
        "by": by,
        "what": entry.what,
        "detail": entry.detail,
        "words": entry.words,
    }


class _Writers:
    """Names without people: staff are numbered in the order they are met."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def name(self, actor: str) -> str:
        """``patient``, ``bot``, ``command line``, or ``staff 1`` and so on."""
        if not actor.startswith("staff:"):
            return "patient" if actor.startswith("contact:") else actor
        return self._known.setdefault(actor, f"staff {len(self._known) + 1}")


def _proof(conn: sa.Connection, number: str, writers: _Writers) -> dict[str, Any]:
    """The case's rows of the log. Each hash is SHA-256 over the row's fields in canonical JSON."""
    verdict = audit.verify(conn)
    rows = conn.execute(sa.select(log).where(log.c.about == number).order_by(log.c.seq)).mappings()
    return {
        "whole": not isinstance(verdict, Broken),
        "first_broken_row": verdict.seq if isinstance(verdict, Broken) else None,
        "rows_in_log": audit.length(conn),
        "head": audit.head(conn).hex(),
        "rows": [
            {
                "seq": row["seq"],
                "at": (row["at"] - EPOCH) // MILLISECOND,
                "actor": row["actor"],
                "by": writers.name(row["actor"]),
                "act": row["act"],
                "about": row["about"],
                "detail": row["detail_hash"].hex(),
                "previous": row["previous"].hex(),
                "hash": row["hash"].hex(),
            }
            for row in rows
        ],
    }
