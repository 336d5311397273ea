"""The demo's page for everybody: without a mouse, without eyes, without motion, in the dark, on a phone; and killed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.visitor import (
    LOCALES,
    PATIENCE,
    SIZES,
    Demo,
    demo,
    needs_browser,
    opens_tour,
    plays_until,
    visit,
)

pytestmark = [needs_browser, pytest.mark.timeout(300)]

MOST_TABS = 400
LETTERS = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo(tmp_path_factory.mktemp("demo")) as one:
        yield one


@pytest.fixture(scope="module")
def axe() -> str:
    """The accessibility engine's own script, as its package ships it."""
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


async def violations(page: Page, axe: str) -> list[str]:
    await page.evaluate(axe)
    found: dict[str, Any] = await page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


# --- with a screen reader, in any light, at any width -------------------------------------------------------


@pytest.fixture(scope="module", params=list(LOCALES))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_the_page_has_no_accessibility_violation_at_any_width_and_theme(
    running: Demo, axe: str, language: str
) -> None:
    found: dict[str, list[str]] = {}
    for width in SIZES:
        for theme in ("light", "dark"):
            async with visit(running.url, language, width=width, theme=theme, motion="reduce") as page:
                found[f"{width} {theme} at first"] = await violations(page, axe)
                await opens_tour(page)
                await plays_until(page, "ask", 4)
                found[f"{width} {theme} patient"] = await violations(page, axe)
                await page.locator('[data-pane="patient"] .head .round').click()
                found[f"{width} {theme} menu"] = await violations(page, axe)
                await page.keyboard.press("Escape")
                if width < 900:
                    await page.locator('[data-tab-of="wire"]').click()
                else:
                    await page.locator(".drawer summary").first.click()
                await page.locator(".exchange").first.wait_for()
                found[f"{width} {theme} wire"] = await violations(page, axe)
                assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert {state: told for state, told in found.items() if told} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_desk_has_no_accessibility_violation(running: Demo, axe: str, theme: str) -> None:
    async with visit(running.url, "kk", theme=theme, motion="reduce") as page:
        await opens_tour(page)
        await page.locator("#tour .scenes button").nth(3).click()
        await plays_until_shown(page, "desk")
        await plays_until(page, "desk", 4)
        assert await violations(page, axe) == []


async def plays_until_shown(page: Page, scene: str) -> None:
    await expect(page.locator("#tour")).to_have_attribute("data-scene", scene, timeout=PATIENCE)
    await expect(page.locator('#tour[data-busy="false"]')).to_be_visible(timeout=PATIENCE)


# --- without a mouse ------------------------------------------------------------------------------------------


async def tabs_to(page: Page, selector: str) -> None:
    """Press Tab until something that matches has the keyboard."""
    await page.locator(selector).last.wait_for()
    for _ in range(MOST_TABS):
        matches = await page.evaluate(
            "wanted => document.activeElement?.matches(wanted) && document.activeElement.offsetParent !== null",
            selector,
        )
        if matches:
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {selector}")


async def test_somebody_asks_with_the_keyboard_alone(running: Demo) -> None:
    async with visit(running.url, "en") as page:
        pane = '[data-pane="patient"]'
        await tabs_to(page, f"{pane} .chip[data-person]:nth-of-type(3)")
        await page.keyboard.press("Enter")
        await tabs_to(page, f"{pane} .start")
        await page.keyboard.press("Enter")
        for choice in ("language-en", "notice-agree"):
            await tabs_to(page, f'{pane} [data-choice="{choice}"]')
            await page.keyboard.press("Space")
        await page.locator(f'{pane} [data-choice="menu-ask"]').wait_for()
        await tabs_to(page, f"{pane} textarea")
        await page.keyboard.type("What is personal data?")
        await page.keyboard.press("Enter")
        await tabs_to(page, f'{pane} [data-choice="answer-helpful"]')
        await page.keyboard.press("Enter")
        await page.locator(f'{pane} [data-choice="menu-ask"]').last.wait_for()


