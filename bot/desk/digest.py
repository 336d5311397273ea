"""The digest of each working morning: what stands where, what is due, and the head of the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

import sqlalchemy as sa

from bot.desk import posts
from bot.house import House
from bot.storage import audit, cases, settings
from dialogs.messages import Text, text
from dialogs.requests import RequestStatus
from dialogs.staff import Case

AT = time(9)
"""Local time from which the digest of a working day may be posted."""
DONE = "digest"
"""The setting that holds the day of the last digest."""
NAMED = 20
"""How many case numbers a line names."""


def is_due(conn: sa.Connection, house: House) -> bool:
    """Whether today's digest is still to be posted."""
    local = house.now().astimezone(house.zone)
    today = local.date()
    if local.time() < AT or posts.group(conn) is None or not house.calendar.is_working(today):
        return False
    return (settings.get(conn, DONE) or "") < today.isoformat()


def post(conn: sa.Connection, house: House) -> bool:
    """Post today's digest unless another process has; True when this one did."""
    now = house.now().astimezone(house.zone)
    if not is_due(conn, house) or not settings.advance(conn, DONE, now.date().isoformat()):
        return False
    head, count = audit.head(conn), audit.length(conn)
    body = (*_lines(cases.unfinished(conn, house.keyring, limit=10_000), now), *_proof(head, count))
    posts.post(conn, house, f"digest:{now.date()}", body)
    audit.append(
        conn,
        house.keyring,
        at=house.now(),
        actor="bot",
        act="digest-posted",
        about=None,
        detail={"head": head.hex(), "count": count},
    )
    return True


def _lines(unfinished: Sequence[Case], now: datetime) -> tuple[Text, ...]:
    """Counts by status, then the cases that want somebody today."""
    today = now.date()
    if not unfinished:
        return (text("digest-title", day=today), text("queue-empty"))
    status = [case.status for case in unfinished]
    counts = text(
        "digest-counts",
        open=status.count(RequestStatus.OPEN),
        taken=status.count(RequestStatus.IN_PROGRESS),
        waiting=status.count(RequestStatus.WAITING),
    )
    running = [case for case in unfinished if case.status is not RequestStatus.WAITING]
    overdue = [case.number for case in running if case.due_at < now]
    due_today = [case.number for case in running if _day(case, now) == today and case.due_at >= now]
    unheard = [case.number for case in unfinished if case.unheard]
    named = {"digest-overdue": overdue, "digest-due-today": due_today, "digest-unheard": unheard}
    return (
        text("digest-title", day=today),
        counts,
        *(text(key, count=len(found), numbers=_numbers(found)) for key, found in named.items() if found),
    )


def _day(case: Case, now: datetime) -> date:
    return case.due_at.astimezone(now.tzinfo).date()


def _numbers(found: list[str]) -> str:
    return ", ".join(found[:NAMED]) + (" …" if len(found) > NAMED else "")


def _proof(head: bytes, count: int) -> tuple[Text, ...]:
    return (text("digest-head", head=audit.short(head), count=count),) if count else ()
