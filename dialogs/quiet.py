"""Quiet hours: nobody is rung at night for what can wait until morning (product rule)."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

FROM, UNTIL = time(21), time(8)
"""Local hours between which the desk starts no talk; answers to what a person just did are no part of this."""


def is_quiet(moment: datetime, timezone: tzinfo) -> bool:
    """Whether this aware moment falls into the quiet hours of the clinic's time zone."""
    local = moment.astimezone(timezone).time()
    return local >= FROM or local < UNTIL


def next_ring(moment: datetime, timezone: tzinfo) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into."""
    if not is_quiet(moment, timezone):
        return moment
    local = moment.astimezone(timezone)
    day = local.date() + timedelta(days=local.time() >= FROM)
    return datetime.combine(day, UNTIL, timezone)
