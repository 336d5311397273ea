"""A broadcast over both emulated messengers and real HTTP, its workers killed in the middle: everybody once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bench.crowd import IN_FLIGHT, carried

COUNT, KILLS = 600, 2


def holds(found: dict[str, Any], count: int, kills: int) -> None:
    """What must be true however often it was killed."""
    said = found["fates"]
    assert found["deaths"] == kills, "it was killed in the middle of things"
    assert (found["twice"], found["after_withdrawal"]) == (0, 0)
    assert sum(said.values()) == count
    assert (said["waiting"], said["queued"], said["failed"]) == (0, 0, 0)
    assert said["opted-out"] == found["opted_out"]
    assert said["unknown"] <= kills * IN_FLIGHT
    assert found["blocked"] - said["unknown"] <= said["unreachable"] <= found["blocked"]
    # Whoever was shown nothing is among those whose fate is said to be unknown, and nowhere else.
    assert found["missed"] <= said["unknown"]
    assert said["sent"] <= found["shown"] <= said["sent"] + said["unknown"]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.timeout(600)
async def test_everybody_is_told_once_over_both_platforms_through_kills(
    tmp_path: Path, database_url: str, workers: int
) -> None:
    if workers > 1 and database_url.startswith("sqlite"):
        pytest.skip("an SQLite file belongs to one process")
    found = await carried(tmp_path, database_url, COUNT, kills=KILLS, workers=workers, burst_every=200)
    holds(found, COUNT, KILLS)
