"""When a request is due: the clocks of each kind, counted over a calendar of working days that is passed in.

The law moves, so the clocks are dated configuration: every row says where its number comes from, when it was
checked and how surely it is known. For the clinic's lawyer to settle, and decided nowhere here: the exact
current wording of Art. 25(2); whether the 15 working days of Art. 8(7) cover destruction too; whether the one
working day of Art. 25(2)(8) runs from the request (the stricter reading, used here) or the confirmed ground.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Protocol

from dialogs.requests import RequestKind

LAST_MOMENT = time(23, 59, 59)


class Mark(StrEnum):
    """How far a clock has run; staff are reminded at each mark once (product rule)."""

    HALF = "half"
    MOST = "most"
    OVERDUE = "overdue"


MARKS: tuple[tuple[Mark, float], ...] = ((Mark.HALF, 0.5), (Mark.MOST, 0.8), (Mark.OVERDUE, 1.0))
"""Shares of a clock's working time, rising."""


class Colour(StrEnum):
    """How urgent a case looks on its card; words always stand beside the colour."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    OVERDUE = "overdue"


COLOURS: dict[Mark | None, Colour] = {
    None: Colour.GREEN,
    Mark.HALF: Colour.YELLOW,
    Mark.MOST: Colour.RED,
    Mark.OVERDUE: Colour.OVERDUE,
}


_LONGEST_SEARCH = timedelta(days=3660)
_ONE_DAY = timedelta(days=1)


class Certainty(StrEnum):
    """How a rule is known."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Clock:
    """One limit of one kind of request.

    ``name`` ends a message key; ``article`` is printed on receipts and is empty where the limit is the
    clinic's own promise; ``working_days`` counts from the day after the local date of receipt.
    """

    name: str
    article: str
    working_days: int
    source: str
    checked_on: date
    certainty: Certainty


class WorkingCalendar(Protocol):
    """Which local dates are working days in Kazakhstan."""

    def is_working(self, day: date, /) -> bool:
        """Whether the law's five-day week counts this date."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clinic waits for the patient; both ends aware, ``end`` None while it lasts."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock with its last moment, aware, in the clinic's time zone."""

    clock: Clock
    due: datetime


class NaiveTime(ValueError):
    """A moment without a time zone: nobody can say which local date it is."""


class NoWorkingDays(ValueError):
    """The calendar has too few working days in ten years to count the clock."""


_CHECKED = date(2026, 11, 22)
_LAW = "Law of Kazakhstan No. 94-V of 21 May 2013 on personal data and their protection"


def _clock(
    name: str, article: str, days: int, source: str, certainty: Certainty = Certainty.SECONDARY
) -> Clock:
    return Clock(name, article, days, source, _CHECKED, certainty)


_STOP = _clock("stop", "Art. 8(7)", 15, f"{_LAW}, in force since 18 January 2026; two law-firm notes")
_ACT = _clock("act", "Art. 25(2)(8)", 1, f"{_LAW}; on confirmed grounds; one secondary source")
_GIVE = _clock(
    "answer",
    "Rules 395/НҚ, item 16",
    3,
    "Rules of 2020 for collecting and handling data; two secondary sources",
)
_REPLY = _clock(
    "answer", "", 3, "The clinic's own promise: what was done, or a reasoned refusal", Certainty.OWN
)

CITATIONS: Mapping[str, str] = {
    _STOP.article: "8-7",
    _ACT.article: "25-2-8",
    _GIVE.article: "rules-16",
}
"""Ends of the message keys that cite an article in each language's own way; ``article`` is for programs."""

CLOCKS: Mapping[RequestKind, tuple[Clock, ...]] = {
    RequestKind.RECTIFY: (_ACT, _REPLY),
    RequestKind.WITHDRAW: (_STOP,),
    RequestKind.ACCESS: (_GIVE,),
    RequestKind.BLOCK: (_ACT, _REPLY),
    RequestKind.ERASE: (_ACT, _REPLY),
    RequestKind.QUESTION: (_REPLY,),
}
"""Every kind has at least one clock, the tightest first; names are unique within a kind."""


