"""A Telegram that says yes to everything, as a process of its own, so that its CPU is nobody's; and a feeder."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import aiohttp
from aiohttp import web

TOKEN = "123456789:bench-token-of-thirty-five-letters-0"
CHATS = 400
AT_ONCE = 64


def updates(count: int, first: int = 1, text: str = "/menu") -> Iterator[dict[str, Any]]:
    """Text messages from many private chats in turn, as Telegram sends them."""
    for index in range(count):
        chat = 1000 + index % CHATS
        person = {"id": chat, "is_bot": False, "first_name": "P", "language_code": "ru"}
        message = {
            "message_id": first + index,
            "date": 1_790_000_000,
            "chat": {"id": chat, "type": "private", "first_name": "P"},
            "from": person,
            "text": text,
        }
        yield {"update_id": first + index, "message": message}


async def _answer(request: web.Request) -> web.Response:
    await request.read()
    method = request.match_info["method"]
    chat = {"id": 1000, "type": "private", "first_name": "P"}
    sent = {"message_id": 1, "date": 1_790_000_000, "chat": chat, "text": "ok"}
    result: Any = sent if method == "sendMessage" else True
    return web.json_response({"ok": True, "result": result})


async def serve() -> None:
    """Answer until the parent closes our stdin; the port is printed first."""
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", _answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


async def feed(url: str, count: int, secret: str) -> None:
    """Post updates as a webhook, 64 at once, and print the latency of each acknowledgement in ms."""
    todo = iter(list(updates(count, first=1_000_000)))
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    took: list[float] = []

    async def post(session: aiohttp.ClientSession) -> None:
        for update in todo:
            began = time.perf_counter()
            async with session.post(url, json=update, headers=headers) as answer:
                assert answer.status == 200, answer.status
            took.append((time.perf_counter() - began) * 1000)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:
        await asyncio.gather(*(post(session) for _ in range(AT_ONCE)))
    print(json.dumps(took))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        asyncio.run(serve())
    else:
        asyncio.run(feed(sys.argv[2], int(sys.argv[3]), sys.argv[4]))
