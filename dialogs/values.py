"""Reads what people type into values: names, dates, addresses. Each gives the clean value or a Problem."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dialogs.messages import Text, text
from dialogs.requests import DataField

LONGEST_NAME = 120
LONGEST_ADDRESS = 300
LONGEST_WORDS = 2000
LONGEST_VALUE = 1000
OLDEST = 130

_IIN = re.compile(r"(?<!\d)\d{12}(?!\d)")
_DAY_FIRST = re.compile(r"^(\d{1,2})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s]\s*(\d{4})$")
_YEAR_FIRST = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_EMAIL = re.compile(r"^[^\s@<>()\[\],;:\"]+@[^\s@.]+(\.[^\s@.]+)+$")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a value cannot be taken, as it is said to the person."""

    said: Text


def _clean(typed: str) -> str:
    """One line of visible characters: control characters and direction marks are dropped, spaces folded."""
    visible = "".join(
        " " if c.isspace() else c for c in typed if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    return " ".join(visible.split())


def read_words(typed: str, longest: int = LONGEST_WORDS) -> str | Problem:
    """Free words, paragraphs kept. Twelve digits in a row look like an IIN, which has no place in a chat."""
    lines = [_clean(line) for line in typed.splitlines()]
    words = "\n".join(line for line in lines if line)
    if not words:
        return Problem(text("problem-empty"))
    if len(words) > longest:
        return Problem(text("problem-too-long", most=longest))
    return Problem(text("problem-iin")) if _IIN.search(words) else words


def read_name(typed: str) -> str | Problem:
    """A person's name: letters, hyphens, apostrophes and dots, two characters at least."""
    words = read_words(typed, LONGEST_NAME)
    if isinstance(words, Problem):
        return words
    name = _clean(words)
    letters = sum(c.isalpha() for c in name)
    fits = letters >= 2 and all(
        c.isalpha() or unicodedata.combining(c) or c in " -'’ʼ`.\u2010\u2011" for c in name
    )
    return name if fits else Problem(text("problem-name"))


def read_birth_date(typed: str, today: date) -> str | Problem:
    """A past date within a human life, given back as ISO 8601."""
    typed = _clean(typed)
    if match := _DAY_FIRST.match(typed):
        day, month, year = (int(part) for part in match.groups())
    elif match := _YEAR_FIRST.match(typed):
        year, month, day = (int(part) for part in match.groups())
    else:
        return Problem(text("problem-birth-date"))
    try:
        born = date(year, month, day)
    except ValueError:
        return Problem(text("problem-birth-date"))
    if born > today or today.year - born.year > OLDEST:
        return Problem(text("problem-birth-date-impossible"))
    return born.isoformat()


def read_email(typed: str) -> str | Problem:
    """An address of the form name@domain.tld; whether it receives letters is not checked here."""
    email = _clean(typed)
    return email if len(email) <= 254 and _EMAIL.match(email) else Problem(text("problem-email"))


def read_address(typed: str) -> str | Problem:
    """A postal address in one's own words, five characters at least."""
    words = read_words(typed, LONGEST_ADDRESS)
    if isinstance(words, Problem) or len(words) >= 5:
        return words
    return Problem(text("problem-address"))


READERS: dict[DataField, Callable[[str, date], str | Problem]] = {
    DataField.NAME: lambda typed, _today: read_name(typed),
    DataField.BIRTH_DATE: read_birth_date,
    DataField.EMAIL: lambda typed, _today: read_email(typed),
    DataField.ADDRESS: lambda typed, _today: read_address(typed),
    DataField.OTHER: lambda typed, _today: read_words(typed, LONGEST_VALUE),
}
"""How each field is read. A phone is read by the shell (ReadPhone): numbering plans are not ours to keep."""
