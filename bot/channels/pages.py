"""Paragraphs of HTML into messages that Telegram takes: long ones cut between words, no tag left open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

LONGEST = 4096
"""UTF-16 code units of a text message after entities are parsed (Bot API, sendMessage)."""

_TAG = re.compile(r"<[^>]*>")
_TOKEN = re.compile(r"<[^>]*>|[^<\s]+\s*|\s+")
_LETTER = re.compile(r"&#?\w+;|.", re.DOTALL)


def pages(paragraphs: list[str], longest: int = LONGEST) -> list[str]:
    """Paragraphs packed into as few messages as fit, never cut inside a paragraph that fits by itself."""
    packed: list[str] = []
    for paragraph in (part for whole in paragraphs for part in _pieces(whole, longest)):
        if packed and _units(packed[-1]) + 2 + _units(paragraph) <= longest:
            packed[-1] += "\n\n" + paragraph
        else:
            packed.append(paragraph)
    return packed


def _units(html: str) -> int:
    """Telegram counts UTF-16 code units after the markup has been read."""
    return len(unescape(_TAG.sub("", html)).encode("utf-16-le")) // 2


def _pieces(paragraph: str, longest: int) -> list[str]:
    """A paragraph too long for one message, cut between words; tags open at a cut are closed and reopened."""
    if _units(paragraph) <= longest:
        return [paragraph]
    pieces, piece, room, opened = list[str](), "", longest, list[str]()
    for token in _tokens(paragraph, longest):
        if token.startswith("</"):
            opened.pop()
        elif _TAG.match(token):
            opened.append(token)
        elif _units(token) > room:
            pieces.append(piece + "".join(f"</{_name(tag)}>" for tag in reversed(opened)))
            piece, room = "".join(opened), longest
        piece += token
        room -= _units(token)
    return [*pieces, piece]


def _tokens(html: str, longest: int) -> Iterator[str]:
    """Tags and words; a word that fits into no message falls into its letters."""
    for token in _TOKEN.findall(html):
        yield from [token] if _units(token) <= longest else _LETTER.findall(token)


def _name(tag: str) -> str:
    return tag[1:-1].partition(" ")[0]
