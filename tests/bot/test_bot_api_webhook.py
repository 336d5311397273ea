"""Updates pushed to the bot: with the secret, again until they are taken, never beside polling."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.demo.bot_api import BotApi, Clock


@dataclass(slots=True)
class Listener:
    """A bot's webhook that records, and answers with what it is told to."""

    answers: list[int] = field(default_factory=list)
    heard: asyncio.Queue[tuple[dict[str, Any], str | None]] = field(default_factory=asyncio.Queue)
    url: str = ""

    async def hear(self, request: web.Request) -> web.Response:
        await self.heard.put((await request.json(), request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    made = Listener()
    app = web.Application()
    app.add_routes([web.post("/hook", made.hear)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    emulator = BotApi(Clock(frozen=True))
    yield emulator
    await emulator.close()


async def ask(api: BotApi, base: str, method: str, **parameters: str) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{base}/bot{api.token}/{method}", data=parameters) as answer,
    ):
        found: dict[str, Any] = await answer.json()
        return found


async def test_updates_are_pushed_in_order_with_the_secret(api: BotApi, listener: Listener) -> None:
    url, patient = await api.start(), api.person()
    await patient.says("бір")
    assert (await ask(api, url, "setWebhook", url=listener.url, secret_token="Q-1"))["ok"]
    await patient.says("екі")
    heard = [await listener.heard.get() for _ in range(2)]
    assert [(one["message"]["text"], secret) for one, secret in heard] == [("бір", "Q-1"), ("екі", "Q-1")]
    refused = await ask(api, url, "getUpdates")
    assert refused["error_code"] == 409
    assert "can't use getUpdates method while webhook is active" in refused["description"]


async def test_an_update_is_pushed_again_until_it_is_taken(api: BotApi, listener: Listener) -> None:
    url, patient = await api.start(), api.person()
    listener.answers = [500, 503]
    await ask(api, url, "setWebhook", url=listener.url)
    await patient.says("эй")
    ids = [(await listener.heard.get())[0]["update_id"]]
    for pause in (1, 2):
        await api.world.changes.until(lambda: bool(api.intake.resting), 5)
        api.clock.advance(pause)
        ids.append((await listener.heard.get())[0]["update_id"])
    assert len(ids) == 3
    assert len(set(ids)) == 1
    await api.consumed()
    info = (await ask(api, url, "getWebhookInfo"))["result"]
    assert info["pending_update_count"] == 0
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"


async def test_a_deleted_webhook_leaves_the_updates_to_polling(api: BotApi, listener: Listener) -> None:
    url, patient = await api.start(), api.person()
    await ask(api, url, "setWebhook", url=listener.url)
    await ask(api, url, "deleteWebhook")
    await patient.says("эй")
    assert len((await ask(api, url, "getUpdates"))["result"]) == 1
    await ask(api, url, "deleteWebhook", drop_pending_updates="true")
    assert (await ask(api, url, "getUpdates"))["result"] == []
