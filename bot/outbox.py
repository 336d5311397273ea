"""The deliverer: takes due messages from the outbox, keeps the pace, sends, writes down what became of each.

What is promised: nothing queued is lost, whenever the process is killed. A message is marked sent only after
the platform took it, and no platform here can be told "this is the same one", so a kill between the two makes
it go again: at most the one message in flight to an address can appear twice. Broadcasts are the other way
round: each is marked before it goes, and one whose fate is unknown is never sent again on a guess.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import sqlalchemy as sa
import structlog

from bot.outcomes import fault, judge
from bot.pace import Pace
from bot.ports import Delivery, DeliveryStatus, Outcome, Sender, Settled, TryLater, Unanswered
from bot.storage import deliveries
from bot.storage.crypto import Keyring, Unsealable
from bot.storage.database import Database, may_try_again
from bot.storage.deliveries import Claimed, Final, Hook, Settlement
from bot.waiting import AHEAD, Waiting

log = structlog.get_logger(__name__)

IN_FLIGHT = 32
"""Messages being sent at once, each to another address."""
POLL = 1.0
"""Seconds between looks for what other processes queued and for what has become due."""
LEASE = timedelta(seconds=120)
SENDING = 40.0
"""Seconds one sending may take; well within the lease."""
SURE = 5.0
"""Seconds for which "it is this process that sends" holds, counted from the question. Nothing is begun later: a new
deliverer that waited for that and for the longest sending takes over no row that somebody cut off is still sending."""


Gate = Callable[[sa.Connection, Collection[str]], Collection[str]]
"""Asked at the moment of sending, with the keys of broadcasts about to go: gives those that may not.

