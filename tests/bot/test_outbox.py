"""What is queued is delivered: once, in order, and no faster than the platform allows."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.outbox import IN_FLIGHT
from bot.pace import Limit, Rules
from bot.platform_limits import LIMITS
from bot.storage import outbox
from bot.storage.outbox import Lane
from tests.clock import NOON
from tests.office import Office, message


async def test_a_message_is_delivered_and_its_words_are_dropped(office: Office) -> None:
    await office.queue(message("hello", about="2026-1"))
    await office.outbox().drain()
    row = await office.row("hello")
    assert office.platform.keys == ["hello"]
    assert (row.status, row.remote_id, row.payload, row.leased_by) == ("sent", "m1", None, None)
    assert row.settled_at == NOON


async def test_the_same_key_is_delivered_once_however_often_it_is_queued(office: Office) -> None:
    await office.queue(message("hello"), message("hello"))
    await office.outbox().drain()
    await office.queue(message("hello"))
    await office.outbox().drain()
    assert office.platform.keys == ["hello"]


async def test_what_was_queued_in_a_turn_that_failed_is_never_sent(office: Office) -> None:
    def fail(conn: sa.Connection) -> None:
        outbox.queue(conn, office.keyring, [message("hello")], NOON)
        raise LookupError

    with pytest.raises(LookupError):
        await office.database.write(fail)
    await office.outbox().drain()
    assert office.platform.keys == []


async def test_words_lie_in_the_table_only_sealed(office: Office) -> None:
    await office.queue(message("k", about="2026-1"))
    assert b"text" not in (await office.row("k")).payload


async def test_one_persons_messages_arrive_in_the_order_they_were_said(office: Office) -> None:
    await office.queue(*(message(f"{person}{n}", person) for n in range(5) for person in "ab"))
    await office.outbox().drain()
    assert [key for key in office.platform.keys if key[0] == "a"] == ["a0", "a1", "a2", "a3", "a4"]
    assert [key for key in office.platform.keys if key[0] == "b"] == ["b0", "b1", "b2", "b3", "b4"]


async def test_an_answer_goes_before_news_and_news_before_a_broadcast(office: Office) -> None:
    one_a_second = {"telegram": Rules(overall=(Limit("all", 1, 1.0),))}
    lanes = {"broadcast": Lane.BROADCAST, "news": Lane.NOTICE, "answer": Lane.ANSWER}
    await office.queue(*(message(key, key, lane) for key, lane in lanes.items()))
    await office.outbox(one_a_second).drain()
    assert office.platform.keys == ["answer", "news", "broadcast"]


async def test_an_answer_overtakes_a_long_broadcast_that_is_under_way(office: Office) -> None:
    await office.queue(*(message(f"b{n}", f"b{n}", Lane.BROADCAST) for n in range(150)))
    deliverer = office.outbox(LIMITS)
    running = asyncio.create_task(deliverer.run())
    await office.platform.until(lambda: len(office.platform.got) >= 30)
    await office.queue(message("answer", "patient"))
    queued_at = office.clock.seconds
    deliverer.wake()
    await office.platform.until(lambda: "answer" in office.platform.keys)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    at = dict(zip(office.platform.keys, office.platform.times, strict=True))["answer"]
    assert at - queued_at <= 2.0
    assert office.platform.keys.index("answer") < 150


async def test_different_people_are_served_at_once_but_only_so_many(office: Office) -> None:
    office.platform.takes = 1.0
    await office.queue(*(message(f"k{n}", f"{n}") for n in range(100)))
    await office.outbox().drain()
    assert office.platform.most_at_once == IN_FLIGHT
    assert len(set(office.platform.keys)) == 100


async def test_one_person_never_gets_two_messages_at_once(office: Office) -> None:
    office.platform.takes = 1.0
    await office.queue(*(message(f"k{n}", "1", n % 3) for n in range(9)))
    await office.outbox().drain()
    assert office.platform.most_at_once == 1
    assert office.platform.keys == ["k0", "k3", "k6", "k1", "k4", "k7", "k2", "k5", "k8"]


async def test_a_message_planned_for_later_holds_nobody_up(office: Office) -> None:
    await office.queue(message("later", not_before=NOON + timedelta(hours=1)), message("now"))
    await office.outbox().drain()
    assert office.platform.keys == ["now"]
    office.clock.pass_by(3600)
    await office.outbox().drain()
    assert office.platform.keys == ["now", "later"]


async def test_a_channel_nobody_here_speaks_waits_for_a_process_that_does(office: Office) -> None:
    await office.queue(message("sms", channel="code"), message("hello"))
    await office.outbox().drain()
    assert office.platform.keys == ["hello"]
    assert await office.status("sms") == "queued"


async def test_the_platforms_limits_are_kept(office: Office) -> None:
    await office.queue(
        *(message(f"k{n}", f"{n}") for n in range(90)), *(message(f"g{n}", "-7") for n in range(5))
    )
    await office.outbox(LIMITS).drain()
    times = office.platform.times
    assert max(sum(start <= at <= start + 1 for at in times) for start in times) <= 30
    assert len(times) == 95
