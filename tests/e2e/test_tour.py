"""The guided tour, scene by scene in each language: the real bot, the real page, a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.visitor import PATIENCE, Demo, demo, needs_browser, next_step, opens_tour, plays_until, visit

pytestmark = [needs_browser, pytest.mark.timeout(300)]

SCENES = ("ask", "prove", "correct", "desk", "withdraw")
RECEIPT = re.compile(r"\d\d-\d{5}-\d-[A-Z]-\w{3}-\w{4}-\w{4}")
CLOSED = {"kk": "Орындалды", "ru": "Исполнено", "en": "Done"}
RIGHT = {"kk": "Дұрыс Есім", "ru": "Верное Имя", "en": "Right Name"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo(tmp_path_factory.mktemp("demo")) as one:
        yield one


async def patient_reads(page: Page) -> str:
    return await page.locator('[data-pane="patient"] .log').inner_text()


async def staff_reads(page: Page) -> str:
    return await page.locator('[data-pane="staff"] .log').inner_text()


async def checks(page: Page, scene: str, language: str) -> None:
    """What a scene has to have shown when it is over."""
    told = await patient_reads(page)
    receipts = set(RECEIPT.findall(told))
    match scene:
        case "ask":
            assert "2.8" in told
        case "prove":
            assert len(receipts) == 1
        case "correct":
            assert len(receipts) == 2
            assert RIGHT[language] not in await staff_reads(page)
        case "desk":
            assert RIGHT[language] in await staff_reads(page)
            await expect(page.locator('[data-pane="staff"] .bubble.secret').last).to_contain_text(
                RIGHT[language]
            )
            await expect(page.locator('[data-pane="staff"] .log')).to_contain_text(
                CLOSED[language], timeout=PATIENCE
            )
            assert "Қызметкер" not in await patient_reads(page)
        case "withdraw":
            await expect(page.locator('[data-pane="patient"] .log')).to_contain_text("-W-", timeout=PATIENCE)
            assert len(set(RECEIPT.findall(await patient_reads(page)))) == 3


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_every_scene_of_the_tour_is_played_to_its_end(running: Demo, language: str) -> None:
    async with visit(running.url, language) as page:
        await opens_tour(page)
        for scene, following in zip(SCENES, (*SCENES[1:], "over"), strict=True):
            await plays_until(page, following)
            await checks(page, scene, language)
    assert running.refusals() == []


async def test_the_tour_plays_by_itself_and_stops_when_it_is_told_to(running: Demo) -> None:
    async with visit(running.url) as page:
        await opens_tour(page)
        play = page.locator("#tour .bar button").first
        await play.click()
        await expect(page.locator("#tour")).to_have_attribute("data-scene", "prove", timeout=PATIENCE)
        await play.click()
        await expect(page.locator('#tour[data-busy="false"]')).to_be_visible(timeout=PATIENCE)
        await expect(play).to_have_text("Play")


async def test_a_scene_further_on_is_reached_by_its_name(running: Demo) -> None:
    async with visit(running.url, width=390) as page:
        await opens_tour(page)
        await page.locator("#tour .scenes button").nth(2).click()
        await expect(page.locator("#tour")).to_have_attribute("data-scene", "correct", timeout=PATIENCE)
        await expect(page.locator('#tour[data-busy="false"]')).to_be_visible(timeout=PATIENCE)
        assert len(set(RECEIPT.findall(await patient_reads(page)))) == 1


async def test_the_scene_of_a_new_edition_waits_for_a_demo_that_has_it(running: Demo) -> None:
    parts = running.reads("/demo/stage")["parts"]
    async with visit(running.url) as page:
        await opens_tour(page)
        await expect(page.locator("#tour .scenes button")).to_have_count(len(SCENES) + parts["broadcast"])


async def test_the_tour_says_so_when_something_else_is_open(running: Demo, tmp_path: Path) -> None:
    async with visit(running.url) as page:
        await opens_tour(page)
        await next_step(page)
        await page.locator("#tour .plain").click()
        await expect(page.locator("#tour")).to_be_hidden()
        await expect(page.locator("#open-tour")).to_be_focused()
