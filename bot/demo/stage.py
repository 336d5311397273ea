"""The demo's stage: the emulated messengers and the page here, the real bot as a process of its own beside them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import sys
import webbrowser
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands import BadInput
from bot.config import Settings, without_settings
from bot.demo import cloud_api
from bot.demo.server import DemoServer, serve_demo
from bot.storage.crypto import new_key
from dialogs.quiet import is_quiet, next_ring

FILE = Path("qupia-demo.db")
"""The only thing the demo leaves behind; each start begins with an empty one."""
HOST = "127.0.0.1"
FAILURES = 3
"""After so many starts in a row that came to nothing the demo gives up."""
PAUSE_SECONDS = 0.5
VISIT = timedelta(hours=2)
"""How long a visitor may stay before the clinic's night begins."""
LOOK_SECONDS = 0.2
"""How soon the bot hears that the page's clock was moved, or its group changed."""


async def play(port: int, *, open_page: bool) -> None:
    """Serve the page and keep the bot running until cancelled. Raises OSError when the port is taken."""
    server = await serve_demo(HOST, port)
    try:
        clear()
    except BadInput:
        await server.close()
        raise
    clock = server.bot_api.clock
    clock.advance(night_left(clock.now(), ZoneInfo(Settings.model_fields["timezone"].default)))
    print(f"Qupia demo: {server.url}   (Ctrl-C ends it; its database is {FILE})", flush=True)
    opening = asyncio.create_task(show(server.url)) if open_page else None
    try:
        await keep_running(server)
    finally:
        if opening is not None:
            opening.cancel()
        await server.close()


async def show(url: str) -> None:
    """Open the page in the visitor's browser, or say that they have to; the bot starts meanwhile."""
    if not await asyncio.to_thread(webbrowser.open, url):
        print("No browser was found here: open the address above in one", flush=True)


def night_left(now: datetime, zone: tzinfo) -> float:
    """Seconds to skip so that a visit falls into the day: at night the desk rings nobody, and half of it would wait."""
    if not is_quiet(now, zone) and not is_quiet(now + VISIT, zone):
        return 0.0
    return (next_ring(now + VISIT, zone) - now).total_seconds()


def clear() -> None:
    """Forget the previous demo: its people live in memory only, so its database would name nobody.

    Raises BadInput when the file cannot be removed.
    """
    for left in (FILE, FILE.with_name(FILE.name + "-wal"), FILE.with_name(FILE.name + "-shm")):
        try:
            left.unlink(missing_ok=True)
        except OSError as error:
            raise BadInput(
                f"{left} cannot be emptied ({error.strerror}): remove it, or start in another folder"
            ) from None


def environment(server: DemoServer) -> dict[str, str]:
    """The settings the real bot is given: none of this machine's own, and a key that is gone with the demo."""
    return (
        without_settings()
        | {
            "BOT_TOKEN": server.token,
            "ADMIN_CHAT_ID": str(server.group_id),
            "TELEGRAM_API_URL": server.api_url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{FILE}",
            "DATA_KEY": new_key(),
            "LOG_FORMAT": "json",
        }
        | _whatsapp(server)
    )


def _whatsapp(server: DemoServer) -> dict[str, str]:
    """The settings of the emulated Cloud API, which is told where the bot listens for its webhooks."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    server.whatsapp.subscribes(f"http://{HOST}:{port}/whatsapp/webhook")
    return {
        "WHATSAPP_TOKEN": cloud_api.TOKEN,
        "WHATSAPP_PHONE_ID": cloud_api.PHONE_ID,
        "WHATSAPP_APP_SECRET": cloud_api.APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": cloud_api.VERIFY_TOKEN,
        "WHATSAPP_API_URL": server.url,
        "HOST": HOST,
        "PORT": str(port),
    }


async def keep_running(server: DemoServer) -> None:
    """Start the bot, and start it again whenever it dies: nothing it was told is lost.

    Raises BadInput when it dies again and again before it listens.
    """
    settings, failures = environment(server), 0
    while failures < FAILURES:
        process = await start(settings)
        server.life.kill = process.kill
        server.life.begins()
        listening = asyncio.create_task(server.life.listens())
        clock = asyncio.create_task(move_clock(server, process))
        try:
            await follow(server, process)
        finally:
            failures = 0 if listening.done() else failures + 1
            server.life.kill = None
            clock.cancel()
            listening.cancel()
            await end(process)
        await asyncio.sleep(PAUSE_SECONDS)
    raise BadInput("the bot did not start: its last words stand above; make test says more")


async def start(settings: Mapping[str, str]) -> asyncio.subprocess.Process:
    """The real bot as a process of its own."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.demo.actor",
        env=dict(settings),
        stdin=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def follow(server: DemoServer, process: asyncio.subprocess.Process) -> None:
    """Read what the bot says until it has ended."""
    assert process.stderr is not None
    async for line in process.stderr:
        for told in read(line):
            _tell(server, told)
    await process.wait()


async def move_clock(server: DemoServer, process: asyncio.subprocess.Process) -> None:
    """Tell the bot whenever the visitor moves the page's clock, or gives the group topics or takes them away."""
    told: tuple[float, bool] = (0.0, server.group.chat.is_forum)
    while process.stdin is not None:
        now = (server.bot_api.clock.skipped, server.group.chat.is_forum)
        if now != told:
            process.stdin.write(f"{now[0]}\n".encode())
            await process.stdin.drain()
            told = now
        await asyncio.sleep(LOOK_SECONDS)


async def end(process: asyncio.subprocess.Process) -> None:
    """Ask the bot to stop, and wait until it has."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()


def read(line: bytes) -> Iterator[Mapping[str, str]]:
    """One structured log line of the bot; anything else goes to the terminal as it is."""
    try:
        told = json.loads(line)
    except ValueError:
        sys.stderr.buffer.write(line)
        sys.stderr.flush()
        return
    if isinstance(told, dict):
        yield told


def _tell(server: DemoServer, told: Mapping[str, str]) -> None:
    """A one-time code appears on the page as the SMS it stands for; warnings go to the terminal."""
    if told.get("event") == "code-not-sent-but-logged":
        server.show_sms(told["phone"], told["code"])
    if told.get("level") in ("warning", "error"):
        print({key: value for key, value in told.items() if key != "timestamp"}, file=sys.stderr, flush=True)
