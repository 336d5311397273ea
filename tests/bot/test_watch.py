"""Whoever watches over the process hears the truth over HTTP: alive, ready or not and why, the desk's figures."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.web import health
from bot.storage import inbox, outbox
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.inbox import ATTEMPTS, Inbound
from bot.storage.outbox import Lane, Outgoing
from bot.watch import Watch

NOON = datetime(2026, 12, 15, 7, 0, tzinfo=UTC)
ALL_WELL = {"ready": True, "database": True, "migrations": True, "workers": True}


class Host:
    """The host's probes of one process, whose workers work until they are told to end."""

    def __init__(self, client: TestClient[Any, Any], watch: Watch) -> None:
        self._client = client
        self.watch = watch
        self.end = asyncio.Event()

    async def starts(self) -> None:
        """Two workers begin."""
        self.workers = [asyncio.create_task(self._works()) for _ in range(2)]
        self.watch.over(self.workers)

    async def _works(self) -> None:
        await self.end.wait()

    async def ends(self) -> None:
        """The workers come to their end, which no worker does while its process is well."""
        self.end.set()
        await asyncio.gather(*self.workers)

    async def asks(self, path: str) -> tuple[int, Any]:
        """The status and the JSON, or the lines that are the desk's own."""
        async with self._client.get(path) as answer:
            if answer.content_type == "application/json":
                return answer.status, await answer.json()
            lines = (await answer.text()).splitlines()
            return answer.status, [line for line in lines if line.startswith("qupia_")]


@asynccontextmanager
async def hosted(database: Database) -> AsyncIterator[Host]:
    watch, app = Watch(database, lambda: NOON), web.Application()
    app.add_routes(health(watch))
    async with TestClient(TestServer(app)) as client:
        host = Host(client, watch)
        await host.starts()
        yield host
        await host.ends()


async def test_a_process_whose_workers_work_is_alive_and_ready(database: Database) -> None:
    async with hosted(database) as host:
        assert await host.asks("/healthz") == (200, {"alive": True})
        assert await host.asks("/readyz") == (200, ALL_WELL)


async def test_a_process_whose_workers_have_ended_is_alive_but_not_ready(database: Database) -> None:
    async with hosted(database) as host:
        await host.ends()
        assert await host.asks("/healthz") == (200, {"alive": True})
        assert await host.asks("/readyz") == (503, ALL_WELL | {"ready": False, "workers": False})


async def test_a_process_that_has_not_begun_its_work_is_not_ready(database: Database) -> None:
    async with hosted(database) as host:
        host.watch.over([])
        assert await host.asks("/readyz") == (503, ALL_WELL | {"ready": False, "workers": False})


async def test_a_database_that_refuses_the_connection_is_told_of_and_is_no_fault_of_ours() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: whoever calls is refused
        database = Database(f"postgresql+asyncpg://nobody:x@127.0.0.1:{taken.getsockname()[1]}/qupia")
        async with hosted(database) as host:
            refused = {"ready": False, "database": False, "migrations": False}
            assert await host.asks("/readyz") == (503, ALL_WELL | refused)
            assert await host.asks("/metrics") == (503, [])
        await database.close()


async def test_a_database_without_this_versions_tables_is_not_ready(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "qupia.db").close()
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'qupia.db'}")
    async with hosted(database) as host:
        assert await host.asks("/readyz") == (503, ALL_WELL | {"ready": False, "migrations": False})
    await database.close()


async def test_a_probe_does_not_wait_for_whoever_writes(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with closing(sqlite3.connect(sqlite_url.partition(":///")[2], isolation_level=None)) as writer:
        async with hosted(database) as host:
            writer.execute("BEGIN IMMEDIATE")
            assert await host.asks("/readyz") == (200, ALL_WELL)
            writer.execute("ROLLBACK")
    await database.close()


async def test_the_figures_are_the_desks_own(database: Database, keyring: Keyring) -> None:
    def a_bad_morning(conn: sa.Connection) -> None:
        heard, broken, _ = inbox.store(
            conn,
            keyring,
            [Inbound("telegram", f"{name}", f"telegram:{name}", b"{}", NOON) for name in range(3)],
        )
        inbox.finish(conn, heard, NOON)
        for _try in range(ATTEMPTS):
            inbox.fail(conn, broken, "ValueError", NOON)
        late = NOON - timedelta(seconds=90)
        to_send = [
            Outgoing(f"k{name}", "telegram", "7", "message", {}, Lane.ANSWER, not_before=moment)
            for name, moment in enumerate((late, NOON))
        ]
        outbox.queue(conn, keyring, to_send, NOON)

    await database.write(a_bad_morning)
    async with hosted(database) as host:
        host.watch.passed_over("signature")
        host.watch.passed_over("signature")
        status, figures = await host.asks("/metrics")
    assert status == 200
    wanted = {
        "qupia_updates_waiting 1.0",
        "qupia_updates_set_aside 1.0",
        'qupia_messages{status="queued"} 2.0',
        'qupia_messages{status="sent"} 0.0',
        "qupia_longest_wait_seconds 90.0",
        'qupia_whatsapp_passed_over_total{reason="signature"} 2.0',
    }
    assert wanted <= set(figures)
