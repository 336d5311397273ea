"""Words that speak of health: the desk has no use for them, so their writer is warned before they are sent."""

from __future__ import annotations

import re
from collections.abc import Collection

_WORD = re.compile(r"[^\W\d_]+")


def speaks_of_health(words: str, beginnings: Collection[str]) -> bool:
    """Whether a word begins with one of these; all are case-folded, and endings follow in every language."""
    starts = tuple(beginnings)
    return any(word.startswith(starts) for word in _WORD.findall(words.casefold()))
