"""What is told to whoever watches over the process: whether it is ready, and the desk's figures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa
from prometheus_client import REGISTRY, CollectorRegistry, Counter, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot.ports import DeliveryStatus
from bot.storage import inbox, outbox, schema
from bot.storage.database import Database

UNREACHABLE = (SQLAlchemyError, OSError)
"""How a database says that it does not answer; a refused connection is an OSError of the driver's."""


class Watch:
    """One per process. ``over`` names the tasks that have to be running for it to be ready."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._workers: Sequence[asyncio.Task[None]] = ()
        self._counted = CollectorRegistry()
        self._passed_over = Counter(
            "qupia_whatsapp_passed_over",
            "What came to the WhatsApp webhook and was not taken in, by reason",
            ["reason"],
            registry=self._counted,
        )

    def over(self, workers: Sequence[asyncio.Task[None]]) -> None:
        """The workers of this process, which run until it ends."""
        self._workers = workers

    def passed_over(self, reason: str) -> None:
        """Count something that came to the WhatsApp webhook and was not taken in."""
        self._passed_over.labels(reason).inc()

    async def ready(self) -> Mapping[str, bool]:
        """What has to be so before work may be sent here, each by name."""
        try:
            database, migrations = True, not await self._database.read(schema.is_pending)
        except UNREACHABLE:
            database, migrations = False, False
        workers = bool(self._workers) and not any(task.done() for task in self._workers)
        return {"database": database, "migrations": migrations, "workers": workers}

    async def metrics(self) -> bytes | None:
        """Prometheus's text: the process, what was counted, the desk as it is now; None without a database."""
        try:
            figures = await self._database.read(partial(_figures, self._now()))
        except UNREACHABLE:
            return None
        desk = CollectorRegistry()
        desk.register(figures)
        return b"".join(map(generate_latest, (REGISTRY, self._counted, desk)))


@dataclass(frozen=True, slots=True, eq=False)  # a registry knows its collectors by identity
class _Figures(Collector):
    """The desk at one moment. No figure is about a person."""

    backlog: int
    set_aside: int
    messages: Mapping[DeliveryStatus, int]
    waits: timedelta

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("qupia_updates_waiting", "Updates still to be heard", self.backlog)
        yield GaugeMetricFamily(
            "qupia_updates_set_aside", "Updates given up after every try, still kept", self.set_aside
        )
        messages = GaugeMetricFamily(
            "qupia_messages", "Messages kept, by what became of them", labels=["status"]
        )
        for status in DeliveryStatus:
            messages.add_metric([status], self.messages.get(status, 0))
        yield messages
        yield GaugeMetricFamily(
            "qupia_longest_wait_seconds",
            "How long the message that waits longest has been due",
            self.waits.total_seconds(),
        )


def _figures(now: datetime, conn: sa.Connection) -> _Figures:
    due = outbox.oldest_due(conn, now)
    return _Figures(
        inbox.backlog(conn), inbox.dead(conn), outbox.census(conn), now - due if due else timedelta()
    )
