"""One life of ``qupia worker`` on a weekday at noon: ``python -m tests.bench.life FOLDER``, until it is killed."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import Parts
from bot.config import Settings
from bot.running import worker

NOON = datetime(2026, 12, 15, 7, 0, tzinfo=UTC)


def main(folder: Path) -> None:
    """Send, keep time and carry broadcasts. It was noon when the settings were written, and the clock goes on from
    there through all lives: one that began at noon again would wait for what the one before it had put off.
    """
    file = folder / "settings.json"
    began = file.stat().st_mtime
    settings = Settings(_env_file=None, **json.loads(file.read_text()))
    asyncio.run(worker(settings, Parts(now=lambda: NOON + timedelta(seconds=time.time() - began))))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
