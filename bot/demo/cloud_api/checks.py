"""Whether the Cloud API takes a message: required fields, no unknown ones, lengths, unique titles and ids.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/messages
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from bot.demo.cloud_api.refusals import Refused

Json = dict[str, Any]

ENVELOPE = {
    "messaging_product",
    "recipient_type",
    "to",
    "recipient",
    "type",
    "context",
    "biz_opaque_callback_data",
}
SCOPED_ID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}")


def length(words: str) -> int:
    """Characters in UTF-16 code units, the strictest way to count them."""
    return len(words.encode("utf-16-le")) // 2


def check(message: Json) -> None:
    """Raise ``Refused`` unless every field is as documented."""
    if message.get("messaging_product") != "whatsapp":
        raise Refused(100, "The parameter messaging_product is required.")
    if message.get("recipient_type", "individual") != "individual":
        raise Refused(131009, "recipient_type must be individual")
    _recipient(message)
    kind = message.get("type", "text")
    if kind not in KINDS:
        raise Refused(131051, f"type {kind!r} is not a message type here")
    _only(message, {*ENVELOPE, kind}, "message")
    _optional_text(message, "biz_opaque_callback_data", 512)
    if "context" in message:
        _only(_object(message, "context"), {"message_id"}, "context")
        _text(_object(message, "context"), "message_id", 512)
    KINDS[kind](_object(message, kind))


def _recipient(message: Json) -> None:
    to, recipient = message.get("to"), message.get("recipient")
    if not to and not recipient:
        raise Refused(131008, "The parameter to is required.")
    if to and not re.fullmatch(r"\+?[\d ()-]{5,32}", str(to)):
        raise Refused(131009, "to is not a phone number; business-scoped ids go into recipient")
    if recipient and not SCOPED_ID.fullmatch(str(recipient)):
        raise Refused(131009, "recipient is not a business-scoped user id")


def _check_text(text: Json) -> None:
    _only(text, {"body", "preview_url"}, "text")
    _text(text, "body", 4096)
    if not isinstance(text.get("preview_url", False), bool):
        raise Refused(100, "preview_url must be a boolean")


def _check_interactive(inner: Json) -> None:
    kind = inner.get("type")
    if kind not in ACTIONS:
        raise Refused(131009, f"interactive type {kind!r} is not one of {', '.join(ACTIONS)}")
    _only(inner, {"type", "header", "body", "footer", "action"}, "interactive")
    _text(_object(inner, "body"), "text", 1024, "Body text")
    if "footer" in inner:
        _text(_object(inner, "footer"), "text", 60, "Footer text")
    if "header" in inner:
        _only(_object(inner, "header"), {"type", "text"}, "header")
        _text(_object(inner, "header"), "text", 60, "Header text")
    ACTIONS[kind](_object(inner, "action"))


def _check_buttons(action: Json) -> None:
    _only(action, {"buttons"}, "action")
    buttons = _list(action, "buttons", 1, 3)
    replies = []
    for button in buttons:
        _only(button, {"type", "reply"}, "button")
        if button.get("type") != "reply":
            raise Refused(131009, "button type must be reply")
        reply = _object(button, "reply")
        _only(reply, {"id", "title"}, "reply")
        _title(reply, "title", 20, "Button title")
        _id(reply, 256, "Button id")
        replies.append(reply)
    _unique([reply["title"] for reply in replies], "Button titles")
    _unique([reply["id"] for reply in replies], "Button ids")


def _check_list(action: Json) -> None:
    _only(action, {"button", "sections"}, "action")
    _title(action, "button", 20, "Action button")
    sections = _list(action, "sections", 1, 10)
    rows = [row for section in sections for row in _rows(section, titled=len(sections) > 1)]
    if len(rows) > 10:
        raise Refused(131009, "Total row count exceeds 10")
    _unique([row["id"] for row in rows], "Row ids")


def _rows(section: Json, *, titled: bool) -> list[Json]:
    _only(section, {"title", "rows"}, "section")
    if titled or "title" in section:
        _title(section, "title", 24, "Section title")
    rows = _list(section, "rows", 1, 10)
    for row in rows:
        _only(row, {"id", "title", "description"}, "row")
        _title(row, "title", 24, "Row title")
        _id(row, 200, "Row id")
        if "description" in row:
            _title(row, "description", 72, "Row description")
    _unique([row["title"] for row in rows], "Row titles")
    return rows


def _check_request(action: Json) -> None:
    _only(action, {"name"}, "action")
    if action.get("name") != "request_contact_info":
        raise Refused(131009, "action name must be request_contact_info")


def _check_template(template: Json) -> None:
    _only(template, {"name", "language", "components"}, "template")
    _text(template, "name", 512)
    language = _object(template, "language")
    _only(language, {"code", "policy"}, "language")
    _text(language, "code", 15)
    for component in template.get("components") or []:
        _only(component, {"type", "sub_type", "index", "parameters"}, "component")
        if component.get("type") not in ("header", "body", "button"):
            raise Refused(131009, "component type must be header, body or button")
        for parameter in _list(component, "parameters", 1, 50):
            _check_parameter(parameter)


def _check_parameter(parameter: Json) -> None:
    kind = parameter.get("type")
    if kind not in ("text", "payload"):
        raise Refused(131009, "parameter type must be text or payload")
    _only(parameter, {"type", kind}, "parameter")
    words = _text(parameter, kind, 1024 if kind == "text" else 128)
    if re.search(r"[\n\t]| {5,}", words):
        raise Refused(
            132012, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
        )


KINDS: dict[str, Callable[[Json], None]] = {
    "text": _check_text,
    "interactive": _check_interactive,
    "template": _check_template,
}
ACTIONS: dict[str, Callable[[Json], None]] = {
    "button": _check_buttons,
    "list": _check_list,
    "request_contact_info": _check_request,
}

# --- fields ---------------------------------------------------------------------------------------


def _only(given: Json, known: set[str], where: str) -> None:
    if unknown := sorted(set(given) - known):
        raise Refused(100, f"Unexpected key {unknown[0]!r} on param {where!r}.")


def _object(given: Json, name: str) -> Json:
    inner = given.get(name)
    if inner is None:
        raise Refused(131008, f"The parameter {name} is required.")
    if not isinstance(inner, dict):
        raise Refused(100, f"Param {name} must be a JSON object.")
    return inner


def _list(given: Json, name: str, least: int, most: int) -> list[Json]:
    items = given.get(name)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Refused(100, f"Param {name} must be an array of objects.")
    if not least <= len(items) <= most:
        raise Refused(131009, f"Invalid {name} count. Min allowed: {least}, max allowed: {most}")
    return items


def _text(given: Json, name: str, most: int, said: str = "") -> str:
    words = given.get(name)
    if words is None:
        raise Refused(131008, f"The parameter {name} is required.")
    if not isinstance(words, str):
        raise Refused(100, f"Param {name} must be a string.")
    if not words.strip() or length(words) > most:
        raise Refused(131009, f"{said or name} length invalid. Min length: 1, Max length: {most}")
    return words


def _optional_text(given: Json, name: str, most: int) -> None:
    if name in given:
        _text(given, name, most)


def _title(given: Json, name: str, most: int, said: str) -> None:
    words = _text(given, name, most, said)
    if words != words.strip() or "\n" in words:
        raise Refused(131009, f"{said} cannot have leading or trailing spaces or new lines")


def _id(given: Json, most: int, said: str) -> None:
    words = _text(given, "id", most, said)
    if words != words.strip() or len(words.encode()) > most:
        raise Refused(131009, f"{said} invalid")


def _unique(words: Sequence[str], said: str) -> None:
    if len(set(words)) != len(words):
        raise Refused(131009, f"{said} must be unique")