It has taken their rows out itself, and kept the reason, in the same transaction.
"""


class Outbox:
    """Delivers for every channel in ``senders``; rows of other channels wait for a process that has theirs.

    ``now`` gives aware moments for the table, ``pace`` has the clock to wait by. ``on_settled`` runs inside
    the settling transaction, once in a blue moon twice for one message (a connection lost at the commit); if
    it raises, that is logged, its own changes are undone and the settlement stands.
    """

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        senders: Mapping[str, Sender],
        pace: Pace,
        now: Callable[[], datetime],
        on_settled: Hook | None = None,
        sending: float = SENDING,
        gate: Gate | None = None,
    ) -> None:
        self._gate = gate
        self._database = database
        self._keyring = keyring
        self._senders = senders
        self._pace = pace
        self._now = now
        self._hook = on_settled
        self._longest = sending
        self._name = uuid4().hex
        self._waiting = Waiting(pace, IN_FLIGHT)
        self._sending: set[asyncio.Task[None]] = set()
        self._done: list[Settlement] = []
        self._stir = asyncio.Event()
        self._stopping = False
        self._ours = False
        self._ask_at = 0.0
        self._take_over_at: float | None = None
        self._look = True
        self._look_at = 0.0

    def wake(self) -> None:
        """Look for new rows now: call it in the event loop, after the commit that queued them."""
        self._look = True
        self._stir.set()

    async def run(self) -> None:
        """Deliver until cancelled; then let what is in flight finish, write it down, and free the rest.

        On PostgreSQL one process at a time delivers, because the platforms' limits are one for the whole bot.
        """
        serving = asyncio.create_task(self._serve())
        try:
            await asyncio.shield(serving)
        finally:
            # The loop is asked to stop, not cancelled: a settlement cut off half-way would be sent once more.
            self._stopping = True
            self._stir.set()
            await serving

    async def _serve(self) -> None:
        while not self._stopping:
            if await self._is_ours():
                await self._take_over()
                await self._book()
                # The database may have kept us waiting: what we hold may have become another's.
                await self._rest(self._start() if await self._is_ours() else POLL)
            else:
                await self._rest(POLL)
        await self._wind_up()

    async def drain(self) -> None:
        """Deliver everything that is due, at the right pace, and return when nothing due is left."""
        while True:
            self._look = True
            await self._book()
            wait = self._start()
            if not (self._waiting or self._sending or self._done):
                return
            await self._rest(wait)

    # --- one round -------------------------------------------------------------------------------

    async def _book(self) -> None:
        """Write down what is done and what begins, and claim what is due, in one transaction."""
        self._look = self._look or self._pace.clock() >= self._look_at
        self._done += self._waiting.give_back(self._now())
        done, begun = self._done, self._waiting.beginning
        if not (done or begun or self._look):
            return
        self._done, self._waiting.beginning, self._look = [], [], False
        rows = [row for row, _ in begun]
        work = partial(
            self._exchange, done, rows, self._waiting.open_lanes(), self._open_channels(), self._now()
        )
        since = self._pace.clock()
        try:
            claimed, held = await self._database.write(work)
        except Exception as error:
            log.error("outbox-not-written", problem=type(error).__name__)
            self._done, self._look = done + self._done, True
            self._waiting.beginning = begun + self._waiting.beginning
            await self._pace.sleep(POLL)
            return
        self._look_at = self._pace.clock() + POLL
        self._waiting.measured(self._pace.clock() - since)
        self._waiting.begun(begun, held)
        self._accept(claimed)

    def _exchange(
        self,
        done: list[Settlement],
        begun: list[Claimed],
        lanes: list[int],
        channels: list[str],
        now: datetime,
        conn: sa.Connection,
    ) -> tuple[list[Claimed], Collection[str]]:
        self._settle(conn, done, now)
        held = set(self._gate(conn, [row.key for row in begun]) if self._gate and begun else ())
        may_go = deliveries.begin(conn, [row for row in begun if row.key not in held], now)
        held |= {row.key for row in begun if row.seq not in may_go}
        claimed = deliveries.claim(
            conn, by=self._name, now=now, until=now + LEASE, lanes=lanes, channels=channels, most=AHEAD
        )
        return claimed, held

    def _accept(self, claimed: list[Claimed]) -> None:
        latest = self._now() + LEASE - timedelta(seconds=self._longest)
        self._waiting.accept((row for row in claimed if row.begun_at is None), latest)
        for row in claimed:
            if row.begun_at is not None:
                self._finish(Final(row, DeliveryStatus.UNKNOWN, problem="interrupted"))

    def _settle(self, conn: sa.Connection, settlements: Sequence[Settlement], now: datetime) -> None:
        for settled in deliveries.settle(conn, settlements, now):
            if self._hook is not None:
                _tell(conn, self._hook, settled)

    def _open_channels(self) -> list[str]:
        return [channel for channel in self._senders if not self._pace.paused(channel)]

    def _start(self) -> float:
        """Begin to send whatever the pace allows; returns after how many seconds to try again."""
        waits = self._waiting.start(self._send, lambda: len(self._sending))
        if self._waiting.beginning:
            self._stir.set()
        return max(0.0, min([self._look_at - self._pace.clock(), *waits]))

    async def _rest(self, seconds: float) -> None:
        """Until something finishes, something is queued, or the time is up."""
        alarm = asyncio.create_task(self._ring(seconds))
        try:
            await self._stir.wait()
        finally:
            alarm.cancel()
        self._stir.clear()

    async def _ring(self, seconds: float) -> None:
        await self._pace.sleep(seconds)
        self._stir.set()

    # --- one message -----------------------------------------------------------------------------

    def _send(self, row: Claimed) -> None:
        try:
            delivery = deliveries.opened(self._keyring, row)
        except Unsealable as error:
            log.error("outbox-unsealable", seq=row.seq)
            self._finish(Final(row, DeliveryStatus.REJECTED, problem=type(error).__name__))
            return
        task = asyncio.create_task(self._carry(row, delivery))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _carry(self, row: Claimed, delivery: Delivery) -> None:
        try:
            async with asyncio.timeout(self._longest):
                outcome: Outcome = await self._senders[row.channel].send(delivery)
        except TimeoutError:
            outcome = Unanswered("timeout")
        except Exception as error:
            log.error(
                "outbox-sender-raised", channel=row.channel, kind=row.kind, problem=type(error).__name__
            )
            outcome = fault(row, type(error).__name__)
        if isinstance(outcome, TryLater) and outcome.whole_channel:
            self._pace.pause(row.channel, outcome.seconds)
        self._finish(judge(row, outcome, self._now()))

    def _finish(self, settlement: Settlement) -> None:
        self._done.append(settlement)
        self._stir.set()

    # --- beginning and end -----------------------------------------------------------------------

    async def _is_ours(self) -> bool:
        """Whether it is this process that sends; one that no longer does gives back what it has claimed."""
        asked = self._pace.clock()
        if asked < self._ask_at:
            return self._ours
        were_ours = self._ours
        try:
            self._ours = await self._database.hold("outbox") and self._pace.clock() - asked < SURE
        except Exception as error:
            log.error("outbox-not-held", problem=type(error).__name__)
            self._ours = False
        self._ask_at = asked + POLL
        if self._ours and not were_ours:
            # An SQLite file has one process: whoever else had claimed something is dead.
            alone = self._database.dialect == "sqlite"
            self._take_over_at = self._pace.clock() + (0.0 if alone else self._longest + SURE)
        if not self._ours and (self._waiting or self._done):
            await self._wind_up()
        return self._ours

    async def _take_over(self) -> None:
        if self._take_over_at is not None and self._pace.clock() >= self._take_over_at:
            self._take_over_at = None
            await self._persist(partial(deliveries.release_others, by=self._name))
            self._look = True

    async def _wind_up(self) -> None:
        if self._sending:
            await asyncio.wait(self._sending)
        settlements, self._done = [*self._done, *self._waiting.give_up()], []
        if settlements:
            now = self._now()
            await self._persist(lambda conn: self._settle(conn, settlements, now))

    async def _persist(self, work: Callable[[sa.Connection], object]) -> None:
        try:
            await self._database.write(work)
        except Exception as error:
            # Nothing is lost: the leases end by themselves, and what was sent unmarked goes once more.
            log.error("outbox-not-written", problem=type(error).__name__)


def _tell(conn: sa.Connection, hook: Hook, settled: Settled) -> None:
    try:
        with conn.begin_nested():
            hook(conn, settled)
    except Exception as error:
        if may_try_again(error):
            raise
        log.error("outbox-hook-raised", seq=settled.seq, problem=type(error).__name__)
