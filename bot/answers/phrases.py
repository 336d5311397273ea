"""Phrases that decide by themselves, one a line in phrases/*.txt, in three languages.

A word of a phrase stands for every word that begins with it; 'word=' is the whole word;
'*' is up to three words.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bot.answers.normalise import skeleton

FOLDER: Final = Path(__file__).parent / "phrases"


def compiled(table: str) -> re.Pattern[str]:
    """One pattern for the phrases of a file, matched against the skeleton of a text."""
    lines = (FOLDER / f"{table}.txt").read_text("utf-8").splitlines()
    phrases = (line.strip() for line in lines if line.strip() and not line.startswith("#"))
    return re.compile("|".join(sorted({_pattern(phrase.split()) for phrase in phrases})))


def _pattern(parts: Iterable[str]) -> str:
    out = ""
    for part in parts:
        if part == "*":
            out += r"(?:\w+\s){0,3}?"
        else:
            root = re.escape(skeleton(part.rstrip("=").casefold()))
            out += rf"\b{root}\b\s?" if part.endswith("=") else rf"\b{root}\w*\s?"
    return out
