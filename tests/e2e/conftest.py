"""A clinic for each test: the app in this process, the platform over HTTP, on both databases; secrets are watched."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import structlog

from bot.demo.bot_api import BotApi, Clock
from tests.e2e.both import Both
from tests.e2e.stage import MONDAY, Log, Stage


@pytest.fixture
def log() -> Iterator[Log]:
    """Everything logged at any level, instead of a terminal."""
    kept = Log()
    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.format_exc_info, kept],
        wrapper_class=structlog.make_filtering_bound_logger(0),
        logger_factory=structlog.ReturnLoggerFactory(),
        cache_logger_on_first_use=False,
    )
    yield kept
    structlog.configure(**before)


@pytest.fixture
async def closed(database_url: str, log: Log, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Stage]:
    """The clinic before its bot is started. At the end nobody may have seen what is not for them."""
    caplog.set_level("WARNING")
    api = BotApi(Clock(MONDAY), rates=False)
    stage = Stage(api, await api.start(), database_url, log)
    yield stage
    await stage.closes()
    await api.close()
    print("\n".join(log.lines))
    log.lines += [record.getMessage() for record in caplog.records]
    assert stage.leaks() == []


@pytest.fixture
async def stage(closed: Stage) -> Stage:
    """The clinic with its bot at work, its group speaking English."""
    await closed.opens()
    await closed.speaks_english()
    return closed


@pytest.fixture
async def both(database_url: str) -> AsyncIterator[Both]:
    """A clinic of the test's own on both messengers."""
    clinic = Both(database_url)
    await clinic.opens()
    yield clinic
    await clinic.closes()
