"""The emulated Cloud API refuses what Meta refuses and tells by webhook what Meta tells."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.channels.whatsapp import TEMPLATES, Graph
from bot.channels.whatsapp.graph import Accepted, Lost, Refused
from bot.channels.whatsapp.webhook import is_signed
from bot.demo.bot_api import Clock
from bot.demo.cloud_api import APP_SECRET, PHONE_ID, TOKEN, CloudApi, Patient
from bot.demo.cloud_api.people import PATIENCE
from bot.demo.cloud_api.people_http import WhatsAppPeopleHttp

MORNING = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
HELLO = {"type": "text", "text": {"body": "Сәлем"}}


@pytest.fixture
def clock() -> Clock:
    return Clock(MORNING, frozen=True)


@pytest.fixture
async def api(clock: Clock):
    one = CloudApi(clock, templates=[template.submission() for template in TEMPLATES], rates=False)
    yield one
    await one.close()


@pytest.fixture
async def url(api: CloudApi) -> str:
    return await api.start()


@pytest.fixture
async def graph(url: str):
    client = Graph(url, "v26.0", PHONE_ID, TOKEN, seconds=5.0)
    yield client
    await client.close()


@pytest.fixture
async def patient(api: CloudApi) -> Patient:
    """Somebody who has just written."""
    somebody = api.person()
    await somebody.says("сәлем")
    return somebody


def interactive(**inner: Any) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"body": {"text": "?"}, **inner}}


def buttons(*titles: str, ids: tuple[str, ...] = ()) -> dict[str, Any]:
    replies = [
        {"type": "reply", "reply": {"id": ids[n] if ids else f"1.c{n}", "title": t}}
        for n, t in enumerate(titles)
    ]
    return interactive(type="button", action={"buttons": replies})


def listed(*titles: str, button: str = "Таңдау", **row: str) -> dict[str, Any]:
    rows = [{"id": f"1.c{n}", "title": title, **row} for n, title in enumerate(titles)]
    return interactive(type="list", action={"button": button, "sections": [{"rows": rows}]})


async def test_a_text_within_the_window_arrives_and_its_fate_is_told(api, graph, patient):
    sent = await graph.send(patient.id, HELLO, key="turn:1")
    assert isinstance(sent, Accepted)
    assert (patient.sees[-1].text, patient.sees[-1].status) == ("Сәлем", "delivered")
    await patient.looks()
    told = [json.loads(letter.body)["entry"][0]["changes"][0]["value"] for letter in api.courier.sent]
    fates = [status for value in told for status in value.get("statuses", ())]
    assert [one["status"] for one in fates] == ["sent", "delivered", "read"]
    assert {one["biz_opaque_callback_data"] for one in fates} == {"turn:1"}
    assert all(is_signed(letter.body, letter.signature, APP_SECRET) for letter in api.courier.sent)


REFUSED = {
    "an empty text": ({"type": "text", "text": {"body": " "}}, 131009),
    "a text too long": ({"type": "text", "text": {"body": "а" * 4097}}, 131009),
    "no text": ({"type": "text"}, 131008),
    "an unknown field": ({"type": "text", "text": {"body": "а", "bold": True}}, 100),
    "an unknown type": ({"type": "dance", "dance": {}}, 131051),
    "four buttons": (buttons("a", "b", "c", "d"), 131009),
    "a title too long": (buttons("Ж" * 21), 131009),
    "an emoji over the edge": (buttons("Ж" * 19 + "🙂"), 131009),
    "two titles alike": (buttons("Иә", "Иә"), 131009),
    "two ids alike": (buttons("Иә", "Жоқ", ids=("1.a", "1.a")), 131009),
    "an id with a space": (buttons("Иә", ids=(" 1.a",)), 131009),
    "eleven rows": (listed(*[str(n) for n in range(11)]), 131009),
    "a row title too long": (listed("Ж" * 25), 131009),
    "a description too long": (listed("Ж", description="а" * 73), 131009),
    "a list without a button": (listed("Ж", button=""), 131009),
    "a body too long": (
        {**buttons("Иә"), "interactive": {**buttons("Иә")["interactive"], "body": {"text": "а" * 1025}}},
        131009,
    ),
    "a contact request by another name": (interactive(type="contact_request", action={"name": "x"}), 131009),
}


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_meta_would_refuse_is_refused(graph, patient, content, code):
    assert await graph.send(patient.id, content) == Refused(400, code)
    assert patient.sees[-1].mine


@pytest.mark.parametrize("content", [buttons("Ж" * 20, "🙂"), listed("Ж" * 24, description="а" * 72), HELLO])
async def test_what_is_just_within_the_limits_is_taken(graph, patient, content):
    assert isinstance(await graph.send(patient.id, content), Accepted)


async def test_somebody_elses_token_version_or_number_is_refused(url, patient):
    for version, phone_id, token, refused in (
        ("v26.0", PHONE_ID, "EAAguess", Refused(401, 190)),
        ("v26.0", "999", TOKEN, Refused(400, 100)),
        ("v1.0", PHONE_ID, TOKEN, Refused(404, 100)),
    ):
        client = Graph(url, version, phone_id, token)
        assert await client.send(patient.id, HELLO) == refused
        await client.close()


async def test_24_hours_after_the_last_word_only_templates_go(api, graph, clock, patient):
    clock.advance(24 * 3600 - 1)
    assert isinstance(await graph.send(patient.id, HELLO), Accepted)
    clock.advance(1)
    assert await graph.send(patient.id, HELLO) == Refused(400, 131047)
    filled = TEMPLATES[0]
    content = {
        "type": "template",
        "template": {
            "name": filled.name,
            "language": {"code": "kk"},
            "components": [
                {"type": "body", "parameters": [{"type": "text", "text": "26-00417-5"}]},
                {
                    "type": "button",
                    "sub_type": "quick_reply",
                    "index": "0",
                    "parameters": [{"type": "payload", "payload": "-.request:26-00417-5"}],
                },
            ],
        },
    }
    assert isinstance(await graph.send(patient.id, content), Accepted)
    assert "26-00417-5" in patient.sees[-1].text
    await patient.presses("request:26-00417-5")
    assert isinstance(await graph.send(patient.id, HELLO), Accepted)


async def test_a_template_is_sent_only_as_it_was_approved(api, graph, patient):
    def template(name: str, code: str, *values: str) -> dict[str, Any]:
        body = [{"type": "body", "parameters": [{"type": "text", "text": value} for value in values]}]
        inner = {"name": name, "language": {"code": code}, "components": body if values else []}
        return {"type": "template", "template": inner}

    assert await graph.send(patient.id, template("qupia_nothing", "kk")) == Refused(404, 132001)
    assert await graph.send(patient.id, template("qupia_message", "de")) == Refused(404, 132001)
    assert await graph.send(patient.id, template("qupia_case_news", "kk")) == Refused(400, 132000)
    assert await graph.send(patient.id, template("qupia_case_news", "kk", "a\nb")) == Refused(400, 132012)
    api.approves(TEMPLATES[0].submission(), "PAUSED")
    assert await graph.send(patient.id, template("qupia_case_news", "kk", "1")) == Refused(400, 132015)


async def test_the_doctor_sees_which_templates_are_approved(api, graph):
    api.approves(TEMPLATES[0].submission(), "REJECTED")
    found = await graph.templates()
    assert found is not None
    assert found["qupia_case_news", "kk"] == "REJECTED"
    assert found["qupia_case_news", "ru"] == "APPROVED"


async def test_somebody_with_a_username_hides_the_number_until_it_is_shared(api, graph):
    hidden = api.person(username="nauqas.1")
    await hidden.says("сәлем")
    with pytest.raises(LookupError):
        await hidden.shares_contact()
    await graph.send(
        hidden.id, interactive(type="request_contact_info", action={"name": "request_contact_info"})
    )
    await hidden.shares_contact()
    values = [json.loads(letter.body)["entry"][0]["changes"][0]["value"] for letter in api.courier.sent]
    first, last = values[0], values[-1]
    assert "wa_id" not in first["contacts"][0]
    assert "from" not in first["messages"][0]
    assert last["messages"][0]["contacts"][0]["origin"] == "contact_request"
    assert last["contacts"][0]["wa_id"] == hidden.account.phone


async def test_a_message_may_fail_after_it_was_taken(api, graph, patient):
    await patient.blocks()
    sent = await graph.send(patient.id, HELLO)
    assert isinstance(sent, Accepted)
    status = json.loads(api.courier.sent[-1].body)["entry"][0]["changes"][0]["value"]["statuses"][0]
    assert (status["id"], status["status"], status["errors"][0]["code"]) == (sent.id, "failed", 131026)
    assert patient.sees[-1].mine


async def test_what_was_sent_to_somebody_offline_arrives_when_they_are_back(graph, patient):
    await patient.goes_offline()
    await graph.send(patient.id, HELLO)
    assert patient.sees[-1].status == "sent"
    await patient.goes_offline(False)
    assert patient.sees[-1].status == "delivered"


async def test_the_limits_of_a_number_a_pair_and_a_portfolio_are_kept(clock):
    api = CloudApi(clock, templates=[template.submission() for template in TEMPLATES])
    patient = api.person()
    await patient.says("сәлем")
    envelope = {"messaging_product": "whatsapp", "recipient": patient.id, **HELLO}
    for _ in range(45):
        api.world.send(dict(envelope))
    with pytest.raises(Exception, match="131056"):
        api.world.send(dict(envelope))
    clock.advance(6.0)
    api.world.send(dict(envelope))
    template = {"type": "template", "template": {"name": "qupia_message", "language": {"code": "kk"}}}
    api.world.rates.portfolio = 1
    for person, expected in ((api.person(), None), (api.person(), "131064")):
        letter = {"messaging_product": "whatsapp", "recipient": person.id, **template}
        if expected is None:
            api.world.send(letter)
        else:
            with pytest.raises(Exception, match=expected):
                api.world.send(letter)
    clock.advance(timedelta(days=1).total_seconds())
    api.world.send({"messaging_product": "whatsapp", "recipient": api.person().id, **template})


@pytest.mark.parametrize(
    ("fault", "answer"),
    [("429", Refused(400, 130429)), ("5xx", Refused(503, 131016))],
)
async def test_busy_servers_answer_as_metas_do(api, graph, patient, fault, answer):
    api.fails(fault)
    assert await graph.send(patient.id, HELLO) == answer
    assert isinstance(await graph.send(patient.id, HELLO), Accepted)


@pytest.mark.parametrize(("fault", "arrived"), [("reset_before", False), ("reset_after", True)])
async def test_a_broken_connection_leaves_it_open_whether_the_message_went(
    api, graph, patient, fault, arrived
):
    api.fails(fault)
    assert isinstance(await graph.send(patient.id, HELLO), Lost)
    assert patient.sees[-1].from_bot == arrived


async def test_a_read_mark_needs_a_message_somebody_sent(api, graph, patient):
    asked = patient.sees[-1]
    assert isinstance(await graph.mark_read(asked.message_id), Accepted)
    assert patient.sees[-1].read
    assert await graph.mark_read("wamid.nothing") == Refused(400, 131009)


class Door:
    """An address that fails as often as it is told, then takes webhooks."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.bodies: list[bytes] = []

    async def receive(self, request: web.Request) -> web.Response:
        if self.failures:
            self.failures -= 1
            return web.Response(status=503)
        self.bodies.append(await request.read())
        return web.Response()

    async def open(self) -> tuple[web.AppRunner, str]:
        app = web.Application()
        app.router.add_post("/whatsapp/webhook", self.receive)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        return runner, f"http://{host}:{port}/whatsapp/webhook"


