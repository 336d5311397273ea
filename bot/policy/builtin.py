"""The policy in plain words of our own, shown until a clinic imports its official text, and beside it after.

Written for the clinic's staff to read and mend, in `locales/<lang>/policy.md`: a heading ends with its short
title for buttons, `{short: ...}`; a clause to which the published text gives no list begins with `{empty}`.
"""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.policy.parse import parse
from dialogs.policy import Clause, Edition, Section, edition

LANGS = ("kk", "ru", "en")

_TEXTS = Path(__file__).resolve().parents[2] / "locales"
_SHORT = re.compile(r"^(?P<heading>## (?P<number>\d+)\..*?) *\{short: *(?P<short>[^}]+?) *\}$", re.MULTILINE)
_EMPTY = "{empty}"


@cache
def builtin(lang: str) -> Edition:
    """The plain-language edition. Raises KeyError for a language that has none."""
    parsed = parse(_SHORT.sub(r"\g<heading>", _text(lang)), lang, None)
    return edition(lang, tuple(_section(section) for section in parsed.sections), None, official=False)


def short_title(section: int, lang: str) -> str:
    """The section's title in at most 24 characters, a WhatsApp list row's limit. Raises KeyError."""
    return _short_titles(lang)[section]


@cache
def _short_titles(lang: str) -> dict[int, str]:
    return {int(found["number"]): found["short"] for found in _SHORT.finditer(_text(lang))}


@cache
def _text(lang: str) -> str:
    if lang not in LANGS:
        raise KeyError(lang)
    return (_TEXTS / lang / "policy.md").read_text(encoding="utf-8")


def _section(section: Section) -> Section:
    return replace(section, clauses=tuple(_clause(clause) for clause in section.clauses))


def _clause(clause: Clause) -> Clause:
    words = clause.text.removeprefix(_EMPTY).strip()
    return replace(clause, text=words, left_empty=clause.text.startswith(_EMPTY))
