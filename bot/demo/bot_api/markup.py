"""Telegram's HTML: to text with entities, with the refusals of the real parser (td, parse_html)."""

import html
import re
from dataclasses import dataclass, field

from bot.demo.bot_api.refusals import Refusal, Refused, bad
from bot.demo.bot_api.world import Json

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
"""Entity type of every tag Telegram knows (tg-time is left out: nobody here uses it)."""

_START = re.compile(r"<([^\s>/][^\s>]*)?")
_END = re.compile(r"</([^\s>]*)\s*")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_ATTRIBUTE = re.compile(
    r"""\s*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+)(?=[\s>])))?""", re.ASCII
)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


def utf16(text: str) -> int:
    """Length in UTF-16 code units, Telegram's measure of offsets and limits."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    text_from: int
    argument: str = ""


@dataclass(slots=True)
class _Parser:
    source: str
    at: int = 0
    out: list[str] = field(default_factory=list)
    offset: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def run(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self._step()
        if self.stack:
            raise _broken(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        order = sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.out), order

    def _step(self) -> None:
        head = self.source[self.at]
        if head == "<":
            self._close() if self.source.startswith("</", self.at) else self._open()
        elif (
            head == "&" and (found := _REFERENCE.match(self.source, self.at)) and (char := _character(found))
        ):
            self._write(char)
            self.at = found.end()
        else:
            self._write(head)
            self.at += 1

    def _write(self, char: str) -> None:
        self.out.append(char)
        self.offset += utf16(char)

    def _where(self) -> str:
        return f"at byte offset {len(self.source[: self.at].encode())}"

    def _open(self) -> None:
        found = _START.match(self.source, self.at)
        assert found is not None
        tag = (found.group(1) or "").lower()
        if found.end() >= len(self.source):
            raise _broken(f"Unclosed start tag {self._where()}")
        if tag not in KINDS:
            raise _broken(f'Unsupported start tag "{tag}" {self._where()}')
        opened = _Open(tag, self.offset, len(self.out))
        end = self._attributes(opened, found.end())
        if tag == "span" and opened.argument != "spoiler":
            raise _broken(f'Tag "span" must have class "tg-spoiler" {self._where()}')
        self.stack.append(opened)
        self.at = end + 1

    def _attributes(self, opened: _Open, at: int) -> int:
        """Read attributes up to the closing angle; returns its place."""
        while True:
            while at < len(self.source) and self.source[at].isspace():
                at += 1
            if at >= len(self.source):
                raise _broken(f"Unclosed start tag {self._where()}")
            if self.source[at] == ">":
                return at
            found = _ATTRIBUTE.match(self.source, at)
            if found is None:
                raise _broken(f'Empty attribute name in the tag "{opened.tag}" {self._where()}')
            value = next((group for group in found.groups()[1:] if group is not None), None)
            _take(opened, found.group(1), None if value is None else html.unescape(value))
            at = found.end()
            if self.source.startswith("=", at):
                raise _broken(f"Unclosed start tag {self._where()}")

    def _close(self) -> None:
        if not self.stack:
            raise _broken(f"Unexpected end tag {self._where()}")
        found = _END.match(self.source, self.at)
        assert found is not None
        if not self.source.startswith(">", found.end()):
            raise _broken(f"Unclosed end tag {self._where()}")
        tag, opened = found.group(1).lower(), self.stack[-1]
        if tag and tag != opened.tag:
            raise _broken(f'Unmatched end tag {self._where()}, expected "</{opened.tag}>", found "</{tag}>"')
        self.stack.pop()
        self.at = found.end() + 1
        if self.offset > opened.offset:
            self._add(opened)

    def _add(self, opened: _Open) -> None:
        entity: Json = {
            "type": KINDS[opened.tag],
            "offset": opened.offset,
            "length": self.offset - opened.offset,
        }
        if opened.tag == "a":
            url = opened.argument or "".join(self.out[opened.text_from :])
            if not (entity := _link(entity, url)):
                return
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.argument
        elif opened.tag == "pre" and self._language_inside(entity):
            return
        elif opened.tag == "code" and opened.argument:
            entity["language"] = opened.argument
        self.entities.append(entity)

    def _language_inside(self, pre: Json) -> bool:
        """``<pre><code class="language-x">`` is one entity."""
        last = self.entities[-1] if self.entities else None
        same = last is not None and all(last[key] == pre[key] for key in ("offset", "length"))
        if last is None or not same or last["type"] != "code" or "language" not in last:
            return False
        last["type"] = "pre"
        return True


def _broken(what: str) -> Refused:
    return Refused(bad(f"can't parse entities: {what}"))


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF else ""


def _take(opened: _Open, name: str, value: str | None) -> None:
    """Keep the one attribute that means something for the tag."""
    match opened.tag, name:
        case "blockquote", "expandable":
            opened.argument = "1"
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            opened.argument = value or ""
        case "code", "class" if (value or "").startswith("language-"):
            opened.argument = (value or "").removeprefix("language-")
        case "span", "class" if (value or "").startswith("tg-"):
            opened.argument = (value or "").removeprefix("tg-")
        case _:
            pass


def _link(entity: Json, url: str) -> Json:
    """A text link, a mention by id, or nothing when the address is no address."""
    if mention := re.fullmatch(r"tg://user\?id=(\d+)", url):
        return entity | {"type": "text_mention", "user_id": int(mention.group(1))}
    if re.match(r"(https?|tg|tonsite|ton|ftp)://\S+|mailto:\S+|tel:\S+", url):
        return entity | {"url": url}
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", url):
        return entity | {"url": f"http://{url}/" if "/" not in url else f"http://{url}"}
    return {}


_FOUND_BY_ITSELF = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/<>])")),
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("mention", re.compile(r"(?<![\w/@])@[a-zA-Z]\w{3,31}\b")),
)


def found_by_itself(text: str, entities: list[Json]) -> list[Json]:
    """Entities Telegram finds in plain text: commands, addresses, mentions."""
    taken = [(entity["offset"], entity["offset"] + entity["length"]) for entity in entities]
    found = list(entities)
    for kind, pattern in _FOUND_BY_ITSELF:
        for match in pattern.finditer(text):
            start, length = utf16(text[: match.start()]), utf16(match.group())
            if all(start + length <= low or start >= high for low, high in taken):
                found.append({"type": kind, "offset": start, "length": length})
                taken.append((start, start + length))
    return sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without the white space around it, as Telegram stores it."""
    bare = text.strip()
    lead, size = utf16(text[: len(text) - len(text.lstrip())]), utf16(bare)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return bare, kept


def parsed(text: str, parse_mode: str, given: list[Json] | None) -> tuple[str, list[Json]]:
    """Text and entities of a request, as Telegram would store them.

    Raises ``Refused`` for broken markup or an unknown parse mode. Markdown is refused here although
    Telegram knows it: its escaping rules make free text unsafe, so nobody in this house uses it.
    """
    mode = parse_mode.lower()
    if mode and mode not in ("html", "none"):
        raise Refused(Refusal(400, "Bad Request: unsupported parse_mode"))
    if mode == "html":
        text, entities = _Parser(text).run()
    else:
        entities = given or []
    text, entities = trimmed(text, entities)
    return text, found_by_itself(text, entities)
