"""Values of a privacy policy and what changed between two editions of it. Performs no I/O of its own."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

TWINS: tuple[tuple[str, str], ...] = (("2.6", "9.1"), ("2.13", "10.1"), ("8.1", "11.1"), ("8.2", "12.1"))
"""Clauses that say nearly the same and are shown together, numbered as in the clinic's first edition."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered statement; lines of `text` are its paragraphs, `term` is the word it defines, if any.

    `left_empty` marks a clause whose own words say that the published text gives nothing there.
    """

    number: str
    text: str
    term: str | None = None
    left_empty: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the clause states nothing: no words, or a lead-in ending in a colon with no list."""
        words = self.text.rstrip()
        return self.left_empty or not words or words.endswith(":")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its clauses; `preamble` is the unnumbered text before the first of them."""

    number: int
    heading: str
    clauses: tuple[Clause, ...]
    preamble: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One published text in one language. `effective` is the clinic's local date from which it holds.

    `sha256` is the fingerprint of the wording (see `fingerprint`), not of the file it came from;
    `official` is false for the built-in plain-language edition.
    """

    lang: str
    version: str
    sha256: str
    effective: date | None
    official: bool
    sections: tuple[Section, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause, in the order of its number."""
        found = (clause for section in self.sections for clause in section.clauses)
        return tuple(sorted(found, key=lambda clause: number_key(clause.number)))

    def clause(self, number: str) -> Clause | None:
        """The clause with this number, or None."""
        return next((clause for clause in self.clauses if clause.number == number), None)

    def section(self, number: int) -> Section | None:
        """The section with this number, or None."""
        return next((section for section in self.sections if section.number == number), None)

    def numbers(self) -> tuple[str, ...]:
        """Every clause number, 2.10 after 2.9."""
        return tuple(clause.number for clause in self.clauses)

    def empty(self) -> tuple[str, ...]:
        """Numbers of the clauses that state nothing."""
        return tuple(clause.number for clause in self.clauses if clause.is_empty)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a new edition does to the old one, in clause numbers.

    `sections` are those whose heading or preamble reads differently.
    `renumbered` holds (old, new) pairs of one wording; such a clause is in none of the other lists.
    `empty` are the clauses of the new edition that state nothing.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    renumbered: tuple[tuple[str, str], ...]
    empty: tuple[str, ...]
    sections: tuple[int, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether the two editions read the same throughout."""
        return not (self.added or self.changed or self.removed or self.renumbered or self.sections)


class MarkKind(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of words with one fate; marks joined by spaces give both texts back."""

    kind: MarkKind
    words: str


def number_key(number: str) -> tuple[int, ...]:
    """Sorts clause numbers as a reader counts them. Raises ValueError for anything but dotted digits."""
    return tuple(int(part) for part in number.split("."))


def fingerprint(sections: Iterable[Section]) -> str:
    """SHA-256 (hex) of the wording with white space levelled: one text gives one value in any file format."""
    lines: list[str] = []
    for section in sections:
        lines += [f"# {section.number} {section.heading}", section.preamble]
        lines += [f"{clause.number} {clause.text}" for clause in section.clauses]
    return hashlib.sha256("\n".join(_level(line) for line in lines).encode()).hexdigest()


def edition(lang: str, sections: tuple[Section, ...], effective: date | None, *, official: bool) -> Edition:
    """An edition named after its date and wording: `2026-11-22.a1b2c3`, or `undated.a1b2c3`."""
    sha256 = fingerprint(sections)
    version = f"{effective.isoformat() if effective else 'undated'}.{sha256[:6]}"
    return Edition(lang, version, sha256, effective, official, sections)


def compare(old: Edition | None, new: Edition) -> Comparison:
    """What is new, reworded, gone or moved; without an old edition every clause is new."""
    before = _wordings(old) if old else {}
    after = _wordings(new)
    renumbered = _moved(before, after)
    left = before.keys() - {was for was, _ in renumbered}
    came = after.keys() - {now for _, now in renumbered}
    return Comparison(
        added=_in_order(came - left),
        changed=_in_order(number for number in came & left if before[number] != after[number]),
        removed=_in_order(left - came),
        renumbered=renumbered,
        empty=new.empty(),
        sections=_reworded_sections(old, new) if old else (),
    )


def marks(old_text: str, new_text: str) -> tuple[Mark, ...]:
    """The two wordings word by word, a replaced run given as removed and then added."""
    old, new = old_text.split(), new_text.split()
    found: list[Mark] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Mark(MarkKind.SAME, " ".join(old[i1:i2])))
            continue
        if i1 < i2:
            found.append(Mark(MarkKind.REMOVED, " ".join(old[i1:i2])))
        if j1 < j2:
            found.append(Mark(MarkKind.ADDED, " ".join(new[j1:j2])))
    return tuple(found)


def _level(text: str) -> str:
    return " ".join(text.split())


def _wordings(of: Edition) -> dict[str, str]:
    return {clause.number: _level(clause.text) for clause in of.clauses}


def _moved(before: dict[str, str], after: dict[str, str]) -> tuple[tuple[str, str], ...]:
    origins: dict[str, list[str]] = {}
    for number, wording in reversed(before.items()):
        if wording and after.get(number) != wording:
            origins.setdefault(wording, []).append(number)
    pairs: list[tuple[str, str]] = []
    for number, wording in after.items():
        if before.get(number) != wording and origins.get(wording):
            pairs.append((origins[wording].pop(), number))
    return tuple(pairs)


def _in_order(numbers: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(numbers, key=number_key))


def _reworded_sections(old: Edition, new: Edition) -> tuple[int, ...]:
    before = {section.number: _opening(section) for section in old.sections}
    after = {section.number: _opening(section) for section in new.sections}
    return tuple(sorted(n for n in before | after if before.get(n) != after.get(n)))


def _opening(section: Section) -> tuple[str, str]:
    return _level(section.heading), _level(section.preamble)
