"""How many people a day may be written to outside their 24 hours: counted in the database, kept through restarts."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.office import Office
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.outbox import Lane
from tests.clinic import Clinic


def office(clinic: Clinic, people: int) -> Office:
    """The same clinic in another life of the process."""
    return Office(clinic.database, clinic.house, lambda: None, lambda: people)


@pytest.fixture
async def clinic(database: Database, keyring: Keyring) -> Clinic:
    return await Clinic(database, keyring).opens()


async def test_a_restart_forgets_nobody_who_was_reached_today(clinic: Clinic) -> None:
    assert await office(clinic, 1).reach("KZ.1", Lane.NOTICE) == 0
    clinic.moment += timedelta(hours=1)
    again = office(clinic, 1)
    assert await again.reach("KZ.1", Lane.NOTICE) == 0, "the same person counts once"
    assert await again.reach("KZ.2", Lane.NOTICE) > 0
    clinic.moment += timedelta(hours=23)
    assert await again.reach("KZ.2", Lane.NOTICE) == 0


async def test_a_broadcast_leaves_a_fifth_of_the_day_to_news_about_cases(clinic: Clinic) -> None:
    desk = office(clinic, 10)
    waits = [await desk.reach(f"KZ.{n}", Lane.BROADCAST) for n in range(9)]
    assert [wait > 0 for wait in waits] == [False] * 8 + [True]
    assert [await desk.reach(f"KZ.4{n}", Lane.NOTICE) > 0 for n in range(3)] == [False, False, True]


async def test_many_who_ask_at_once_never_get_more_places_than_there_are(clinic: Clinic) -> None:
    desk = office(clinic, 5)
    waits = await asyncio.gather(*(desk.reach(f"KZ.{n}", Lane.NOTICE) for n in range(12)))
    assert sum(wait == 0 for wait in waits) == 5


async def test_those_who_wait_do_not_ask_every_moment(clinic: Clinic) -> None:
    desk = office(clinic, 1)
    await desk.reach("KZ.1", Lane.NOTICE)
    clinic.moment += timedelta(hours=23, minutes=59, seconds=59)
    assert await desk.reach("KZ.2", Lane.NOTICE) == 60


async def test_however_long_the_day_is_they_ask_again_within_minutes(clinic: Clinic) -> None:
    desk = office(clinic, 1)
    await desk.reach("KZ.1", Lane.NOTICE)
    assert await desk.reach("KZ.2", Lane.NOTICE) == 300, "meanwhile the person may write"
