"""An update is heard once, in its turn, and never lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.inbox import (
    ATTEMPTS,
    Inbound,
    OutOfTurn,
    backlog,
    begin,
    dead,
    fail,
    finish,
    forget_before,
    store,
    waiting,
)
from bot.storage.tables import inbox

NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def update(name: str, stream: str = "telegram:1", channel: str = "telegram") -> Inbound:
    return Inbound(channel, name, stream, f"words of {name}".encode(), NOON)


class Box:
    """The inbox, each call in a transaction of its own."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database = database
        self.keyring = keyring

    async def store(self, *updates: Inbound) -> list[int]:
        return await self.database.write(lambda conn: store(conn, self.keyring, updates))

    async def begin(self, seq: int) -> bool:
        return await self.database.write(lambda conn: begin(conn, seq, NOON))

    async def fail(self, seq: int, times: int = 1) -> list[bool]:
        return [
            await self.database.write(lambda conn: fail(conn, seq, "KeyError", NOON)) for _ in range(times)
        ]

    async def waiting(self) -> list[str]:
        found = await self.database.read(lambda conn: waiting(conn, self.keyring, 100))
        return [each.inbound.update_id if each.inbound else "?" for each in found]


@pytest.fixture
def box(database: Database, keyring: Keyring) -> Box:
    return Box(database, keyring)


async def test_what_came_is_there_to_be_heard_in_its_order(box: Box) -> None:
    await box.store(update("1"), update("2"))
    await box.store(update("3"))
    found = await box.database.read(lambda conn: waiting(conn, box.keyring, 2))
    assert [each.inbound for each in found] == [update("1"), update("2")]
    assert await box.waiting() == ["1", "2", "3"]


async def test_a_repeated_update_gives_nothing_even_after_it_was_heard(box: Box) -> None:
    (seq,) = await box.store(update("1"))
    assert await box.store(update("1")) == []
    await box.begin(seq)
    assert len(await box.store(update("1"), update("2"), update("2"))) == 1
    assert await box.waiting() == ["2"]


async def test_two_channels_may_use_the_same_number(box: Box) -> None:
    assert len(await box.store(update("1"), update("1", channel="whatsapp"))) == 2


async def test_storing_nothing_is_no_trouble(box: Box) -> None:
    assert await box.store() == []


async def test_words_are_sealed_while_they_wait_and_gone_once_heard(box: Box) -> None:
    (seq,) = await box.store(update("1"))
    payload = sa.select(inbox.c.payload)
    sealed = await box.database.read(lambda conn: conn.execute(payload).scalar_one())
    assert b"words" not in sealed
    await box.database.write(lambda conn: finish(conn, seq, NOON))
    assert await box.database.read(lambda conn: conn.execute(payload).scalar_one()) is None


async def test_an_update_is_heard_once_by_however_many(box: Box) -> None:
    (seq,) = await box.store(update("1"))
    assert sorted(await asyncio.gather(*(box.begin(seq) for _ in range(5)))) == [False] * 4 + [True]


async def test_a_turn_that_fails_leaves_its_update_to_be_heard_again(box: Box) -> None:
    (seq,) = await box.store(update("1"))

    def stumble(conn: sa.Connection) -> None:
        assert begin(conn, seq, NOON)
        raise LookupError

    with pytest.raises(LookupError):
        await box.database.write(stumble)
    assert await box.waiting() == ["1"]
    assert await box.begin(seq)


async def test_nobody_is_heard_before_what_they_said_earlier(box: Box) -> None:
    first, second, other = await box.store(update("1"), update("2"), update("3", "telegram:2"))
    with pytest.raises(OutOfTurn):
        await box.begin(second)
    assert await box.begin(other)
    assert await box.begin(first)
    assert await box.begin(second)


async def test_an_unknown_row_is_nothing_to_hear(box: Box) -> None:
    assert not await box.begin(4711)


async def test_an_update_that_fails_again_and_again_is_set_aside_and_lets_the_next_through(box: Box) -> None:
    bad, after = await box.store(update("1"), update("2"))
    assert await box.fail(bad, ATTEMPTS) == [False] * (ATTEMPTS - 1) + [True]
    assert await box.waiting() == ["2"]
    assert await box.begin(after)
    assert await box.database.read(dead) == 1
    row = await box.database.read(lambda conn: conn.execute(sa.select(inbox).where(inbox.c.seq == bad)).one())
    assert (row.problem, row.payload is not None, row.done_at) == ("KeyError", True, NOON)


async def test_a_failure_told_late_cannot_undo_what_was_heard(box: Box) -> None:
    (seq,) = await box.store(update("1"))
    await box.begin(seq)
    assert await box.fail(seq) == [False]
    assert await box.database.read(dead) == 0


async def test_an_update_that_cannot_be_opened_is_shown_as_such(box: Box) -> None:
    await box.store(update("1"), update("2"))
    spoil = inbox.update().where(inbox.c.update_id == "1").values(payload=b"\x01spoilt")
    await box.database.write(lambda conn: conn.execute(spoil) and None)
    assert await box.waiting() == ["?", "2"]


async def test_old_rows_are_forgotten_and_waiting_ones_never(box: Box) -> None:
    old, _ = await box.store(update("1"), update("2"))
    await box.begin(old)
    count: Callable[[sa.Connection], int] = lambda conn: forget_before(conn, NOON + timedelta(days=8))  # noqa: E731
    assert await box.database.write(count) == 1
    assert await box.waiting() == ["2"]
    assert await box.database.read(backlog) == 1
