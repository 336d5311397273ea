"""The text of a policy, as a clinic publishes it, made into an edition: the whole of it or an error."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise

from bot.policy.lines import ADDRESS, CLAUSE, Heading, HeadingKind, Line, ends_sentence, heading, lines
from bot.policy.unreadable import Unreadable
from dialogs.policy import Clause, Edition, Section, edition, number_key

LIMIT = 1_000_000
"""Characters of text above which a file is no policy."""
LEAST = 3
"""Clauses below which a text is no policy."""

_PHONE = re.compile(r"\+?[78][ (-]*\d{3}[ )-]*\d{3}[ -]*\d{2}[ -]*\d{2}")
_CALLS = frozenset(
    {
        "қабылдауға жазылу",
        "записаться на приём",
        "записаться на прием",
        "запись на приём",
        "запись на прием",
        "book an appointment",
        "make an appointment",
    }
)
_TERM = re.compile(r"(.{2,90}?) [-–—] \S.*", re.DOTALL)
_LOST = re.compile(r"[^\W\d_]\?[a-zа-яё]|\ufffd")
_KAZAKH = frozenset("әғқңөұүһі")


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A clause's line found at `index` among all lines."""

    index: int
    at: int
    number: str
    text: str

    @property
    def section(self) -> int:
        return number_key(self.number)[0]


@dataclass(frozen=True, slots=True)
class _Opening:
    """Where a section's heading stands (lines `start` to `end`, not included) and how it reads."""

    start: int
    end: int
    title: str


