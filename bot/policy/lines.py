"""A policy's text as clean lines: one kind of space, no markup, and what each line could be."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from bot.policy.unreadable import Unreadable

_NEWLINES = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000 ]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_COMMENT = re.compile(r"<!--(?:(?!<!--|-->).)*-->", re.DOTALL)
_RULE = re.compile(r"[-=_*~]{3,}")
_SHARP = re.compile(r"#{1,6}(?!#) *(.*)")
_BULLET = re.compile(r"[-*+•·▪●○‣\uf0b7] +")
_DASH = re.compile(r"[–—] +")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\((?:mailto:)?([^)\s]{1,300})\)")
_AUTOLINK = re.compile(r"<(?:mailto:)?((?:https?://|[^@\s<>]{1,64}@)[^<>\s]{1,300})>")
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^> ?"), ""),
    (re.compile(r"\\([-.#()*+_<>\[\]])"), r"\1"),
    (re.compile(r"\*\*|(?<!\w)__|__(?!\w)"), ""),
    (_AUTOLINK, r"\1"),
)

ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
"""A web or e-mail address."""
CLAUSE = re.compile(
    r"([1-9]\d{0,2})\.([1-9]\d{0,2})(?!\.?\d)(?=[.):\s]|[^\W\d_]|[«\"“(]|$)[.):]{0,2} *(?P<text>.*)"
)
"""A clause's number at the start of its line: `6.1.Text`, `6.1 Text` and `6.1) Text` alike."""
_WORDS = r"section|chapter|part|article|раздел|глава|часть|статья|бөлім|тарау|бап"
_WORDED = re.compile(
    rf"(?:(?:(?:{_WORDS}) +|§ ?)(\d+|[IVX]+)\b|(\d+)(?: ?-)? ?(?:{_WORDS})\b)[ .:)–—-]*(.*)", re.IGNORECASE
)
_NUMBERED = re.compile(r"(\d{1,2}|[IVX]{1,5})(?:\. *|(?<=\d) +)(?=[^\W\d_]|[«\"“])(.*)")
_ROMAN = {"I": 1, "V": 5, "X": 10}


class HeadingKind(IntEnum):
    """How a line could be a heading, the surest way first."""

    MARKED = 0
    WORDED = 1
    CAPITALS = 2
    NUMBERED = 3
    TITLE = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line with words in it, at its place (from 1) in the file."""

    at: int
    text: str
    after_blank: bool = False
    item: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What a line says when it is read as a heading; `number` is the one written in it, if any."""

    kind: HeadingKind
    title: str
    number: int | None = None


def lines(text: str) -> tuple[Line, ...]:
    """The lines that have words. Raises Unreadable when the text holds control characters."""
    return tuple(_lines(_levelled(text)))


def heading(line: Line, previous: Line | None) -> Heading | None:
    """The line read as a heading, or None when it cannot be one."""
    if line.item or CLAUSE.fullmatch(line.text):
        return None
    number, title, kind = _numbered(line.text)
    if line.marked:
        return Heading(HeadingKind.MARKED, title, number)
    if len(line.text) > 160 or line.text[-1] in ";,:" or ADDRESS.search(line.text):
        return None
    if kind is not HeadingKind.WORDED and _is_capitals(title):
        return Heading(HeadingKind.CAPITALS, title, number)
    if kind is None and not (_is_title(title) and _stands_alone(line, previous)):
        return None
    return Heading(HeadingKind.TITLE if kind is None else kind, title, number)


def ends_sentence(text: str) -> bool:
    """Whether the text stops where a sentence or a list item stops."""
    return text.rstrip("»”\")'").endswith((".", ";", ":", "!", "?", "…"))


def _levelled(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", _NEWLINES.sub("\n", text))
    text = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), _INVISIBLE.sub("", text))
    found = _CONTROL.search(text)
    if found:
        raise Unreadable(text.count("\n", 0, found.start()) + 1, "policy-binary")
    return [_SPACES.sub(" ", line).strip() for line in text.split("\n")]


def _lines(raw: list[str]) -> Iterator[Line]:
    previous, after_blank = None, True
    for at, text in enumerate(raw, start=1):
        words = _without_marks(text)
        if not words or _RULE.fullmatch(words):
            after_blank = True
            continue
        previous = _line(at, words, after_blank, previous)
        after_blank = False
        if previous.text:
            yield previous


def _line(at: int, words: str, after_blank: bool, previous: Line | None) -> Line:
    sharp = _SHARP.fullmatch(words)
    if sharp:
        return Line(at, sharp[1].rstrip("# "), True, marked=True)
    lists = after_blank or previous is None or previous.item or previous.text[-1:] in ":;.,"
    bullet = _BULLET.match(words) or (_DASH.match(words) if lists else None)
    if bullet:
        return Line(at, words[bullet.end() :], after_blank, item=True)
    return Line(at, words, after_blank)


def _without_marks(text: str) -> str:
    for pattern, plain in _MARKS:
        text = pattern.sub(plain, text)
    return _LINK.sub(lambda link: link[1] if link[1] == link[2] else f"{link[1]} ({link[2]})", text).strip()


def _numbered(text: str) -> tuple[int | None, str, HeadingKind | None]:
    worded = _WORDED.fullmatch(text)
    if worded:
        return _whole(worded[1] or worded[2]), worded[3], HeadingKind.WORDED
    numbered = _NUMBERED.fullmatch(text)
    if numbered and _is_title(numbered[2], stop_allowed=True):
        return _whole(numbered[1]), numbered[2], HeadingKind.NUMBERED
    return None, text, None


def _whole(digits: str) -> int:
    if digits.isdigit():
        return int(digits)
    values = [_ROMAN[letter] for letter in digits.upper()]
    later = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, later, strict=True))


def _is_capitals(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) >= 3 and text == text.upper()


def _is_title(text: str, *, stop_allowed: bool = False) -> bool:
    first = next((letter for letter in text if letter.isalpha()), "")
    closed = text.endswith((".", "!", "?")) and not stop_allowed
    return first.isupper() and len(text.split()) <= 12 and not closed


def _stands_alone(line: Line, previous: Line | None) -> bool:
    return line.after_blank or previous is None or ends_sentence(previous.text)
