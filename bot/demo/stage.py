"""The demo's stage: the emulated messengers and the page here, the real bot as a process of its own beside them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import webbrowser
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.demo.server import DemoServer, serve_demo

FILE = Path("qupia-demo.db")
"""The only thing the demo leaves behind; each start begins with an empty one."""
HOST = "127.0.0.1"


async def play(port: int, *, open_page: bool) -> None:
    """Serve the page and keep the bot running until cancelled. Raises OSError when the port is taken."""
    server = await serve_demo(HOST, port)
    clear()
    print(f"Qupia demo: {server.url}   (Ctrl-C ends it; its database is {FILE})", flush=True)
    if open_page:
        await asyncio.to_thread(webbrowser.open, server.url)
    try:
        await keep_running(server)
    finally:
        await server.close()


def clear() -> None:
    """Forget the previous demo: its people live in memory only, so its database would name nobody."""
    for left in (FILE, FILE.with_name(FILE.name + "-wal"), FILE.with_name(FILE.name + "-shm")):
        left.unlink(missing_ok=True)


def environment(server: DemoServer) -> dict[str, str]:
    """The settings the real bot is given: nothing of this machine's own settings."""
    ours = (
        "BOT_",
        "ADMIN_",
        "TELEGRAM_",
        "WHATSAPP_",
        "CLINIC_",
        "DATA",
        "CODE_",
        "WEBHOOK_",
        "LOG_",
        "POLICY_",
    )
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return inherited | {
        "BOT_TOKEN": server.token,
        "ADMIN_CHAT_ID": str(server.group_id),
        "TELEGRAM_API_URL": server.api_url,
        "DATABASE_URL": f"sqlite+aiosqlite:///{FILE}",
        "LOG_FORMAT": "json",
    }


async def keep_running(server: DemoServer) -> None:
    """Start the bot, and start it again whenever it dies: nothing it was told is lost."""
    while True:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.cli",
            "run",
            env=environment(server),
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            assert process.stderr is not None
            async for line in process.stderr:
                for told in read(line):
                    _tell(server, told)
            await process.wait()
        finally:
            await end(process)
        await asyncio.sleep(1.0)


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
    """A one-time code appears on the page as the SMS it stands for; faults and warnings go to the terminal."""
    if told.get("event") == "code-not-sent-but-logged":
        server.show_sms(told["phone"], told["code"])
    if told.get("level") in ("warning", "error"):
        print({key: value for key, value in told.items() if key != "timestamp"}, file=sys.stderr, flush=True)
