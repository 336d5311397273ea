"""What arrives from outside and is no message: poisoned updates, odd headers, names that mislead, forged places."""

from __future__ import annotations

import asyncio
import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import ClientDecodeError
from aiogram.types import ChatMemberLeft, ChatMemberMember, ChatMemberRestricted, Update, User

from bot import phones
from bot.answers.normalise import LONGEST, tidy
from bot.case_numbers import read_number
from bot.channels import web
from bot.channels.roles import Roles, named
from bot.channels.telegram import Poller, loads, pressed, readable
from bot.channels.whatsapp.hearing import heard
from bot.channels.whatsapp.updates import read
from bot.channels.whatsapp.webhook import challenge
from bot.commands.cases import write_private
from bot.demo.bot_api import Clock
from bot.demo.server import serve_demo
from bot.policy.read import read_bytes
from bot.policy.unreadable import Unreadable

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def update(id: int, words: str = "сөз", **message: Any) -> dict[str, Any]:
    chat, sender = {"id": 5, "type": "private"}, {"id": 5, "is_bot": False, "first_name": "Н"}
    told = {"message_id": 1, "date": 1_700_000_000, "chat": chat, "from": sender, "text": words} | message
    return {"update_id": id, "message": told}


# --- Telegram -------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["\ud800", "a\udfffb", "\ud83d\ud83d", "😀\ud800", "\\ud800 \x00"])
def test_half_a_character_becomes_a_question_mark_and_the_update_is_kept(words: str) -> None:
    kept = Update.model_validate(loads(json.dumps(update(1, words)).encode()))
    again = Update.model_validate_json(kept.model_dump_json(exclude_unset=True))
    assert again.message is not None
    assert again.message.text == words.encode(errors="replace").decode()


def test_one_update_that_nobody_can_read_does_not_hide_the_others() -> None:
    good, last = readable({"ok": True, "result": [update(7), update(8, date=10**30), update(9), "?", {}]})
    assert [one.update_id for one in good] == [7, 9]
    assert last == 9
    assert readable("<html>proxy</html>") == ([], None)


class Poisoned:
    """A Bot API whose first batch holds an update that cannot be read; remembers the offsets asked for."""

    def __init__(self) -> None:
        self.offsets: list[int | None] = []

    async def get_updates(self, offset: int | None, **_how: Any) -> list[Update]:
        self.offsets.append(offset)
        if offset is None:
            raise ClientDecodeError("no", ValueError(), {"result": [update(1), update(2, date=10**30)]})
        raise asyncio.CancelledError


async def test_polling_goes_on_behind_an_update_that_cannot_be_read() -> None:
    taken: list[int] = []

    async def take(updates: Any) -> None:
        taken.extend(one.update_id for one in updates)

    api = Poisoned()
    with pytest.raises(asyncio.CancelledError):
        await Poller(api, take).run()  # type: ignore[arg-type]
    assert taken == [1]
    assert api.offsets == [None, 3]


def test_a_made_up_turn_of_many_digits_is_no_turn() -> None:
    class Query:
        data = "9" * 60 + ".send"

    assert pressed(Query()).turn is None  # type: ignore[arg-type]


async def test_a_secret_of_strange_bytes_is_refused_and_nothing_is_stored() -> None:
    taken: list[Any] = []

    async def take(updates: Any) -> None:
        taken.extend(updates)

    runner = await web.serve([web.telegram_webhook("secret", take)], "127.0.0.1", 0)
    try:
        port = runner.addresses[0][1]
        for secret, body, status in (
            (b"\xff\xfe", b"{}", b"401"),
            (b"", b"{}", b"401"),
            (b"secret", b"[" * 100_000, b"400"),
            (b"secret", b'{"update_id": "x"}', b"400"),
            (b"secret", b"\xff", b"400"),
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            head = (
                b"POST /telegram/webhook HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n"
            )
            writer.write(
                head % len(body) + b"X-Telegram-Bot-Api-Secret-Token: " + secret + b"\r\n\r\n" + body
            )
            assert (await reader.readline()).split()[1] == status, (secret, body[:20])
            writer.close()
    finally:
        await runner.cleanup()
    assert taken == []


# --- Staff ----------------------------------------------------------------------------------------


class Group:
    """A group that says how one member is seated."""

    def __init__(self, member: Any) -> None:
        self._member = member

    async def get_chat_member(self, _chat: int, _user: int) -> Any:
        return self._member


def restricted(user: User, *, inside: bool) -> ChatMemberRestricted:
    rights = {name: False for name in ChatMemberRestricted.model_fields if name.startswith("can_")}
    seat = {"user": user, "is_member": inside, "until_date": NOW, "status": "restricted"}
    return ChatMemberRestricted.model_validate(seat | rights)


async def test_who_has_left_is_no_staff_also_when_restricted_before() -> None:
    user = User(id=7, is_bot=False, first_name="Қызметкер 1")
    program = User(id=8, is_bot=True, first_name="Бот")
    for member, person, is_staff in (
        (ChatMemberMember(user=user, status=ChatMemberStatus.MEMBER), user, True),
        (restricted(user, inside=True), user, True),
        (restricted(user, inside=False), user, False),
        (ChatMemberLeft(user=user, status=ChatMemberStatus.LEFT), user, False),
        (ChatMemberMember(user=program, status=ChatMemberStatus.MEMBER), program, False),
    ):
        found = await Roles(Group(member)).staff(-1, person)  # type: ignore[arg-type]
        assert (found is not None) is is_staff, member


def test_a_name_cannot_turn_or_hide_what_stands_beside_it() -> None:
    user = User(id=7, is_bot=False, first_name="Қыз\u202eмет\u200b\nкер\x00", last_name="ұ" * 200)
    assert named(user).startswith("Қызмет кер ұұұ")
    assert len(named(user)) <= 80
    assert named(User(id=7, is_bot=False, first_name="\u202e")) == "7"


# --- WhatsApp -------------------------------------------------------------------------------------


def signed(**value: Any) -> bytes:
    change = {"field": "messages", "value": value}
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}).encode()


