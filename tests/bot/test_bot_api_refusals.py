"""What Telegram refuses, the emulator refuses, in Telegram's own words."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from bot.demo.bot_api import BotApi
from bot.demo.bot_api.clock import Clock
from bot.demo.bot_api.fields import as_text
from bot.demo.bot_api.markup import parsed, utf16
from bot.demo.bot_api.rates import Rates
from bot.demo.bot_api.refusals import Refused
from bot.demo.bot_api.seen import as_html

Call = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    emulator = BotApi(rates=False)
    yield emulator
    await emulator.close()


@pytest.fixture
async def call(api: BotApi) -> AsyncIterator[Call]:
    url = await api.start()
    async with aiohttp.ClientSession() as session:

        async def made(method: str, **parameters: Any) -> dict[str, Any]:
            form = {name: as_text(value) for name, value in parameters.items()}
            async with session.post(f"{url}/bot{api.token}/{method}", data=form) as answer:
                body: dict[str, Any] = await answer.json()
                assert body["ok"] is (answer.status == 200)
                return body

        yield made


def button(**action: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Иә"} | action]]}


LONG = "ә" * 4097
EMOJI = "😀" * 2049
TABLE: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {}, "message text is empty"),
    ("sendMessage", {"text": ""}, "message text is empty"),
    ("sendMessage", {"text": " \n "}, "text must be non-empty"),
    ("sendMessage", {"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ("sendMessage", {"text": LONG}, "message is too long"),
    ("sendMessage", {"text": EMOJI}, "message is too long"),
    ("sendMessage", {"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    (
        "sendMessage",
        {"text": "ә <b>x", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        "sendMessage",
        {"text": "ә <p>x</p>", "parse_mode": "HTML"},
        'can\'t parse entities: Unsupported start tag "p" at byte offset 3',
    ),
    (
        "sendMessage",
        {"text": "1 < 2", "parse_mode": "HTML"},
        'can\'t parse entities: Unsupported start tag "" at byte offset 2',
    ),
    (
        "sendMessage",
        {"text": "<b>x</i>", "parse_mode": "HTML"},
        'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
    ),
    ("sendMessage", {"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
    (
        "sendMessage",
        {"text": "x", "reply_markup": button()},
        "Text buttons are unallowed in the inline keyboard",
    ),
    ("sendMessage", {"text": "x", "reply_markup": button(callback_data="")}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"text": "x", "reply_markup": button(callback_data="ә" * 33)}, "BUTTON_DATA_INVALID"),
    (
        "sendMessage",
        {"text": "x", "reply_markup": button(callback_data="a", url="http://a.kz")},
        "exactly one",
    ),
    ("sendMessage", {"text": "x", "reply_markup": button(url="javascript:alert(1)")}, "Wrong HTTP URL"),
    (
        "sendMessage",
        {"text": "x", "reply_markup": button(text=" ", callback_data="a")},
        "text must be non-empty",
    ),
    ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [{}]}}, "must be an Array of Arrays"),
    ("sendMessage", {"text": "x", "reply_markup": {"keyboard": []}}, "eyboard must be non-empty"),
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}] * 9]}},
        "reply markup is too long",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]] * 101}},
        "reply markup is too long",
    ),
    ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 77}}, "message to be replied not found"),
    ("editMessageText", {"text": "x"}, "message identifier is not specified"),
    ("editMessageText", {"text": "x", "message_id": 77}, "message to edit not found"),
    ("deleteMessage", {"message_id": 77}, "message to delete not found"),
    ("pinChatMessage", {"message_id": 77}, "message to pin not found"),
    ("sendDocument", {}, "there is no document in the request"),
    ("sendDocument", {"document": "nonsense"}, "wrong file identifier/HTTP URL specified"),
    ("sendChatAction", {"action": "thinking"}, "wrong parameter action in request"),
    ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old and response timeout expired"),
    ("getFile", {"file_id": "x"}, "invalid file_id"),
    ("createForumTopic", {"name": "x"}, "the chat is not a forum"),
    ("getChatAdministrators", {}, "there are no administrators in the private chat"),
    ("setMyCommands", {"commands": [{"command": "Бастау", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    (
        "setMyCommands",
        {"commands": [{"command": "go", "description": ""}]},
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    ("setMyShortDescription", {"short_description": "x" * 121}, "SHORT_DESCRIPTION_TOO_LONG"),
    ("setWebhook", {"url": "http://clinic.example/hook"}, "bad webhook: An HTTPS URL must be provided"),
    ("setWebhook", {"url": "https://clinic.example/h", "secret_token": "а б"}, "unallowed characters"),
]


@pytest.mark.parametrize(("method", "parameters", "words"), TABLE)
async def test_a_bad_request_is_refused_and_changes_nothing(
    api: BotApi, call: Call, method: str, parameters: dict[str, Any], words: str
) -> None:
    patient = api.person()
    await patient.starts()
    before = patient.sees
    answer = await call(method, **({"chat_id": patient.id} | parameters))
    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert answer["description"].startswith("Bad Request: ")
    assert words in answer["description"]
    assert patient.sees == before
    assert api.wire.refused()[-1].description == answer["description"]


async def test_the_longest_text_caption_and_answer_are_taken(api: BotApi, call: Call) -> None:
    patient = api.person()
    await patient.starts()
    long = f"<b>{'ә' * 4096}</b>"
    keyboard = button(callback_data="ә" * 32)
    assert (
        await call("sendMessage", chat_id=patient.id, text=long, parse_mode="HTML", reply_markup=keyboard)
    )["ok"]
    press = await patient.presses("Иә")
    too_long = await call("answerCallbackQuery", callback_query_id=press, text="ә" * 201)
    assert too_long["description"] == "Bad Request: MESSAGE_TOO_LONG"
    assert (await call("answerCallbackQuery", callback_query_id=press, text="ә" * 200))["ok"]


async def test_a_contact_is_asked_for_in_private_chats_only(api: BotApi, call: Call) -> None:
    group = api.group(creator=api.person())
    markup = {"keyboard": [[{"text": "Нөмір", "request_contact": True}]]}
    answer = await call("sendMessage", chat_id=group.id, text="x", reply_markup=markup)
    assert answer["description"] == "Bad Request: phone number can be requested in private chats only"


async def test_a_method_is_found_whatever_its_case_and_unknown_ones_are_not(api: BotApi, call: Call) -> None:
    assert (await call("GETME"))["result"]["is_bot"] is True
    answer = await call("sendTelepathy")
    assert (answer["error_code"], answer["description"]) == (404, "Not Found: method not found")


async def test_json_query_and_multipart_say_the_same_as_a_form(api: BotApi) -> None:
    patient, url = api.person(), await api.start()
    await patient.starts()
    given = {"chat_id": patient.id, "text": "сәлем", "protect_content": True}
    query = {"chat_id": str(patient.id), "text": "сәлем", "protect_content": "true"}
    target = f"{url}/bot{api.token}/sendMessage"
    async with aiohttp.ClientSession() as session:
        multipart = aiohttp.FormData(query, default_to_multipart=True)
        for request in ({"json": given}, {"params": query}, {"data": query}, {"data": multipart}):
            async with session.post(target, **request) as answer:
                assert (await answer.json())["ok"]
    received = [(one.text, one.protected) for one in patient.sees if one.from_bot]
    assert received == [("сәлем", True)] * 4


@pytest.mark.parametrize(
    ("source", "text", "shown"),
    [
        ("<b>қалың <i>көлбеу</i></b>", "қалың көлбеу", "<b>қалың <i>көлбеу</i></b>"),
        ("&lt;b&gt; &amp; &quot;&#1240;&#x4D9;", '<b> & "Әә', '&lt;b&gt; &amp; "Әә'),
        ("&nbsp;", "&nbsp;", "&amp;nbsp;"),
        ("😀<u>x</u>", "😀x", "😀<u>x</u>"),
        (
            '<a href="https://ngc.kz/?a=1&amp;b=2">саясат</a>',
            "саясат",
            '<a href="https://ngc.kz/?a=1&amp;b=2">саясат</a>',
        ),
        ('<a href="javascript:alert(1)">x</a>', "x", "x"),
        ('<span class="tg-spoiler">x</span>', "x", "<tg-spoiler>x</tg-spoiler>"),
        ("<blockquote expandable>x</blockquote>", "x", "<blockquote>x</blockquote>"),
        ('<pre><code class="language-py">x</code></pre>', "x", "<pre>x</pre>"),
        ("  <s>x</s>\n", "x", "<s>x</s>"),
    ],
)
def test_markup_is_read_as_telegram_reads_it(source: str, text: str, shown: str) -> None:
    found, entities = parsed(source, "HTML", None)
    assert found == text
    assert as_html(found, [one for one in entities if one["type"] != "url"]) == shown


@pytest.mark.parametrize(
    "source", ["<b", "</b>", "<b>x</b", "<span>x</span>", '<a href="x>y</a>', "<a =>x</a>"]
)
def test_broken_markup_is_refused(source: str) -> None:
    with pytest.raises(Refused, match="can't parse entities"):
        parsed(source, "HTML", None)


def test_commands_addresses_and_mentions_are_found_in_plain_text() -> None:
    text = "😀 /start https://ngc.kz/privacy-policy/, ecomed17@mail.ru @qupia_demo_bot"
    _, entities = parsed(text, "", None)
    units = text.encode("utf-16-le")
    words = [units[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le") for e in entities]
    assert words == ["/start", "https://ngc.kz/privacy-policy/", "ecomed17@mail.ru", "@qupia_demo_bot"]
    assert utf16("😀") == 2


class StandingClock(Clock):
    """Network time that moves only when told."""

    def ticking(self) -> float:
        return self.skipped


def test_thirty_messages_a_second_and_not_one_more() -> None:
    clock = StandingClock(frozen=True)
    rates = Rates(clock)
    for chat in range(30):
        rates.charge(chat + 1)
    with pytest.raises(Refused, match="retry after 1"):
        rates.charge(31)
    clock.advance(1)
    rates.charge(31)


def test_one_chat_takes_a_burst_and_then_one_a_second() -> None:
    clock = StandingClock(frozen=True)
    rates = Rates(clock, burst=3)
    for _ in range(3):
        rates.charge(1)
    with pytest.raises(Refused, match="retry after 1"):
        rates.charge(1)
    rates.charge(2)
    clock.advance(1)
    rates.charge(1)
    with pytest.raises(Refused, match="retry after 1"):
        rates.charge(1)


def test_a_group_takes_twenty_a_minute() -> None:
    clock = StandingClock(frozen=True)
    rates = Rates(clock)
    for _ in range(20):
        rates.charge(-5)
    clock.advance(10)
    with pytest.raises(Refused, match="retry after 50"):
        rates.charge(-5)
    clock.advance(50)
    rates.charge(-5)
