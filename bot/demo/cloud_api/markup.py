"""How WhatsApp shows its marks: *bold*, _italic_, ~struck~, ```code``` and > quotes, as HTML."""

from __future__ import annotations

import html
import re

_CODE = re.compile(r"```(.+?)```", re.DOTALL)
_MARKS = {"*": "b", "_": "i", "~": "s"}


def as_html(words: str) -> str:
    """Marked text as HTML lines joined by new lines."""
    parts = _CODE.split(words)
    return "".join(
        f"<code>{html.escape(part, quote=False)}</code>" if index % 2 else _outside(part)
        for index, part in enumerate(parts)
    )


def plain(words: str) -> str:
    """What a person reads: the words without the marks."""
    return html.unescape(re.sub(r"<[^<>]+>", "", as_html(words)))


def _outside(words: str) -> str:
    return "\n".join(_line(line) for line in words.split("\n"))


def _line(line: str) -> str:
    if line.startswith("> "):
        return f"<blockquote>{_inline(html.escape(line[2:], quote=False))}</blockquote>"
    return _inline(html.escape(line, quote=False))


def _inline(words: str) -> str:
    for mark, tag in _MARKS.items():
        sign = re.escape(mark)
        # A mark opens at the edge of a word and closes at another; no space stands inside either.
        found = rf"(?<![^\W_]){sign}(?=\S)([^{sign}\n]*?\S){sign}(?![^\W_])"
        words = re.sub(found, rf"<{tag}>\1</{tag}>", words)
    return words
