"""What is said and what happens: texts, choices and prompts out; events in. Values only, no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias


class Language(StrEnum):
    """A language the desk speaks; the value is its BCP 47 tag and the folder's name under ``locales/``."""

    KAZAKH = "kk"
    RUSSIAN = "ru"
    ENGLISH = "en"


Arg: TypeAlias = "str | int | date | datetime | Text"
"""A value a text may carry. Dates and moments are written by the wording in each language's own form."""


@dataclass(frozen=True, slots=True)
class Text:
    """A message by its Fluent key and the values it shows; the wording turns it into words."""

    key: str
    args: tuple[tuple[str, Arg], ...] = ()


def text(key: str, **args: Arg) -> Text:
    """Build a Text; argument order does not matter for equality."""
    return Text(key, tuple(sorted(args.items())))


@dataclass(frozen=True, slots=True)
class Choice:
    """One button. ``id`` travels outside (callback data), so it holds no personal data; at most 48 bytes."""

    id: str
    label: Text

    @classmethod
    def of(cls, key: str) -> Choice:
        """A choice whose id is also the key of its label."""
        return cls(key, Text(key))


Rows: TypeAlias = tuple[tuple[Choice, ...], ...]


def rows(*lines: Sequence[str | Choice]) -> Rows:
    """Lay choices out in lines; a bare string is a choice whose id is its label's key."""
    return tuple(tuple(c if isinstance(c, Choice) else Choice.of(c) for c in line) for line in lines if line)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One message to one person: paragraphs, then choices.

    ``contact`` asks the channel for its own share-my-phone button, labelled by that choice.
    ``protected`` asks the channel to forbid forwarding and saving, where it can.
    """

    body: tuple[Text, ...]
    rows: Rows = ()
    contact: Choice | None = None
    protected: bool = False

    def choices(self) -> tuple[Choice, ...]:
        """Every choice of the prompt in reading order, the contact button first."""
        flat = tuple(choice for line in self.rows for choice in line)
        return (self.contact, *flat) if self.contact else flat


# --- Events: what a person did --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Started:
    """The person opened the chat or sent ``/start``."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The person wrote words that are no label of the prompt they see."""

    text: str


@dataclass(frozen=True, slots=True)
class Chose:
    """The person pressed a choice. ``turn`` is the turn whose prompt held it.

    None when the words of a label were typed, or when the button stands under a notice and never ages.
    """

    id: str
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact arrived. ``own`` is true only when the platform vouches that it is the sender's own."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Replied:
    """The person answered a message of the clinic about their case by the messenger's own *reply*."""

    number: str
    text: str


class Unread(StrEnum):
    """What the desk receives and does not read; the value is the end of its message key."""

    VOICE = "voice"
    STICKER = "sticker"
    PHOTO = "photo"
    FILE = "file"
    LOCATION = "location"
    EDITED = "edited"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SentUnread:
    """The person sent something the desk does not read: a voice message, a photo, an edited message …"""

    what: Unread


@dataclass(frozen=True, slots=True)
class AskedToStop:
    """The person wrote STOP, тоқтат or стоп: messages of the bot end at once, at any step."""


@dataclass(frozen=True, slots=True)
class CriedForHelp:
    """The words are those of an emergency: 103 and 112 come first, at any step; the words are not kept."""
