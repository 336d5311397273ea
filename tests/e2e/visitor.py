"""The demo as its visitor has it: the command in a folder of its own, the page in a real browser."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.config import without_settings

CHROMIUM = Path("/usr/bin/chromium")
LOCALES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
SIZES = {390: 844, 1000: 760, 1400: 900}
PATIENCE = 120_000
"""Milliseconds anybody waits for the page on a slow machine."""

EXCUSED = ("message is not modified", "query is too old", "Too Many Requests")

needs_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine")


def free_port() -> int:
    """A port nobody has at the moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def command(port: int) -> list[str]:
    """What ``make demo`` runs."""
    return [sys.executable, "-m", "bot.cli", "demo", "--port", str(port), "--no-open"]


def environment() -> dict[str, str]:
    """This one's, without settings of ours, finding the code from any folder."""
    root = Path(__file__).parents[2]
    return without_settings() | {"PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"}


class Demo:
    """A running ``qupia demo``."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{port}"

    def reads(self, path: str) -> Any:
        """What the server says of itself."""
        with urlopen(f"{self.url}{path}", timeout=10) as answer:
            return json.load(answer)

    def passes(self, seconds: float) -> None:
        """Move the demo's clock: whatever had to be waited for is over."""
        self.tells("/demo/clock", {"seconds": seconds})

    def tells(self, path: str, body: object) -> Any:
        """Ask the server for something, as the page does."""
        asked = Request(f"{self.url}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urlopen(asked, timeout=10) as answer:
            return json.load(answer)

    def refusals(self) -> list[str]:
        """What the platform refused the bot, but for a card that says already what it should, and for what only
        the slowness of this machine can be blamed for: presses answered late, a second that was squeezed.
        """
        said = [one["description"] or "" for one in self.reads("/demo/wire")["exchanges"] if not one["ok"]]
        return [one for one in said if not any(excuse in one for excuse in EXCUSED)]

    def ends(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ask it to stop as Ctrl-C does; gives its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(30)


@contextlib.contextmanager
def demo(folder: Path, port: int | None = None) -> Iterator[Demo]:
    """The demo in this folder, serving its page."""
    port = port or free_port()
    with (folder / "demo.log").open("w") as log:
        process = subprocess.Popen(
            command(port), cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=log, text=True
        )
    running = Demo(process, port)
    try:
        assert process.stdout is not None
        assert running.url in process.stdout.readline(), (folder / "demo.log").read_text()
        yield running
    finally:
        running.ends()
        process.stdout.close() if process.stdout else None


@contextlib.asynccontextmanager
async def visit(
    url: str, language: str = "en", *, width: int = 1400, theme: Any = "light", motion: Any = "no-preference"
) -> AsyncIterator[Page]:
    """The page in a browser of this size, theme and language, its bot at work; any error on it fails the test."""
    problems: list[str] = []
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = await browser.new_page(
            locale=LOCALES[language],
            viewport={"width": width, "height": SIZES[width]},
            color_scheme=theme,
            reduced_motion=motion,
        )
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: problems.append(str(error)))
        await page.goto(f"{url}/?pace=0")
        await page.locator('#life:is([data-pulse="alive"], [data-pulse="back"])').wait_for(state="attached")
        try:
            yield page
        finally:
            await browser.close()
    assert problems == []


async def opens_tour(page: Page) -> None:
    """Open the guided tour and wait until its first step is shown."""
    await page.locator("#open-tour").click()
    await page.locator('#tour[data-busy="false"]:not([hidden])').wait_for()


async def next_step(page: Page) -> tuple[str, int]:
    """Press *Next step*; gives the scene and the step that are shown then."""
    tour = page.locator("#tour")
    before = await _place(page)
    await tour.locator(".bar button").nth(1).click()
    for _ in range(PATIENCE // 50):
        await asyncio.sleep(0.05)
        if await tour.get_attribute("data-busy") == "false" and (await _place(page)) != before:
            break
    assert await _place(page) != before, await tour.locator(".line").inner_text()
    return await _place(page)


async def _place(page: Page) -> tuple[str, int]:
    tour = page.locator("#tour")
    return await tour.get_attribute("data-scene") or "", int(await tour.get_attribute("data-step") or 0)


async def plays_from(page: Page, number: int, scene: str) -> None:
    """Go straight to a scene by its chip, and wait until its first step is shown."""
    await page.locator("#tour .scenes button").nth(number).click()
    await expect(page.locator("#tour")).to_have_attribute("data-scene", scene, timeout=PATIENCE)
    await page.locator('#tour[data-busy="false"]').wait_for()


async def plays_until(page: Page, scene: str, step: int = 0) -> None:
    """Step through the tour until this step of this scene is shown."""
    while await _place(page) != (scene, step):
        await next_step(page)
