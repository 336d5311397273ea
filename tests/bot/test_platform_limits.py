"""WhatsApp's limits: known with their source, overridden by a row of the settings, never by nonsense."""

from __future__ import annotations

import pytest

from bot import platform_limits
from bot.platform_limits import KNOWN, LIMITS, PEOPLE_A_DAY, PER_SECOND, read, rules
from bot.storage import settings
from bot.storage.database import Database


async def test_without_rows_the_platforms_own_numbers_hold(database: Database) -> None:
    limits = await database.read(read)
    assert limits == {name: known.amount for name, known in KNOWN.items()}
    assert rules(limits) == LIMITS["whatsapp"]


async def test_a_row_of_the_settings_overrides_a_number(database: Database) -> None:
    await database.write(lambda conn: settings.put(conn, PEOPLE_A_DAY, "2000"))
    await database.write(lambda conn: settings.put(conn, PER_SECOND, "1000"))
    limits = await database.read(read)
    assert limits[PEOPLE_A_DAY] == 2000
    assert rules(limits).overall[0].amount == 999


@pytest.mark.parametrize("nonsense", ["", "0", "-1", "many", "2.5", "٢", "9" * 40])
async def test_a_row_that_is_no_number_is_passed_over(database: Database, nonsense: str) -> None:
    await database.write(lambda conn: settings.put(conn, PEOPLE_A_DAY, nonsense))
    assert (await database.read(read))[PEOPLE_A_DAY] == 250


def test_every_number_says_where_it_comes_from() -> None:
    for known in KNOWN.values():
        assert known.source.startswith(platform_limits.DOCS)
        assert known.checked_on.year >= 2026
