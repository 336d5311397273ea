"""Structured logs on stderr, for people or for programs."""

from __future__ import annotations

import logging
import sys
from functools import partial
from typing import Any

import structlog

from bot.config import Settings


def configure_logs(config: Settings) -> None:
    """Structured logs on stderr. The libraries' own debug logs hold requests, so they stay at warnings."""
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if config.log_format == "json"
        else structlog.dev.ConsoleRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, config.log_level)),
        logger_factory=partial(structlog.PrintLoggerFactory, file=sys.stderr)(),
    )
    logging.basicConfig(level=logging.WARNING)
