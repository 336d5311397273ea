"""Other processes and other lives: nothing is lost between them, and nothing is sent by two."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import pytest
import sqlalchemy as sa

from bot.outbox import IN_FLIGHT, POLL, SENDING, SURE
from bot.ports import (
    DeliveryStatus,
)
from bot.storage import deliveries, outbox
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.deliveries import Claimed, Release, Retry, Settlement
from bot.storage.outbox import Lane
from bot.storage.tables import outbox as rows
from tests.clock import NOON
from tests.office import Office, message

T = TypeVar("T")
LOSES_ITS_SESSION = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


async def claim_as(office: Office, name: str, seconds: float) -> Sequence[Claimed]:
    until = office.clock.now() + timedelta(seconds=seconds)
    return await office.database.write(
        lambda conn: deliveries.claim(
            conn,
            by=name,
            now=office.clock.now(),
            until=until,
            lanes=[0, 1, 2],
            channels=["telegram"],
            most=50,
        )
    )


async def test_what_another_process_is_sending_is_left_to_it_until_its_lease_ends(office: Office) -> None:
    await office.queue(message("k0"), message("k1"))
    assert [row.key for row in await claim_as(office, "other", 60)] == ["k0"]
    await office.outbox().drain()
    assert office.platform.keys == []
    office.clock.pass_by(61)
    await office.outbox().drain()
    assert office.platform.keys == ["k0", "k1"]


async def test_two_claims_at_once_never_get_the_same_row(office: Office) -> None:
    await office.queue(*(message(f"k{n}", f"{n}") for n in range(40)))
    claims = await asyncio.gather(*(claim_as(office, f"worker {n}", 60) for n in range(4)))
    keys = [row.key for claim in claims for row in claim]
    assert len(keys) == len(set(keys))


async def test_a_broadcast_that_was_being_sent_when_the_process_died_stays_unknown(office: Office) -> None:
    await office.queue(message("begun", "1", Lane.BROADCAST), message("claimed", "2", Lane.BROADCAST))
    claimed = await claim_as(office, "dead", 60)
    begun = [row for row in claimed if row.key == "begun"]
    await office.database.write(lambda conn: deliveries.begin(conn, begun, NOON))
    office.clock.pass_by(61)
    await office.outbox().drain()
    assert office.platform.keys == ["claimed"]
    assert (await office.status("begun"), (await office.row("begun")).problem) == ("unknown", "interrupted")


async def stop(running: asyncio.Task[None]) -> None:
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_new_life_takes_over_at_once_on_sqlite_and_within_a_minute_on_postgresql(
    office: Office,
) -> None:
    await office.queue(message("k"))
    await claim_as(office, "dead", 10_000_000)
    running = asyncio.create_task(office.outbox().run())
    await office.platform.until(lambda: office.platform.keys == ["k"])
    assert office.clock.seconds < (1 if office.database.dialect == "sqlite" else SENDING + SURE + 5 * POLL)
    await stop(running)


async def test_who_was_cut_off_begins_nothing_and_gives_nothing_back_that_another_has_taken_over(
    office: Office,
) -> None:
    await office.queue(message("k", "1", Lane.BROADCAST))
    (before,) = await claim_as(office, "cut off", 60)
    await office.database.write(lambda conn: deliveries.release_others(conn, by="new"))
    (after,) = await claim_as(office, "new", 60)
    assert await office.database.write(lambda conn: deliveries.begin(conn, [before], NOON)) == set()
    assert await office.database.write(lambda conn: deliveries.begin(conn, [after], NOON)) == {after.seq}
    gives_back: list[Settlement] = [Release(before), Retry(before, NOON, "later")]
    await office.database.write(lambda conn: deliveries.settle(conn, gives_back, NOON) and None)
    row = await office.row("k")
    assert (row.leased_by, row.begun_at is not None, row.attempts) == ("new", True, 0)


class CutOff(Database):
    """A database whose question who sends is lost on the way once a process is cut off, and fails when it ``gives_up``.

    ``after`` is called once, when the next claim is committed.
    """

    is_cut_off = False
    after: Callable[[], None] | None = None

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.gives_up = asyncio.Event()

    async def hold(self, name: str) -> bool:
        if self.is_cut_off:
            await self.gives_up.wait()
            raise ConnectionError
        return await super().hold(name)

    async def write(self, work: Callable[[sa.Connection], T]) -> T:
        done = await super().write(work)
        if self.after is not None and self._is_claim(done):
            after, self.after = self.after, None
            after()
        return done

    @staticmethod
    def _is_claim(done: object) -> bool:
        return isinstance(done, tuple) and bool(done[0])


async def test_a_message_somebody_cut_off_is_still_sending_is_not_sent_by_who_takes_over(
    postgres_url: str, keyring: Keyring
) -> None:
    database = CutOff(postgres_url)
    cut_off, new = Office(database, keyring), Office(Database(postgres_url), keyring)
    new.clock, new.platform = cut_off.clock, cut_off.platform
    cut_off.platform.gate.clear()
    await new.queue(message("k"), message("next"))
    running = [asyncio.create_task(cut_off.outbox().run())]
    await new.platform.until(lambda: new.platform.keys == ["k"])
    database.is_cut_off = True
    await new.database.write(lambda conn: conn.execute(LOSES_ITS_SESSION) and None)
    running.append(asyncio.create_task(new.outbox().run()))
    began = new.clock.seconds
    while new.clock.seconds < began + 10 * POLL:  # noqa: ASYNC110 (time passes as the deliverers look)
        await asyncio.sleep(0)
    assert new.platform.keys == ["k"]
    new.platform.gate.set()
    database.gives_up.set()
    await new.platform.until(lambda: len(new.platform.keys) > 1)
    assert new.platform.keys == ["k", "next"]
    for task in running:
        await stop(task)
    await database.close()
    await new.database.close()


async def test_who_lost_its_place_while_it_waited_for_the_database_begins_nothing(
    database_url: str, keyring: Keyring
) -> None:
    database = CutOff(database_url)
    office = Office(database, keyring)
    lost = asyncio.Event()

    def loses_its_place() -> None:
        database.is_cut_off = True
        database.gives_up.set()
        office.clock.pass_by(60)
        lost.set()

    database.after = loses_its_place
    await office.queue(message("k"))
    running = asyncio.create_task(office.outbox().run())
    await lost.wait()
    await stop(running)
    row = await office.row("k")
    assert (office.platform.keys, row.status, row.leased_by) == ([], "queued", None)
    await database.close()


async def test_a_running_deliverer_finds_what_other_processes_queued(office: Office) -> None:
    running = asyncio.create_task(office.outbox().run())
    await asyncio.sleep(0)
    await office.queue(message("k"))
    await office.platform.until(lambda: office.platform.keys == ["k"])
    await stop(running)


async def test_stopping_lets_the_message_in_flight_finish_and_frees_the_rest(office: Office) -> None:
    office.platform.gate.clear()
    await office.queue(*(message(f"k{n}", f"{n}") for n in range(IN_FLIGHT + 10)))
    running = asyncio.create_task(office.outbox().run())
    await office.platform.until(lambda: len(office.platform.got) == IN_FLIGHT)
    running.cancel()
    await asyncio.sleep(0)
    office.platform.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await office.database.read(outbox.census) == {
        DeliveryStatus.SENT: IN_FLIGHT,
        DeliveryStatus.QUEUED: 10,
    }
    leased = sa.select(sa.func.count()).select_from(rows).where(rows.c.leased_by.is_not(None))
    assert await office.database.read(lambda conn: conn.execute(leased).scalar()) == 0


async def test_two_workers_on_one_database_send_each_message_once(
    database_url: str, keyring: Keyring
) -> None:
    first, second = (Office(Database(database_url), keyring) for _ in range(2))
    second.clock, second.platform = first.clock, first.platform
    try:
        if first.database.dialect == "sqlite":
            pytest.skip("an SQLite file belongs to one process")
        running = [asyncio.create_task(office.outbox().run()) for office in (first, second)]
        await second.queue(*(message(f"k{n}", f"{n % 7}") for n in range(60)))
        await first.platform.until(lambda: len(first.platform.got) >= 60)
        for task in running:
            await stop(task)
        assert len(first.platform.keys) == len(set(first.platform.keys)) == 60
        assert first.platform.most_at_once <= 7
    finally:
        await first.database.close()
        await second.database.close()