@pytest.mark.parametrize(
    "status",
    [
        {"timestamp": 1e999, "errors": [{"code": 1e999}]},
        {"timestamp": 10**30},
        {"timestamp": -(10**30), "errors": [{"code": float("nan")}]},
        {"id": "wamid.\x00\ud800"},
    ],
)
def test_a_status_with_figures_of_no_size_is_still_heard(status: dict[str, Any]) -> None:
    lately = str(int(NOW.timestamp()))
    body = signed(
        statuses=[{"id": "wamid.A", "status": "failed", "timestamp": lately, "errors": []} | status]
    )
    [stored] = read(body, NOW).updates
    assert "\x00" not in stored.id + stored.stream
    assert heard(1, stored.payload)


@pytest.mark.parametrize("data", ["9" * 5000 + ".send", "1.\x00send", "1.", ".", "1.\ud800"])
def test_a_made_up_button_is_heard_as_no_choice(data: str) -> None:
    reply = {"type": "interactive", "interactive": {"button_reply": {"id": data}}}
    message = {"id": "wamid.A", "from_user_id": "KZ.1", "timestamp": "1795410000"} | reply
    [stored] = read(signed(messages=[message]), NOW).updates
    event = heard(1, stored.payload).event  # type: ignore[union-attr]
    assert "\x00" not in getattr(event, "id", "")


def test_a_greeting_with_half_a_character_is_no_greeting() -> None:
    assert challenge({"hub.verify_token": "\udcff", "hub.mode": "subscribe"}, "token") is None


# --- Long and strange words -----------------------------------------------------------------------


def test_a_sign_that_stands_for_eighteen_letters_is_not_read_eighteen_times() -> None:
    assert len(tidy("\ufdfa" * 4096)) <= LONGEST


def test_an_essay_holds_no_phone_and_no_case_number() -> None:
    essay = "1111111111111 стоп " * 200 + "+7 701 555 01 01"
    assert phones.read_phone(essay, "+77010990990") == phones.NotAPhone(phones.Reason.WRONG_LENGTH)
    assert read_number(" " * 4000 + "26-00417-5") is None


@pytest.mark.parametrize("tag", ["<", "</", "<!--", '<a a="', "<?", "<![CDATA[>"])
def test_a_page_of_tags_that_never_close_is_refused_at_once(tag: str) -> None:
    with pytest.raises(Unreadable):
        read_bytes("policy.html", tag.encode() * 90_000)


# --- Places ---------------------------------------------------------------------------------------


async def test_the_demo_answers_to_its_address_and_not_to_a_strangers_name() -> None:
    server = await serve_demo("127.0.0.1", 0, Clock())
    port = server.runner.addresses[0][1]
    try:
        async with aiohttp.ClientSession() as session:
            for host, status in (
                ("127.0.0.1", 200),
                (f"localhost:{port}", 200),
                (f"[::1]:{port}", 200),
                (f"evil.example:{port}", 403),
                ("127.0.0.1.evil.example", 403),
            ):
                for path in ("/", "/demo/world", "/demo/wire"):
                    async with session.get(f"{server.url}{path}", headers={"Host": host}) as answer:
                        assert answer.status == status, (host, path)
    finally:
        await server.close()


def test_a_bundle_is_nobody_elses_to_read_and_does_not_follow_a_planted_link(tmp_path: Path) -> None:
    planted, victim = tmp_path / "case.json", tmp_path / "victim"
    victim.write_text("өз деректері")
    planted.symlink_to(victim)
    write_private(planted, b"{}")
    assert stat.S_IMODE(planted.lstat().st_mode) == 0o600
    assert victim.read_text() == "өз деректері"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["case.json", "victim"]
