"""How fast a channel may be spoken to: sliding windows, as data, on a clock that is handed in.

A token bucket lets twice its amount through at the edge of a second; a window never does. Telegram allows
about 30 messages a second to everybody, one a second to one chat with short bursts, 20 a minute to a group
(core.telegram.org/bots/faq, "My bot is hitting limits"). Each limit stays one below,
because the way to the platform squeezes messages together.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass

SLACK = 1e-6
"""Seconds added to every wait, so that rounding never ends one a hair too early."""
BROADCAST = 2
"""The lane that leaves room for the others."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``amount`` messages in any ``per_seconds``."""

    name: str
    amount: int
    per_seconds: float


def _never(_address: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Rules:
    """One channel's limits: on everything, on broadcasts, on each chat, and on each group besides."""

    overall: tuple[Limit, ...] = ()
    broadcast: tuple[Limit, ...] = ()
    chat: tuple[Limit, ...] = ()
    group: tuple[Limit, ...] = ()
    is_group: Callable[[str], bool] = _never


TELEGRAM = Rules(
    overall=(Limit("telegram", 29, 1.001),),
    # Spread over the second, so that an answer never waits for one that a broadcast has filled at its start; a
    # little faster than the whole, so that a late start is made up for.
    broadcast=(Limit("telegram broadcast", 5, 0.15),),
    chat=(Limit("telegram chat", 3, 3.0),),
    group=(Limit("telegram group", 19, 60.0),),
    is_group=lambda address: address.startswith("-"),
)
TELEGRAM_PAID = Rules(
    # 1,000 a second when broadcasts are paid for (core.telegram.org/bots/api#sendmessage, allow_paid_broadcast).
    overall=(Limit("telegram paid", 990, 1.0),),
    broadcast=(Limit("telegram paid broadcast", 96, 0.1),),
    chat=TELEGRAM.chat,
    group=TELEGRAM.group,
    is_group=TELEGRAM.is_group,
)


class Pace:
    """Says when a message may go, and remembers those that went. A channel without rules is never held up.

    ``clock`` counts seconds and never goes back; ``sleep`` waits on that same clock.
    """

    def __init__(
        self,
        rules: Mapping[str, Rules],
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.clock = clock
        self.sleep = sleep
        self._rules = dict(rules)
        self._windows: dict[Limit, _Windows] = {}
        self._paused: dict[str, float] = {}

    def use(self, channel: str, rules: Rules) -> None:
        """Keep other limits from now on. A channel that has none stays without."""
        if channel in self._rules:
            self._rules[channel] = rules

    def delay(self, channel: str, address: str, lane: int) -> float:
        """Seconds until a message to this address may go; 0 when it may go now."""
        return max(self.channel_delay(channel, lane), self._wait(self._own(channel, address)))

    def channel_delay(self, channel: str, lane: int) -> float:
        """Seconds until anything of this lane may go through the channel; 0 when only the chat decides."""
        return max(self.paused(channel), self._wait(self._common(channel, lane)))

    def rate(self, channel: str, lane: int) -> float:
        """Messages a second that the channel's limits let through; infinite without limits."""
        return min(
            (limit.amount / limit.per_seconds for limit, _ in self._common(channel, lane)), default=math.inf
        )

    def take(self, channel: str, address: str, lane: int) -> bool:
        """Count a message that goes now. False, and nothing is counted, when it has to wait."""
        if self.delay(channel, address, lane) > 0:
            return False
        now = self.clock()
        for limit, whom in (*self._common(channel, lane), *self._own(channel, address)):
            self._window(limit).add(whom, now)
        return True

    def pause(self, channel: str, seconds: float) -> None:
        """Let nothing through the channel for this long; a shorter pause never cuts a longer one."""
        self._paused[channel] = max(self._paused.get(channel, 0.0), self.clock() + seconds)

    def paused(self, channel: str) -> float:
        """Seconds until the channel's pause ends; 0 when there is none."""
        return _left(self._paused.get(channel, 0.0), self.clock())

    def remembered(self) -> int:
        """How many windows are held in memory: no more than chats written to within the longest limit."""
        return sum(len(windows) for windows in self._windows.values())

    def _common(self, channel: str, lane: int) -> Iterator[tuple[Limit, str]]:
        rules = self._rules.get(channel, Rules())
        limits = (*rules.overall, *rules.broadcast) if lane >= BROADCAST else rules.overall
        return ((limit, channel) for limit in limits)

    def _own(self, channel: str, address: str) -> Iterator[tuple[Limit, str]]:
        rules = self._rules.get(channel, Rules())
        limits = (*rules.chat, *rules.group) if rules.is_group(address) else rules.chat
        return ((limit, address) for limit in limits)

    def _wait(self, limits: Iterator[tuple[Limit, str]]) -> float:
        now = self.clock()
        return max((self._window(limit).wait(whom, now) for limit, whom in limits), default=0.0)

    def _window(self, limit: Limit) -> _Windows:
        windows = self._windows.get(limit)
        if windows is None:
            windows = self._windows[limit] = _Windows(limit)
        return windows


class _Windows:
    """The last sending times under one limit, for everybody it applies to; the long silent are dropped."""

    def __init__(self, limit: Limit) -> None:
        self._amount = limit.amount
        self._per = limit.per_seconds
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._times)

    def wait(self, whom: str, now: float) -> float:
        times = self._times.get(whom)
        return 0.0 if times is None or len(times) < self._amount else _left(times[0] + self._per, now)

    def add(self, whom: str, now: float) -> None:
        times = self._times.get(whom)
        if times is None:
            times = self._times[whom] = deque(maxlen=self._amount)
        times.append(now)
        self._times.move_to_end(whom)
        self._drop(now)

    def _drop(self, now: float) -> None:
        while self._times:
            whom, times = next(iter(self._times.items()))
            if times[-1] + self._per > now:
                return
            del self._times[whom]


def _left(until: float, now: float) -> float:
    return until - now + SLACK if until > now else 0.0
