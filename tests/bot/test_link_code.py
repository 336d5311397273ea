"""The code that links the staff group: the same from every process, good once, unknown to the database alone."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.desk import posts
from bot.ports import Commanded, Removed
from bot.staff_room import Room
from bot.storage import inbox, settings
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.inbox import Inbound
from tests.clinic import CHIEF, GROUP, Clinic


class Installation:
    """One database and one key, and as many processes as are started; no group is linked."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self._updates = 0

    def process(self) -> Room:
        return Room(self.clinic.database, self.clinic.house)

    async def linked(self) -> str | None:
        return await self.clinic.database.read(posts.group)

    async def says(self, code: str) -> None:
        await self.hears(Commanded(CHIEF, "/link", code))

    async def hears(self, event: Commanded | Removed) -> None:
        self._updates += 1
        update = Inbound("telegram", f"{self._updates}", f"telegram:{GROUP}", b"{}", self.clinic.moment)
        (seq,) = await self.clinic.database.write(
            lambda conn: inbox.store(conn, self.clinic.keyring, [update])
        )
        await self.process().hear(seq, GROUP, event)


@pytest.fixture
def installation(database: Database, keyring: Keyring) -> Installation:
    return Installation(Clinic(database, keyring))


async def test_processes_started_together_print_one_code_and_it_links_the_group(
    installation: Installation,
) -> None:
    codes = await asyncio.gather(*(installation.process().open() for _ in range(4)))
    assert len(set(codes)) == 1
    await installation.says("0000-0000-0000")
    assert await installation.linked() is None
    await installation.says(f" {str(codes[0]).lower()} ")
    assert await installation.linked() == GROUP


async def test_the_code_printed_first_still_links_after_another_process_has_started(
    installation: Installation,
) -> None:
    first = await installation.process().open()
    await installation.process().open()
    await installation.says(str(first))
    assert await installation.linked() == GROUP


async def test_a_code_is_good_once_and_the_next_group_needs_a_new_one(installation: Installation) -> None:
    used = await installation.process().open()
    await installation.says(str(used))
    assert await installation.process().open() is None
    await installation.hears(Removed())
    fresh = await installation.process().open()
    assert fresh not in (used, None)
    await installation.says(str(used))
    assert await installation.linked() is None


async def test_a_code_printed_before_the_key_was_changed_still_links(
    database: Database,
) -> None:
    old, new = bytes(range(32)), bytes(range(2, 34))
    printed = await Installation(Clinic(database, Keyring([old]))).process().open()
    rotated = Installation(Clinic(database, Keyring([new, old])))
    assert await rotated.process().open() != printed
    await rotated.says(str(printed))
    assert await rotated.linked() == GROUP


async def test_who_reads_the_database_does_not_read_the_code(installation: Installation) -> None:
    code = str(await installation.process().open())
    kept = await installation.clinic.database.read(
        lambda conn: conn.execute(sa.select(settings.settings.c.value)).scalars().all()
    )
    assert kept
    assert not [value for value in kept if code.replace("-", "").casefold() in value.casefold()]
