"""When a visit to the demo begins: in the clinic's day, whatever the hour is where the visitor sits."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.demo.stage import VISIT, night_left
from dialogs.quiet import is_quiet

ALMATY = ZoneInfo("Asia/Almaty")


@pytest.mark.parametrize(
    ("arrives", "begins"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00"),
        ("2026-11-23 18:59", "2026-11-23 18:59"),
        ("2026-11-23 20:30", "2026-11-24 08:00"),
        ("2026-11-23 23:59", "2026-11-24 08:00"),
        ("2026-11-24 00:21", "2026-11-24 08:00"),
        ("2026-11-24 07:30", "2026-11-24 09:30"),
    ],
)
def test_a_visitor_at_night_finds_the_clinic_awake(arrives: str, begins: str) -> None:
    now = datetime.fromisoformat(arrives).replace(tzinfo=ALMATY)
    begun = datetime.fromisoformat(begins).replace(tzinfo=ALMATY)
    assert night_left(now, ALMATY) == (begun - now).total_seconds()


@pytest.mark.parametrize("hour", range(24))
def test_nobody_of_a_visit_is_left_waiting_for_the_morning(hour: int) -> None:
    now = datetime(2026, 11, 23, hour, 15, tzinfo=ALMATY)
    begun = now.timestamp() + night_left(now, ALMATY)
    for moment in (begun, begun + VISIT.total_seconds()):
        assert not is_quiet(datetime.fromtimestamp(moment, ALMATY), ALMATY)
