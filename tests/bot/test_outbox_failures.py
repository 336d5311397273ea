"""Whatever happens on the way is repeated or written down, and holds up nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import TypeVar

import pytest
import sqlalchemy as sa

from bot.outcomes import judge
from bot.pace import Limit, Rules
from bot.ports import (
    DeliveryStatus,
    Moved,
    Outcome,
    Rejected,
    TryLater,
    Unanswered,
    Unreachable,
)
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.deliveries import Claimed, Retry
from bot.storage.outbox import Lane
from bot.storage.tables import outbox as rows
from tests.clock import NOON
from tests.office import Office, message

T = TypeVar("T")


async def test_try_later_is_obeyed_to_the_second_and_holds_back_what_follows_to_that_person(
    office: Office,
) -> None:
    office.platform.answers["first"] = [TryLater(7)]
    await office.queue(message("first"), message("second"), message("other", "2"))
    await office.outbox().drain()
    assert office.platform.keys == ["first", "other"]
    office.clock.pass_by(6.99)
    await office.outbox().drain()
    assert office.platform.keys == ["first", "other"]
    office.clock.pass_by(0.02)
    await office.outbox().drain()
    assert office.platform.keys == ["first", "other", "first", "second"]


async def test_news_that_waits_for_its_turn_under_a_daily_limit_is_not_overtaken_by_newer_news(
    office: Office,
) -> None:
    office.platform.answers["first"] = [TryLater(300, in_turn=True)]
    await office.queue(message("first", lane=Lane.NOTICE))
    await office.outbox().drain()
    await office.queue(message("second", lane=Lane.NOTICE), message("answer"), message("other", "2"))
    await office.outbox().drain()
    assert office.platform.keys == ["first", "answer", "other"], "an answer waits for nobody's news"
    office.clock.pass_by(301)
    await office.outbox().drain()
    assert office.platform.keys[3:] == ["first", "second"]


async def test_who_waits_for_their_turn_for_days_is_not_given_up_and_one_fault_is_not_the_last(
    office: Office,
) -> None:
    office.platform.answers["k"] = [*[TryLater(300, in_turn=True)] * 40, KeyError("html")]
    await office.queue(message("k", lane=Lane.NOTICE))
    for _ in range(60):
        await office.outbox().drain()
        office.clock.pass_by(3600)
    assert (await office.status("k"), (await office.row("k")).attempts) == ("sent", 2)


async def test_a_whole_channel_told_to_wait_is_silent_until_then(office: Office) -> None:
    one_at_a_time = {"telegram": Rules(overall=(Limit("all", 1, 0.1),))}
    office.platform.answers["k0"] = [TryLater(30, whole_channel=True)]
    await office.queue(*(message(f"k{n}", f"{n}") for n in range(5)))
    deliverer = office.outbox(one_at_a_time)
    await deliverer.drain()
    before = len(office.platform.got)
    assert before < 5
    assert (await office.row("k4")).leased_by is None
    office.clock.pass_by(29)
    await deliverer.drain()
    assert len(office.platform.got) == before
    office.clock.pass_by(2)
    await deliverer.drain()
    assert sorted(set(office.platform.keys)) == ["k0", "k1", "k2", "k3", "k4"]
    assert await office.status("k0") == "sent"


async def test_a_lost_connection_is_tried_again_after_longer_and_longer_waits(office: Office) -> None:
    office.platform.answers["k"] = [Unanswered("ServerError")] * 4
    await office.queue(message("k"))
    for _ in range(40):
        await office.outbox().drain()
        office.clock.pass_by(0.5)
    waits = [later - earlier for earlier, later in pairwise(office.platform.times)]
    assert waits == pytest.approx([1, 2, 4, 8], abs=0.6)
    assert await office.status("k") == "sent"
    assert (await office.row("k")).attempts == 5


async def test_after_a_day_of_trying_it_gives_up_and_says_so(office: Office) -> None:
    office.platform.answers["k"] = [Unanswered("ServerError")] * 1000
    await office.queue(message("k", about="2026-1"), message("next"))
    while not office.told and office.clock.seconds < 100_000:
        await office.outbox().drain()
        office.clock.pass_by(1200)
    assert 86_400 <= office.platform.times[-2] < 90_000
    assert (office.told[0].status, office.told[0].problem) == (DeliveryStatus.UNREACHABLE, "gave up")
    assert office.platform.keys[-1] == "next"


async def test_a_broadcast_whose_fate_is_unknown_is_never_sent_again(office: Office) -> None:
    office.platform.answers["k"] = [Unanswered("ServerError")]
    office.platform.answers["raised"] = [RuntimeError("boom")]
    await office.queue(message("k", "1", Lane.BROADCAST), message("raised", "2", Lane.BROADCAST))
    await office.outbox().drain()
    office.clock.pass_by(86_400)
    await office.outbox().drain()
    assert sorted(office.platform.keys) == ["k", "raised"]
    assert {await office.status("k"), await office.status("raised")} == {"unknown"}


async def test_a_broadcast_told_to_wait_is_sent_later(office: Office) -> None:
    office.platform.answers["k"] = [TryLater(5)]
    await office.queue(message("k", "1", Lane.BROADCAST))
    await office.outbox().drain()
    office.clock.pass_by(6)
    await office.outbox().drain()
    assert office.platform.keys == ["k", "k"]
    assert await office.status("k") == "sent"


@pytest.mark.parametrize(
    ("outcome", "status"), [(Unreachable("Forbidden"), "unreachable"), (Rejected("BadRequest"), "rejected")]
)
async def test_a_refusal_is_final_and_its_words_are_dropped_too(
    office: Office, outcome: Outcome, status: str
) -> None:
    office.platform.answers["k"] = [outcome]
    await office.queue(message("k", about="2026-1"), message("next"))
    await office.outbox().drain()
    row = await office.row("k")
    assert (row.status, row.payload, row.problem is not None) == (status, None, True)
    assert office.platform.keys == ["k", "next"]
    assert [settled.status.value for settled in office.told] == [status, "sent"]


async def test_a_group_that_became_another_gets_everything_at_its_new_address(office: Office) -> None:
    office.platform.answers["k0"] = [Moved("-1009")]
    await office.queue(*(message(f"k{n}", "-9") for n in range(3)))
    await office.outbox().drain()
    assert office.platform.keys == ["k0", "k0", "k1", "k2"]
    addresses = [delivery.address for _, delivery in office.platform.got]
    assert addresses == ["-9", "-1009", "-1009", "-1009"]
    assert (office.told[0].moved_to, office.told[0].status) == ("-1009", DeliveryStatus.QUEUED)


async def test_a_group_that_moved_to_itself_is_not_chased_for_ever(office: Office) -> None:
    office.platform.answers["k"] = [Moved("-9")] * 100
    await office.queue(message("k", "-9"))
    await office.outbox().drain()
    assert await office.status("k") == "rejected"


async def test_a_message_the_sender_stumbles_over_is_set_aside_after_five_tries(office: Office) -> None:
    office.platform.answers["bad"] = [KeyError("html")] * 100
    await office.queue(message("bad"), message("next"))
    for _ in range(20):
        await office.outbox().drain()
        office.clock.pass_by(60)
    row = await office.row("bad")
    assert (row.status, row.problem, row.attempts) == ("rejected", "KeyError", 5)
    assert office.platform.keys == ["bad"] * 5 + ["next"]


async def test_a_sender_that_never_returns_counts_as_unanswered(office: Office) -> None:
    office.platform.gate.clear()
    await office.queue(message("k"))
    await office.outbox(sending=0.01).drain()
    row = await office.row("k")
    assert (row.status, row.problem) == ("queued", "timeout")


async def test_a_message_that_cannot_be_opened_harms_no_other(office: Office) -> None:
    await office.queue(message("spoilt"), message("next"))
    spoil = rows.update().where(rows.c.key == "spoilt").values(payload=b"\x01 nothing of ours")
    await office.database.write(lambda conn: conn.execute(spoil) and None)
    await office.outbox().drain()
    assert await office.status("spoilt") == "rejected"
    assert office.platform.keys == ["next"]


class Stumbling(Database):
    """A database whose next writes fail before they begin, as often as it is told."""

    failures = 0

    async def write(self, work: Callable[[sa.Connection], T]) -> T:
        if self.failures:
            self.failures -= 1
            raise ConnectionError
        return await super().write(work)


async def test_a_database_that_is_away_for_a_while_makes_nothing_go_twice(
    database_url: str, keyring: Keyring
) -> None:
    database = Stumbling(database_url)
    office = Office(database, keyring)
    await office.queue(message("k"), message("broadcast", "2", Lane.BROADCAST))
    office.platform.takes = 1.0
    draining = asyncio.create_task(office.outbox().drain())
    await office.platform.until(lambda: bool(office.platform.got))
    database.failures = 3
    await draining
    assert sorted(office.platform.keys) == ["broadcast", "k"]
    assert {await office.status("k"), await office.status("broadcast")} == {"sent"}
    await database.close()


def claimed_row(lane: int = Lane.ANSWER, attempts: int = 0) -> Claimed:
    return Claimed(1, "k", "telegram", "1", lane, "message", b"", None, attempts, None)


def test_the_longest_wait_between_two_tries_is_five_minutes() -> None:
    verdict = judge(claimed_row(attempts=50), Unanswered("ServerError"), NOON)
    assert isinstance(verdict, Retry)
    assert timedelta(seconds=300) <= verdict.at - NOON < timedelta(seconds=301)
