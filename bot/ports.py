"""What the shell's rooms say to each other without knowing each other: a delivery, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way to one address. ``key`` is its own for ever; ``attempts`` were made before."""

    seq: int
    key: str
    channel: str
    address: str
    lane: int
    kind: str
    payload: Mapping[str, Any]
    about: str | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """The platform took it; ``remote_id`` is the platform's own name of the message."""

    remote_id: str | None = None


@dataclass(frozen=True, slots=True)
class TryLater:
    """Not sent: come back after this many seconds; ``whole_channel`` when everybody has to wait."""

    seconds: float
    whole_channel: bool = False


@dataclass(frozen=True, slots=True)
class Unreachable:
    """This address takes no messages: blocked, deleted, unknown. ``problem`` is a name, no content."""

    problem: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The platform refuses this message for good. ``problem`` is a name or a code, no content."""

    problem: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Not sent: the address lives on under another name (a group that became a supergroup)."""

    address: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Sent, perhaps: the connection broke or the platform failed before it answered."""

    problem: str


Outcome: TypeAlias = Delivered | TryLater | Unreachable | Rejected | Moved | Unanswered


class Sender(Protocol):
    """One channel's way out."""

    async def send(self, delivery: Delivery) -> Outcome:
        """Try once and say what happened; an exception counts as a fault of the message itself."""


class DeliveryStatus(StrEnum):
    """Where a message stands; all but the first are final."""

    QUEUED = "queued"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Settled:
    """A message came to its end, or its address moved (then ``moved_to`` is set and it is still queued)."""

    seq: int
    key: str
    channel: str
    address: str
    lane: int
    kind: str
    about: str | None
    status: DeliveryStatus
    remote_id: str | None = None
    problem: str | None = None
    moved_to: str | None = None
