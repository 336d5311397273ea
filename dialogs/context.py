"""What the talk may know about the person, the clinic and the moment; gathered by the shell, read here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogs.messages import Language
from dialogs.policy import TWINS, Clause, Edition
from dialogs.requests import Proof

FRESH = timedelta(minutes=30)
"""How old a proof may be when a new case is filed (product rule)."""


@dataclass(frozen=True, slots=True)
class Clinic:
    """The operator as patients see it; ``phone`` is written for people, ``bin`` may be empty in a trial."""

    name: str
    bin: str
    phone: str
    email: str
    policy_url: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The editions a person may be shown.

    ``plain`` is the built-in plain-language edition in the person's language, ``official`` the clinic's own
    text in that language, ``prevailing`` the official text in whatever language it exists. ``titles`` are the
    short titles of the sections, the first section's first, empty for a section that has none. All of them, and
    the pairs of ``twins`` that are shown together, go by the numbers of the prevailing text.
    """

    plain: Edition
    titles: tuple[str, ...]
    official: Edition | None = None
    prevailing: Edition | None = None
    twins: tuple[tuple[str, str], ...] = TWINS

    @property
    def outline(self) -> Edition:
        """The edition whose sections and numbers hold, in whatever language it is written."""
        return self.official or self.prevailing or self.plain

    @property
    def shown(self) -> Edition:
        """The edition that is quoted to this person."""
        return self.official or self.plain

    def plain_clause(self, number: str) -> Clause | None:
        """The plain-language line that helps to read the official clause, if there is one."""
        return self.plain.clause(number)

    def twin(self, number: str) -> str | None:
        """The clause that says nearly the same and is shown beside this one, or None."""
        pairs = dict(self.twins) | {right: left for left, right in self.twins}
        return pairs.get(number)


@dataclass(frozen=True, slots=True)
class Context:
    """One person's situation at one moment.

    ``consent`` is the answer to the notice (None: not answered yet, or to be asked again since the clauses in
    ``renewed`` changed materially). ``turn`` is the number of the prompt the
    person sees; ``last_choice`` is what they chose on the prompt before it. ``now`` is aware, in the clinic's
    time zone. ``joined`` is the other messenger this contact is joined with, ``joinable`` one it could be, set by
    the proof of a phone that is proven there too; both are channels, empty for none.
    """

    now: datetime
    clinic: Clinic
    policy: Policy
    language: Language | None = None
    languages: tuple[Language, ...] = (Language.KAZAKH, Language.RUSSIAN, Language.ENGLISH)
    consent: bool | None = None
    messages: bool = False
    proof: Proof | None = None
    turn: int = 0
    last_choice: str = ""
    shares_contact: bool = True
    foreign_platform: str = "Telegram"
    health_words: frozenset[str] = frozenset()
    renewed: tuple[str, ...] = ()
    joined: str = ""
    joinable: str = ""

    @property
    def proof_is_fresh(self) -> bool:
        """Whether a case may be filed without proving the phone again."""
        return self.proof is not None and self.now - self.proof.at <= FRESH
