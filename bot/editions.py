"""The editions in force, kept in memory so that a turn asks no database; behind them the built-in ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa

from bot.storage import editions
from bot.storage.database import Database
from bot.storage.editions import Renewal
from dialogs.context import Policy
from dialogs.messages import Language
from dialogs.policy import Edition, number_key

Seen = tuple[tuple[int, int], date]


class EditionShelf:
    """What each person is shown of the policy; a ``bot.house.Shelf``.

    ``plain`` gives each language's built-in edition and short titles, as a Policy without an official text;
    ``today`` is the clinic's local date, by which editions come into force. Until the first ``refresh`` the
    built-in ones are shown.
    """

    def __init__(
        self, database: Database, plain: Mapping[Language, Policy], today: Callable[[], date]
    ) -> None:
        self._database = database
        self._plain = dict(plain)
        self._today = today
        self._seen: Seen | None = None
        self._official: dict[str, Edition] = {}
        self._policies = dict(plain)
        self._renewals: list[Renewal] = []

    async def refresh(self) -> bool:
        """Take up what was imported meanwhile and what comes into force today; True when it had to look."""
        fresh = await self._database.read(self._look)
        if fresh is None:
            return False
        self._seen, self._official, self._renewals = fresh
        self._policies = {language: self._joined(language) for language in self._plain}
        return True

    def _look(self, conn: sa.Connection) -> tuple[Seen, dict[str, Edition], list[Renewal]] | None:
        seen = editions.mark(conn), self._today()
        if seen == self._seen:
            return None
        return seen, editions.in_force(conn, seen[1]), editions.renewals(conn, seen[1])

    def _joined(self, language: Language) -> Policy:
        return replace(
            self._plain[language], official=self._official.get(language), prevailing=self._prevailing()
        )

    def _prevailing(self) -> Edition | None:
        """The official text in force, the Kazakh one before any other."""
        return next((self._official[lang] for lang in Language if lang in self._official), None)

    def policy(self, language: Language) -> Policy:
        """What a person who speaks ``language`` is shown."""
        return self._policies[language]

    def changed_since(self, agreed: datetime | None) -> tuple[str, ...]:
        """Clauses of material editions that came after somebody agreed; with None, of every one that holds."""
        later = (one for one in self._renewals if agreed is None or agreed < one.since)
        return tuple(sorted({number for one in later for number in one.clauses}, key=number_key))

    def version(self) -> str:
        """What receipts name: the official edition in force, else ``builtin.`` and the built-in version."""
        official = self._prevailing()
        return official.version if official else f"builtin.{self._plain[Language.KAZAKH].plain.version}"
