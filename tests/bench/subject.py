"""What is measured, one process a subject: a bare aiogram echo bot, or Qupia with its durable turn."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message, Update
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bot.wording import Wording
from dialogs.messages import Language, Text
from tests.bench.platform import AT_ONCE, CHATS, TOKEN, updates

SECRET = "bench-secret"
BATCH = 100
"""How many updates one getUpdates brings."""

Take = Callable[[list[Update]], Awaitable[object]]


def cpu() -> float:
    """CPU seconds of this process so far, threads included."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Echo:
    """The anchor: aiogram answering each message with its own text."""

    def __init__(self, api_url: str) -> None:
        self.bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api_url)))
        self.dispatcher = Dispatcher()
        self.dispatcher.message.register(self._echo)
        self.done = 0
        self.latencies: list[float] = []
        self._places = asyncio.Semaphore(AT_ONCE)

    async def _echo(self, message: Message) -> None:
        await message.answer(message.text or "")
        self.done += 1

    async def take(self, batch: list[Update]) -> None:
        """Handle a batch as polling does: all at once, as many as there is room for."""
        began = time.perf_counter()
        await asyncio.gather(*(self._one(update, began) for update in batch))

    async def _one(self, update: Update, began: float) -> None:
        async with self._places:
            await self.dispatcher.feed_update(self.bot, update)
        self.latencies.append((time.perf_counter() - began) * 1000)

    def routes(self) -> list[web.RouteDef]:
        """aiogram's own webhook handler, handling in the background as it does by default."""
        handler = SimpleRequestHandler(self.dispatcher, self.bot, secret_token=SECRET)
        return [web.post("/telegram/webhook", handler.handle)]


class Ours:
    """Qupia: stored, one transaction a turn, delivered from the outbox; no pace, because the anchor has none."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.latencies: list[float] = []
        self._sender = app.senders["telegram"]
        app.senders["telegram"] = self
        self.done = 0
        self._began: dict[str, list[float]] = defaultdict(list)

    async def send(self, delivery: Any) -> Any:
        """Count what leaves, and how long after it was asked for."""
        outcome = await self._sender.send(delivery)
        self.done += 1
        if began := self._began[delivery.address]:
            self.latencies.append((time.perf_counter() - began.pop(0)) * 1000)
        return outcome

    async def take(self, batch: list[Update]) -> None:
        """Store a batch, as the poller does."""
        began = time.perf_counter()
        for update in batch:
            if update.message is not None:
                self._began[str(update.message.chat.id)].append(began)
        await self.app.take_telegram(batch)

    def routes(self) -> list[web.RouteDef]:
        """The product's own webhook."""
        from bot.channels.web import telegram_webhook

        return [telegram_webhook(SECRET, self.app.take_telegram)]


@asynccontextmanager
async def subject(name: str, api_url: str) -> AsyncIterator[Echo | Ours]:
    """The subject, running."""
    if name == "echo":
        echo = Echo(api_url)
        yield echo
        await echo.bot.session.close()
        return
    from bot.app import Parts, open_app
    from bot.config import Settings
    from bot.pace import Pace

    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/bench.db"
        settings = Settings(
            bot_token=TOKEN, telegram_api_url=api_url, database_url=url, log_level="WARNING", _env_file=None
        )
        async with open_app(settings, Parts(pace=Pace({}))) as app:
            app.open_telegram()
            ours = Ours(app)
            tasks = [asyncio.create_task(app.outbox.run())]
            yield ours
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def greetings() -> list[str]:
    """What brings a new person past the welcome, so that the turns measured are those of people at the menu."""
    agree = Wording(ZoneInfo("Asia/Almaty")).label(Text("notice-agree"), Language.RUSSIAN)
    return ["/start", "Русский", agree, "/menu"]


async def welcome(one: Echo | Ours) -> int:
    """Feed the greetings from every chat; returns how many updates that were."""
    fed = 0
    for text in greetings():
        batch = [Update.model_validate(update) for update in updates(CHATS, 1 + fed, text)]
        await one.take(batch)
        fed += len(batch)
        await until(one, fed)
    return fed


async def until(one: Echo | Ours, count: int) -> None:
    """Return when so many answers have left."""
    while one.done < count:  # noqa: ASYNC110 - the subject must not know that it is watched
        await asyncio.sleep(0.002)


async def in_process(one: Echo | Ours, count: int) -> dict[str, Any]:
    """Feed batches as long polling does and measure until the last answer has left."""
    before = await welcome(one)
    fed = [Update.model_validate(update) for update in updates(count, 1 + before)]
    one.latencies.clear()
    began, used = time.perf_counter(), cpu()
    for start in range(0, count, BATCH):
        await one.take(fed[start : start + BATCH])
        await until(one, before + min(start + BATCH, count))
    return {"seconds": time.perf_counter() - began, "cpu": cpu() - used, "latencies": one.latencies}


async def over_webhook(one: Echo | Ours, count: int) -> dict[str, Any]:
    """Serve the webhook to a feeder in another process and measure until the last answer has left."""
    app = web.Application()
    app.add_routes(one.routes())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram/webhook"
    before = await welcome(one)
    command = (sys.executable, "-m", "tests.bench.platform", "feed", url, str(count), SECRET)
    feeder = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    began, used = time.perf_counter(), cpu()
    told, _ = await feeder.communicate()
    await until(one, before + count)
    taken = {"seconds": time.perf_counter() - began, "cpu": cpu() - used}
    await runner.cleanup()
    return taken | {"latencies": json.loads(told)}


async def main(name: str, way: str, api_url: str, count: int) -> None:
    """Measure one subject one way and print it as JSON."""
    async with subject(name, api_url) as one:
        measured = await (in_process if way == "in-process" else over_webhook)(one, count)
    print(json.dumps(measured | {"count": count}))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
