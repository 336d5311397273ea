"""Whoever knocks at the webhook: Meta is let in once, however often and in whatever order it comes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp import Update, Webhook
from bot.channels.whatsapp.hearing import heard
from bot.channels.whatsapp.updates import read
from bot.channels.whatsapp.webhook import LARGEST, PATH, challenge, is_signed
from bot.demo.cloud_api import APP_SECRET, PHONE_ID, VERIFY_TOKEN
from bot.storage import inbox
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.inbox import Inbound
from tests.bot.whatsapp_webhooks import (
    MESSAGES,
    NOW,
    PERSON,
    PHONE,
    account_news,
    change,
    message,
    sign,
    stamp,
    status,
    value,
    webhook,
)


class Taker:
    """Stores as the inbox does: by the update's id, once."""

    def __init__(self) -> None:
        self.stored: dict[str, Update] = {}
        self.counted: list[str] = []
        self.broken = False

    async def take(self, updates: Sequence[Update]) -> None:
        if self.broken:
            raise ConnectionError
        for update in updates:
            self.stored.setdefault(update.id, update)


@pytest.fixture
def taker() -> Taker:
    return Taker()


@pytest.fixture
async def door(taker: Taker):
    """The webhook behind a real server."""
    hook = Webhook(
        APP_SECRET,
        VERIFY_TOKEN,
        taker.take,
        lambda: NOW,
        name=str,
        phone_id=PHONE_ID,
        count=taker.counted.append,
    )
    app = Application()
    app.add_routes(hook.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def knock(door: TestClient, body: bytes, signature: str | None) -> int:
    headers = {"X-Hub-Signature-256": signature} if signature is not None else {}
    async with door.post(PATH, data=body, headers=headers) as answer:
        return answer.status


BODY = webhook(message(MESSAGES["text"]))


async def test_meta_is_greeted_by_its_own_challenge(door):
    query = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1158201444"}
    async with door.get(PATH, params=query) as answer:
        assert (answer.status, await answer.text()) == (200, "1158201444")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"hub.mode": "subscribe", "hub.verify_token": "guess", "hub.challenge": "1"},
        {"hub.mode": "unsubscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1"},
        {"hub.mode": "subscribe", "hub.verify_token": "тек", "hub.challenge": "1"},
    ],
)
async def test_a_stranger_is_not_greeted(door, query):
    assert challenge(query, VERIFY_TOKEN) is None
    async with door.get(PATH, params=query) as answer:
        assert answer.status == 403


async def test_a_signed_message_is_stored_and_then_acknowledged(door, taker):
    assert await knock(door, BODY, sign(BODY)) == 200
    assert list(taker.stored) == ["wamid.1"]
    assert taker.stored["wamid.1"].stream == f"whatsapp:{PERSON}"


@pytest.mark.parametrize(
    "signature",
    [None, "", "sha256=", "sha256=" + "0" * 64, sign(BODY).upper(), sign(BODY)[7:], sign(b"other"), "қол"],
)
async def test_a_wrong_or_missing_signature_changes_nothing(door, taker, signature):
    assert await knock(door, BODY, signature) == 401
    assert not taker.stored
    assert taker.counted == ["signature"]


async def test_a_replayed_signature_changes_nothing(door, taker):
    for _ in range(3):
        assert await knock(door, BODY, sign(BODY)) == 200
    assert len(taker.stored) == 1
    other = BODY.replace(b"wamid.1", b"wamid.2")
    assert await knock(door, other, sign(BODY)) == 401
    assert len(taker.stored) == 1


async def test_a_replay_older_than_meta_repeats_is_passed_over_and_counted(door, taker):
    old = webhook(message(MESSAGES["text"], seconds_ago=7 * 86_400 + 1))
    assert await knock(door, old, sign(old)) == 200
    assert (taker.stored, taker.counted) == ({}, ["stale"])


async def test_what_could_not_be_stored_is_not_acknowledged(door, taker):
    taker.broken = True
    assert await knock(door, BODY, sign(BODY)) == 500
    taker.broken = False
    assert await knock(door, BODY, sign(BODY)) == 200
    assert len(taker.stored) == 1


async def test_too_large_a_body_is_refused_before_its_signature_is_looked_at(door, taker):
    assert await knock(door, b" " * (LARGEST + 1), "sha256=") == 413
    assert not taker.stored


async def test_a_message_to_another_number_of_the_clinic_is_not_ours(door, taker):
    body = BODY.replace(PHONE_ID.encode(), b"999")
    assert await knock(door, body, sign(body)) == 200
    assert (taker.stored, taker.counted) == ({}, ["other-number"])


def test_nothing_of_a_persons_name_or_picture_is_stored():
    photo = message(MESSAGES["photo"])
    (update,) = read(webhook(photo), NOW).updates
    assert "Науқас" not in update.payload.decode()
    assert "15003" not in update.payload.decode()


def test_somebody_without_a_phone_and_somebody_without_an_id_are_both_somebody():
    hidden = message(MESSAGES["text"], "wamid.a", phone=None)
    before_ids = message(MESSAGES["text"], "wamid.b", person=None)
    streams = [update.stream for update in read(webhook(hidden, before_ids), NOW).updates]
    assert streams == [f"whatsapp:{PERSON}", f"whatsapp:{PHONE}"]


