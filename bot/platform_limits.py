"""How fast and how far WhatsApp may be used: one table, each number with its source and the day it was looked up.

A row of the database's ``settings`` table with the same name overrides a number, for a portfolio that Meta allows
more (or less): ``INSERT INTO settings (name, value) VALUES ('whatsapp-people-a-day', '2000')``. It is taken up
within half a minute, without a restart. A value that is no positive whole number is passed over and logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
import structlog

from bot.pace import TELEGRAM, Limit, Pace, Rules
from bot.storage import settings

log = structlog.get_logger(__name__)

DOCS = "developers.facebook.com/documentation/business-messaging/whatsapp"


@dataclass(frozen=True, slots=True)
class Known:
    """A number as the platform states it, where, and when that was last read."""

    amount: int
    source: str
    checked_on: date


PER_SECOND = "whatsapp-per-second"
TO_ONE_A_MINUTE = "whatsapp-to-one-a-minute"
PEOPLE_A_DAY = "whatsapp-people-a-day"

KNOWN: Mapping[str, Known] = {
    # Messages a second for one number.
    PER_SECOND: Known(80, f"{DOCS}/throughput", date(2026, 11, 22)),
    # One in 6 seconds to one person; bursts borrow from what follows.
    TO_ONE_A_MINUTE: Known(10, f"{DOCS}/throughput (pair rate limits)", date(2026, 11, 22)),
    # Different people outside their windows in 24 hours, for a new portfolio.
    PEOPLE_A_DAY: Known(250, f"{DOCS}/messaging-limits", date(2026, 11, 22)),
}


def read(conn: sa.Connection) -> dict[str, int]:
    """Every limit as it is to be kept now."""
    return {name: _number(name, settings.get(conn, name), known.amount) for name, known in KNOWN.items()}


def _number(name: str, given: str | None, known: int) -> int:
    if given is None:
        return known
    if given.isascii() and given.isdigit() and 0 < int(given[:9]) == int(given):
        return int(given)
    log.warning("limit not understood", setting=name)
    return known


def rules(limits: Mapping[str, int]) -> Rules:
    """The pace these limits allow; one below the most, because the way there squeezes messages together."""
    most = max(1, limits[PER_SECOND] - 1)
    return Rules(
        overall=(Limit("whatsapp", most, 1.02),),
        broadcast=(Limit("whatsapp broadcast", max(1, limits[PER_SECOND] * 3 // 4), 1.02),),
        chat=(Limit("whatsapp chat", limits[TO_ONE_A_MINUTE], 60.0),),
    )


STATED = {name: known.amount for name, known in KNOWN.items()}
"""Every limit as the platform states it."""
LIMITS: Mapping[str, Rules] = {"telegram": TELEGRAM, "whatsapp": rules(STATED)}
"""The pace of each channel until a row of the settings says otherwise."""


class Kept:
    """The limits this process keeps at the moment; ``pace`` hears of a change."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._amounts = dict(STATED)

    def take(self, amounts: dict[str, int]) -> None:
        """Keep these from now on."""
        if amounts != self._amounts:
            self._pace.use("whatsapp", rules(amounts))
        self._amounts = amounts

    def people_a_day(self) -> int:
        """How many different people may be reached outside their windows in 24 hours."""
        return self._amounts[PEOPLE_A_DAY]
