"""Broadcasts: exact counts through five kills, the share of Telegram's rate, the ceiling, and memory by size."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dialogs.broadcasts import Fate
from tests.bench.carrier import BLOCKED, OPTED_OUT, Plan, counted, prepare
from tests.bench.crowd import carried

KILLS = 5
ALLOWED = 30.0


def url_in(folder: Path) -> str:
    """An SQLite file of its own."""
    return f"sqlite+aiosqlite:///{folder}/news.db"


def life(folder: Path, kill_at: int | None = None, limit: float = 900.0) -> dict[str, Any] | None:
    """Run one life; killed once the platform has shown so many bytes. None when it was killed."""
    command = [sys.executable, "-m", "tests.bench.carrier", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + limit
        while kill_at is not None and is_running(process) and time.monotonic() < until:
            if shown_bytes(folder) >= kill_at:
                process.send_signal(signal.SIGKILL)
                break
        told, _ = process.communicate(timeout=limit)
    measured: dict[str, Any] | None = json.loads(told) if told.strip() else None
    return measured


def is_running(process: subprocess.Popen[str]) -> bool:
    """Whether it still runs after a moment's wait."""
    try:
        process.wait(0.005)
    except subprocess.TimeoutExpired:
        return True
    return False


def shown_bytes(folder: Path) -> int:
    """How much the platform has shown so far."""
    file = folder / "platform"
    return file.stat().st_size if file.exists() else 0


def size(messages: float, count: int) -> int:
    """How many bytes so many lines are, at least."""
    return int(messages * len(f"broadcast:1:{count // 2}\n"))


def killed(folder: Path, plan: Plan, count: int, kills: int = KILLS) -> dict[str, Any]:
    """Carry a broadcast through kills spread over its length; the whole truth afterwards."""
    asyncio.run(prepare(folder, plan, count))
    began = time.monotonic()
    marks = [size(count * 0.85 * n / kills, count) for n in range(1, kills + 1)]
    died = sum(life(folder, mark) is None for mark in marks)
    measured = life(folder)
    return {"died": died, "seconds": time.monotonic() - began, **truth(folder, plan, count), "last": measured}


def truth(folder: Path, plan: Plan, count: int) -> dict[str, Any]:
    """What the database says against what the platform showed and what was to be expected."""
    shown = (folder / "platform").read_text().splitlines()
    fates = asyncio.run(counted(plan))
    opted_out = {n for n in range(1, count + 1) if n % OPTED_OUT == OPTED_OUT - 1}
    blocked = {n for n in range(1, count + 1) if n % BLOCKED == BLOCKED - 1} - opted_out
    reached = {int(line.rpartition(":")[2]) for line in shown}
    return {
        "fates": fates,
        "shown": len(shown),
        "twice": len(shown) - len(set(shown)),
        "missed": len(set(range(1, count + 1)) - reached - blocked - opted_out),
        "after_withdrawal": len(reached & opted_out),
        "expected": {
            "total": count,
            Fate.OPTED_OUT.value: len(opted_out),
            Fate.UNREACHABLE.value: len(blocked),
        },
    }


def exact(count: int = 100_000) -> Iterator[str]:
    """Five kills, bursts of 429, 3 % blocked, 2 % opted out, rates scaled up."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = Plan(url_in(folder), rate=2000, latency=0.002, burst_every=5000)
        found = killed(folder, plan, count)
    yield f"killed {found['died']} times, {count} recipients, {found['seconds']:.0f} s: {found['fates']}"
    yield (
        f"shown {found['shown']}, twice {found['twice']}, not shown {found['missed']} "
        f"(unknown {found['fates']['unknown']}), after a withdrawal {found['after_withdrawal']}; "
        f"expected {found['expected']}"
    )


def platforms(count: int = 100_000) -> Iterator[str]:
    """The same with the real worker over HTTP: nine in ten on Telegram, one on WhatsApp, bursts of 429, five kills."""
    with tempfile.TemporaryDirectory() as name:
        found = asyncio.run(carried(Path(name), url_in(Path(name)), count, kills=KILLS))
    yield (
        f"over HTTP on both platforms: killed {found['deaths']} times, {count} recipients, {found['seconds']:.0f} s, "
        f"{count / found['seconds']:.0f}/s: {found['fates']}"
    )
    yield (
        f"shown {found['shown']}, twice {found['twice']}, not shown {found['missed']} "
        f"(unknown {found['fates']['unknown']}), after a withdrawal {found['after_withdrawal']}; "
        f"expected {found['blocked']} unreachable, {found['opted_out']} opted out"
    )


def share(seconds: int = 40) -> Iterator[str]:
    """At Telegram's own limits: how much of 30 a second is reached, and the most in any one second."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = Plan(url_in(folder), rate=0, latency=0.04, stop_after=int(seconds * 28), troubles=False)
        asyncio.run(prepare(folder, plan, seconds * 40))
        found = life(folder)
    assert found is not None
    yield (
        f"at 30/s: {found['steady']:.2f}/s, {found['steady'] / ALLOWED:.1%} of what is allowed; "
        f"the most in a second {found['most']:.0f}"
    )


def ceiling(count: int = 20_000) -> Iterator[str]:
    """With no limits and a platform that answers at once: messages a second, each marked durably."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(prepare(folder, Plan(url_in(folder), troubles=False), count))
        found = life(folder)
    assert found is not None
    yield f"ceiling: {found['steady']:.0f}/s, {found['cpu'] / count * 1e6:.0f} µs CPU a message"


def memory(sizes: tuple[int, ...] = (1_000, 100_000, 1_000_000)) -> Iterator[str]:
    """The most memory while the first messages of a broadcast go out, by its size."""
    for count in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            asyncio.run(prepare(folder, Plan(url_in(folder), troubles=False, stop_after=900), count))
            began = time.monotonic()
            found = life(folder)
        assert found is not None
        yield (
            f"{count:>9} recipients: {found['resident_mb']:.0f} MB "
            f"({found['before_mb']:.0f} before), fixed and begun in {time.monotonic() - began:.1f} s"
        )


PARTS = {"exact": exact, "platforms": platforms, "share": share, "ceiling": ceiling, "memory": memory}


def report() -> list[str]:
    """Every line, for ``make bench``."""
    return [line for part in PARTS.values() for line in part()]


if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        for line in PARTS[part]():
            print(line, flush=True)
