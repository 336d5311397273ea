"""Carries broadcasts: fixes whom they are for, feeds the outbox a little at a time, says how it goes.

Each round is one transaction that reads where things stand and moves them on, so a process may die at any
moment and any other goes on; on PostgreSQL each broadcast is worked on by whoever locks its row first. Nothing
is remembered between rounds but when the card was shown last.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog

from bot.desk import files, halts, posts, progress, rules
from bot.desk.broadcasting import payload
from bot.house import House
from bot.pace import TELEGRAM, TELEGRAM_PAID, Pace
from bot.storage import audit, broadcasts, fates, recipients
from bot.storage.database import Database
from bot.storage.recipients import CHUNK
from dialogs.broadcasts import CANARY, Broadcast, BroadcastAct, BroadcastStatus, Fate, Halt
from dialogs.messages import Language, text
from dialogs.quiet import is_quiet

log = structlog.get_logger(__name__)

IDLE, BUSY = 1.0, 0.2
"""Seconds between rounds when nothing is on its way, and when the outbox is being fed."""
SHOWN_EVERY = timedelta(seconds=6)
"""A group takes 20 messages and edits a minute; half of them are left to people's cases."""
_S = BroadcastStatus


class Broadcasts:
    """Works on every open broadcast, ``channels`` being those this product can send through.

    ``wake`` is called when the outbox has new messages; ``pace`` is told when paid broadcasts are allowed.
    """

    def __init__(
        self,
        database: Database,
        house: House,
        channels: Callable[[], Collection[str]],
        wake: Callable[[], None],
        pace: Pace | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._house = house
        self._channels = channels
        self._wake = wake
        self._pace = pace
        self._sleep = sleep
        self._shown: dict[int, datetime] = {}

    async def run(self) -> None:
        """Work until cancelled; a round that fails is logged, undone, and tried again."""
        while True:
            busy = False
            try:
                busy = await self.tick()
            except Exception as error:
                log.error("broadcast-round-failed", problem=type(error).__name__)
            await self._sleep(BUSY if busy else IDLE)

    async def tick(self) -> bool:
        """One round; whether the outbox was fed."""
        if not await self._database.read(broadcasts.is_any_open):
            return False
        busy, paid = await self._database.write(self._round)
        if self._pace is not None:
            self._pace.use(posts.STAFF_CHANNEL, TELEGRAM_PAID if paid else TELEGRAM)
        self._wake()
        return busy

    def _round(self, conn: sa.Connection) -> tuple[bool, bool]:
        fed = [ROUNDS[found.status](self, conn, found) for found in broadcasts.claim_open(conn)]
        return any(fed), rules.paid(conn)

    # --- One broadcast, by its status

    def _begin(self, conn: sa.Connection, broadcast: Broadcast) -> bool:
        """Approved: fix whom it is for, unless people sleep."""
        now = self._house.now()
        if is_quiet(now, self._house.zone):
            return False
        if broadcast.corrects is None:
            count = recipients.fix(conn, broadcast.id, self._channels())
        else:
            count = recipients.fix_correction(conn, broadcast.id, broadcast.corrects)
            # Whoever has not been told yet is told the right words at once.
            recipients.recall(conn, broadcast.corrects)
            broadcasts.set_words(conn, broadcast.corrects, broadcast.words)
        broadcasts.move(conn, broadcast, BroadcastAct.START, began_at=now)
        self._audit(conn, broadcast.id, "broadcast-began", count)
        posts.show_card(conn, self._house, progress.about(broadcast.id))
        return True

    def _go_on(self, conn: sa.Connection, broadcast: Broadcast) -> bool:
        """Running: gather what became of the last chunk, feed the next."""
        now = self._house.now()
        was_under_way = len(recipients.in_outbox(conn, broadcast.id))
        under_way = recipients.gather(conn, broadcast.id, now) if was_under_way else 0
        if was_under_way:
            self._show(conn, broadcast.id, now)
        if is_quiet(now, self._house.zone):
            recipients.recall(conn, broadcast.id)
            return False
        if not broadcast.canary_passed and not self._canary(conn, broadcast, under_way):
            return fates.is_anybody(conn, broadcast.id, Fate.QUEUED)
        fed = self._feed(conn, broadcast, now) if broadcast.canary_passed else 0
        if not fed and not _is_anybody_left(conn, broadcast):
            broadcasts.move(conn, broadcast, BroadcastAct.FINISH)
            self._end(conn, broadcast.id, now)
        return fed > 0 or fates.is_anybody(conn, broadcast.id, Fate.QUEUED)

    def _canary(self, conn: sa.Connection, broadcast: Broadcast, under_way: int) -> bool:
        """Send to the first few and wait for what becomes of them; True once the rest may follow."""
        met = fates.tally_met(conn, broadcast.id)
        room = CANARY - met.total
        if room > 0 and self._feed_few(conn, broadcast, room):
            return False
        # Who waits for a platform's daily limit is not waited for: the other messengers go on.
        if under_way > recipients.put_off(conn, broadcast.id, self._house.now()):
            return False
        if not met.settled and _is_anybody_left(conn, broadcast):
            return False
        if met.too_many_wrong:
            said = text("broadcast-halted", id=broadcast.id, wrong=met.gone_wrong, count=met.settled)
            halts.halt(conn, self._house, broadcast, Halt.CANARY, said)
            return False
        broadcasts.mark(conn, broadcast.id, canary_passed=True)
        return True

    def _wait(self, conn: sa.Connection, broadcast: Broadcast) -> bool:
        """Paused: what was in flight comes in, nothing goes out."""
        recipients.recall(conn, broadcast.id)
        if recipients.in_outbox(conn, broadcast.id):
            recipients.gather(conn, broadcast.id, self._house.now())
            posts.show_card(conn, self._house, progress.about(broadcast.id))
        return False

    def _wind_up(self, conn: sa.Connection, broadcast: Broadcast) -> bool:
        """Stopped: report once nothing is in flight any more."""
        recipients.recall(conn, broadcast.id)
        if not recipients.gather(conn, broadcast.id, self._house.now()):
            self._end(conn, broadcast.id, self._house.now())
        return False

    # --- Its parts

    def _feed_few(self, conn: sa.Connection, broadcast: Broadcast, room: int) -> int:
        """The first few, a share of them through each channel, so that each is tried."""
        channels, fed = sorted(self._channels()), 0
        for left, channel in zip(range(len(channels), 0, -1), channels, strict=True):
            share = -(-(room - fed) // left)
            if share > 0:
                fed += self._feed_channel(conn, broadcast, channel, share)
        return fed

    def _feed(self, conn: sa.Connection, broadcast: Broadcast, now: datetime) -> int:
        fed = 0
        for channel in self._channels():
            room = CHUNK - len(recipients.in_outbox(conn, broadcast.id, channel))
            if room >= CHUNK // 4:
                fed += self._feed_channel(conn, broadcast, channel, room)
        return fed

    def _feed_channel(self, conn: sa.Connection, broadcast: Broadcast, channel: str, most: int) -> int:
        paid = {"paid": True} if rules.paid(conn) else {}
        payloads = {
            (channel, language): payload(self._house, broadcast, language) | paid for language in Language
        }
        now = self._house.now()
        return recipients.feed(conn, self._house.keyring, broadcast.id, channel, payloads, most, now)

    def _show(self, conn: sa.Connection, id: int, now: datetime) -> None:
        if now - self._shown.get(id, datetime.min.replace(tzinfo=now.tzinfo)) >= SHOWN_EVERY:
            self._shown[id] = now
            posts.show_card(conn, self._house, progress.about(id))

    def _end(self, conn: sa.Connection, id: int, now: datetime) -> None:
        """The last card, the report and its file."""
        broadcasts.mark(conn, id, ended_at=now)
        counts = fates.tally(conn, id)
        self._audit(conn, id, "broadcast-ended", counts.total, {str(k): n for k, n in counts.counts.items()})
        named = progress.about(id)
        posts.show_card(conn, self._house, named)
        body = (text("broadcast-report-title", id=id, count=counts.total), *progress.outcomes(counts))
        posts.post(conn, self._house, f"broadcast-report:{id}", body, about=named)
        files.send(conn, self._house, f"broadcast-report-file:{id}", "report", id)
        self._shown.pop(id, None)

    def _audit(
        self, conn: sa.Connection, id: int, act: str, count: int, counts: Mapping[str, int] | None = None
    ) -> None:
        detail = {"count": count, **(counts or {})}
        keyring, at = self._house.keyring, self._house.now()
        audit.append(conn, keyring, at=at, actor="bot", act=act, about=progress.about(id), detail=detail)


def _is_anybody_left(conn: sa.Connection, broadcast: Broadcast) -> bool:
    return fates.is_anybody(conn, broadcast.id, Fate.WAITING, Fate.QUEUED)


ROUNDS: Mapping[BroadcastStatus, Callable[[Broadcasts, sa.Connection, Broadcast], bool]] = {
    _S.APPROVED: Broadcasts._begin,
    _S.RUNNING: Broadcasts._go_on,
    _S.PAUSED: Broadcasts._wait,
    _S.STOPPED: Broadcasts._wind_up,
}


def gate(house: House) -> Callable[[sa.Connection, Collection[str]], Collection[str]]:
    """The last question before a message goes: does the ledger still allow it, does its broadcast still run."""

    def held(conn: sa.Connection, keys: Collection[str]) -> Collection[str]:
        named = {whose[0] for key in keys if (whose := recipients.named(key)) is not None}
        now = house.now()
        running = set() if is_quiet(now, house.zone) else broadcasts.running(conn, named)
        return recipients.hold_back(conn, keys, running, now)

    return held
