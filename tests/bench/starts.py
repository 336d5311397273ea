"""CPU of a cold start of the commands that people wait for, against an empty Python on the same machine."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 5
MOST = 1.0
"""Seconds of CPU a cold start may take (issue: no aiogram import)."""

QUPIA = Path(sys.executable).with_name("qupia")
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "qupia ask": [str(QUPIA), "ask", "8.2"],
    "qupia due": [str(QUPIA), "due", "withdraw", "--from", "2026-12-15T10:00:00+05:00"],
    "qupia policy list": [str(QUPIA), "policy", "list"],
}


def cpu_of(command: list[str]) -> float:
    """CPU seconds of one run, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        before = _children()
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report() -> list[str]:
    """Medians over the rounds, after one run that fills the caches."""
    lines, anchor = [], 0.0
    for name, command in COMMANDS.items():
        cpu_of(command)
        median = statistics.median(cpu_of(command) for _ in range(ROUNDS))
        anchor = anchor or median
        lines.append(
            f"{name:20s} {median:5.2f} s CPU  {median / anchor:5.1f} × an empty Python  (most {MOST:.1f} s)"
        )
    return lines
