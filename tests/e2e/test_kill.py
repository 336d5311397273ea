"""The process is killed at its worst moments, started again, and nothing is lost or said twice for it."""

from __future__ import annotations

import json
import signal
from collections import Counter
from pathlib import Path

import pytest

from tests.e2e import killed
from tests.e2e.reborn import born, ended

MOMENTS = (
    "before the update is stored",
    "after the update is stored",
    "inside the turn",
    "after the turn is committed",
    "before the platform has it",
    "after the platform has it",
    "while it is written down",
)
IN_FLIGHT = MOMENTS[-2:]
"""The moments when the platform has a message and the database does not know it yet."""


class World:
    """What survives a process: the database, and what the platform has got."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.file = folder / "platform.jsonl"

    def live(self, moment: str = "", kind: str = "message") -> int:
        """Run one life of the process; with a moment, it kills itself there. Gives its exit code."""
        return ended(born(killed.lives, self.url, self.file, kind, moment))

    def got(self) -> list[str]:
        """The keys of everything the platform got, in order."""
        lines = self.file.read_text().splitlines() if self.file.exists() else []
        return [json.loads(line)["key"] for line in lines]


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> World:
    return World(database_url, tmp_path)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_patient_gets_every_answer_though_the_process_was_killed(world: World, moment: str) -> None:
    assert world.live(moment) == -signal.SIGKILL
    assert world.live() == 0
    got = Counter(world.got())
    assert set(got) == {f"turn:{n}" for n in range(1, 6)}
    twice = [key for key, times in got.items() if times > 1]
    assert len(twice) <= (1 if moment in IN_FLIGHT else 0)
    assert max(got.values()) <= 2


@pytest.mark.parametrize("moment", ["before the platform has it", "after the platform has it"])
def test_nobody_gets_a_broadcast_twice_though_the_process_was_killed(world: World, moment: str) -> None:
    assert world.live(moment, "broadcast") == -signal.SIGKILL
    assert world.live("", "broadcast") == 0
    got = Counter(world.got())
    assert max(got.values()) == 1
    assert len(got) >= 4


def test_killed_again_and_again_it_still_gets_everything_said(world: World) -> None:
    for moment in MOMENTS[1::2]:
        world.live(moment)
    assert world.live() == 0
    assert set(world.got()) == {f"turn:{n}" for n in range(1, 6)}
