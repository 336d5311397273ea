"""The desk's small HTML as WhatsApp's marks: *bold*, _italic_, ```code```, > quote, links as bare addresses.

WhatsApp has no escape: a mark that is part of somebody's words is replaced by a sign that looks like it.
Source: faq.whatsapp.com/539178204879377 (formatting).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import groupby

MARKS = {"b": "*", "i": "_", "s": "~", "code": "```"}
STYLES = {"b": "b", "strong": "b", "i": "i", "em": "i", "s": "s", "del": "s", "code": "code", "pre": "code"}
ALIKE = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
_LOOSE = re.compile(r"(?<![^\W_])[*_~]|[*_~](?![^\W_])|`")
"""Marks at the edge of a word: inside one, WhatsApp leaves them alone."""
_SILENT_LINKS = ("tel:", "mailto:")
"""WhatsApp makes numbers and e-mail addresses pressable by itself."""


@dataclass(frozen=True, slots=True)
class _Run:
    words: str
    styles: frozenset[str] = frozenset()
    verbatim: bool = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[_Run] = []
        self._open: list[str] = []
        self._link = ""
        self._linked = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._link, self._linked = dict(attrs).get("href") or "", ""
        elif tag == "br":
            self.handle_data("\n")
        else:
            self._open.append("quote" if tag == "blockquote" else STYLES.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        elif self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._linked += data
        self._add(data)

    def _end_link(self) -> None:
        link, words = self._link, self._linked.strip()
        self._link = ""
        bare = link.partition(":")[2] if link.startswith(_SILENT_LINKS) else link
        if bare and bare not in words and not (words and link.startswith(_SILENT_LINKS)):
            self._add(f": {bare}" if words else bare, verbatim=True)

    def _add(self, words: str, *, verbatim: bool = False) -> None:
        styles = frozenset(style for style in self._open if style)
        self.runs.append(_Run(words, styles, verbatim))


def to_whatsapp(html: str) -> str:
    """A paragraph of HTML in WhatsApp's marks; nothing is lost and nothing unmarked becomes marked."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n".join(_line(line) for line in _lines(reader.runs)).strip("\n")


def _lines(runs: list[_Run]) -> Iterator[list[_Run]]:
    """Lines of runs; a quotation begins and ends a line."""
    line: list[_Run] = []
    for run in runs:
        if line and ("quote" in run.styles) != ("quote" in line[-1].styles):
            yield line
            line = []
        first, *more = run.words.split("\n")
        line.append(_Run(first, run.styles, run.verbatim))
        for words in more:
            yield line
            line = [_Run(words, run.styles, run.verbatim)]
    yield line


def _line(runs: list[_Run]) -> str:
    quoted = bool(runs) and "quote" in runs[0].styles
    marked = _marked(runs, list(MARKS))
    if quoted:
        return f"> {marked}"
    return "›" + marked[1:] if marked.startswith(">") else marked


def _marked(runs: list[_Run], styles: list[str]) -> str:
    if not styles:
        return "".join(_plain(run) for run in runs)
    style, *rest = styles
    groups = [
        (inside, _marked(list(group), rest)) for inside, group in groupby(runs, lambda r: style in r.styles)
    ]
    said = ""
    for index, (inside, words) in enumerate(groups):
        after = "".join(more for _, more in groups[index + 1 :])[:1]
        before = said[-1:].isalnum() and not words[:1].isspace()
        touches = before or (after.isalnum() and not words[-1:].isspace())
        said += _wrapped(MARKS[style], words) if inside and not touches else words
    return said


def _wrapped(mark: str, words: str) -> str:
    """The mark close around the words: WhatsApp wants no space inside."""
    core = words.strip()
    if not core:
        return words
    start = words.index(core)
    return f"{words[:start]}{mark}{core}{mark}{words[start + len(core) :]}"


def _plain(run: _Run) -> str:
    if run.verbatim:
        return run.words
    if "code" in run.styles:
        return run.words.replace("`", ALIKE["`"])
    return "".join(part if _is_address(part) else _LOOSE.sub(_alike, part) for part in _parts(run.words))


def _parts(words: str) -> list[str]:
    return re.split(r"(\s+)", words)


def _is_address(part: str) -> bool:
    return "://" in part or "@" in part


def _alike(found: re.Match[str]) -> str:
    return ALIKE[found[0]]
