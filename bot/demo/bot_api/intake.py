"""How the bot gets its updates: long polling, or a webhook with retries."""

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.demo.bot_api.fields import Fields
from bot.demo.bot_api.refusals import Refused, bad, conflict
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import Json

WEBHOOK_ACTIVE = conflict(
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLL = conflict(
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
POLL_ENDED = conflict("terminated by setWebhook request")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_POLL = 50
LONGEST_BACKOFF = 60.0


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed to, and how the last push went."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    error: str = ""
    error_at: int = 0


@dataclass(slots=True)
class Intake:
    """One bot's way of receiving; either polled or pushed, never both."""

    world: Telegram
    webhook: Webhook = field(default_factory=Webhook)
    _poll: asyncio.Future[Any] | None = None
    _pusher: asyncio.Task[None] | None = None
    resting: bool = False
    """Between two tries of the same push."""

    # -- polling --------------------------------------------------------------------------

    async def get_updates(self, fields: Fields) -> list[Json]:
        """getUpdates: waits on the emulated clock, ends when another request takes over."""
        if self.webhook.url:
            raise Refused(WEBHOOK_ACTIVE)
        self._end_poll(Refused(OTHER_POLL))
        self._allow(fields)
        updates = self.world.updates
        updates.confirm(fields.integer("offset"))
        limit = fields.between("limit", 100, 1, 100)
        timeout = fields.between("timeout", 0, 0, LONGEST_POLL)
        if timeout and not updates.first(1):
            await self._wait(timeout)
        return updates.first(limit)

    @property
    def polled(self) -> bool:
        """Whether a poll is waiting now."""
        return self._poll is not None

    async def _wait(self, seconds: int) -> None:
        mine: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._poll = mine
        arrival: asyncio.Future[Any] = asyncio.ensure_future(self.world.updates.arrival())
        bell: asyncio.Future[Any] = asyncio.ensure_future(self.world.clock.sleep(seconds))
        self.world.changes.tell()
        try:
            await asyncio.wait([mine, arrival, bell], return_when=asyncio.FIRST_COMPLETED)
        finally:
            arrival.cancel()
            bell.cancel()
            if self._poll is mine:
                self._poll = None
        if mine.done():
            refused: Refused = mine.result()
            raise refused

    def _end_poll(self, why: Refused) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(why)
        self._poll = None

    def _allow(self, fields: Fields) -> None:
        allowed = fields.json("allowed_updates", "allowed updates", list)
        if allowed is not None:
            self.world.updates.allowed = [str(kind) for kind in allowed]

    # -- webhook --------------------------------------------------------------------------

    def set_webhook(self, fields: Fields) -> bool:
        """setWebhook: HTTPS, or plain HTTP on this machine as a local Bot API server allows."""
        url, secret = fields.text("url"), fields.text("secret_token")
        if not url:
            return self.delete_webhook(fields)
        _check_webhook(url, secret)
        self._allow(fields)
        self._drop(fields)
        self._end_poll(Refused(POLL_ENDED))
        self._stop_pushing()
        self.webhook = Webhook(url, secret, fields.between("max_connections", 40, 1, 100))
        self._pusher = asyncio.get_running_loop().create_task(self._push())
        return True

    def delete_webhook(self, fields: Fields) -> bool:
        """deleteWebhook"""
        self._drop(fields)
        self._stop_pushing()
        self.webhook = Webhook()
        return True

    def get_webhook_info(self, fields: Fields) -> Json:
        """getWebhookInfo"""
        hook, updates = self.webhook, self.world.updates
        found: Json = {
            "url": hook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(updates.pending),
        }
        if hook.url:
            found |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
        if hook.error:
            found |= {"last_error_date": hook.error_at, "last_error_message": hook.error}
        return found | ({"allowed_updates": updates.allowed} if updates.allowed else {})

    def close(self) -> None:
        """Stop pushing and let a waiting poll go."""
        self._stop_pushing()
        self._end_poll(Refused(POLL_ENDED))

    def _drop(self, fields: Fields) -> None:
        if fields.flag("drop_pending_updates"):
            self.world.updates.pending.clear()

    def _stop_pushing(self) -> None:
        if self._pusher:
            self._pusher.cancel()
        self._pusher = None

    async def _push(self) -> None:
        """Deliver in order; what is not answered with 2xx is tried again, later and later."""
        updates, backoff = self.world.updates, 1.0
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                await updates.arrival()
                waiting = updates.first(1)
                if waiting and await self._deliver(session, waiting[0]):
                    updates.confirm(waiting[0]["update_id"] + 1)
                    backoff = 1.0
                elif waiting:
                    await self._rest(backoff)
                    backoff = min(backoff * 2, LONGEST_BACKOFF)

    async def _rest(self, seconds: float) -> None:
        over = self.world.clock.sleep(seconds)
        self.resting = True
        self.world.changes.tell()
        await over
        self.resting = False

    async def _deliver(self, session: aiohttp.ClientSession, update: Json) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook.secret
        body = json.dumps(update, ensure_ascii=False).encode()
        try:
            async with session.post(self.webhook.url, data=body, headers=headers) as answer:
                await answer.read()
                if 200 <= answer.status < 300:
                    return True
                problem = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError):
            problem = "Connection refused"
        self.webhook.error, self.webhook.error_at = problem, self.world.stamp()
        return False


def _check_webhook(url: str, secret: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise Refused(bad("bad webhook: An HTTPS URL must be provided for webhook"))
    if len(secret) > 256:
        raise Refused(bad("secret token is too long"))
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise Refused(bad("secret token contains unallowed characters"))


METHODS: dict[str, Any] = {
    "setwebhook": Intake.set_webhook,
    "deletewebhook": Intake.delete_webhook,
    "getwebhookinfo": Intake.get_webhook_info,
}
