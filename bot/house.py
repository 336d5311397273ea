"""What every room of the shell may use: made once by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.storage.crypto import Keyring
from bot.wording import Wording
from dialogs.context import Clinic, Policy
from dialogs.deadlines import WorkingCalendar
from dialogs.messages import Language


class Calendar(WorkingCalendar, Protocol):
    """Working days with the clinic's own word on single days, which may be set anew while running."""

    overrides: Mapping[date, bool]


class Shelf(Protocol):
    """The editions of the policy that are in force."""

    def policy(self, language: Language) -> Policy:
        """What a person who speaks ``language`` is shown."""

    async def refresh(self) -> bool:
        """Take up what was published meanwhile; whether there was anything to look at."""

    def changed_since(self, agreed: datetime | None) -> tuple[str, ...]:
        """Clauses of material editions that came after somebody agreed; with None, of every one that holds."""

    def version(self) -> str:
        """The edition printed on receipts: the official one in force, or the built-in one."""


@dataclass(frozen=True, slots=True)
class House:
    """Keys, words, clock, calendar and clinic. ``now`` gives aware moments; ``zone`` is the clinic's time zone.

    ``receipt_keys`` sign receipts: the first signs, all check.
    """

    keyring: Keyring
    wording: Wording
    clinic: Clinic
    clinic_phone: str
    zone: ZoneInfo
    calendar: Calendar
    shelf: Shelf
    receipt_keys: tuple[bytes, ...]
    now: Callable[[], datetime]
