"""The editions in force, kept in memory so that a turn asks no database; behind them the built-in ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from bot.storage import editions
from bot.storage.database import Database
from bot.storage.editions import Renewal
from dialogs.context import Policy
from dialogs.messages import Language
from dialogs.policy import TWINS, Edition, number_key
from dialogs.succession import Places, Standing, renumbered, standing

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
        self._history: Mapping[str, Sequence[Edition]] = {}
        self._policies = dict(plain)
        self._standing = self._stands()
        self._renewals: list[Renewal] = []

    async def refresh(self) -> bool:
        """Take up what was imported meanwhile and what comes into force today; True when it had to look."""
        fresh = await self._database.read(self._look)
        if fresh is None:
            return False
        self._seen, self._history, self._renewals = fresh
        self._standing = self._stands()
        self._policies = {language: self._joined(language) for language in self._plain}
        return True

    def _look(self, conn: sa.Connection) -> tuple[Seen, dict[str, list[Edition]], list[Renewal]] | None:
        seen = editions.mark(conn), self._today()
        if seen == self._seen:
            return None
        return seen, editions.history(conn, seen[1]), editions.renewals(conn, seen[1])

    def _joined(self, language: Language) -> Policy:
        plain, prevailing = self._plain[language], self._standing.prevailing
        if prevailing is None:
            return plain
        return Policy(
            plain=renumbered(plain.plain, self.places),
            titles=self._titles(plain.titles, prevailing),
            official=self._history[language][-1] if language in self._history else None,
            prevailing=prevailing,
            twins=tuple(
                (self.places[left].number, self.places[right].number)
                for left, right in TWINS
                if left in self.places and right in self.places
            ),
        )

    def _titles(self, short: tuple[str, ...], prevailing: Edition) -> tuple[str, ...]:
        """Short titles of the sections in force, those of the built-in sections they come from."""
        last = max((section.number for section in prevailing.sections), default=0)
        origins = (self._standing.sections.get(section) for section in range(1, last + 1))
        return tuple(short[origin - 1] if origin and origin <= len(short) else "" for origin in origins)

    def _stands(self) -> Standing:
        return standing(self._plain[Language.KAZAKH].plain.numbers(), self._history)

    @property
    def places(self) -> Places:
        """Where the clauses of the built-in edition stand in the one in force: what the answerer goes by."""
        return self._standing.places

    def numbers(self) -> frozenset[str]:
        """The clauses of the edition in force."""
        return frozenset(self._policies[Language.KAZAKH].outline.numbers())

    def numbers_now(self) -> dict[str, str]:
        """The number that each clause of the built-in edition has in the one in force."""
        return {was: place.number for was, place in self.places.items()}

    def policy(self, language: Language) -> Policy:
        """What a person who speaks ``language`` is shown."""
        return self._policies[language]

    def changed_since(self, agreed: datetime | None) -> tuple[str, ...]:
        """Clauses of material editions that came after somebody agreed; with None, of every one that holds."""
        later = (one for one in self._renewals if agreed is None or agreed < one.since)
        return tuple(sorted({number for one in later for number in one.clauses}, key=number_key))

    def version(self) -> str:
        """What receipts name: the official edition in force, else ``builtin.`` and the built-in version."""
        official = self._standing.prevailing
        return official.version if official else f"builtin.{self._plain[Language.KAZAKH].plain.version}"
