"""Case numbers such as ``26-00417-5``: year, sequence within the year, check digit.

The check digit is Damm's (python-stdnum): it catches every single wrong digit and every swap of neighbours,
the two mistakes people make when they read a number out. ISO 7064 mod 11,10 was tried: it misses some swaps.
"""

from __future__ import annotations

import re
import unicodedata

from stdnum import damm

LARGEST = 99_999
"""The largest sequence of a year; more than 270 cases a day."""

_PREFIX = re.compile(r"^\s*(?:номер|нөмір|дело|іс|case|[nн][oо]?)?[\s.:#]*", re.IGNORECASE)
LONGEST = 64
"""Characters looked at; a number takes ten, whatever is written about it."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−_"), "-")
_SHAPE = re.compile(r"(\d{2})[\s-]*(\d{5})[\s-]*(\d)")
_LIKE_DIGITS = str.maketrans("OoОоІіIl", "00001111")


def number(year: int, sequence: int) -> str:
    """The number of the ``sequence``-th case of a year. Raises ValueError out of range."""
    if not 2000 <= year <= 2099:
        raise ValueError(f"a case number has two digits for the year: {year} is outside 2000-2099")
    if not 1 <= sequence <= LARGEST:
        raise ValueError(f"a year has case numbers from 1 to {LARGEST}, not {sequence}")
    digits = f"{year % 100:02}{sequence:05}"
    return f"{digits[:2]}-{digits[2:]}-{damm.calc_check_digit(digits)}"


def read_number(text: str) -> str | None:
    """The canonical number a person meant, or None when it is none or its check digit does not agree.

    Spaces, missing dashes, letters like digits and a prefix (``No``, ``№``, ``#``) are forgiven.
    """
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text.replace("№", "#")).translate(_DASHES)
    match = _SHAPE.fullmatch(_PREFIX.sub("", plain).strip().translate(_LIKE_DIGITS))
    if match is None or match[2] == "00000" or not damm.is_valid("".join(match.groups())):
        return None
    return "-".join(str(int(part)).zfill(len(part)) for part in match.groups())
