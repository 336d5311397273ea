"""The demo's page for the desk: topics, files, marks, the clock that is moved, and what the platforms refuse."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Locator, Page, Response, expect

from tests.e2e.looks import in_every_look
from tests.e2e.visitor import PATIENCE, Demo, demo, needs_browser, opens_tour, plays_from, visit

pytestmark = [needs_browser, pytest.mark.timeout(600)]


CLAUSE = '[data-choice="answer-helpful"], .inline[aria-haspopup]'
"""What stands under an answer: a button, or on WhatsApp the list it is in."""
CODES = {
    ("telegram", "429"): "429",
    ("telegram", "5xx"): "502",
    ("telegram", "reset_before"): "✕",
    ("whatsapp", "429"): "400",
    ("whatsapp", "5xx"): "503",
    ("whatsapp", "reset_before"): "✕",
}
"""What the log says of a request that a fault hits; Meta answers too many requests with 400 and code 130429."""
REMINDER = re.compile("half the time has passed|little time is left|is overdue")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo(tmp_path_factory.mktemp("demo")) as one:
        yield one


@pytest.fixture
async def page(running: Demo) -> AsyncIterator[Page]:
    async with visit(running.url, "en", motion="reduce") as one:
        yield one


def pane(page: Page, kind: str) -> Locator:
    return page.locator(f'[data-pane="{kind}"]')


async def chooses(page: Page, opener: Locator, item: str) -> None:
    """Open a menu and take what it offers."""
    await opener.click()
    await page.get_by_role("menuitem", name=item).click()


async def writes(page: Page, kind: str, words: str) -> None:
    field = pane(page, kind).locator("textarea")
    await field.fill(words)
    await field.press("Enter")


async def becomes(page: Page, person: str) -> None:
    await pane(page, "staff").locator(".chip[data-person]", has_text=person).click()


async def newcomer(page: Page, kind: str) -> Locator:
    """Somebody new on this messenger, who speaks English and agrees."""
    one = pane(page, kind)
    known = await one.locator(".chip[data-person]").count()
    await chooses(page, one.locator(".chip.add"), "English")
    await expect(one.locator(".chip[data-person]").nth(known)).to_have_attribute("aria-pressed", "true")
    if kind == "patient":
        await one.locator(".start").click()
    else:
        await writes(page, kind, "hello")
    for choice in ("language-en", "notice-agree"):
        await one.locator(f'[data-choice="{choice}"]').last.click()
    await expect(one.locator(".log")).to_contain_text("consent is recorded", timeout=PATIENCE)
    return one


def _said(answer: Response) -> str:
    return answer.request.post_data or ""


# --- topics ---------------------------------------------------------------------------------------------------


async def test_a_group_with_topics_shows_them_as_threads_and_the_clock_reaches_them(
    page: Page, running: Demo
) -> None:
    desk = pane(page, "staff")
    await desk.locator("[data-topics]").click()
    await expect(desk.locator(".topics button")).to_have_count(1)
    await expect(desk.locator(".topics")).to_contain_text("General")
    await opens_tour(page)
    await plays_from(page, 2, "correct")
    await page.locator("#tour .plain").click()
    topic = desk.locator(".topics button", has_text="Copy of data")
    await expect(topic).to_have_count(1)
    assert await in_every_look(page, "topics") == {}
    await topic.press("Enter")
    await expect(desk.locator(".head b")).to_contain_text("Copy of data")
    await desk.locator('[data-choice^="staff-take"]').last.click()
    await desk.locator('[data-choice^="staff-done"]').last.wait_for()
    await writes(page, "staff", "it will be ready tomorrow")
    await expect(desk.locator(".log")).to_contain_text("was sent in the clinic's name", timeout=PATIENCE)
    await expect(pane(page, "patient").locator(".log")).to_contain_text("it will be ready tomorrow")
    await page.locator('[data-skip="days"]').click()
    await expect(desk.locator(".log")).to_contain_text(REMINDER, timeout=PATIENCE)
    await desk.locator(".back").click()
    await desk.locator(".topics button", has_text="General").click()
    await expect(desk.locator(".log")).to_contain_text("Morning digest")
    await expect(desk.locator(".log")).not_to_contain_text(REMINDER)
    await desk.locator("[data-topics]").click()
    await expect(desk.locator("[data-topics]")).to_have_attribute("aria-pressed", "false")
    await expect(desk.locator(".log")).to_contain_text(REMINDER)


# --- files ----------------------------------------------------------------------------------------------------


async def test_an_administrator_sends_a_policy_and_opens_what_the_bot_makes_of_it(page: Page) -> None:
    desk = pane(page, "staff")
    await becomes(page, "Administrator 1")
    for sample, judged in (("policy.kk.txt", "edition-judge:1:editorial"), ("policy-new.kk.txt", "")):
        await chooses(page, desk.get_by_role("button", name="Attach"), sample)
        await expect(desk.locator(".strip")).to_contain_text(sample)
        await expect(desk.locator("textarea")).to_have_value("/policy kk")
        await desk.locator("textarea").press("Enter")
        if judged:
            await desk.locator(f'[data-choice="{judged}"]').last.click()
            await desk.locator('[data-choice^="edition-publish"]').last.click()
            await desk.locator('[data-choice^="broadcast-new"]').last.wait_for()
    made = desk.locator("a.attached", has_text=".html").last
    async with page.context.expect_page() as opened:
        await made.click()
    comparison = await opened.value
    await expect(comparison.locator("body")).to_contain_text("11.2")
    assert await comparison.evaluate("window.origin") == "null"


async def test_what_is_written_is_ticked_changed_and_answered(page: Page) -> None:
    one = await newcomer(page, "patient")
    await writes(page, "patient", "what is personal data")
    await one.locator('[data-choice="answer-helpful"]').last.wait_for()
    mine = one.locator(".row.me", has_text="what is personal data")
    await expect(mine.get_by_role("img", name="the bot answered")).to_be_visible()
    await mine.hover()
    await chooses(page, mine.get_by_role("button", name="More"), "Edit")
    await expect(one.locator("textarea")).to_have_value("what is personal data")
    await writes(page, "patient", "What is personal data?")
    await expect(one.locator(".row.me", has_text="personal data")).to_contain_text("edited")
    for kind in ("Voice message", "Sticker", "Photo", "Album", "Location"):
        await chooses(page, one.get_by_role("button", name="Attach"), kind)
    await expect(one.locator(".bubble.mine .picture")).to_have_count(4)
    await expect(one.locator(".bubble.mine.voice .wave")).to_be_visible()
    await expect(one.locator(".bubble.mine.sticker")).to_be_visible()


# --- the clock, the window, the faults -------------------------------------------------------------------------


async def test_a_day_later_whatsapp_takes_only_templates(page: Page, running: Demo) -> None:
    one = await newcomer(page, "whatsapp")
    await expect(one.locator(".head")).to_contain_text("24-hour window open")
    for skip in ("morning", "morning"):
        await page.locator(f'[data-skip="{skip}"]').click()
    await expect(one.locator(".head")).to_contain_text("templates only")
    await writes(page, "whatsapp", "What is personal data?")
    await expect(one.locator(".head")).to_contain_text("24-hour window open")


async def test_a_request_that_is_broken_is_seen_in_the_log_and_made_good(page: Page) -> None:
    await page.locator(".drawer summary").first.click()
    await page.locator(".wire input[type=checkbox]").check()
    for kind, channel in (("patient", "telegram"), ("whatsapp", "whatsapp")):
        one = await newcomer(page, kind)
        for fault in ("429", "5xx", "reset_before"):
            answers = one.locator(CLAUSE)
            told = await answers.count()
            async with page.expect_response(lambda one: "fault" in one.url and "none" not in _said(one)):
                await page.locator(".drawer select").select_option(f"{channel} {fault}")
            await writes(page, kind, "What is personal data?")
            await expect(answers).to_have_count(told + 1, timeout=PATIENCE)
            await expect(page.locator(".exchange.no .code").first).to_have_text(CODES[channel, fault])
            await expect(page.locator(".drawer select")).to_have_value("none")
    assert await page.locator(".exchange:not(.no)").count() == 0


async def test_friday_evening_is_the_clinics_weekend(page: Page, running: Demo) -> None:
    await page.locator('[data-skip="friday"]').click()
    await expect(page.locator("#clock time")).to_contain_text("18:05")
    running.passes(3600)
    await expect(page.locator("#clock time")).to_contain_text("19:05")
