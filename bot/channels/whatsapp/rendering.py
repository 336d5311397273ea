"""A spoken prompt as Cloud API messages: the one place that decides between buttons, or lists.

Three choices or fewer that fit are buttons, up to ten a list, more are several lists. A label that fits
neither as it is nor in its hand-written short form is never cut: it stands in full in the text under a
number, and the row says the number. Text too long for a message with choices goes ahead of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.whatsapp import limits
from bot.channels.whatsapp.limits import fits, units
from bot.channels.whatsapp.markup import to_whatsapp
from bot.channels.whatsapp.words import CONTROLS, ControlWords, language_of

Content = dict[str, Any]
"""One message as the Cloud API takes it, without the one it goes to."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice on its way to a button: number from 1, the id that comes back, the label, its short form."""

    number: int
    id: str
    label: str
    short: str = ""

    @property
    def title(self) -> str:
        """What a list row says: the label, or else its short form; empty when neither fits."""
        return next((words for words in (self.label, self.short) if fits(words, limits.ROW_TITLE)), "")


def render(payload: Mapping[str, Any]) -> list[Content]:
    """Everything a payload says, as messages to be sent in this order; at least one."""
    controls = CONTROLS[language_of(payload)]
    offered = options(payload)
    paragraphs = _paragraphs(payload)
    contact = payload.get("contact") or ""
    if not offered and not contact:
        return [_text(words) for words in pages(paragraphs) or [controls.choose]]
    if _as_buttons(offered):
        texts, body = _split(paragraphs, controls)
        said = [_text(words) for words in texts] + ([_buttons(body, offered)] if offered else [])
    else:
        texts, body = _split([*paragraphs, *_listing(_unfitting(offered))], controls)
        said = [_text(words) for words in texts] + _lists(body, offered, controls)
    return said + ([_contact_request(contact if offered else body)] if contact else [])


def numbered(payload: Mapping[str, Any]) -> list[Content]:
    """The same as plain text with numbered choices, for clients that show neither buttons nor lists."""
    listing = ["\n".join(f"{option.number}. {option.label}" for option in options(payload))]
    paragraphs = [part for part in (*_paragraphs(payload), *listing) if part]
    return [_text(words) for words in pages(paragraphs)]


def unfitting(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Labels that fit neither as they are nor in a short form: a test holds this empty for every prompt."""
    return tuple(option.label for option in _unfitting(options(payload)))


def options(payload: Mapping[str, Any]) -> tuple[Option, ...]:
    """The choices in reading order. A row is ``[id, label]`` or ``[id, label, short]``."""
    turn = "-" if payload.get("timeless") else str(payload.get("turn", "-"))
    flat = (choice for line in payload.get("rows", ()) for choice in line)
    return tuple(
        Option(number, f"{turn}.{id}", " ".join(label.split()), " ".join(short[0].split()) if short else "")
        for number, (id, label, *short) in enumerate(flat, 1)
    )


def pages(paragraphs: Sequence[str], longest: int = limits.TEXT) -> list[str]:
    """Paragraphs packed into as few texts as fit; only one too long by itself is divided, between words."""
    packed: list[str] = []
    for part in (piece for whole in paragraphs for piece in _pieces(whole, longest)):
        if packed and units(packed[-1]) + 2 + units(part) <= longest:
            packed[-1] += "\n\n" + part
        else:
            packed.append(part)
    return packed


# --- Text -----------------------------------------------------------------------------------------


def _paragraphs(payload: Mapping[str, Any]) -> list[str]:
    html = list(payload.get("html", ()))
    if payload.get("remove_keyboard") and len(html) > 1:
        html = html[1:]  # The first one says that a keyboard was closed; WhatsApp has none.
    return [words for words in map(to_whatsapp, html) if words.strip()]


def _split(paragraphs: Sequence[str], controls: ControlWords) -> tuple[list[str], str]:
    """Texts that go ahead, and the body over the choices: as many of the last paragraphs as it holds."""
    start = len(paragraphs)
    while start > 0 and units("\n\n".join(paragraphs[start - 1 :])) <= limits.BODY:
        start -= 1
    body = "\n\n".join(paragraphs[start:])
    return pages(paragraphs[:start]), body or controls.choose


def _pieces(paragraph: str, longest: int) -> list[str]:
    if units(paragraph) <= longest:
        return [paragraph]
    pieces, line = list[str](), ""
    for word in (part for whole in paragraph.split(" ") for part in _chunks(whole, longest)):
        if line and units(line) + 1 + units(word) > longest:
            pieces.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*pieces, line]


def _chunks(word: str, longest: int) -> list[str]:
    """A word, or what somebody wrote without a space, in parts that fit; half as many letters always do."""
    if units(word) <= longest:
        return [word]
    step = longest // 2
    return [word[at : at + step] for at in range(0, len(word), step)]


def _listing(options: Sequence[Option]) -> list[str]:
    return ["\n".join(f"{option.number}. {option.label}" for option in options)] if options else []


def _text(words: str) -> Content:
    return {"type": "text", "text": {"preview_url": False, "body": words}}


# --- Choices --------------------------------------------------------------------------------------


def _as_buttons(offered: Sequence[Option]) -> bool:
    """Only with whole labels: a list shows the label under its short form, a button would leave it out."""
    labels = {option.label for option in offered if fits(option.label, limits.BUTTON_TITLE)}
    return len(labels) == len(offered) <= limits.BUTTONS


def _unfitting(offered: Sequence[Option]) -> list[Option]:
    """Those that need a number: too long, or told from another only by what was left out."""
    if _as_buttons(offered):
        return []
    titles = Counter(option.title for option in offered)
    fitting = {title for title, times in titles.items() if title and times == 1}
    return [option for option in offered if option.title not in fitting]


def _number(option: Option, taken: set[str]) -> str:
    """The number as a title; somebody may have a label that is a number too."""
    title = str(option.number)
    while title in taken:
        title += "."
    return title


def _interactive(kind: str, body: str, action: Content) -> Content:
    inner: Content = {"type": kind, "body": {"text": body}, "action": action}
    return {"type": "interactive", "interactive": inner}


def _buttons(body: str, offered: Sequence[Option]) -> Content:
    replies = [{"id": option.id, "title": option.label} for option in offered]
    return _interactive("button", body, {"buttons": [{"type": "reply", "reply": reply} for reply in replies]})


def _lists(body: str, offered: Sequence[Option], controls: ControlWords) -> list[Content]:
    unfit = _unfitting(offered)
    taken = {option.title for option in offered if option not in unfit}
    rows = [_row(option, _number(option, taken) if option in unfit else option.title) for option in offered]
    parts = [rows[at : at + limits.ROWS] for at in range(0, len(rows), limits.ROWS)]
    bodies = [body, *(controls.more for _ in parts[1:])]
    return [
        _interactive("list", over, {"button": controls.button, "sections": [{"rows": part}]})
        for over, part in zip(bodies, parts, strict=True)
    ]


def _row(option: Option, title: str) -> Content:
    row = {"id": option.id, "title": title}
    if title != option.label and fits(option.label, limits.ROW_DESCRIPTION):
        row["description"] = option.label
    return row


def _contact_request(body: str) -> Content:
    """The button's own label is WhatsApp's, in the language of the phone."""
    return _interactive("request_contact_info", body, {"name": "request_contact_info"})
