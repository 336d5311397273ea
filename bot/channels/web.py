"""The HTTP side: webhooks that answer 200 only after the update is stored, health, readiness, metrics."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Protocol

from aiogram.types import Update
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.channels.telegram import loads

LARGEST_BODY = 3 * 1024 * 1024
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
"""Telegram repeats the secret given to setWebhook in this header (Bot API, setWebhook)."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Watch(Protocol):
    """Knows how the process and the desk are."""

    async def ready(self) -> Mapping[str, bool]:
        """What has to be so before work may be sent here, each by name."""

    async def metrics(self) -> bytes | None:
        """Prometheus's text; None while the desk cannot be looked at."""


def telegram_webhook(secret: str, take: Callable[[list[Update]], Awaitable[object]]) -> web.RouteDef:
    """``POST /telegram/webhook``; a wrong secret is 401, an unreadable update 400, and nothing is stored."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="replace"), secret.encode()):
            return web.Response(status=401)
        try:
            update = Update.model_validate(loads(await request.read()))
        except (ValueError, RecursionError):
            return web.Response(status=400)
        await take([update])
        return web.Response()

    return web.post("/telegram/webhook", receive)


def health(watch: Watch) -> list[web.RouteDef]:
    """``/healthz`` (alive), ``/readyz`` (database, migrations, workers) and ``/metrics``."""

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def is_ready(_request: web.Request) -> web.Response:
        found = await watch.ready()
        good = all(found.values())
        return web.json_response({"ready": good, **found}, status=200 if good else 503)

    async def metrics(_request: web.Request) -> web.Response:
        text = await watch.metrics()
        if text is None:
            return web.Response(status=503)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [web.get("/healthz", alive), web.get("/readyz", is_ready), web.get("/metrics", metrics)]


async def serve(routes: Iterable[web.AbstractRouteDef], host: str, port: int) -> web.AppRunner:
    """Start the server; stop it with ``runner.cleanup()``. Raises OSError when the port is taken."""
    app = web.Application(client_max_size=LARGEST_BODY)
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner
