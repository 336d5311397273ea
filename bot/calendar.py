"""Kazakhstan's working days: the state's five-day week and holidays, with the clinic's own overrides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import holidays


class KazakhstanCalendar:
    """Working days by the state calendar; ``overrides`` (True: working) win over it.

    Substituted days come with the library. Rest days moved by a late decree, and Kurban Ait where it is still
    estimated, are what the overrides are for: the clinic edits them. Years are computed when first asked for.
    """

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self.overrides: Mapping[date, bool] = dict(overrides or {})
        self._state = holidays.country_holidays("KZ", expand=True)

    def is_working(self, day: date, /) -> bool:
        """Whether the law's working-day clocks count this local date."""
        moved = self.overrides.get(day)
        return self._state.is_working_day(day) if moved is None else moved

    def name_of(self, day: date) -> str:
        """The holiday's English name, or an empty string; for the staff's calendar."""
        return str(self._state.get(day, ""))
