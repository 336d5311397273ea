"""Reads the example files that the clinic's staff write: topics, situations, and the same question in three
languages.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "examples"
INTENTS: Final = ("policy", "rectify", "withdraw", "book", "operator", "urgent", "out_of_scope")
LANGUAGES: Final = ("kk", "ru", "en")

_HEADER: Final = re.compile(r"#\s*(topic|clauses|intent)\s*:\s*(.*)")
_CLAUSE: Final = re.compile(r"\d{1,2}\.\d{1,2}")
_LINE: Final = re.compile(r"(kk|ru|en)\s*:\s*(.*\S)")


class BadExamples(Exception):
    """A file that cannot be read; says the file, the line and what to mend."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing people ask: the clauses that answer it, best first, or the intent when it is no question on
    the policy.
    """

    name: str
    intent: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One line: how one person in one situation said it."""

    topic: Topic
    situation: str
    lang: str
    text: str


def read_all(folder: Path = FOLDER) -> tuple[Example, ...]:
    """Every example of every file, in a stable order. Raises BadExamples."""
    return tuple(
        example
        for path in sorted(folder.glob("*.txt"))
        for example in read(path.stem, path.read_text("utf-8"))
    )


def read(name: str, text: str) -> Iterator[Example]:
    """The examples of one file. Raises BadExamples."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    topic = _topic(name, [line for _, line in lines])
    situation = ""
    for number, line in lines:
        if line.startswith("@"):
            situation = f"{name}/{line[1:].strip().casefold()}"
        elif match := _LINE.fullmatch(line):
            if not situation:
                raise BadExamples(f"{name}.txt line {number}: an example before any '@ situation' line")
            yield Example(topic, situation, match[1], match[2])
        elif line and not line.startswith("#"):
            raise BadExamples(
                f"{name}.txt line {number}: expected '@ situation' or 'kk: …', 'ru: …', 'en: …'"
            )


def _topic(name: str, lines: Iterable[str]) -> Topic:
    head = {match[1]: match[2] for line in lines if (match := _HEADER.match(line))}
    clauses = tuple(dict.fromkeys(_CLAUSE.findall(head.get("clauses", "").split("<")[0])))
    said = head.get("intent") or head.get("clauses", "").partition("intent:")[2]
    intent = said.split("<")[0].strip() or "policy"
    if intent not in INTENTS:
        raise BadExamples(f"{name}.txt: unknown intent {intent!r}; one of {', '.join(INTENTS)}")
    if intent == "policy" and not clauses:
        raise BadExamples(f"{name}.txt: say '# clauses: 8.2 …' or '# intent: …' at the top")
    return Topic(name, intent, clauses)


def fingerprint(folder: Path = FOLDER) -> str:
    """A hash of all example files: an index built from others is stale."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.txt")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
