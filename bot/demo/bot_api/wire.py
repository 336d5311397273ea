"""The record of every request a bot made and what it was answered."""

from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; ``ms`` is real time, ``at`` the emulated one (UTC)."""

    id: int
    at: datetime
    method: str
    request: dict[str, str]
    status: int
    ok: bool
    description: str | None
    result: Any
    ms: float
    fault: str | None = None

    def json(self) -> dict[str, Any]:
        """For the page."""
        return asdict(self) | {"at": self.at.isoformat()}


@dataclass(slots=True)
class Wire:
    """The last exchanges, oldest first; empty polls are left out."""

    kept: deque[Exchange] = field(default_factory=lambda: deque(maxlen=2000))
    count: int = 0

    def add(self, exchange: Exchange) -> None:
        """Keep one exchange."""
        self.count += 1
        if exchange.method.lower() != "getupdates" or not exchange.ok:
            self.kept.append(exchange)

    def refused(self) -> list[Exchange]:
        """What Telegram would not do; empty in a test where all was well."""
        return [exchange for exchange in self.kept if not exchange.ok]

    def calls(self, method: str) -> list[Exchange]:
        """Every call of one method."""
        return [exchange for exchange in self.kept if exchange.method.lower() == method.lower()]
