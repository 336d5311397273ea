"""The README's pictures, taken from the real page: `python -m tests.pictures` (make pictures)."""

from __future__ import annotations

import asyncio
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.async_api import Page

from tests.e2e.visitor import CHROMIUM, PATIENCE, Demo, demo, opens_tour, plays_until, visit

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
COLOURS = 256
"""A full palette, which takes the rare colours before the many shades of a background."""

MINUTE = 61
"""Seconds after which the group may be told as much again: the picture does not wait for them."""

SHOTS = (
    ("demo", "en", 1400, "light", 5, 19),
    ("desk-dark", "ru", 1400, "dark", 3, 4),
    ("phone-kk", "kk", 390, "light", 0, 5),
)
"""Name, language, width, theme, and the scene and step of the tour that is shown."""


async def reaches(page: Page, scene: int, step: int) -> None:
    """The tour at this step of this scene."""
    await opens_tour(page)
    if scene:
        await page.locator("#tour .scenes button").nth(scene).click()
    await page.locator(
        f'#tour[data-busy="false"]:has(.scenes li:nth-child({scene + 1}) [aria-current])'
    ).wait_for(timeout=PATIENCE)
    name = await page.locator("#tour").get_attribute("data-scene") or ""
    await plays_until(page, name, step)
    await page.locator(".toast:not([hidden])").first.wait_for(state="detached")


async def take(
    running: Demo, name: str, language: str, width: int, theme: str, scene: int, step: int
) -> None:
    """One picture, with few enough colours to stay small."""
    async with visit(running.url, language, width=width, theme=theme, motion="reduce") as page:
        running.passes(MINUTE)
        await reaches(page, scene, step)
        taken = Image.open(BytesIO(await page.screenshot()))
    file = PICTURES / f"{name}.png"
    taken.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        file, optimize=True
    )
    print(f"{file.relative_to(PICTURES.parent.parent)}  {file.stat().st_size // 1024} KB")


def main() -> None:
    """Every picture, each from a demo of its own so that nobody is in it who was in another."""
    if not CHROMIUM.exists():
        raise SystemExit(
            f"pictures need a browser: install Chromium as {CHROMIUM} (Debian: apt install chromium)"
        )
    PICTURES.mkdir(parents=True, exist_ok=True)
    for shot in SHOTS:
        with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as running:
            asyncio.run(take(running, *shot))


if __name__ == "__main__":
    main()
