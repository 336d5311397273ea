"""The demo's page for everybody: without a mouse, without eyes, without motion, in the dark, on a phone; and killed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.looks import in_every_look
from tests.e2e.visitor import (
    LOCALES,
    PATIENCE,
    Demo,
    demo,
    needs_browser,
    opens_tour,
    plays_until,
    visit,
)

pytestmark = [needs_browser, pytest.mark.timeout(600)]

MOST_TABS = 400
LETTERS = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo(tmp_path_factory.mktemp("demo")) as one:
        yield one


# --- with a screen reader, in any light, at any width -------------------------------------------------------


@pytest.mark.parametrize("language", list(LOCALES))
async def test_nothing_on_the_page_shuts_anybody_out(running: Demo, language: str) -> None:
    """What the tour does not show: the first sight, menus, a list, a text message, a file to send, the log, topics."""
    async with visit(running.url, language, motion="reduce") as page:
        told = await in_every_look(page, "at first")
        pane = page.locator('[data-pane="patient"]')
        await pane.locator(".head .round:not(.back)").click()
        told |= await in_every_look(page, "menu")
        await page.keyboard.press("Escape")
        await whatsapp_list(page, "en")
        told |= await in_every_look(page, "list")
        await page.keyboard.press("Escape")
        running.tells("/demo/sms", {"phone": "+77055555555", "code": "123456"})
        await page.locator('[data-pane="staff"] input[type="file"]').set_input_files(
            {"name": "policy.txt", "mimeType": "text/plain", "buffer": b"1.1. ..."}
        )
        await pane.locator(".sms").wait_for()
        told |= await in_every_look(page, "text message and a file to send")
        await page.locator(".drawer summary").first.click()
        await page.locator(".exchange").first.wait_for()
        told |= await in_every_look(page, "log")
    assert told == {}


async def whatsapp_list(page: Page, language: str) -> Locator:
    """Somebody new on WhatsApp agrees, and opens the list of the menu."""
    pane = page.locator('[data-pane="whatsapp"]')
    known = await pane.locator(".chip[data-person]").count()
    await pane.locator(".chip.add").click()
    await page.get_by_role("menuitem").nth(list(LOCALES).index(language)).click()
    await expect(pane.locator(".chip[data-person]").nth(known)).to_have_attribute("aria-pressed", "true")
    await pane.locator("textarea").fill("hello")
    await page.keyboard.press("Enter")
    for choice in (f"language-{language}", "notice-agree"):
        await pane.locator(f'[data-choice="{choice}"]').last.click()
    await pane.locator('.inline[aria-haspopup="menu"]').last.click()
    await page.get_by_role("menuitem").first.wait_for()
    return pane


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


async def test_somebody_on_whatsapp_chooses_from_a_list(running: Demo) -> None:
    async with visit(running.url, "en", width=390, motion="reduce") as page:
        await page.locator('[data-tab-of="whatsapp"]').click()
        pane = await whatsapp_list(page, "en")
        await page.get_by_role("menuitem", name="Contacts and booking").click()
        await expect(pane.locator(".log")).to_contain_text("+7 701 099 09 90")


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
            await page.locator(".drawer select").select_option(f"telegram {fault}")
            await opens_tour(page)
            await plays_until(page, "ask", 2)
