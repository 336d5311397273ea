"""A clinic with very many people on both emulated messengers, over real HTTP; its workers are killed again and again.

Nine people in ten are on Telegram, one on WhatsApp, half of those outside their 24 hours. Of all, one in 33 cannot be
reached, and one in 50 (one in 37 of the last three quarters) withdraws while the broadcast is under way. What people
were shown is what the platforms remember, which no kill of the bot touches.
"""

from __future__ import annotations

import asyncio
import base64
import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.channels.whatsapp import TEMPLATES
from bot.demo.bot_api import BotApi, Clock
from bot.demo.cloud_api import APP_SECRET, PHONE_ID, TOKEN, VERIFY_TOKEN, CloudApi
from bot.demo.cloud_api.world import Account
from bot.desk import rules
from bot.storage import broadcasts, fates, schema, settings
from bot.storage.broadcast_tables import broadcasts as table
from bot.storage.database import Database
from bot.storage.records import consents, contacts
from dialogs.broadcasts import BroadcastStatus, Fate
from dialogs.messages import Language
from tests.bench.life import NOON

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
BLOCKED, OPTED_OUT, ON_WHATSAPP = 33, 37, 10
"""One person in so many."""
FIRST = 2_000_000_000
ROWS = 10_000
IN_FLIGHT = 33
"""Messages sent at once, and one: the most whose fate one kill can hide."""
BURST = 20
LONGEST = 3600.0


