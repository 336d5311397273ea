"""How much a bot may send: 30 a second in all, bursts and 1 a second in a chat, 20 a minute in a group.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import math
from collections import deque
from dataclasses import dataclass, field

from bot.demo.bot_api.clock import Clock
from bot.demo.bot_api.refusals import Refused, too_many


@dataclass(slots=True)
class Window:
    """At most ``most`` events in any ``seconds``."""

    most: int
    seconds: float
    seen: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until one more is let through; 0 when it is now."""
        while self.seen and self.seen[0] <= now - self.seconds:
            self.seen.popleft()
        return 0.0 if len(self.seen) < self.most else self.seen[0] + self.seconds - now


@dataclass(slots=True)
class Bucket:
    """Bursts of ``most``, refilled by one a second."""

    most: int
    filled: float = 0.0
    at: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until one more is let through; 0 when it is now."""
        self.filled = max(0.0, self.filled - (now - self.at))
        self.at = now
        return max(0.0, self.filled + 1 - self.most)


@dataclass(slots=True)
class Rates:
    """The windows of one bot; ``on`` switches them off for tests of other things."""

    clock: Clock
    on: bool = True
    overall: int = 30
    burst: int = 20
    group: int = 20
    _all: Window = field(init=False)
    _chats: dict[int, Bucket] = field(default_factory=dict)
    _groups: dict[int, Window] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._all = Window(self.overall, 1.0)

    def charge(self, chat_id: int) -> None:
        """Count one message to the chat, or raise ``Refused`` with 429 and count nothing."""
        if not self.on:
            return
        now = self.clock.ticking()
        chat = self._chats.setdefault(chat_id, Bucket(self.burst))
        group = self._groups.setdefault(chat_id, Window(self.group, 60.0)) if chat_id < 0 else None
        wait = max(self._all.wait(now), chat.wait(now), group.wait(now) if group else 0.0)
        if wait > 0:
            raise Refused(too_many(max(1, math.ceil(wait))))
        self._all.seen.append(now)
        chat.filled += 1
        if group:
            group.seen.append(now)
