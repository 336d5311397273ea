"""What can be known about an installation: the values that ``bot.doctor`` judges. No secret is among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from bot.config import Settings


@dataclass(frozen=True, slots=True)
class NoFile:
    """There is no SQLite file yet."""

    place: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The database cannot be used; ``why`` says what stands in the way and how to mend it."""

    why: str


@dataclass(frozen=True, slots=True)
class Behind:
    """The database answers, and has not this version's tables."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database holds. ``opens``: whether the data keys open a stored value (None: there is none).

    ``days`` are those on which the clinic has set its own word.
    """

    group: str | None
    editions: Mapping[str, str]
    opens: bool | None = None
    days: frozenset[date] = frozenset()


Storage: TypeAlias = NoFile | Closed | Behind | Stored


@dataclass(frozen=True, slots=True)
class Key:
    """The data key: where it is, whether it is there, and what is wrong with it."""

    place: str
    present: bool
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform did not answer as hoped; ``problem`` is an error's name."""

    problem: str


@dataclass(frozen=True, slots=True)
class Seat:
    """The bot's place in the staff group, in Telegram's own words (Bot API, ChatMember)."""

    status: str
    can_send: bool = True
    manages_topics: bool = False
    is_forum: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """What Telegram says of the bot. ``webhook`` is where it sends updates (empty: nowhere)."""

    username: str
    reads_all: bool
    webhook: str = ""
    webhook_failed: bool = False
    seat: Seat | Refused | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What Meta says of the WhatsApp number. ``missing`` names templates that are not approved, as
    ``name/language: status``, None when the token may not see them; ``untold``: those approved in no language.
    """

    number: str
    missing: tuple[str, ...] | None = ()
    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the checks judge. ``words`` are the message ids by language; ``estimated`` the working days
    that may yet become holidays; ``telegram`` and ``whatsapp`` are None without a token."""

    settings: Settings
    today: date
    key: Key
    storage: Storage
    words: Mapping[str, frozenset[str]]
    estimated: tuple[tuple[date, str], ...] = ()
    telegram: Met | Refused | None = None
    whatsapp: Answered | Refused | None = None

    @property
    def group(self) -> str | None:
        """The linked group: of the settings, else of the database."""
        if self.settings.admin_chat_id is not None:
            return str(self.settings.admin_chat_id)
        return self.storage.group if isinstance(self.storage, Stored) else None
