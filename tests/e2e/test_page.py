"""The demo as a newcomer meets it: ``qupia demo`` in an empty folder, one case clicked from hello to done."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from bot.wording import Wording
from dialogs.messages import Language, text

if TYPE_CHECKING:
    from playwright.async_api import Locator

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
PATIENCE = 90_000
"""Milliseconds."""

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine")


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    """A demo on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "demo", "--port", str(port), "--no-open"),
        cwd=tmp_path,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert b"Qupia demo" in await process.stdout.readline()
    yield f"http://127.0.0.1:{port}"
    process.send_signal(signal.SIGTERM)
    await process.wait()


class Phone:
    """One of the two phones on the page, and the fingers on it."""

    def __init__(self, pane: Locator, language: Language) -> None:
        self.pane = pane
        self.language = language
        self.wording = Wording(ZoneInfo("Asia/Almaty"))

    def words(self, key: str, **args: Any) -> str:
        return self.wording.label(text(key, **args), self.language)

    async def taps(self, key: str) -> None:
        """Press the newest button with this label, closing whatever the last press said."""
        alert = self.pane.locator(".alert button")
        button = self.pane.locator(".inlines").get_by_role("button", name=self.words(key), exact=True).last
        await button.wait_for(timeout=PATIENCE)
        if await alert.is_visible():
            await alert.click()
        await button.click()

    async def types(self, words: str) -> None:
        field = self.pane.locator("textarea")
        await field.fill(words)
        await field.press("Enter")

    async def reads(self, words: str) -> None:
        try:
            await self.pane.get_by_text(words).last.wait_for(timeout=PATIENCE)
        except Exception:
            print(await self.pane.inner_text())
            raise


@pytest.mark.timeout(400)
async def test_a_newcomer_clicks_one_case_from_hello_to_done(url: str) -> None:
    from playwright.async_api import async_playwright

    problems: list[str] = []
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = await browser.new_page(locale="en-US", viewport={"width": 1280, "height": 900})
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        await page.goto(url)
        patient = Phone(page.locator('[data-pane="patient"]'), Language.ENGLISH)
        staff = Phone(page.locator('[data-pane="staff"]'), Language.KAZAKH)
        await patient.pane.get_by_role("button", name="· en").click()
        await patient.pane.locator("button.start").click()
        for step in ("language-en", "notice-agree", "menu-rectify", "whom-self", "field-name"):
            await patient.taps(step)
        await patient.reads(patient.words("value-no-documents"))
        await patient.types("Дұрыс Есім")
        await patient.taps("skip")
        await patient.taps("send")
        await patient.taps("verify-share")
        await patient.pane.locator(".keys button").first.click(timeout=PATIENCE)
        await patient.reads("Request registered")
        for act in (
            "staff-take",
            "staff-documents-seen",
            "staff-done",
            "outcome-corrected",
            "staff-no-words",
        ):
            await staff.taps(act)
        await patient.reads(patient.words("outcome-corrected"))
        assert await staff.pane.get_by_text("Дұрыс Есім").count() == 0
        await browser.close()
    assert problems == []
