"""Text -> words: Fluent messages in three languages, strict, with dates and numbers in each language's own form.

Words come out as the small HTML that Telegram reads (b, i, code, a, blockquote); values are escaped, so a name with
angle brackets stays a name. Labels of buttons are plain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from fluent.runtime import FluentBundle, FluentResource

from dialogs.messages import Arg, Choice, Language, Prompt, Text

LOCALES = Path(__file__).resolve().parent.parent / "locales"

MOMENT = {
    Language.KAZAKH: "y 'ж'. d MMMM, HH:mm",
    Language.RUSSIAN: "d MMMM y 'г'., HH:mm",
    Language.ENGLISH: "d MMMM y, HH:mm",
}
DAY = {Language.KAZAKH: "y 'ж'. d MMMM", Language.RUSSIAN: "d MMMM y 'г'.", Language.ENGLISH: "d MMMM y"}
"""Unicode date patterns. Kazakh names the year first; sentences put no case ending after a date."""

LONG = 1000
"""Characters of a value that Fluent is not given: it words none over 2500 (``MAX_PART_LENGTH``, against bombs)."""
_MARK = re.compile("\ue000([a-z_]+)\ue001")
"""Stands for a long value while Fluent words the rest; characters of private use, which nobody types."""

Spell = Callable[[Arg], Any]


class Unworded(LookupError):
    """A text has no words in a language, or its words want a value it does not carry. Names the key, no values."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A prompt in words: paragraphs of HTML, rows of choices, the label of a contact button.

    A choice is (id, label), or (id, label, short form) where a channel with narrow buttons needs one.
    """

    language: Language
    html: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...] = ()
    contact: str = ""
    protected: bool = False

    def payload(self, turn: int) -> dict[str, Any]:
        """JSON-ready form for the outbox; ``turn`` stamps the choices so that old buttons are known as old."""
        return {
            "language": self.language,
            "html": list(self.html),
            "rows": [[list(choice) for choice in line] for line in self.rows],
            "contact": self.contact,
            "protected": self.protected,
            "turn": turn,
        }


class Wording:
    """All words of the desk. ``zone`` is the clinic's time zone: every moment is told in it."""

    def __init__(self, zone: ZoneInfo, folder: Path = LOCALES) -> None:
        self._zone = zone
        self._bundles = {language: _bundle(folder, language) for language in Language}
        self._fixed = lru_cache(maxsize=4096)(self._format_fixed)

    def html(self, said: Text, language: Language) -> str:
        """The words as HTML; values are escaped. Raises Unworded."""
        return self._words(said, language, escape_values=True)

    def label(self, said: Text, language: Language) -> str:
        """The words of a button: plain text on one line. Raises Unworded."""
        return self._words(said, language, escape_values=False)

    def speak(self, prompt: Prompt, language: Language) -> Spoken:
        """A whole prompt in words. Raises Unworded."""
        return Spoken(
            language,
            tuple(self.html(part, language) for part in prompt.body),
            tuple(tuple(self._choice(choice, language) for choice in line) for line in prompt.rows),
            self.label(prompt.contact.label, language) if prompt.contact else "",
            prompt.protected,
        )

    def labels(self, prompt: Prompt, language: Language) -> Mapping[str, str]:
        """Label (case-folded) -> choice id, for people who type what a button says."""
        spelled = (self._choice(choice, language) for choice in prompt.choices())
        return {words.casefold(): id for id, *labels in spelled for words in labels}

    def _choice(self, choice: Choice, language: Language) -> tuple[str, ...]:
        label = self.label(choice.label, language)
        short = self._bundles[language].get_message(choice.label.key).attributes.get("short")
        if short is None:
            return choice.id, label
        values = self._values(choice.label, language, escape_values=False)
        return choice.id, label, self._spell(choice.label.key, short, language, values)

    def _words(self, said: Text, language: Language, *, escape_values: bool) -> str:
        if not said.args:
            return self._fixed(said.key, language)
        return self._format(said.key, language, self._values(said, language, escape_values))

    def _values(self, said: Text, language: Language, escape_values: bool) -> dict[str, str | int]:
        return {name: self._value(value, language, escape_values) for name, value in said.args}

    def _value(self, value: Arg, language: Language, escape_values: bool) -> str | int:
        match value:
            case Text():
                return self._words(value, language, escape_values=escape_values)
            case datetime():
                return format_datetime(value.astimezone(self._zone), MOMENT[language], locale=language.value)
            case date():
                return format_date(value, DAY[language], locale=language.value)
            case str():
                return escape(value, quote=False) if escape_values else " ".join(value.split())
        return value

    def _format_fixed(self, key: str, language: Language) -> str:
        return self._format(key, language, {})

    def _format(self, key: str, language: Language, values: Mapping[str, str | int]) -> str:
        bundle = self._bundles[language]
        if not bundle.has_message(key):
            raise Unworded(f"{key} has no words in {language}")
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise Unworded(f"{key} is empty in {language}")
        return self._spell(key, pattern, language, values)

    def _spell(self, key: str, pattern: Any, language: Language, values: Mapping[str, str | int]) -> str:
        long = {name: value for name, value in values.items() if isinstance(value, str) and len(value) > LONG}
        given = {**values, **{name: f"\ue000{name}\ue001" for name in long}}
        words, errors = self._bundles[language].format_pattern(pattern, given)
        if errors:
            raise Unworded(f"{key} in {language}: {type(errors[0]).__name__}")
        return _MARK.sub(lambda found: long.get(found[1], ""), str(words)) if long else str(words)


def _bundle(folder: Path, language: Language) -> FluentBundle:
    # No isolation marks: they would sit inside copied phone numbers and case numbers.
    bundle = FluentBundle([language.value], use_isolating=False)
    for file in sorted((folder / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
