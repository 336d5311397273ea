"""The page in every look: what the accessibility engine finds at both widths and in both themes."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from playwright.async_api import Page

from tests.e2e.visitor import SIZES

THEMES = ("light", "dark")
RUN = "rules => axe.run(document, {resultTypes: ['violations'], ...(rules && {runOnly: rules})})"
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""What a theme can break: it changes colours and nothing else."""


@cache
def _engine() -> str:
    """The engine's own script, as its package ships it."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


async def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """What is wrong on the page as it is now, by these rules or by all."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(_engine())
    found: dict[str, Any] = await page.evaluate(RUN, rules)
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


async def in_every_look(page: Page, state: str) -> dict[str, list[str]]:
    """What is wrong in this state at any width and theme, by look; nothing may stick out of the page either."""
    before = page.viewport_size
    told: dict[str, list[str]] = {}
    for width in (min(SIZES), max(SIZES)):
        await page.set_viewport_size({"width": width, "height": SIZES[width]})
        for theme in THEMES:
            await page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
            if found := await violations(page, OF_COLOUR if theme == "dark" else None):
                told[f"{state}, {width}, {theme}"] = found
        if await page.evaluate("document.documentElement.scrollWidth") > width:
            told[f"{state}, {width}"] = ["something sticks out of the page"]
    if before:
        await page.set_viewport_size(before)
    return told
