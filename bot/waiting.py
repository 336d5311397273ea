"""Claimed messages that wait for their turn: which may go now by the pace, which are marked as begun before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from bot.pace import SLACK, Pace
from bot.storage.deliveries import Claimed, Release
from bot.storage.outbox import Lane

AHEAD = 64
"""Messages of one lane held ready in memory."""
FIRST_LEAD, LONGEST_LEAD = 0.005, 0.2
"""Seconds a commit is taken to last before one was measured, and at most."""

Held = tuple[Claimed, datetime]
"""A claimed row and the last moment at which its sending may begin."""


class Waiting:
    """A broadcast goes through three lists: ready, ``beginning`` (to be marked), begun; anything else through one.

    ``most`` is how many may be in flight at once; ``lead`` is how long before its turn one is marked.
    """

    def __init__(self, pace: Pace, most: int) -> None:
        self._pace = pace
        self._most = most
        self._ready: list[Held] = []
        self._begun: list[Held] = []
        self.beginning: list[Held] = []
        self.lead = FIRST_LEAD

    def __bool__(self) -> bool:
        return bool(self._ready or self.beginning or self._begun)

    def accept(self, rows: Iterable[Claimed], latest: datetime) -> None:
        """Take claimed rows in; each may begin to be sent until ``latest``."""
        self._ready += ((row, latest) for row in rows)
        self._ready.sort(key=lambda held: (held[0].lane, held[0].seq))

    def begun(self, marked: Iterable[Held], held_back: Collection[str]) -> None:
        """These were marked as begun, but for those that may not go any more."""
        self._begun += (each for each in marked if each[0].key not in held_back)

    def measured(self, seconds: float) -> None:
        """A commit took so long: the next ones are taken to last about as long."""
        self.lead = min(LONGEST_LEAD, 0.8 * self.lead + 0.2 * max(FIRST_LEAD, 1.5 * seconds))

    def open_lanes(self) -> list[int]:
        """Lanes with room: a long broadcast never keeps an answer from being claimed."""
        held = [row.lane for row, _ in self._ready]
        return [lane.value for lane in Lane if held.count(lane.value) <= AHEAD // 2]

    def give_back(self, now: datetime) -> list[Release]:
        """What cannot go soon: its channel is paused, or its lease would end during the sending."""
        hopeless = [held for held in (*self._ready, *self._begun) if not self._may_stay(held, now)]
        self._ready = [held for held in self._ready if self._may_stay(held, now)]
        self._begun = [held for held in self._begun if self._may_stay(held, now)]
        return [Release(row) for row, _ in hopeless]

    def _may_stay(self, held: Held, now: datetime) -> bool:
        return held[1] > now and not self._pace.paused(held[0].channel)

    def give_up(self) -> list[Release]:
        """Everything, when this process sends no more."""
        held = (*self._begun, *self.beginning, *self._ready)
        self._ready, self._begun, self.beginning = [], [], []
        return [Release(row) for row, _ in held]

    def start(self, send: Callable[[Claimed], None], in_flight: Callable[[], int]) -> list[float]:
        """Send whatever the pace allows; gives after how many seconds to try again, for each that has to wait."""
        waits = list[float]()
        urgent = [held for held in self._ready if held[0].lane < Lane.BROADCAST]
        later = [held for held in self._ready if held[0].lane >= Lane.BROADCAST]
        urgent = self._send_off(urgent, send, in_flight, waits)
        self._begun = self._send_off(self._begun, send, in_flight, waits)
        self._ready = urgent + self._begin_next(later, in_flight(), waits)
        return waits

    def _send_off(
        self,
        held: list[Held],
        send: Callable[[Claimed], None],
        in_flight: Callable[[], int],
        waits: list[float],
    ) -> list[Held]:
        kept, full = list[Held](), set[tuple[str, int]]()
        for each in held:
            row = each[0]
            line = row.channel, row.lane
            if line in full or in_flight() >= self._most:
                kept.append(each)
            elif self._pace.take(row.channel, row.address, row.lane):
                send(row)
            else:
                kept.append(each)
                waits.append(self._pace.delay(row.channel, row.address, row.lane))
                if self._pace.channel_delay(row.channel, row.lane):
                    full.add(line)
        return kept

    def _begin_next(self, held: list[Held], in_flight: int, waits: list[float]) -> list[Held]:
        """Have broadcasts marked just before it is their turn, so that the pace never waits for the disk.

        No earlier: those that are marked and not sent are the ones whose fate is unknown after a kill.
        """
        kept = list[Held]()
        for each in held:
            row = each[0]
            ahead = sum(other.channel == row.channel for other, _ in (*self._begun, *self.beginning))
            delay = self._pace.channel_delay(row.channel, row.lane)
            early = delay + ahead / self._pace.rate(row.channel, row.lane) - self.lead
            if ahead + in_flight < self._most and early <= SLACK:
                self.beginning.append(each)
            else:
                kept.append(each)
                waits += [early] if early > SLACK else []
        return kept