async def test_a_webhook_is_repeated_until_it_is_taken_and_may_come_twice(api, clock):
    door = Door(failures=1)
    runner, address = await door.open()
    api.subscribes(address)
    patient = api.person()
    await patient.says("сәлем")
    assert await api.changes.until(lambda: bool(api.courier.answers), PATIENCE)
    while api.courier.pending:
        clock.advance(1.0)
        await api.changes.past(api.changes.version, 0.02)
    api.repeats_last_webhook()
    await api.consumed()
    await runner.cleanup()
    assert len(door.bodies) == 2
    assert door.bodies[0] == door.bodies[1]


async def test_webhooks_may_be_gathered_and_come_in_another_order(api):
    door = Door()
    runner, address = await door.open()
    api.subscribes(address)
    patient = api.person()
    api.courier.hold()
    for words in ("бір", "екі", "үш"):
        await patient.says(words)
    api.courier.let_go(lambda gathered: gathered[::-1])
    await api.consumed()
    await runner.cleanup()
    (body,) = door.bodies
    said = [
        entry["changes"][0]["value"]["messages"][0]["text"]["body"] for entry in json.loads(body)["entry"]
    ]
    assert said == ["үш", "екі", "бір"]


async def test_the_page_sees_what_the_person_sees_and_acts_for_them(api, url, aiohttp_page):
    patient = api.person()
    async with aiohttp_page(WhatsAppPeopleHttp(api).routes()) as page:
        act = {"person": patient.id, "does": "says", "text": "сәлем"}
        assert (await page.post("/demo/whatsapp/act", json=act)).status == 200
        chat = await (await page.get("/demo/whatsapp/chat", params={"person": patient.id})).json()
        assert chat["messages"][0]["text"] == "сәлем"
        assert chat["window_open"]
        gone = await page.post(
            "/demo/whatsapp/act", json={"person": patient.id, "does": "presses", "data": "x"}
        )
        assert gone.status == 409
        world = await (await page.get("/demo/whatsapp/world")).json()
        assert len(world["templates"]) == len(TEMPLATES)


@pytest.fixture
def aiohttp_page():
    """A client of an application with these routes."""
    from aiohttp.test_utils import TestClient, TestServer

    def open(routes: list[web.RouteDef]) -> TestClient:
        app = web.Application()
        app.add_routes(routes)
        return TestClient(TestServer(app))

    return open
