"""The demo page: people act over HTTP, the browser shows what they see and runs nothing of it."""

import base64
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.demo.bot_api import Clock
from bot.demo.server import DemoServer, serve_demo

CHROMIUM = Path("/usr/bin/chromium")
Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def demo() -> AsyncIterator[DemoServer]:
    server = await serve_demo("127.0.0.1", 0, Clock())
    yield server
    await server.close()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as made:
        yield made


@pytest.fixture
def ask(demo: DemoServer, session: aiohttp.ClientSession) -> Ask:
    async def asked(method: str, **parameters: Any) -> dict[str, Any]:
        async with session.post(f"{demo.api_url}/bot{demo.token}/{method}", json=parameters) as answer:
            found: dict[str, Any] = (await answer.json())["result"]
            return found

    return asked


async def look(session: aiohttp.ClientSession, url: str, **query: Any) -> dict[str, Any]:
    async with session.get(url, params=query) as answer:
        assert answer.status == 200
        found: dict[str, Any] = await answer.json()
        return found


async def test_the_demo_begins_with_patients_and_a_linked_group(
    demo: DemoServer, session: aiohttp.ClientSession, ask: Ask
) -> None:
    world = await look(session, f"{demo.url}/demo/world")
    assert [one["language"] for one in world["people"]][:3] == ["kk", "ru", "en"]
    (group,) = world["groups"]
    assert group["id"] == demo.group_id
    statuses = sorted(one["status"] for one in group["members"])
    assert statuses == ["administrator", "creator", "member", "member"]
    me = await ask("getChatMember", chat_id=demo.group_id, user_id=demo.bot_api.world.bot.id)
    assert me["status"] == "administrator"


async def test_while_the_bot_is_gone_what_waits_in_both_messengers_is_counted(
    demo: DemoServer, session: aiohttp.ClientSession
) -> None:
    demo.whatsapp.courier.address = "http://127.0.0.1:9/nobody-listens-here"
    await next(iter(demo.whatsapp.people.values())).says("сәлем")
    body = {"person": demo.patients[0].id, "does": "says", "text": "/start"}
    async with session.post(f"{demo.url}/demo/act", json=body) as answer:
        assert answer.status == 200
    assert (await look(session, f"{demo.url}/demo/stage"))["bot"]["waiting"] == 2


async def test_a_visitor_speaks_presses_and_attaches_for_a_patient(
    demo: DemoServer, session: aiohttp.ClientSession, ask: Ask
) -> None:
    patient = demo.patients[0]

    async def act(does: str, **more: Any) -> int:
        body = {"person": patient.id, "does": does} | more
        async with session.post(f"{demo.url}/demo/act", json=body) as answer:
            return answer.status

    assert await act("says", text="/start") == 200
    markup = {"inline_keyboard": [[{"text": "Иә", "callback_data": "1.yes"}]]}
    sent = await ask("sendMessage", chat_id=patient.id, text="Келісесіз бе?", reply_markup=markup)
    assert await act("presses", data="1.yes", message={"id": sent["message_id"]}) == 200
    assert await act("presses", data="1.no", message={"id": sent["message_id"]}) == 409
    assert await act("document", name="саясат.txt", base64=base64.b64encode(b"abc").decode()) == 200
    assert await act("contact") == 200
    assert await act("flies") == 400
    updates = await ask("getUpdates")
    kinds = [next(name for name in one if name != "update_id") for one in updates]
    assert kinds == ["message", "callback_query", "message", "message"]
    chat = await look(session, f"{demo.url}/demo/chat", person=patient.id)
    assert [one["kind"] for one in chat["messages"]] == ["text", "text", "document", "contact"]
    assert chat["pressed"] == [{"message_id": sent["message_id"], "data": "1.yes"}]


async def test_one_person_does_not_see_what_is_meant_for_another(
    demo: DemoServer, session: aiohttp.ClientSession, ask: Ask
) -> None:
    one, other = demo.staff[:2]
    only = {"receiver_user_id": one.id}
    await ask("sendMessage", chat_id=demo.group_id, text="Тек сізге", ephemeral_message_parameters=only)
    seen = [
        (await look(session, f"{demo.url}/demo/chat", person=who.id, chat=demo.group_id))["messages"]
        for who in (one, other)
    ]
    assert [len(messages) for messages in seen] == [1, 0]


