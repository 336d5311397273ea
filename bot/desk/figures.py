"""What the desk did lately, in numbers: nothing in them is about one person."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from bot.desk import posts
from bot.house import House
from bot.storage import outbox, ratings
from bot.storage.cases import ENDS
from bot.storage.outbox import Lane, Outgoing
from bot.storage.records import cases
from dialogs.messages import Text, text
from dialogs.requests import RequestStatus

DAYS = 30
WEEKS = 8
ANSWERED = (RequestStatus.DONE.value, RequestStatus.REFUSED.value)


@dataclass(frozen=True, slots=True)
class Row:
    """One case as the figures see it; days are local."""

    status: str
    received: date
    due: date
    closed: date | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The last ``DAYS`` days, and the last ``WEEKS`` weeks as (first day, opened, done, refused)."""

    opened: int
    done: int
    refused: int
    overdue: int
    late: int
    median_days: float | None
    weeks: tuple[tuple[date, int, int, int], ...]


def count(rows: Sequence[Row], today: date, is_working: Any) -> Figures:
    """The figures of these cases on this local date."""
    since = today - timedelta(days=DAYS - 1)
    closed = [row for row in rows if row.closed is not None and row.closed >= since]
    answered = [row for row in closed if row.status in ANSWERED]
    running = [row for row in rows if row.status not in (*ENDS, RequestStatus.WAITING.value)]
    took = [_working_days(row, is_working) for row in answered]
    return Figures(
        opened=sum(row.received >= since for row in rows),
        done=sum(row.status == RequestStatus.DONE for row in closed),
        refused=sum(row.status == RequestStatus.REFUSED for row in closed),
        overdue=sum(row.due < today for row in running),
        late=sum(row.closed > row.due for row in answered if row.closed),
        median_days=median(took) if took else None,
        weeks=tuple(_weeks(rows, today)),
    )


def _working_days(row: Row, is_working: Any) -> int:
    """Working days from the day after receipt to the answer, the way the law counts."""
    assert row.closed is not None
    days = (row.received + timedelta(days=ahead + 1) for ahead in range((row.closed - row.received).days))
    return sum(is_working(day) for day in days)


def _weeks(rows: Sequence[Row], today: date) -> Iterable[tuple[date, int, int, int]]:
    monday = today - timedelta(days=today.weekday())
    opened = Counter(_week(row.received) for row in rows)
    ended = Counter((_week(row.closed), row.status) for row in rows if row.closed)
    for back in reversed(range(WEEKS)):
        week = monday - timedelta(weeks=back)
        yield week, opened[week], ended[week, "done"], ended[week, "refused"]


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def collect(conn: sa.Connection, house: House) -> Figures:
    """The figures as they are now."""
    today = house.now().astimezone(house.zone).date()
    since = house.now() - timedelta(weeks=WEEKS + 1)
    lately = sa.or_(cases.c.received_at >= since, cases.c.closed_at >= since, cases.c.status.not_in(ENDS))
    found = conn.execute(
        sa.select(cases.c.status, cases.c.received_at, cases.c.due_at, cases.c.closed_at).where(lately)
    )

    def day(moment: datetime) -> date:
        return moment.astimezone(house.zone).date()

    rows = [
        Row(row.status, day(row.received_at), day(row.due_at), day(row.closed_at) if row.closed_at else None)
        for row in found
    ]
    return count(rows, today, house.calendar.is_working)


# --- For the group --------------------------------------------------------------------------------


def post_chart(conn: sa.Connection, house: House) -> None:
    """Queue the figures: a picture, drawn when it is sent, and the same in words under it."""
    address = posts.group(conn)
    if address is None:
        return
    figures, language = collect(conn, house), posts.group_language(conn)

    def say(said: Text) -> str:
        return house.wording.label(said, language)

    labels = [say(text(f"figures-series-{name}")) for name in ("opened", "done", "refused")]
    series = zip(labels, *[zip(*(week[1:] for week in figures.weeks), strict=True)], strict=True)
    chart = {
        "title": say(text("figures-chart-title", weeks=WEEKS)),
        "periods": [f"{week[0]:%d.%m}" for week in figures.weeks],
        "series": [{"label": label, "counts": list(counts)} for label, counts in series],
    }
    html = [house.wording.html(line, language) for line in _caption(conn, house, figures)]
    row = Outgoing(
        f"chart:{uuid4().hex}",
        posts.STAFF_CHANNEL,
        address,
        "chart",
        {"chart": chart, "html": html},
        Lane.NOTICE,
    )
    outbox.queue(conn, house.keyring, [row], house.now())


def _caption(conn: sa.Connection, house: House, figures: Figures) -> Iterable[Text]:
    yield text("figures-title", days=DAYS)
    yield text("figures-opened", count=figures.opened)
    yield text("figures-done", count=figures.done)
    yield text("figures-refused", count=figures.refused)
    yield text("figures-overdue", count=figures.overdue)
    yield text("figures-late", count=figures.late)
    if figures.median_days is None:
        yield text("figures-no-median")
    else:
        yield text("figures-median", days=f"{figures.median_days:g}".replace(".", ","))
    unhelpful, outside = ratings.unhelped(conn), ratings.outside(conn)
    yield text("figures-unanswered", outside=outside, unhelpful=unhelpful)


COLUMNS = ("number", "kind", "status", "channel", "language", "received", "due", "closed", "owner", "outcome")


def post_table(conn: sa.Connection, house: House) -> None:
    """Queue every case as a table for spreadsheets: no name, no phone, no words of anybody."""
    address = posts.group(conn)
    if address is None:
        return
    written = io.StringIO()
    table = csv.writer(written, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in conn.execute(sa.select(cases).order_by(cases.c.year, cases.c.sequence)):
        table.writerow(_cells(row, house))
    today = house.now().astimezone(house.zone).date()
    said = house.wording.html(text("csv-caption", day=today), posts.group_language(conn))
    payload = {"name": f"qupia-{today}.csv", "body": written.getvalue(), "html": [said]}
    message = Outgoing(f"file:{uuid4().hex}", posts.STAFF_CHANNEL, address, "file", payload, Lane.NOTICE)
    outbox.queue(conn, house.keyring, [message], house.now())


def _cells(row: Any, house: House) -> list[str]:
    moments = (row.received_at, row.due_at, row.closed_at)
    times = [f"{moment.astimezone(house.zone):%Y-%m-%d %H:%M}" if moment else "" for moment in moments]
    outcome = row.outcome.removeprefix("outcome-").removeprefix("ground-")
    return [row.number, row.kind, row.status, row.channel, row.language, *times, row.owner or "", outcome]