def due(
    clock: Clock,
    received_at: datetime,
    calendar: WorkingCalendar,
    timezone: tzinfo,
    pauses: Iterable[Pause] = (),
    now: datetime | None = None,
) -> datetime:
    """The last second of the last working day, in ``timezone``; ``received_at`` is aware.

    The day after the local date of receipt is day 1. A working day whose end is paused is not counted.
    A pause that still lasts counts up to ``now``; without ``now`` it does not move the date yet.
    Raises NaiveTime and NoWorkingDays.
    """
    day = _local(received_at, timezone).date()
    rests = _rests(pauses, timezone, now)
    last = day + _LONGEST_SEARCH
    left = clock.working_days
    while left:
        day += _ONE_DAY
        if day > last:
            raise NoWorkingDays(f"fewer than {clock.working_days} working days before {last}")
        left -= calendar.is_working(day) and not _paused(day, rests)
    return datetime.combine(day, LAST_MOMENT, timezone)


def deadlines(
    kind: RequestKind,
    received_at: datetime,
    calendar: WorkingCalendar,
    timezone: tzinfo,
    pauses: Iterable[Pause] = (),
    now: datetime | None = None,
) -> tuple[Deadline, ...]:
    """Every clock of a kind with its last moment; raises what ``due`` raises."""
    paused = tuple(pauses)
    return tuple(
        Deadline(clock, due(clock, received_at, calendar, timezone, paused, now)) for clock in CLOCKS[kind]
    )


def tightest(found: Iterable[Deadline]) -> Deadline:
    """The deadline that comes first; of equals the first given. Raises ValueError when there is none."""
    return min(found, key=lambda deadline: deadline.due)


def share_used(
    received_at: datetime,
    due_at: datetime,
    now: datetime,
    calendar: WorkingCalendar,
    pauses: Iterable[Pause] = (),
) -> float:
    """How much of the working time between receipt and the last moment has gone: 0.0 to 1.0, for reminders.

    Rest days and paused days take no part. Local days are those of ``due_at``'s time zone. Raises NaiveTime.
    """
    if due_at.tzinfo is None:
        raise NaiveTime("due_at has no time zone")
    start, at = _local(received_at, due_at.tzinfo), _local(now, due_at.tzinfo)
    if at >= due_at:
        return 1.0
    rests = _rests(pauses, due_at.tzinfo, now)
    whole = _working_time(start, due_at, calendar, rests)
    return _working_time(start, at, calendar, rests) / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a case's tightest clock: whole working days after today, and the colour of its card."""

    days: int
    colour: Colour


def marks_reached(share: float) -> tuple[Mark, ...]:
    """The marks a clock has passed at this share of its working time, rising."""
    return tuple(mark for mark, at in MARKS if share >= at)


def time_left(
    received_at: datetime,
    due_at: datetime,
    now: datetime,
    calendar: WorkingCalendar,
    timezone: tzinfo,
    pauses: Iterable[Pause] = (),
) -> Left:
    """How a clock stands now; every moment is aware. 0 days means that it ends today, or has ended."""
    due_at = _local(due_at, timezone)
    reached = marks_reached(share_used(received_at, due_at, now, calendar, pauses))
    day, days = _local(now, timezone).date(), 0
    while day < due_at.date():
        day += _ONE_DAY
        days += calendar.is_working(day)
    return Left(days, COLOURS[reached[-1] if reached else None])


def _local(moment: datetime, timezone: tzinfo) -> datetime:
    if moment.tzinfo is None:
        raise NaiveTime("a moment has no time zone")
    return moment.astimezone(timezone)


def _rests(pauses: Iterable[Pause], timezone: tzinfo, now: datetime | None) -> tuple[tuple[date, date], ...]:
    """Local first date and the date after the last one whose end was paused."""
    ended = ((pause.start, pause.end or now) for pause in pauses)
    return tuple((_local(a, timezone).date(), _local(b, timezone).date()) for a, b in ended if b is not None)


def _paused(day: date, rests: tuple[tuple[date, date], ...]) -> bool:
    return any(first <= day < after for first, after in rests)


def _working_time(
    start: datetime, end: datetime, calendar: WorkingCalendar, rests: tuple[tuple[date, date], ...]
) -> float:
    """Seconds of counted days between two moments of one zone, whose days have 24 hours."""
    total, day = 0.0, start.date()
    while day <= end.date():
        if calendar.is_working(day) and not _paused(day, rests):
            midnight = datetime.combine(day, time(), start.tzinfo)
            total += max(0.0, (min(end, midnight + _ONE_DAY) - max(start, midnight)).total_seconds())
        day += _ONE_DAY
    return total
