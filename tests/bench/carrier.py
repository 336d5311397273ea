"""One life of a process that carries a broadcast over the real outbox, against a platform kept in a file.

What the platform shows to somebody is one line, written before the sender hears of it, so a kill can come between
the two. ``python -m tests.bench.carrier FOLDER`` goes on until the broadcast has ended or the process is killed.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot import made, receipts
from bot.broadcasts import Broadcasts, gate
from bot.calendar import KazakhstanCalendar
from bot.editions import EditionShelf
from bot.house import House
from bot.outbox import Outbox
from bot.pace import Limit, Pace, Rules
from bot.platform_limits import LIMITS
from bot.ports import Delivered, Delivery, Outcome, TryLater, Unreachable
from bot.storage import broadcasts, fates, schema
from bot.storage.broadcast_tables import broadcasts as table
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.records import contacts
from bot.wording import Wording
from dialogs.broadcasts import BroadcastStatus, Fate
from dialogs.context import Clinic
from dialogs.messages import Language

NOON = datetime(2026, 12, 15, 7, 0, tzinfo=UTC)
ALMATY = ZoneInfo("Asia/Almaty")
KEYRING = Keyring([bytes(32)])
BLOCKED, OPTED_OUT = 33, 50
"""One in so many has blocked the bot; one in so many withdraws between the fixing and the sending."""
ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What the platform is like. ``rate`` 0 is Telegram's own limits, below 0 none at all; times in seconds."""

    url: str
    rate: int = -1
    latency: float = 0.0
    burst_every: int = 0
    burst: int = 20
    stop_after: int = 0
    troubles: bool = True


class Platform:
    """Takes messages as Telegram does: one line each in a file. Some people have blocked the bot."""

    def __init__(self, plan: Plan, file: Path) -> None:
        self._plan = plan
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.times: list[float] = []
        self.asked = 0

    async def send(self, delivery: Delivery) -> Outcome:
        left_at = time.monotonic()
        if self._plan.latency:
            await asyncio.sleep(self._plan.latency)
        contact = int(delivery.address) - 1_000_000
        self.asked += 1
        if self._plan.burst_every and self.asked % self._plan.burst_every < self._plan.burst:
            return TryLater(0.05, whole_channel=True)
        self.times.append(left_at)
        if self._plan.troubles and contact % BLOCKED == BLOCKED - 1:
            return Unreachable("TelegramForbiddenError")
        os.write(self._file, f"{delivery.key}\n".encode())
        return Delivered(f"{contact}")


def house(database: Database) -> House:
    """A clinic at noon: the clock goes on, but it is never night."""
    began = time.monotonic()
    return House(
        keyring=KEYRING,
        wording=Wording(ALMATY),
        clinic=Clinic("New Generation Clinic", "", "+7 701 099 09 90", "name@example.kz", "https://x.kz"),
        clinic_phone="+77010990990",
        zone=ALMATY,
        calendar=KazakhstanCalendar(),
        shelf=EditionShelf(database, made.plain_policies(), lambda: NOON.date()),
        receipt_keys=KEYRING.subkeys(receipts.KEY_USE),
        now=lambda: NOON + timedelta(seconds=time.monotonic() - began),
    )


async def prepare(folder: Path, plan: Plan, count: int) -> None:
    """A database with so many people who may be told, and a broadcast approved for them."""
    await asyncio.to_thread(schema.migrate, plan.url)
    database = Database(plan.url)
    try:
        for first in range(1, count + 1, ROWS):
            made_now = [_person(n) for n in range(first, min(first + ROWS, count + 1))]
            await database.write(lambda conn, made_now=made_now: conn.execute(contacts.insert(), made_now))
        await database.write(_approve)
    finally:
        await database.close()
    await asyncio.to_thread((folder / "plan.json").write_text, json.dumps(asdict(plan)))


def _person(number: int) -> dict[str, object]:
    language = ("kk", "ru", "en")[number % 3]
    return {
        "channel": "telegram",
        "address": f"{1_000_000 + number}",
        "language": language,
        "consent": True,
        "messages": True,
        "since": NOON,
        "heard_at": NOON,
    }


def _approve(conn: sa.Connection) -> None:
    id = broadcasts.draft(conn, {language: (f"Words in {language}.",) for language in Language}, NOON)
    broadcasts.mark(conn, id, status=BroadcastStatus.APPROVED.value)


def limits(rate: int) -> Mapping[str, Rules]:
    """Telegram's own limits, none, or the same scaled up."""
    if rate <= 0:
        return LIMITS if rate == 0 else {}
    return {"telegram": Rules(overall=(Limit("scaled", max(1, rate // 10), 0.1),))}


async def live(folder: Path) -> dict[str, float]:
    """Carry the broadcast to its end, or as far as the plan says; what was measured."""
    plan = Plan(**json.loads((folder / "plan.json").read_text()))
    database, platform = Database(plan.url), Platform(plan, folder / "platform")
    rooms = house(database)
    pace = Pace(limits(plan.rate))
    outbox = Outbox(database, KEYRING, {"telegram": platform}, pace, rooms.now, gate=gate(rooms))
    worker = Broadcasts(database, rooms, lambda: ["telegram"], outbox.wake)
    before = resident()
    await worker.tick()
    await _withdraw(database, plan)
    used, began = cpu(), time.monotonic()
    tasks = [asyncio.create_task(outbox.run()), asyncio.create_task(worker.run())]
    over = False
    while not over:
        await asyncio.sleep(0.05)
        over = await _ended(database) or 0 < plan.stop_after <= len(platform.times)
    took, spent = time.monotonic() - began, cpu() - used
    for task in reversed(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await database.close()
    times = platform.times
    steady = (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0
    return {
        "seconds": took,
        "cpu": spent,
        "sent": len(times),
        "steady": steady,
        "most": float(busiest(times)),
        "before_mb": before,
        "resident_mb": resident(),
    }


def busiest(times: list[float], seconds: float = 1.0) -> int:
    """The most that came within any one second."""
    most, first, times = 0, 0, sorted(times)
    for last, at in enumerate(times):
        while at - times[first] >= seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def resident() -> float:
    """The most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def cpu() -> float:
    """CPU seconds so far, threads included."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def _withdraw(database: Database, plan: Plan) -> None:
    """After whom it is for was fixed, some people withdraw: in the ledger and beside the contact, as ever."""
    if not plan.troubles:
        return
    gone = contacts.c.id % OPTED_OUT == OPTED_OUT - 1
    await database.write(
        lambda conn: conn.execute(contacts.update().where(gone, contacts.c.messages).values(messages=False))
    )


async def _ended(database: Database) -> bool:
    query = sa.select(table.c.id).where(table.c.ended_at.is_(None))
    return await database.read(lambda conn: conn.execute(query).first() is None)


async def counted(plan: Plan) -> dict[str, int]:
    """How many met which fate, as the database has it."""
    database = Database(plan.url)
    try:
        tally = await database.read(lambda conn: fates.tally(conn, 1))
        return {fate.value: tally.of(fate) for fate in Fate}
    finally:
        await database.close()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(live(Path(sys.argv[1])))), flush=True)
