"""The guided tour, scene by scene in each language: the real bot, the real page, a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.looks import in_every_look
from tests.e2e.visitor import (
    PATIENCE,
    Demo,
    demo,
    needs_browser,
    next_step,
    opens_tour,
    plays_from,
    plays_until,
    visit,
)

pytestmark = [needs_browser, pytest.mark.timeout(600)]

SCENES = ("ask", "prove", "correct", "desk", "withdraw", "edition")
RECEIPT = re.compile(r"\d\d-\d{5}-\d-[A-Z]-\w{3}-\w{4}-\w{4}")
CLOSED = {"kk": "Орындалды", "ru": "Исполнено", "en": "Done"}
CHANGED = {
    "kk": "Клиниканың құпиялылық саясаты өзгерді",
    "ru": "Изменилась политика конфиденциальности",
    "en": "privacy policy has changed",
}
MIDDLE = {"ask": 5, "prove": 6, "correct": 4, "desk": 4, "withdraw": 3, "edition": 9}
"""The step of each scene at which there is most to see."""
MINUTE = 61
"""Seconds after which a group may be told as much again as before."""
RIGHT = {"kk": "Дұрыс Есім", "ru": "Верное Имя", "en": "Right Name"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo(tmp_path_factory.mktemp("demo")) as one:
        yield one


async def phone_reads(page: Page, kind: str) -> str:
    return await page.locator(f'[data-pane="{kind}"] .log').inner_text()


async def checks(page: Page, scene: str, language: str) -> None:
    """What a scene has to have shown when it is over."""
    told = await phone_reads(page, "patient")
    receipts = set(RECEIPT.findall(told))
    match scene:
        case "ask":
            assert "2.8" in told
        case "prove":
            assert len(receipts) == 1
        case "correct":
            assert len(receipts) == 2
            assert RIGHT[language] not in await phone_reads(page, "staff")
        case "desk":
            assert RIGHT[language] in await phone_reads(page, "staff")
            await expect(page.locator('[data-pane="staff"] .bubble.secret').last).to_contain_text(
                RIGHT[language]
            )
            await expect(page.locator('[data-pane="staff"] .log')).to_contain_text(
                CLOSED[language], timeout=PATIENCE
            )
            assert "Қызметкер" not in await phone_reads(page, "patient")
        case "withdraw":
            await expect(page.locator('[data-pane="patient"] .log')).to_contain_text("-W-", timeout=PATIENCE)
            assert len(set(RECEIPT.findall(await phone_reads(page, "patient")))) == 3
        case "edition":
            first, second = (one for one in CHANGED if one != language)
            assert CHANGED[first] in await phone_reads(page, "patient")
            assert CHANGED[second] in await phone_reads(page, "whatsapp")
            files = page.locator('[data-pane="staff"] .bubble.document')
            await expect(files.last).to_contain_text(".csv")
            assert await files.filter(has_text=".html").count() >= 1


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
async def test_every_scene_is_played_to_its_end_and_can_be_used_by_everybody(
    running: Demo, language: str
) -> None:
    async with visit(running.url, language, motion="reduce") as page:
        await opens_tour(page)
        for scene, following in zip(SCENES, (*SCENES[1:], "over"), strict=True):
            running.passes(MINUTE)
            await plays_until(page, scene, MIDDLE[scene])
            running.passes(MINUTE)
            assert await in_every_look(page, scene) == {}
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
        await plays_from(page, 2, "correct")
        assert len(set(RECEIPT.findall(await phone_reads(page, "patient")))) == 1


async def test_the_tour_says_so_when_something_else_is_open(running: Demo, tmp_path: Path) -> None:
    async with visit(running.url) as page:
        await opens_tour(page)
        await next_step(page)
        await page.locator("#tour .plain").click()
        await expect(page.locator("#tour")).to_be_hidden()
        await expect(page.locator("#open-tour")).to_be_focused()
