"""What became of each clause over the editions: where it stands now, and whether its words are still the same.

Examples of questions and the plain words of the built-in edition were written for the clauses of the clinic's first
edition; a later one may move, reword, drop or insert clauses, and nothing may then be said of the wrong one.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from dialogs.messages import Language
from dialogs.policy import Clause, Edition, Section, number_key

ALIKE = 0.5
"""The share of words in common (difflib's ratio) from which a reworded clause is still the same one."""

SAME_TEXT = 0.75
"""The share of clause numbers from which a first edition is taken to be the text the examples were written for."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause stands now; `verbatim` while its words never changed on the way."""

    number: str
    verbatim: bool = True


Places = Mapping[str, Place]
"""Clause numbers of the first edition with their places in the edition in force; a clause that is gone has none."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The text that prevails, none before there was any, and where the clauses that are known by number stand in it."""

    prevailing: Edition | None
    places: Places
    sections: Mapping[int, int]
    """Its sections with those of the first edition that they come from."""


def standing(first: Sequence[str], history: Mapping[str, Sequence[Edition]]) -> Standing:
    """Where the clauses numbered `first` stand after these editions in each language, oldest first.

    Of several languages the first of `Language` prevails: Kazakh before any other.
    """
    editions = next((history[language] for language in Language if language in history), ())
    found = places(first, editions)
    if not editions:
        return Standing(None, found, {})
    prevailing = editions[-1]
    return Standing(prevailing, found, _origins(prevailing, found, editions[0]))


def _origins(prevailing: Edition, found: Places, oldest: Edition) -> dict[int, int]:
    """By the clauses; a section with none of the old ones left comes from the one whose heading it has kept."""
    headed = {_heading(section): section.number for section in oldest.sections} if found else {}
    origins = {
        section.number: origin_of(section.number, found) or headed.get(_heading(section))
        for section in prevailing.sections
    }
    return {number: origin for number, origin in origins.items() if origin}


def _heading(section: Section) -> tuple[str, ...]:
    return tuple(section.heading.casefold().split())


def places(first: Sequence[str], editions: Sequence[Edition]) -> dict[str, Place]:
    """Follow the clauses numbered `first` through a language's editions, oldest first.

    The oldest one is taken to be numbered like `first`, unless it lacks too many of its numbers: then it is another
    text, and nothing has a place in it. Without any edition everything stands where it was.
    """
    if not editions:
        return {number: Place(number) for number in first}
    found = {number: Place(number) for number in first if editions[0].clause(number)}
    if len(found) < SAME_TEXT * len(first):
        return {}
    for old, new in itertools.pairwise(editions):
        came = _successors(old, new)
        found = {
            number: Place(came[at.number].number, at.verbatim and came[at.number].verbatim)
            for number, at in found.items()
            if at.number in came
        }
    return found


def lost(old: Edition, new: Edition) -> tuple[str, ...]:
    """Clauses of the old edition that have no successor: questions about them find no answer any more."""
    came = _successors(old, new)
    return tuple(number for number in old.numbers() if number not in came)


def unheard_of(old: Edition, new: Edition) -> tuple[str, ...]:
    """Clauses of the new edition that come from none of the old one: no questions lead to them yet."""
    known = _taken(_successors(old, new))
    return tuple(number for number in new.numbers() if number not in known)


def _successors(old: Edition, new: Edition) -> dict[str, Place]:
    """Each clause's place in the next edition: the same words first, then the same number, then the most alike."""
    before, after = _wordings(old), _wordings(new)
    found: dict[str, Place] = {}
    for number, words in before.items():
        same = [n for n, w in after.items() if w == words and n not in _taken(found)]
        if same:
            found[number] = Place(number if number in same else same[0])
    for number in before.keys() - found.keys():
        if (
            number in after
            and number not in _taken(found)
            and _likeness(before[number], after[number]) >= ALIKE
        ):
            found[number] = Place(number, verbatim=False)
    for number in sorted(before.keys() - found.keys(), key=number_key):
        free = [n for n in after if n not in _taken(found)]
        best = max(free, key=lambda n: _likeness(before[number], after[n]), default=None)
        if best is not None and _likeness(before[number], after[best]) >= ALIKE:
            found[number] = Place(best, verbatim=False)
    return found


def _taken(found: Places) -> set[str]:
    return {place.number for place in found.values()}


def _wordings(of: Edition) -> dict[str, tuple[str, ...]]:
    return {clause.number: tuple(clause.text.split()) for clause in of.clauses}


def _likeness(some: tuple[str, ...], others: tuple[str, ...]) -> float:
    return SequenceMatcher(None, some, others, autojunk=False).ratio()


def renumbered(plain: Edition, places: Places) -> Edition:
    """The built-in edition under today's numbers, with the clauses it still speaks truly of."""
    kept = [replace(clause, number=at.number) for clause in plain.clauses if (at := _true(clause, places))]
    sections = {section_of(clause.number) for clause in kept}
    return replace(
        plain, sections=tuple(_section(number, kept, plain, places) for number in sorted(sections))
    )


def _true(clause: Clause, places: Places) -> Place | None:
    at = places.get(clause.number)
    return at if at and at.verbatim else None


def _section(number: int, kept: Sequence[Clause], plain: Edition, places: Places) -> Section:
    origin = plain.section(origin_of(number, places) or 0)
    inside = [clause for clause in kept if section_of(clause.number) == number]
    ordered = tuple(sorted(inside, key=lambda clause: number_key(clause.number)))
    return Section(number, origin.heading if origin else "", ordered, origin.preamble if origin else "")


def origin_of(section: int, places: Places) -> int | None:
    """The first edition's section from which most of this one's clauses come, the lower one of equals."""
    origins = [section_of(was) for was, at in places.items() if section_of(at.number) == section]
    return max(sorted(set(origins)), key=origins.count, default=None)


def section_of(number: str) -> int:
    """The section a clause stands in."""
    return number_key(number)[0]
