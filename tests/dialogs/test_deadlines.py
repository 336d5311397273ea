"""When requests are due: counted dates, pauses and reminders, over a plain set of rest days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.deadlines import (
    CLOCKS,
    Certainty,
    Clock,
    NaiveTime,
    NoWorkingDays,
    Pause,
    deadlines,
    due,
    share_used,
    tightest,
)
from dialogs.requests import RequestKind

ALMATY = timezone(timedelta(hours=5))


@dataclass(frozen=True)
class Week:
    """A five-day week with further rest days."""

    rest: frozenset[date] = frozenset()

    def is_working(self, day: date, /) -> bool:
        return day.weekday() < 5 and day not in self.rest


class Never:
    def is_working(self, day: date, /) -> bool:
        return False


PLAIN = Week()


def clock(days: int) -> Clock:
    return Clock("test", "", days, "a test", date(2026, 11, 22), Certainty.OWN)


def at(day: int, hour: int = 12) -> datetime:
    """A moment of January 2026, which begins on a Thursday."""
    return datetime(2026, 1, day, hour, tzinfo=ALMATY)


def test_every_kind_of_request_has_dated_clocks_with_the_tightest_first():
    assert set(CLOCKS) == set(RequestKind)
    for clocks in CLOCKS.values():
        days = [each.working_days for each in clocks]
        assert days == sorted(days)
        assert min(days) > 0
        assert len({each.name for each in clocks}) == len(clocks)
        assert all(each.source and each.checked_on >= date(2026, 11, 22) for each in clocks)
        assert all(bool(each.article) != (each.certainty is Certainty.OWN) for each in clocks)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("rectify", [("Art. 25(2)(8)", 1), ("", 3)]),
        ("withdraw", [("Art. 8(7)", 15)]),
        ("access", [("Rules 395/НҚ, item 16", 3)]),
        ("block", [("Art. 25(2)(8)", 1), ("", 3)]),
        ("erase", [("Art. 25(2)(8)", 1), ("", 3)]),
        ("question", [("", 3)]),
    ],
)
def test_the_limits_are_those_the_law_or_the_clinic_gives(kind, expected):
    assert [(each.article, each.working_days) for each in CLOCKS[RequestKind(kind)]] == expected


def test_the_day_after_receipt_is_day_one_and_the_last_second_of_the_day_counts():
    assert due(clock(1), at(5), PLAIN, ALMATY) == datetime(2026, 1, 6, 23, 59, 59, tzinfo=ALMATY)


def test_a_request_of_friday_evening_is_counted_from_monday():
    assert due(clock(1), at(9, 23), PLAIN, ALMATY).date() == date(2026, 1, 12)


def test_the_date_of_receipt_is_the_local_one_when_it_is_still_yesterday_in_greenwich():
    received = datetime(2026, 1, 5, 19, 30, tzinfo=UTC)  # 00:30 on the 6th in Almaty
    assert due(clock(1), received, PLAIN, ALMATY).date() == date(2026, 1, 7)


def test_a_day_in_which_the_clinic_waits_for_the_patient_is_not_counted():
    pause = Pause(at(6), at(8))
    assert due(clock(3), at(5), PLAIN, ALMATY, [pause]).date() == date(2026, 1, 12)


def test_a_pause_answered_within_the_day_costs_the_clinic_nothing():
    assert due(clock(1), at(5), PLAIN, ALMATY, [Pause(at(6, 9), at(6, 17))]).date() == date(2026, 1, 6)


def test_two_pauses_over_the_same_days_are_counted_once():
    pauses = [Pause(at(6), at(8)), Pause(at(7), at(8))]
    assert due(clock(3), at(5), PLAIN, ALMATY, pauses) == due(clock(3), at(5), PLAIN, ALMATY, pauses[:1])


def test_a_pause_that_still_lasts_moves_the_date_day_by_day():
    open_pause = [Pause(at(6))]
    assert due(clock(1), at(5), PLAIN, ALMATY, open_pause).date() == date(2026, 1, 6)
    assert due(clock(1), at(5), PLAIN, ALMATY, open_pause, now=at(8)).date() == date(2026, 1, 8)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(NaiveTime):
        due(clock(1), datetime(2026, 1, 5), PLAIN, ALMATY)


def test_a_calendar_without_working_days_is_refused_instead_of_searched_for_ever():
    with pytest.raises(NoWorkingDays):
        due(clock(1), at(5), Never(), ALMATY)


def test_the_tightest_of_a_kind_comes_first():
    found = deadlines(RequestKind.RECTIFY, at(5), PLAIN, ALMATY)
    assert tightest(found).clock.name == "act"


def test_half_of_the_working_time_has_gone_at_noon_of_a_one_day_clock_received_at_midnight():
    received = at(5, 0)
    until = datetime(2026, 1, 6, 0, 0, tzinfo=ALMATY)
    assert share_used(received, until, at(5, 12), PLAIN) == pytest.approx(0.5)


def test_a_weekend_uses_no_working_time():
    received, until = at(9, 12), datetime(2026, 1, 12, 23, 59, 59, tzinfo=ALMATY)
    friday_night = share_used(received, until, at(10, 0), PLAIN)
    assert friday_night == share_used(received, until, at(12, 0), PLAIN) == pytest.approx(1 / 3, abs=1e-4)


def test_nothing_is_used_before_and_all_is_used_after():
    until = due(clock(3), at(5), PLAIN, ALMATY)
    assert share_used(at(5), until, at(5), PLAIN) == 0.0
    assert share_used(at(5), until, until, PLAIN) == share_used(at(5), until, at(30), PLAIN) == 1.0


def test_paused_days_use_no_working_time():
    pause = [Pause(at(6), at(8))]
    until = due(clock(3), at(5), PLAIN, ALMATY, pause)
    before, after = (share_used(at(5), until, moment, PLAIN, pause) for moment in (at(6, 0), at(8, 0)))
    assert before == after


moments = st.datetimes(datetime(2024, 3, 2), datetime(2030, 1, 1), timezones=st.just(UTC))
weeks = st.frozensets(st.dates(date(2024, 3, 1), date(2030, 6, 1)), max_size=40).map(Week)
limits = st.integers(1, 30).map(clock)
stretches = st.lists(
    st.tuples(moments, st.timedeltas(timedelta(0), timedelta(days=40))).map(
        lambda p: Pause(p[0], p[0] + p[1])
    ),
    max_size=3,
)


@given(limits, moments, weeks, stretches)
def test_nothing_is_ever_due_on_a_rest_day_or_before_its_days_have_passed(limit, received, week, pauses):
    until = due(limit, received, week, ALMATY, pauses)
    assert week.is_working(until.date())
    assert until.time() == time(23, 59, 59)
    first = received.astimezone(ALMATY).date()
    passed = sum(
        week.is_working(first + timedelta(days=n)) for n in range(1, (until.date() - first).days + 1)
    )
    assert passed >= limit.working_days
    assert pauses or passed == limit.working_days


@given(limits, moments, moments, weeks)
def test_who_asks_later_is_never_due_earlier(limit, one, other, week):
    earlier, later = sorted((one, other))
    assert due(limit, earlier, week, ALMATY) <= due(limit, later, week, ALMATY)


@given(limits, moments, weeks, stretches)
def test_a_pause_never_brings_the_date_forward(limit, received, week, pauses):
    assert due(limit, received, week, ALMATY, pauses) >= due(limit, received, week, ALMATY)


@given(limits, moments, weeks, st.lists(moments, min_size=2, max_size=2))
def test_the_share_used_only_grows_and_stays_between_nothing_and_all(limit, received, week, times):
    until = due(limit, received, week, ALMATY)
    first, second = (share_used(received, until, moment, week) for moment in sorted(times))
    assert 0.0 <= first <= second <= 1.0
