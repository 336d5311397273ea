"""What ``qupia run``, ``web`` and ``worker`` keep running, each until it is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import structlog

from bot import made
from bot.app import App, Parts, open_app
from bot.config import Settings

if TYPE_CHECKING:
    from aiohttp.web import RouteDef

log = structlog.get_logger(__name__)

REFRESH_SECONDS = 30.0
"""How often another process's imports and settings are looked for."""


async def run(config: Settings, parts: Parts | None = None) -> None:
    """One process for everything: long polling for Telegram, the webhook for WhatsApp, sending."""
    async with _opened(config, parts) as app:
        routes = app.whatsapp_routes()
        tasks = [
            app.intake.run(),
            app.outbox.run(),
            app.timekeeper.run(),
            app.broadcasts.run(),
            refreshing(app.refresh),
        ]
        if app.bot is not None:
            from bot.channels.telegram import Poller

            await app.bot.delete_webhook(drop_pending_updates=False)
            await _introduce(app)
            tasks.append(Poller(app.bot, app.take_telegram).run())
        async with _served(app, routes):
            await _together(app, tasks)


async def web(config: Settings, parts: Parts | None = None) -> None:
    """Webhooks and the talk, no sending. Any number of processes on PostgreSQL."""
    async with _opened(config, parts) as app:
        routes = [*app.whatsapp_routes(), *await _telegram_routes(app)]
        async with _served(app, routes):
            await _together(app, [app.intake.run(), refreshing(app.refresh)])


async def worker(config: Settings, parts: Parts | None = None) -> None:
    """Sending, reminders, broadcasts. Any number of processes on PostgreSQL; one at a time delivers."""
    async with _opened(config, parts) as app:
        await _together(
            app, [app.outbox.run(), app.timekeeper.run(), app.broadcasts.run(), refreshing(app.refresh)]
        )


@asynccontextmanager
async def _opened(config: Settings, parts: Parts | None) -> AsyncIterator[App]:
    async with open_app(config, parts) as app:
        app.open_telegram()
        app.open_whatsapp()
        code = await app.room.open()
        if code is not None:
            log.warning("staff-group-not-linked", send_in_the_group=f"/link {code}")
        yield app


async def _telegram_routes(app: App) -> list[RouteDef]:
    """The webhook's route, after Telegram was told of it; nothing without WEBHOOK_URL."""
    from bot.channels.telegram import ALLOWED_UPDATES
    from bot.channels.web import telegram_webhook

    config = app.config
    if app.bot is None or config.webhook_url is None or config.webhook_secret is None:
        return []
    secret = config.webhook_secret.get_secret_value()
    url = f"{config.webhook_url.rstrip('/')}/telegram/webhook"
    await _introduce(app)
    await app.bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
    return [telegram_webhook(secret, app.take_telegram)]


async def _introduce(app: App) -> None:
    from bot.channels.introduction import introduce

    wording = app.house.wording
    patients, staff = made.menu(wording, made.PATIENTS_MENU), made.menu(wording, made.STAFF_MENU)
    await introduce(app.bot, patients, staff)


@asynccontextmanager
async def _served(app: App, routes: list[RouteDef]) -> AsyncIterator[None]:
    """Serve the webhooks with health, readiness and metrics beside them; without a webhook nothing listens."""
    if not routes:
        yield
        return
    from bot.channels import web as http

    runner = await http.serve([*http.health(app.watch), *routes], app.config.host, app.config.port)
    try:
        yield
    finally:
        await runner.cleanup()


async def refreshing(
    refresh: Callable[[], Awaitable[None]], sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
) -> None:
    """Look until cancelled; a look that fails is logged, and what was known before stays."""
    while True:
        await sleep(REFRESH_SECONDS)
        try:
            await refresh()
        except Exception as error:
            log.error("refresh-failed", problem=type(error).__name__)


async def _together(app: App, tasks: list[Coroutine[Any, Any, None]]) -> None:
    """Run until one fails or all are cancelled; then end the others in order."""
    async with asyncio.TaskGroup() as group:
        app.watch.over([group.create_task(task) for task in tasks])
