"""How fast a number may send: 80 a second in all, and to one person one in 6 seconds after a burst.

Source: developers.facebook.com/documentation/business-messaging/whatsapp ("Throughput", "Pair rate limits")
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.demo.bot_api.clock import Clock
from bot.demo.bot_api.rates import Window
from bot.demo.cloud_api.refusals import Refused


@dataclass(slots=True)
class _Pair:
    """A burst of messages borrows from what follows, one for every 6 seconds."""

    owed: float = 0.0
    at: float = 0.0


@dataclass(slots=True)
class Rates:
    """The limits of one number and its portfolio; ``on`` switches them off for tests of other things."""

    clock: Clock
    on: bool = True
    overall: int = 80
    burst: int = 45
    pair_seconds: float = 6.0
    portfolio: int = 250
    _all: Window = field(init=False)
    _pairs: dict[str, _Pair] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._all = Window(self.overall, 1.0)

    def charge(self, user_id: str) -> None:
        """Count one message to the person, or raise ``Refused`` and count nothing."""
        if not self.on:
            return
        now = self.clock.ticking()
        pair = self._pairs.setdefault(user_id, _Pair(at=now))
        pair.owed = max(0.0, pair.owed - (now - pair.at) / self.pair_seconds)
        pair.at = now
        if self._all.wait(now) > 0:
            raise Refused(130429, "Cloud API message throughput has been reached.")
        if pair.owed + 1 > self.burst:
            raise Refused(131056, "Too many messages sent to the same person in a short time.")
        self._all.seen.append(now)
        pair.owed += 1
