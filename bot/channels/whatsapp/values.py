"""What comes from WhatsApp, as values: updates to store, and what they say besides a patient's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

CHANNEL = "whatsapp"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Update:
    """One thing that happened, ready for the inbox. ``id`` is the same however often Meta repeats it.

    ``stream`` is heard in order; ``payload`` is JSON with no more personal data than hearing needs.
    """

    id: str
    stream: str
    payload: bytes
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """A webhook taken apart: what to store, and how much was passed over, by reason."""

    updates: tuple[Update, ...] = ()
    ignored: Mapping[str, int] | None = None


class Fate(StrEnum):
    """What WhatsApp reports of a message it had taken; ``read`` may come without ``delivered``."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Report:
    """The fate of a message: ``remote_id`` is Meta's name of it, ``key`` the delivery's own if it came back.

    ``problem`` says why it failed, as code and name; ``unreachable``: nothing else would arrive either;
    ``opted_out``: the person told WhatsApp to stop.
    """

    remote_id: str
    key: str
    fate: Fate
    at: datetime
    problem: str = ""
    unreachable: bool = False
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class IdentityChanged:
    """A person has another number or business-scoped id: whatever was proven by the old one is void.

    ``previous`` and ``current`` are addresses, empty when Meta does not say; ``previous_phone`` is digits.
    """

    previous: str
    current: str
    previous_phone: str = ""


@dataclass(frozen=True, slots=True)
class AccountNews:
    """Meta says something about the clinic's account or templates. ``what`` is a name, no personal data."""

    what: str


class Office(Protocol):
    """The shell's ear for what is no talk. Each call finishes inbox row ``seq`` in its own transaction."""

    async def reported(self, seq: int, report: Report) -> None:
        """A message was delivered, read, or failed after it had been taken."""

    async def identity_changed(self, seq: int, change: IdentityChanged) -> None:
        """Void the proof; nothing is joined or moved without the person."""

    async def account_news(self, seq: int, news: AccountNews) -> None:
        """Tell the operator."""
