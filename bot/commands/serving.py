"""``qupia run``, ``web``, ``worker`` and ``demo``: the commands that stay until they are stopped."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import typer

from bot.commands import BadInput
from bot.config import Settings
from bot.misconfigured import Misconfigured, Problem

Service = Callable[[Settings], Coroutine[Any, Any, None]]


def run() -> None:
    """Long polling, webhooks, sending: one process."""
    from bot import running

    _serve(running.run)


def web() -> None:
    """Webhooks and the talk only; any number of processes on PostgreSQL."""
    from bot import running

    _serve(running.web)


def worker() -> None:
    """Sending only; any number of processes on PostgreSQL."""
    from bot import running

    _serve(running.worker)


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the page is served.")] = 8080,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
) -> None:
    """The whole product on this machine, with emulated messengers: no token, no network."""
    from bot.demo.stage import play

    try:
        until_stopped(play(port, open_page=open_page))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise BadInput(
            f"port {port} is taken: give another one with --port (make demo PORT={port + 1})"
        ) from None


def _serve(service: Service) -> None:
    from bot.logs import configure_logs

    settings = Settings.load()
    if settings.bot_token is None and not settings.has_whatsapp:
        raise Misconfigured(
            (Problem("BOT_TOKEN", "is absent, and so are the WHATSAPP_ settings: give at least one channel"),)
        )
    configure_logs(settings)
    until_stopped(service(settings))


def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until it ends or the process is asked to stop; what is in flight is finished first."""
    asyncio.run(_with_signals(work))


async def _with_signals(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for stop in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(stop, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task
