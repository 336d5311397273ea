"""The words of a row as Telegram's messages, and the buttons under the last of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.pages import pages

Part: TypeAlias = tuple[str, Mapping[str, Any], bool]
"""One message: its words, what stands around them, and whether the buttons do."""


def parts(payload: Mapping[str, Any]) -> list[Part]:
    """The messages of a row, in order."""
    paragraphs, first = list(payload["html"]), list[Part]()
    if payload.get("remove_keyboard") and payload["rows"]:
        # One message cannot both take the contact button away and carry buttons of its own.
        first.append((paragraphs.pop(0), {"rows": [], "remove_keyboard": True}, True))
    rest = [(html, payload, False) for html in pages(paragraphs)]
    return [*first, *rest[:-1], *((html, under, True) for html, under, _ in rest[-1:])]


def keyboard(payload: Mapping[str, Any]) -> Any:
    """The reply markup of a spoken prompt: inline buttons, the contact button, or the end of the latter."""
    if payload.get("contact"):
        labels = [label for line in payload["rows"] for _id, label, *_short in line]
        share = [KeyboardButton(text=payload["contact"], request_contact=True)]
        rest = [KeyboardButton(text=label) for label in labels]
        return ReplyKeyboardMarkup(keyboard=[share, rest], resize_keyboard=True, one_time_keyboard=True)
    if payload.get("asks_reply"):
        return ForceReply(selective=True)
    if not payload["rows"]:
        return ReplyKeyboardRemove() if payload.get("remove_keyboard") else None
    turn = "-" if payload.get("timeless") else str(payload["turn"])
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text=label, callback_data=f"{turn}.{choice}")
                for choice, label, *_short in line
            ]
            for line in payload["rows"]
        ]
    )