@pytest.mark.parametrize("silent", ["reaction", "revoke"])
def test_an_emoji_or_a_deletion_expects_no_answer(silent):
    reading = read(webhook(message({"type": silent, silent: {}})), NOW)
    assert (reading.updates, dict(reading.ignored or {})) == ((), {silent: 1})


def test_the_clinic_hears_of_a_second_restriction_and_not_twice_of_the_first(taker):
    restricted = {"event": "ACCOUNT_RESTRICTION"}
    first = webhook(account_news("account_update", seconds_ago=3600, **restricted))
    second = webhook(account_news("account_update", seconds_ago=60, **restricted))
    told = [update.id for body in (first, first, second) for update in read(body, NOW).updates]
    assert len(told) == 3
    assert told[0] == told[1] != told[2]


def test_an_error_without_a_time_is_told_once_a_day():
    body = webhook(change(value(errors=[{"code": 131_000, "title": "…"}])))
    today, later, tomorrow = (read(body, NOW + timedelta(hours=hours)).updates[0].id for hours in (0, 1, 24))
    assert today == later != tomorrow


def shuffled(bodies: list[bytes], seed: int) -> list[bytes]:
    """Another order for every seed, the same for the same one."""

    def place(numbered: tuple[int, bytes]) -> bytes:
        return hashlib.sha256(f"{seed}:{numbered[0]}".encode()).digest()

    return [body for _, body in sorted(enumerate(bodies), key=place)]


def mixed(count: int) -> list[bytes]:
    """Webhooks of many people: messages, statuses, system news, several in one."""
    contents, fates = cycle(MESSAGES.values()), cycle(["sent", "delivered", "read", "failed"])
    bodies: list[bytes] = []
    for number in range(count):
        person = f"KZ.{number % 37:05}"
        told = [message(next(contents), f"wamid.{number}", person=person)]
        told += [status(f"wamid.out{number % 50}", next(fates), 131026)]
        if number % 10 == 0:
            system = {
                "type": "system",
                "system": {"type": "user_changed_number", "wa_id": "77010000002", "body": "…"},
            }
            told.append(message(system, f"wamid.s{number}", person=person))
        bodies.append(webhook(*told[:: 1 if number % 2 else -1]))
    return bodies


def test_a_thousand_mixed_webhooks_twice_in_any_order_give_the_same_updates():
    bodies = mixed(1000)
    stored = []
    for seed in (1, 2):
        order = shuffled(bodies * 2, seed)
        kept: dict[str, tuple[str, bytes]] = {}
        for body in order:
            for update in read(body, NOW).updates:
                kept.setdefault(update.id, (update.stream, update.payload))
        stored.append(kept)
    assert stored[0] == stored[1]
    assert len(stored[0]) > 1000


async def test_a_thousand_mixed_webhooks_twice_in_any_order_give_the_same_inbox(
    database: Database, keyring: Keyring
):
    bodies = shuffled(mixed(1000) * 2, 3)
    new = 0
    for at in range(0, len(bodies), 100):
        updates = [update for body in bodies[at : at + 100] for update in read(body, NOW).updates]
        rows = [Inbound("whatsapp", one.id, one.stream, one.payload, NOW) for one in updates]
        new += len(await database.write(lambda conn, rows=rows: inbox.store(conn, keyring, rows)))
    once = {update.id for body in mixed(1000) for update in read(body, NOW).updates}
    assert new == len(once)
    waiting = await database.read(lambda conn: inbox.waiting(conn, keyring, 5000))
    assert {row.inbound.update_id for row in waiting if row.inbound} == once


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    ["type", "text", "interactive", "button", "contacts", "context", "system", "id", "from", "timestamp"]
)
KINDS = st.sampled_from([*(one["type"] for one in MESSAGES.values()), "system", "reaction", "nonsense"])


@given(st.binary(max_size=200) | JSON.map(lambda one: json.dumps(one).encode()))
def test_no_body_however_odd_stops_the_webhook(body):
    reading = read(body, NOW)
    assert reading.updates == ()
    assert reading.ignored


@given(st.dictionaries(NAMES, JSON, max_size=6), KINDS, st.text(max_size=10))
def test_a_message_of_any_shape_is_heard_or_counted(parts, kind, person):
    odd = {**parts, "type": kind, "from_user_id": person}
    reading = read(webhook(change(value(contacts=[parts], messages=[odd]))), NOW)
    for update in reading.updates:
        assert heard(1, update.payload)
    assert reading.updates or reading.ignored


@given(JSON, st.sampled_from(["user_id_update", "user_preferences", "account_update", "history"]))
def test_news_of_any_shape_is_heard_or_counted(given_value, field):
    inside = given_value if isinstance(given_value, dict) else {field: given_value}
    reading = read(webhook(change({**inside, field: [given_value]}, field)), NOW)
    for update in reading.updates:
        assert heard(1, update.payload)
    assert reading.updates or reading.ignored


@given(st.binary(max_size=64), st.text(max_size=80))
def test_nobody_guesses_a_signature(body, header):
    assert is_signed(body, header, APP_SECRET) == (header == sign(body))
    assert is_signed(body, sign(body), APP_SECRET)


def test_the_clock_of_meta_may_run_ahead_of_ours():
    ahead = message(MESSAGES["text"], seconds_ago=-600)
    assert len(read(webhook(ahead), NOW).updates) == 1
    assert stamp(-600) > stamp()
