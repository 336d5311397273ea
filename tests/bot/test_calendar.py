"""Kazakhstan's working days, against dates counted by hand."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.calendar import KazakhstanCalendar
from dialogs.deadlines import CLOCKS, Clock, due
from dialogs.requests import RequestKind

ALMATY = ZoneInfo("Asia/Almaty")
BY_DAYS: dict[int, Clock] = {clock.working_days: clock for clocks in CLOCKS.values() for clock in clocks}

COUNTED = [
    ("2026-12-15", "2026-12-17", "2026-12-21", "2027-01-11"),
    ("2026-12-30", "2026-12-31", "2027-01-06", "2027-01-25"),
    ("2027-03-12", "2027-03-16", "2027-03-18", "2027-04-08"),
    ("2027-03-18", "2027-03-19", "2027-03-26", "2027-04-13"),
    ("2027-05-05", "2027-05-06", "2027-05-12", "2027-05-28"),
]


@pytest.mark.parametrize(("received", "one", "three", "fifteen"), COUNTED)
def test_due_dates_over_holidays_and_substituted_days(received, one, three, fifteen):
    moment = datetime.fromisoformat(received).replace(hour=15, tzinfo=ALMATY)
    counted = [due(BY_DAYS[days], moment, KazakhstanCalendar(), ALMATY) for days in (1, 3, 15)]
    assert [found.date().isoformat() for found in counted] == [one, three, fifteen]
    assert {found.isoformat()[10:] for found in counted} == {"T23:59:59+05:00"}


def test_a_saturday_is_no_working_day_of_the_law_although_clinics_are_open():
    assert not KazakhstanCalendar().is_working(date(2026, 11, 21))


def test_the_clinic_can_move_a_rest_day_both_ways():
    calendar = KazakhstanCalendar({date(2026, 11, 21): True, date(2026, 11, 23): False})
    assert calendar.is_working(date(2026, 11, 21))
    assert not calendar.is_working(date(2026, 11, 23))


def test_an_override_moves_the_due_date_of_a_running_case():
    received = datetime(2026, 12, 15, 10, tzinfo=ALMATY)
    clock = CLOCKS[RequestKind.RECTIFY][0]
    assert due(clock, received, KazakhstanCalendar({date(2026, 12, 17): False}), ALMATY).day == 18


def test_a_holiday_has_a_name_for_the_staff():
    assert KazakhstanCalendar().name_of(date(2026, 12, 16)) == "Independence Day"
    assert KazakhstanCalendar().name_of(date(2026, 12, 15)) == ""
