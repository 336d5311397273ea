"""Processes that are born knowing their libraries, so that many lives can be lived without importing them each time.

Each is forked, at its start, from one that has imported everything and done nothing; from there on it is the program.
"""

from __future__ import annotations

import asyncio
import os
import runpy
import signal
import sys
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

FORKED = get_context("forkserver")
FORKED.set_forkserver_preload(
    ["bot.running", "bot.channels.staff", "bot.channels.telegram_sender", "tests.e2e.killed"]
)
PATIENCE = 60.0
"""Seconds a life may take to end once it was told to."""


def born(program: Callable[..., None], *given: Any) -> ForkServerProcess:
    """A process at the beginning of ``program``, which is importable by its name."""
    process = FORKED.Process(target=program, args=given, daemon=True)
    process.start()
    return process


def ended(process: ForkServerProcess) -> int:
    """Wait for its end; gives its exit code, negative for a signal."""
    process.join(PATIENCE)
    assert process.exitcode is not None, "it lives on"
    return process.exitcode


class Program:
    """``qupia`` as a process, life after life, on a folder that outlives it; what it says is kept in a file there."""

    def __init__(self, folder: Path, environment: Mapping[str, str], *words: str) -> None:
        self.folder = folder
        self.environment = environment
        self.words = words
        self.process: ForkServerProcess | None = None

    @property
    def said(self) -> str:
        """Everything said on stderr in all its lives."""
        file = self.folder / "stderr"
        return file.read_text("utf-8") if file.exists() else ""

    async def starts(self) -> None:
        """Begin another life."""
        given = str(self.folder), dict(self.environment), self.words
        self.process = await asyncio.to_thread(born, _live, *given)

    async def ends(self, how: signal.Signals) -> int:
        """End this life; gives its exit code."""
        assert self.process is not None
        if self.process.is_alive():
            os.kill(self.process.pid or 0, how)
        return await asyncio.to_thread(ended, self.process)


def _live(folder: str, environment: dict[str, str], words: tuple[str, ...]) -> None:
    """What ``python -m bot.cli`` does in this folder with these settings."""
    os.chdir(folder)
    # Here the environment is this program's own, as the shell would give it.
    os.environ.clear()  # noqa: TID251
    os.environ.update(environment)  # noqa: TID251
    file = os.open("stderr", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(file, 2)
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
    sys.argv = ["qupia", *words]
    runpy.run_module("bot.cli", run_name="__main__")
