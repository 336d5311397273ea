"""One life of a small bot over the real inbox and outbox, which kills itself at the moment it is told to.

Five updates wait on the platform until they are stored; each is answered in a turn of its own; the answers
are delivered one by one. What the platform got is a file, synced before the sender returns.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.outbox import Outbox
from bot.pace import Limit, Pace, Rules
from bot.ports import Delivered, Delivery, Outcome, Settled
from bot.storage import inbox, outbox
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.inbox import Inbound
from bot.storage.outbox import Lane, Outgoing

KEYRING = Keyring([bytes(32)])
ONE_BY_ONE = {"telegram": Rules(overall=(Limit("all", 1, 0.02),))}
LEASES_END = timedelta(minutes=10)


class Moment:
    """Kills the process the third time it comes by: in the middle of things, not at their edge."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = 3

    def passes(self, name: str) -> None:
        if name != self._name:
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class Platform:
    """Writes down what it got, as a platform that has shown it to somebody."""

    def __init__(self, file: Path, moment: Moment) -> None:
        self._file = file
        self._moment = moment

    async def send(self, delivery: Delivery) -> Outcome:
        self._moment.passes("before the platform has it")
        with self._file.open("a") as file:
            file.write(json.dumps({"key": delivery.key}) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._moment.passes("after the platform has it")
        return Delivered("1")


async def hear(database: Database, moment: Moment, kind: str, now: datetime) -> None:
    """Store what the platform still has, then answer whatever waits."""
    for n in range(1, 6):
        moment.passes("before the update is stored")
        update = Inbound("telegram", f"{n}", f"telegram:{n}", b"hello", now)
        await database.write(lambda conn, update=update: inbox.store(conn, KEYRING, [update]))
        moment.passes("after the update is stored")
    for each in await database.read(lambda conn: inbox.waiting(conn, KEYRING, 10)):
        assert each.inbound is not None
        number = each.inbound.update_id
        lane = Lane.BROADCAST if kind == "broadcast" else Lane.ANSWER
        answer = Outgoing(f"turn:{number}", "telegram", number, "message", {"html": ["hello"]}, lane)

        def turn(conn: sa.Connection, seq: int = each.seq, answer: Outgoing = answer) -> None:
            if inbox.begin(conn, seq, now):
                outbox.queue(conn, KEYRING, [answer], now)
            moment.passes("inside the turn")

        await database.write(turn)
        moment.passes("after the turn is committed")


async def live(url: str, file: Path, kind: str, moment: Moment) -> None:
    database = Database(url)
    # Each life is lived after the leases of the one before have ended, without waiting for that.
    lives = file.with_suffix(".lives")
    lives.write_text(lives.read_text() + "." if lives.exists() else ".")
    born = datetime.now(UTC) + LEASES_END * len(lives.read_text())
    await hear(database, moment, kind, born)

    def settled(_conn: sa.Connection, _settled: Settled) -> None:
        moment.passes("while it is written down")

    platform = Platform(file, moment)
    deliverer = Outbox(
        database, KEYRING, {"telegram": platform}, Pace(ONE_BY_ONE), lambda: born, on_settled=settled
    )
    await deliverer.drain()
    await database.close()


def lives(url: str, file: Path, kind: str, moment: str) -> None:
    """One life, to be ended at ``moment`` unless that is empty."""
    asyncio.run(live(url, file, kind, Moment(moment)))
