"""The words of a policy file in any format a clinic keeps it in: txt, md, html, docx."""

import io
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from bot.policy.unreadable import Unreadable

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

LIMIT = 1_000_000
"""Bytes above which a file is not opened; a docx may hold ten times as much, it carries pictures."""

UNCLOSED = 100
"""Tags begun and not closed that a page may have: the parser's time grows with their square."""

_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_GUESSED = ("cp1251", "kz1048")
_UNREAD = ("koi8_r", "cp866", "mac_cyrillic", "ptcp154")
_EXPECTED = re.compile(r"[\s!-~А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі«»“”„‘’…–—−•·№§©®™°\u00a0\u00ad\u202f]")
_FURNITURE = frozenset(
    {"script", "style", "noscript", "template", "nav", "header", "footer", "button", "select", "svg", "title"}
)
_PARAGRAPHS = frozenset(
    {"p", "div", "section", "article", "main", "form", "blockquote", "pre", "hr", "aside"}
)
_ROWS = frozenset({"ul", "ol", "li", "table", "tr", "td", "th", "dl", "dt", "dd", "figure"})
_BLOCKS = _PARAGRAPHS | _ROWS
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


def read(path: Path) -> str:
    """The file's text. Raises Unreadable when it is missing, of another format, too large or damaged."""
    try:
        return read_bytes(path.name, path.read_bytes())
    except OSError as error:
        raise Unreadable(0, "policy-file-missing") from error


def read_bytes(name: str, data: bytes) -> str:
    """The text of a file received as bytes; its format is the ending of `name`. Raises Unreadable."""
    suffix = Path(name).suffix.casefold()
    reader = _READERS.get(suffix)
    if reader is None:
        raise Unreadable(0, "policy-file-format", {"suffix": suffix or "such"})
    limit = LIMIT * 10 if suffix == ".docx" else LIMIT
    if len(data) > limit:
        raise Unreadable(0, "policy-file-large", {"limit_kb": limit // 1000})
    if not data.strip():
        raise Unreadable(0, "policy-empty")
    return reader(data)


def decode(data: bytes) -> str:
    """The bytes as text: UTF-8, UTF-16 with its mark, or the Cyrillic pages of Windows. Raises Unreadable."""
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(0, "policy-binary")
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return _guessed(data)


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=[*_GUESSED, *_UNREAD]).best()
    if best is None or best.encoding not in _GUESSED:
        raise Unreadable(0, "policy-file-encoding")
    text = str(best)
    if len(_EXPECTED.sub("", text)) * 50 > len(text):
        raise Unreadable(0, "policy-file-encoding")
    return text


def _html(data: bytes) -> str:
    words = decode(data)
    if words.count("<![") > UNCLOSED or any(part.count("<") > UNCLOSED for part in words.split(">")):
        raise Unreadable(0, "policy-file-damaged", {"suffix": ".html"})
    page = _Page()
    page.feed(words)
    page.close()
    return "\n".join(line.strip() for line in "".join(page.words).split("\n"))


class _Page(HTMLParser):
    """A web page's words with the line breaks a browser would show and without its menus and forms."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _FURNITURE
        self._in_heading = tag in _HEADINGS or (self._in_heading and tag not in _BLOCKS)
        if tag == "br":
            self.words.append(" " if self._in_heading else "\n")
        elif tag in _HEADINGS or tag in _BLOCKS:
            self.words.append("\n\n" + ("# " if tag in _HEADINGS else "- " if tag == "li" else ""))

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _FURNITURE))
        self._in_heading = self._in_heading and tag not in _HEADINGS
        if tag in _HEADINGS or tag in _BLOCKS:
            self.words.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(re.sub(r"\s+", " ", data))


def _docx(data: bytes) -> str:
    from docx import Document
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    try:
        _check_unpacked(data)
        document = Document(io.BytesIO(data))
    except Unreadable:
        raise
    except Exception as error:  # zipfile, lxml and docx each have their own
        raise Unreadable(0, "policy-file-damaged", {"suffix": ".docx"}) from error
    body = document.element.body
    if next(body.iter(qn("w:ins"), qn("w:del")), None) is not None:
        raise Unreadable(0, "policy-tracked-changes")
    return "\n\n".join(_paragraph(Paragraph(words, document)) for words in body.iter(qn("w:p")))


def _check_unpacked(data: bytes) -> None:
    """A small archive can unpack to gigabytes: its own table says how many before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LIMIT * 50:
            raise Unreadable(0, "policy-file-large", {"limit_kb": LIMIT * 50 // 1000})


def _paragraph(paragraph: "Paragraph") -> str:
    from docx.oxml.ns import qn

    words, breaks = qn("w:t"), {qn("w:tab"): " ", qn("w:br"): "\n"}
    nodes = paragraph._p.iter(words, *breaks)
    text = "".join(breaks.get(node.tag) or node.text or "" for node in nodes).strip()
    style = paragraph.style.name if paragraph.style else None
    if text and (style or "").startswith(("Heading", "Title")):
        return "# " + " ".join(text.split())
    numbered = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    return f"- {text}" if numbered and text and not text[0].isdigit() else text


_READERS: dict[str, Callable[[bytes], str]] = {
    ".txt": decode,
    ".text": decode,
    ".md": decode,
    ".markdown": decode,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
}