def parse(text: str, lang: str, effective: date | None) -> Edition:
    """The edition this text states, marked official. Raises Unreadable for anything doubtful."""
    if len(text) > LIMIT:
        raise Unreadable(0, "policy-file-large", {"limit_kb": LIMIT // 1000})
    body = _without_calls(lines(text))
    if not body:
        raise Unreadable(0, "policy-empty")
    found = tuple(_numbered(body))
    _check_text(body, found, lang)
    _check_order(found)
    return edition(lang, _sections(body, found), effective, official=True)


# -- the text as a whole -----------------------------------------------------------------------


def _numbered(body: Sequence[Line]) -> Iterator[_Numbered]:
    for index, line in enumerate(body):
        match = None if line.marked else CLAUSE.fullmatch(line.text)
        if match:
            yield _Numbered(index, line.at, f"{match[1]}.{match[2]}", match["text"])


def _without_calls(body: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines without the booking call-to-action a web page puts above and below its text."""
    first = next((index for index, line in enumerate(body) if CLAUSE.fullmatch(line.text)), len(body))
    calls = set(_CALLS)
    kept: list[Line] = []
    for line in body[:first]:
        left = _PHONE.sub("", line.text).strip(" -–—|:,")
        if left.casefold() in calls or (left != line.text and len(left.split()) <= 6):
            calls.add(left.casefold())
        else:
            kept.append(line)
    rest = list(body[first:])
    while rest and _is_below(rest[-1].text, calls):
        rest.pop()
    return (*kept, *rest)


def _is_below(text: str, calls: set[str]) -> bool:
    return text.startswith("©") or _PHONE.sub("", text).strip(" -–—|:,").casefold() in calls - {""}


def _check_text(body: Sequence[Line], found: Sequence[_Numbered], lang: str) -> None:
    for line in body:
        lost = _LOST.search(line.text) and _LOST.search(ADDRESS.sub("", line.text))
        if lost:
            raise Unreadable(line.at, "policy-letters-lost", {"sign": "?" if "?" in lost[0] else "\ufffd"})
    if len(found) < LEAST:
        raise Unreadable(0, "policy-not-a-policy", {"found": len(found), "least": LEAST})
    letters = [letter for line in body for letter in line.text.casefold() if letter.isalpha()]
    if lang in _LETTERS and not _LETTERS[lang](letters):
        raise Unreadable(0, "policy-wrong-language", {"lang": lang})


def _share(letters: Sequence[str], of: Callable[[str], bool]) -> float:
    return sum(map(of, letters)) / len(letters)


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u04ff"


# A sixth of the letters of Kazakh prose are not Russian; of a Russian text that quotes a name, very few.
_LETTERS: dict[str, Callable[[Sequence[str]], bool]] = {
    "kk": lambda letters: _share(letters, _KAZAKH.__contains__) > 0.04,
    "ru": lambda letters: (
        _share(letters, _is_cyrillic) > 0.6 and _share(letters, _KAZAKH.__contains__) < 0.04
    ),
    "en": lambda letters: _share(letters, str.isascii) > 0.6,
}


# -- the numbering -----------------------------------------------------------------------------


def _check_order(found: Sequence[_Numbered]) -> None:
    if found[0].number != "1.1":
        raise Unreadable(found[0].at, "policy-number-first", {"number": found[0].number})
    seen = {found[0].number: found[0].at}
    for previous, clause in pairwise(found):
        _check_step(previous, clause, seen)
        seen[clause.number] = clause.at


def _check_step(previous: _Numbered, clause: _Numbered, seen: dict[str, int]) -> None:
    section, place = number_key(previous.number)
    here = number_key(clause.number)
    if here in ((section, place + 1), (section + 1, 1)):
        return
    details: dict[str, str | int] = {"number": clause.number, "previous": previous.number}
    if clause.number in seen:
        details = {"number": clause.number, "first": seen[clause.number]}
        raise Unreadable(clause.at, "policy-number-repeated", details)
    if here < (section, place):
        raise Unreadable(clause.at, "policy-number-order", details)
    expected = f"{section}.{place + 1}" if here[0] == section else f"{section + 1}.1"
    raise Unreadable(clause.at, "policy-number-gap", {**details, "expected": expected})


# -- the sections ------------------------------------------------------------------------------


def _sections(body: Sequence[Line], found: Sequence[_Numbered]) -> tuple[Section, ...]:
    groups = [tuple(group) for _, group in groupby(found, key=lambda clause: clause.section)]
    openings = _openings(body, groups)
    ends = [*(opening.start for opening in openings[1:]), len(body)]
    sections = []
    for number, (own, opening, end) in enumerate(zip(groups, openings, ends, strict=True), start=1):
        preamble = _front(body[: opening.start]) if number == 1 else []
        preamble += body[opening.end : own[0].index]
        stops = [*(clause.index for clause in own[1:]), end]
        clauses = tuple(_clause(body, clause, stop) for clause, stop in zip(own, stops, strict=True))
        sections.append(Section(number, opening.title, _with_terms(clauses), _paragraphs(preamble)))
    return tuple(sections)


def _openings(body: Sequence[Line], groups: Sequence[tuple[_Numbered, ...]]) -> list[_Opening]:
    before = [0, *(own[-1].index + 1 for own in groups)]
    gaps = [_headings(body, start, own[0].index) for start, own in zip(before, groups, strict=False)]
    style = _style(gaps)
    _check_tail(body, before[-1], style)
    return [
        _opening(body, [(at, seen) for at, seen in gap if seen.kind <= style], own[0])
        for gap, own in zip(gaps, groups, strict=True)
    ]


def _headings(body: Sequence[Line], start: int, end: int) -> list[tuple[int, Heading]]:
    seen = ((at, heading(body[at], body[at - 1] if at else None)) for at in range(start, end))
    return [(at, one) for at, one in seen if one]


def _style(gaps: Sequence[Sequence[tuple[int, Heading]]]) -> HeadingKind:
    """The surest kind of heading that more than half of the sections have."""

    def has(kind: HeadingKind) -> int:
        return sum(any(seen.kind <= kind for _, seen in gap) for gap in gaps)

    return next((kind for kind in HeadingKind if has(kind) * 2 > len(gaps)), HeadingKind.TITLE)


def _opening(body: Sequence[Line], gap: list[tuple[int, Heading]], clause: _Numbered) -> _Opening:
    if not gap:
        raise Unreadable(clause.at, "policy-no-heading", {"section": clause.section})
    start, last = gap[-1]
    titles = [last.title] if last.title else []
    for (at, one), (after, _) in reversed(list(pairwise(gap))):
        if clause.section == 1 or last.kind > HeadingKind.CAPITALS:
            break
        if after - at > 1 or body[after].after_blank or one.kind is not HeadingKind.CAPITALS:
            raise Unreadable(body[at].at, "policy-stray-heading")
        start, titles, last = at, [one.title, *titles], one
    if last.number not in (None, clause.section):
        details: dict[str, str | int] = {"found": last.number or 0, "section": clause.section}
        raise Unreadable(body[start].at, "policy-heading-number", details)
    end = gap[-1][0] + 1
    if not titles and end < clause.index:
        return _Opening(start, end + 1, body[end].text)
    return _Opening(start, end, " ".join(titles) or body[start].text)


def _check_tail(body: Sequence[Line], start: int, style: HeadingKind) -> None:
    strays = [at for at, seen in _headings(body, start, len(body)) if seen.kind <= style]
    if strays and style <= HeadingKind.CAPITALS:
        raise Unreadable(body[strays[0]].at, "policy-stray-heading")


def _front(before: Sequence[Line]) -> list[Line]:
    """Of what stands above the first heading, the sentences; titles, places and dates are not policy."""
    return [line for line in before if ends_sentence(line.text) and len(line.text.split()) >= 8]


# -- the clauses -------------------------------------------------------------------------------


def _clause(body: Sequence[Line], clause: _Numbered, stop: int) -> Clause:
    first = replace(body[clause.index], text=clause.text)
    return Clause(clause.number, _paragraphs([first, *body[clause.index + 1 : stop]]))


def _paragraphs(of: Sequence[Line]) -> str:
    """Wrapped lines joined by a space, an address alone on its line put back into its sentence."""
    text = ""
    for line in of:
        joint = " " if _goes_on(text, line) else "\n"
        text += (joint if text else "") + line.text
    return text


def _goes_on(text: str, line: Line) -> bool:
    if line.item:
        return False
    if ADDRESS.fullmatch(line.text.rstrip(".,;")):
        return not ends_sentence(text) or text.endswith(":")
    if line.after_blank or ends_sentence(text):
        return False
    return not line.text[0].isupper() or text.endswith((",", "–", "—"))


def _with_terms(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses with the words they define, when most of the section is `term — meaning`."""
    terms = [_term(clause) for clause in clauses]
    if len(clauses) < 3 or sum(term is not None for term in terms) * 2 <= len(clauses):
        return clauses
    return tuple(replace(clause, term=term) for clause, term in zip(clauses, terms, strict=True))


def _term(clause: Clause) -> str | None:
    found = _TERM.fullmatch(clause.text)
    if not found or len(found[1].split()) > 8 or ends_sentence(found[1]):
        return None
    return found[1].strip("«»“”\"', ")
