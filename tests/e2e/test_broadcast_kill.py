"""A broadcast of two thousand goes on after every kill -9: nobody twice, nobody missed, nothing guessed."""

from __future__ import annotations

from pathlib import Path

from tests.bench.broadcasts import KILLS, killed, url_in
from tests.bench.carrier import Plan

IN_FLIGHT = 33
"""Messages the outbox sends at once: the most whose fate one kill can hide."""
COUNT = 2000


def test_two_thousand_people_are_told_once_through_five_kills(tmp_path: Path) -> None:
    plan = Plan(url_in(tmp_path), rate=1500, latency=0.002, burst_every=700)
    found = killed(tmp_path, plan, COUNT)
    fates = found["fates"]
    assert found["died"] == KILLS, "it was killed in the middle of things"
    assert (found["twice"], found["after_withdrawal"]) == (0, 0)
    assert fates["opted-out"] == found["expected"]["opted-out"]
    assert sum(fates.values()) == COUNT
    assert (fates["waiting"], fates["queued"], fates["failed"]) == (0, 0, 0)
    assert fates["unknown"] <= KILLS * IN_FLIGHT
    # Whoever was not shown anything is among those whose fate is said to be unknown, and nowhere else.
    assert found["missed"] <= fates["unknown"]
    assert fates["sent"] <= found["shown"] <= fates["sent"] + fates["unknown"]