@dataclass
class Crowd:
    """``count`` people and a broadcast approved for them. ``burst_every`` so many messages come 429s."""

    folder: Path
    url: str
    count: int
    burst_every: int = 5000
    deaths: int = 0
    began: float = 0.0
    took: float = 0.0
    lives: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def opens(self) -> None:
        """Both platforms, the database, everybody in all of them."""
        clock = Clock(NOON)
        self.telegram = BotApi(clock, rates=False)
        approved = [template.submission() for template in TEMPLATES]
        self.whatsapp = CloudApi(clock, changes=self.telegram.world.changes, templates=approved, rates=False)
        addresses = await self.telegram.start(), await self.whatsapp.start()
        self.group = self.telegram.group(creator=self.telegram.person("Әкімші"))
        await asyncio.to_thread(schema.migrate, self.url)
        self.database = Database(self.url)
        for first in range(1, self.count + 1, ROWS):
            numbers = range(first, min(first + ROWS, self.count + 1))
            rows = [self._meets(number) for number in numbers]
            await self.database.write(lambda conn, rows=rows: conn.execute(contacts.insert(), rows))
        await self.database.write(self._approves)
        (self.folder / "settings.json").write_text(json.dumps(self._settings(*addresses)))

    async def closes(self) -> None:
        """Let go of everything."""
        for life in self.lives:
            if life.returncode is None:
                life.kill()
                await life.wait()
        await self.database.close()
        await self.telegram.close()
        await self.whatsapp.close()

    def _settings(self, telegram: str, whatsapp: str) -> dict[str, Any]:
        return {
            "bot_token": self.telegram.token,
            "admin_chat_id": self.group.first_id,
            "telegram_api_url": telegram,
            "whatsapp_token": TOKEN,
            "whatsapp_phone_id": PHONE_ID,
            "whatsapp_app_secret": APP_SECRET,
            "whatsapp_verify_token": VERIFY_TOKEN,
            "whatsapp_api_url": whatsapp,
            "database_url": self.url,
            "data_key": KEY,
            "log_level": "ERROR",
        }

    # --- Everybody

    def _meets(self, number: int) -> dict[str, Any]:
        """The person on their platform, and as the clinic knows them."""
        far = number % (2 * ON_WHATSAPP) == 0
        row = {
            "language": ("kk", "ru", "en")[number % 3],
            "consent": True,
            "messages": True,
            "since": NOON,
            "heard_at": NOON - timedelta(days=3) if far else NOON,
        }
        if number % ON_WHATSAPP:
            user = self.telegram.world.add_user(first_name="Науқас", id=FIRST + number, started=True)
            user.blocked = self.is_blocked(number)
            return {**row, "channel": "telegram", "address": f"{user.id}"}
        address = f"KZ.{FIRST + number}"
        if not self.is_blocked(number):
            heard = None if far else self.telegram.clock.now()
            self.whatsapp.world.add(Account(address, f"7{FIRST + number}", "Науқас", last_word=heard))
        return {**row, "channel": "whatsapp", "address": address}

    def is_blocked(self, number: int) -> bool:
        """Whether the platform refuses this person."""
        return number % BLOCKED == BLOCKED - 1

    def withdraws(self, number: int) -> bool:
        """Whether this person says STOP once it has begun: nobody of the first, who may have been told already."""
        return number > self.count // 4 and number % OPTED_OUT == OPTED_OUT - 1

    def _approves(self, conn: sa.Connection) -> None:
        words = {language: (f"News in {language}.",) for language in Language}
        id = broadcasts.draft(conn, words, NOON)
        broadcasts.mark(conn, id, status=BroadcastStatus.APPROVED.value)
        # The product's own ways to be faster, since the platforms here keep no limits.
        settings.put(conn, rules.PAID, "on")
        settings.put(conn, "whatsapp-per-second", "900")
        settings.put(conn, "whatsapp-people-a-day", f"{10 * self.count}")

    def _withdraw(self, conn: sa.Connection) -> None:
        """STOP, in the ledger and beside the contact, as the talk writes it."""
        going = [number for number in range(1, self.count + 1) if self.withdraws(number)]
        line = {
            "purpose": "messages",
            "granted": False,
            "text_version": "-",
            "language": "ru",
            "channel": "-",
        }
        said = [{**line, "contact": number, "evidence": f"inbox:{number}", "at": NOON} for number in going]
        conn.execute(consents.insert(), said)
        one = contacts.update().where(contacts.c.id == sa.bindparam("of")).values(messages=False)
        conn.execute(one, [{"of": number} for number in going])

    # --- Its course

    @property
    def asked(self) -> int:
        """Requests both platforms have seen."""
        return self.telegram.wire.count + self.whatsapp.wire.count

    async def goes(self, kills: int, workers: int = 1) -> None:
        """Carry the broadcast to its end with so many workers, one of which is killed and replaced now and then."""
        self.began = time.monotonic()
        for _ in range(workers):
            await self._lives()
        await self._waits_for_its_beginning()
        await self.database.write(self._withdraw)
        marks = [int(self.count * 0.85 * n / kills) for n in range(1, kills + 1)]
        bursts = iter(range(self.burst_every, self.count, self.burst_every))
        burst = next(bursts, None)
        while not await self._has_ended():
            if burst is not None and self.asked >= burst:
                self._slows_down()
                burst = next(bursts, None)
            if marks and self.asked >= marks[0]:
                marks.pop(0)
                await self._dies()
            await asyncio.sleep(0.02)
        self.took = time.monotonic() - self.began

    def _slows_down(self) -> None:
        self.telegram.fails("429", method="sendMessage", times=BURST, retry_after=1)
        self.whatsapp.refuses(130429, 2)

    async def _lives(self) -> None:
        command = [sys.executable, "-m", "tests.bench.life", str(self.folder)]
        with (self.folder / "errors").open("ab") as errors:
            self.lives.append(await asyncio.create_subprocess_exec(*command, stdout=errors, stderr=errors))

    async def _dies(self) -> None:
        """kill -9 the oldest worker, another one begins."""
        oldest = self.lives.pop(0)
        oldest.send_signal(signal.SIGKILL)
        self.deaths += await oldest.wait() == -signal.SIGKILL
        await self._lives()

    async def _waits_for_its_beginning(self) -> None:
        query = sa.select(table.c.id).where(table.c.began_at.is_not(None))
        begun = None
        while begun is None:
            self._looks()
            await asyncio.sleep(0.02)
            begun = await self.database.read(lambda conn: conn.execute(query).scalar())

    async def _has_ended(self) -> bool:
        """Its report has come to the group."""
        self._looks()
        chat = self.telegram.world.chats[self.group.first_id]
        return any("document" in message.body for message in chat.order[-5:])

    def _looks(self) -> None:
        """Raises what would make waiting vain."""
        if time.monotonic() - self.began > LONGEST:
            raise TimeoutError("the broadcast does not end")
        if any(life.returncode is not None for life in self.lives):
            raise RuntimeError((self.folder / "errors").read_text()[-2000:])

    # --- The truth

    async def truth(self) -> dict[str, Any]:
        """What the platforms showed against what the database says and what was to be expected."""
        tally = await self.database.read(lambda conn: fates.tally(conn, 1))
        shown = Counter(self._shown())
        everybody = range(1, self.count + 1)
        blocked = {n for n in everybody if self.is_blocked(n) and not self.withdraws(n)}
        opted_out = {n for n in everybody if self.withdraws(n)}
        return {
            "fates": {fate.value: tally.of(fate) for fate in Fate},
            "shown": len(shown),
            "twice": sum(times > 1 for times in shown.values()),
            "missed": len(set(everybody) - blocked - opted_out - set(shown)),
            "after_withdrawal": len(opted_out & set(shown)),
            "blocked": len(blocked),
            "opted_out": len(opted_out),
            "deaths": self.deaths,
            "seconds": self.took,
        }

    def _shown(self) -> Iterator[int]:
        """Everybody's number, once for each message of the broadcast they see."""
        for id, chat in self.telegram.world.chats.items():
            if id > FIRST:
                yield from (id - FIRST for message in chat.order if "News in" in message.body.get("text", ""))
        for id, talk in self.whatsapp.world.chats.items():
            yield from (
                int(id.removeprefix("KZ.")) - FIRST for message in talk.messages if message.from_clinic
            )


async def carried(
    folder: Path, url: str, count: int, *, kills: int, workers: int = 1, burst_every: int = 5000
) -> dict[str, Any]:
    """A whole broadcast; the truth about it."""
    crowd = Crowd(folder, url, count, burst_every)
    await crowd.opens()
    try:
        await crowd.goes(kills, workers)
        return await crowd.truth()
    finally:
        await crowd.closes()
