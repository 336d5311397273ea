"""Durable turns a second against a bare aiogram echo bot: same updates, same machine, same run."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

COUNT = 3000
ROUNDS = 3
FLOOR = 0.4


@contextmanager
def telegram() -> Iterator[str]:
    """A Telegram of our own in another process."""
    command = [sys.executable, "-m", "tests.bench.platform", "serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.communicate(timeout=10)


def measure(name: str, way: str, api_url: str, count: int) -> dict[str, Any]:
    """One subject, one way, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.subject", name, way, api_url, str(count)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    measured: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return measured


def p99(latencies: list[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(latencies, n=100)[98]


def report(rounds: int = ROUNDS, count: int = COUNT) -> list[str]:
    """The table, medians over the rounds; echo and ours in turn, so that a slow minute hits both."""
    lines = []
    with telegram() as api_url:
        for way in ("in-process", "webhook"):
            runs = [
                {name: measure(name, way, api_url, count) for name in ("echo", "qupia")}
                for _ in range(rounds)
            ]
            lines += list(_told(way, runs))
    return lines


def _told(way: str, runs: list[dict[str, dict[str, Any]]]) -> Iterator[str]:
    for name in ("echo", "qupia"):
        rate = statistics.median(run[name]["count"] / run[name]["seconds"] for run in runs)
        cost = statistics.median(run[name]["cpu"] / run[name]["count"] * 1e6 for run in runs)
        line = f"{way:10s} {name:6s} {rate:7.0f} turns/s {cost:7.0f} µs CPU/turn"
        what = "answered" if way == "in-process" else "acknowledged"
        slowest = statistics.median(p99(run[name]["latencies"]) for run in runs)
        yield f"{line}   {what} p99 {slowest:6.1f} ms"
    ratios = [run["echo"]["seconds"] / run["qupia"]["seconds"] for run in runs]
    costs = [run["echo"]["cpu"] / run["qupia"]["cpu"] for run in runs]
    yield (
        f"{way:10s} ratio  {statistics.median(ratios):7.2f} of the echo's rate, "
        f"{statistics.median(costs):.2f} by CPU (floor {FLOOR}, aim 1.0)"
    )


if __name__ == "__main__":
    print("\n".join(report()))