async def test_the_clock_is_moved_and_never_back(demo: DemoServer, session: aiohttp.ClientSession) -> None:
    before = demo.bot_api.clock.skipped
    for seconds, status in ((3600, 200), (-5, 400), ("x", 400), (10**9, 400)):
        async with session.post(f"{demo.url}/demo/clock", json={"seconds": seconds}) as answer:
            assert answer.status == status
    assert demo.bot_api.clock.skipped == before + 3600


async def test_other_sites_cannot_act_in_the_demo(demo: DemoServer, session: aiohttp.ClientSession) -> None:
    body = {"person": demo.patients[0].id, "does": "says", "text": "/start"}
    headers = {"Origin": "https://elsewhere.example"}
    async with session.post(f"{demo.url}/demo/act", json=body, headers=headers) as answer:
        assert answer.status == 403
    assert demo.patients[0].sees == []


@pytest.mark.parametrize(
    ("name", "mime", "shown"),
    [
        ("x.html", "text/html", "text/html"),
        ("comparison.html", "application/octet-stream", "text/html"),
        ("report.csv", "application/octet-stream", "text/plain"),
        ("bundle.pdf", "application/pdf", "application/pdf"),
        ("drawing.svg", "image/svg+xml", "application/octet-stream"),
        ("tool.exe", "application/x-msdownload", "application/octet-stream"),
    ],
)
async def test_a_file_is_opened_where_nothing_in_it_can_run(
    demo: DemoServer, session: aiohttp.ClientSession, name: str, mime: str, shown: str
) -> None:
    await demo.patients[0].sends_document(name, b"<script>alert(1)</script>", mime)
    file_id = demo.patients[0].sees[-1].media["file_id"]
    async with session.get(f"{demo.url}/demo/file/{file_id}") as answer:
        assert answer.content_type == shown
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        sealed = answer.headers.get("Content-Security-Policy", "")
        assert sealed.startswith("sandbox; default-src 'none'") or shown == "application/pdf"
        assert ("attachment" in answer.headers.get("Content-Disposition", "")) == (
            shown.endswith("octet-stream")
        )


async def test_a_code_is_shown_on_the_phone_it_was_sent_to(
    demo: DemoServer, session: aiohttp.ClientSession
) -> None:
    demo.show_sms("+7 701 000 00 01", "482913")
    codes = [
        [one["code"] for one in (await look(session, f"{demo.url}/demo/chat", person=who.id))["sms"]]
        for who in demo.patients[:2]
    ]
    assert codes == [["482913"], []]


async def test_a_taken_port_is_said_plainly(demo: DemoServer) -> None:
    port = int(demo.url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="address already in use"):
        await serve_demo("127.0.0.1", port)


async def test_the_browser_is_told_of_changes(demo: DemoServer, session: aiohttp.ClientSession) -> None:
    async with session.get(f"{demo.url}/demo/events") as stream:
        assert (await stream.content.readline()).startswith(b"data: ")
        await stream.content.readline()
        await demo.patients[0].starts()
        assert (await stream.content.readline()).startswith(b"data: ")


@pytest.mark.parametrize("file", ["{}.js", "tour_{}.js"])
def test_every_word_of_the_page_is_there_in_every_language(file: str) -> None:
    words = Path(__file__).parents[2] / "bot/demo/page/words"
    keys = [
        re.findall(
            r'(?:^|[{,]) *(\w+): (?=["{(])', (words / file.format(language)).read_text("utf-8"), re.MULTILINE
        )
        for language in ("kk", "ru", "en")
    ]
    assert keys[0] == keys[1] == keys[2]
    assert len(set(keys[0])) > 50


@pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine")
async def test_what_people_write_is_shown_and_never_run(demo: DemoServer, ask: Ask) -> None:
    from playwright.async_api import async_playwright

    patient = demo.patients[0]
    problems: list[str] = []
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = await browser.new_page(locale="kk-KZ", viewport={"width": 390, "height": 844})
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: problems.append(dialog.message))
        await page.goto(demo.url)
        await page.get_by_role("button", name="БАСТАУ").click()
        evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
        link = {"type": "text_link", "offset": 0, "length": 4, "url": "javascript:alert(3)"}
        await ask("sendMessage", chat_id=patient.id, text=evil, entities=[link])
        await page.get_by_text(evil).wait_for()
        await page.get_by_role("textbox", name="Хабарлама").fill(evil + "!")
        await page.keyboard.press("Enter")
        await page.get_by_text(evil + "!").wait_for()
        assert await page.locator(".log a, .log img, .log script").count() == 0
        assert await page.evaluate("document.documentElement.scrollWidth") == 390
        await browser.close()
    assert problems == []
