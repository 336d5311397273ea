"""The way in: Meta's handshake, the signature over the raw body before parsing, storing before 200."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

import structlog
from aiohttp import web

from bot.channels.whatsapp.naming import Name
from bot.channels.whatsapp.updates import read
from bot.channels.whatsapp.values import Update

log = structlog.get_logger(__name__)

LARGEST = 3 * 2**20
"""Bytes of a webhook at most (Meta: up to 3 MB)."""
PATH = "/whatsapp/webhook"


def challenge(query: Mapping[str, str], verify_token: str) -> str | None:
    """What to answer Meta's GET with when it knows our token; None otherwise."""
    known = hmac.compare_digest(
        query.get("hub.verify_token", "").encode(errors="replace"), verify_token.encode()
    )
    return query.get("hub.challenge") if known and query.get("hub.mode") == "subscribe" else None


def is_signed(body: bytes, header: str, app_secret: str) -> bool:
    """Whether ``X-Hub-Signature-256`` is HMAC-SHA256 of the raw body with our secret; in constant time."""
    wanted = "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(header.encode(errors="replace"), wanted.encode())


class Webhook:
    """Meta's side door. ``take`` stores updates, and only when it has returned they are acknowledged.

    ``count`` is told the reason for everything passed over: ``signature``, ``stale``, ``field`` and so on.
    """

    def __init__(
        self,
        app_secret: str,
        verify_token: str,
        take: Callable[[Sequence[Update]], Awaitable[object]],
        now: Callable[[], datetime],
        *,
        name: Name,
        phone_id: str | None = None,
        count: Callable[[str], None] = lambda _reason: None,
    ) -> None:
        self._app_secret = app_secret
        self._verify_token = verify_token
        self._take = take
        self._now = now
        self._phone_id = phone_id
        self._name = name
        self._count = count

    def routes(self) -> list[web.RouteDef]:
        """To add to an aiohttp application."""
        return [web.get(PATH, self.greet, allow_head=False), web.post(PATH, self.receive)]

    async def greet(self, request: web.Request) -> web.Response:
        """Meta checks that the address is ours."""
        answer = challenge(request.query, self._verify_token)
        if answer is None:
            self._count("handshake")
            raise web.HTTPForbidden
        return web.Response(text=answer)

    async def receive(self, request: web.Request) -> web.Response:
        """Store what a signed webhook holds; unsigned bytes are not even parsed."""
        body = await _bounded(request)
        if not is_signed(body, request.headers.get("X-Hub-Signature-256", ""), self._app_secret):
            self._count("signature")
            raise web.HTTPUnauthorized
        reading = read(body, self._now(), self._phone_id, self._name)
        for reason, times in (reading.ignored or {}).items():
            for _ in range(times):
                self._count(reason)
        if reading.updates:
            await self._take(reading.updates)
        return web.Response()


async def _bounded(request: web.Request) -> bytes:
    parts, size = list[bytes](), 0
    async for part in request.content.iter_chunked(65_536):
        size += len(part)
        if size > LARGEST:
            raise web.HTTPRequestEntityTooLarge(max_size=LARGEST, actual_size=size)
        parts.append(part)
    return b"".join(parts)