async def test_a_menu_is_walked_with_arrows_and_left_with_escape(running: Demo) -> None:
    async with visit(running.url, "ru") as page:
        more = '[data-pane="patient"] .chip.add'
        await tabs_to(page, more)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("menuitem").first).to_be_focused()
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("menuitem").nth(1)).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.locator(more)).to_be_focused()


# --- on the other messenger -----------------------------------------------------------------------------------


async def test_somebody_on_whatsapp_agrees_and_opens_the_list_of_choices(running: Demo, axe: str) -> None:
    async with visit(running.url, "en", width=390, motion="reduce") as page:
        pane = page.locator('[data-pane="patient"]')
        await page.locator('[data-place="whatsapp"]').click()
        await expect(pane.locator(".phone")).to_have_attribute("data-channel", "whatsapp")
        await pane.locator(".chip[data-person]").nth(2).click()
        await pane.locator("textarea").fill("hello")
        await page.keyboard.press("Enter")
        for choice in ("language-en", "notice-agree"):
            await pane.locator(f'[data-choice="{choice}"]').last.click()
        await pane.locator('.inline[aria-haspopup="menu"]').last.click()
        await page.get_by_role("menuitem", name="Contacts and booking").click()
        await expect(pane.locator(".log")).to_contain_text("+7 701 099 09 90")
        assert await violations(page, axe) == []


# --- for eyes ---------------------------------------------------------------------------------------------------


async def test_nothing_moves_for_somebody_who_asked_for_stillness(running: Demo) -> None:
    async with visit(running.url, "en", motion="reduce") as page:
        await opens_tour(page)
        still = "getComputedStyle(document.querySelector('.ring')).animationName"
        assert await page.evaluate(still) == "none"


async def test_every_kazakh_letter_has_a_shape_of_its_own(running: Demo) -> None:
    async with visit(running.url, "kk") as page:
        drawn: list[str] = await page.evaluate(
            """letters => [...letters, "\\uffff"].map((letter) => {
                const canvas = document.createElement("canvas");
                canvas.width = canvas.height = 48;
                const pen = canvas.getContext("2d");
                pen.font = `32px ${getComputedStyle(document.body).fontFamily}`;
                pen.fillText(letter, 8, 36);
                return canvas.toDataURL();
            })""",
            LETTERS,
        )
        # І and і look like Latin letters; every other pair must differ, and none may be the missing-letter box.
        assert len(set(drawn)) == len(LETTERS) + 1
        assert await page.evaluate("document.documentElement.lang") == "kk"


# --- and when the bot is killed --------------------------------------------------------------------------------


async def test_a_killed_bot_comes_back_and_answers_what_was_written_meanwhile(running: Demo) -> None:
    async with visit(running.url, "en") as page:
        await opens_tour(page)
        await plays_until(page, "ask", 3)
        await page.locator("#tour .plain").click()
        await page.locator("#life button").click()
        await expect(page.locator("#life")).to_have_attribute("data-pulse", "killed")
        field = page.locator('[data-pane="patient"] textarea')
        await field.fill("What is personal data?")
        await field.press("Enter")
        await expect(page.locator("#life")).to_have_attribute("data-pulse", "back", timeout=PATIENCE)
        await expect(page.locator("#life")).to_contain_text("nothing lost")
        await page.locator('[data-pane="patient"] [data-choice="answer-helpful"]').wait_for()
        assert await page.locator('[data-pane="patient"] [data-choice="answer-helpful"]').count() == 1
    assert running.refusals() == []


async def test_a_lost_answer_and_a_429_lose_nothing(running: Demo) -> None:
    for fault in ("reset_before", "reset_after", "429"):
        async with visit(running.url, "en") as page:
            await page.locator(".drawer summary").first.click()
            await page.locator(".drawer select").select_option(fault)
            await opens_tour(page)
            await plays_until(page, "ask", 2)
