"""What the page's visitor can do in somebody's name."""

import base64
import mimetypes
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.demo.bot_api.emulator import BotApi
from bot.demo.bot_api.seat import Seat
from bot.demo.bot_api.seen import Seen
from bot.demo.bot_api.world import Json

MAX_CAPTION = 1024
"""Characters under a file."""

Act = Callable[[BotApi, Seat, Json], Awaitable[Any]]


def _text(given: Json, name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise web.HTTPBadRequest(text=f"{name} is missing")
    return value


def _message(seat: Seat, given: Json, name: str) -> Seen | None:
    """The message the page means, by ``{"id": …}`` or ``{"ephemeral": …}``."""
    wanted = given.get(name)
    if not wanted:
        return None
    for one in seat.sees:
        if wanted.get("ephemeral") and one.ephemeral_id == wanted["ephemeral"]:
            return one
        if wanted.get("id") and one.message_id == wanted["id"]:
            return one
    raise web.HTTPNotFound(text="no such message in sight")


def _sure(seat: Seat, given: Json) -> Seen:
    found = _message(seat, given, "message")
    if found is None:
        raise web.HTTPBadRequest(text="message is missing")
    return found


async def _says(api: BotApi, seat: Seat, given: Json) -> None:
    await seat.says(_text(given, "text"), reply_to=_message(seat, given, "reply_to"))


async def _presses(api: BotApi, seat: Seat, given: Json) -> None:
    what, message = _text(given, "data"), _message(seat, given, "message")
    if message is None and await seat.taps(what):
        return
    await seat.presses(what, on=message)


async def _edits(api: BotApi, seat: Seat, given: Json) -> None:
    await seat.edits(_sure(seat, given), _text(given, "text"))


async def _deletes(api: BotApi, seat: Seat, given: Json) -> None:
    await seat.deletes(_sure(seat, given))


async def _document(api: BotApi, seat: Seat, given: Json) -> None:
    try:
        content = base64.b64decode(_text(given, "base64"), validate=True)
    except ValueError:
        raise web.HTTPBadRequest(text="base64 expected") from None
    mime = mimetypes.guess_type(_text(given, "name"))[0] or "application/octet-stream"
    caption = str(given.get("caption") or "")[:MAX_CAPTION]
    await seat.sends_document(_text(given, "name"), content, mime, caption)


async def _topics(api: BotApi, seat: Seat, given: Json) -> None:
    """Switch the group's topics on or off, as its settings allow whoever leads it."""
    group = next((one for one in api.groups if one.id == seat.chat.id), None)
    if group is None:
        raise web.HTTPBadRequest(text="only a group has topics")
    await group.turns_topics(bool(given.get("on")))


async def _blocks(api: BotApi, seat: Seat, given: Json) -> None:
    await api.people[seat.id].blocks()


async def _unblocks(api: BotApi, seat: Seat, given: Json) -> None:
    await api.people[seat.id].unblocks()


ACTS: dict[str, Act] = {
    "says": _says,
    "presses": _presses,
    "edits": _edits,
    "deletes": _deletes,
    "document": _document,
    "topics": _topics,
    "blocks": _blocks,
    "unblocks": _unblocks,
    "voice": lambda api, seat, given: seat.sends_voice(),
    "sticker": lambda api, seat, given: seat.sends_sticker(),
    "photo": lambda api, seat, given: seat.sends_photo(),
    "album": lambda api, seat, given: seat.sends_album(),
    "location": lambda api, seat, given: seat.sends_location(),
    "contact": lambda api, seat, given: seat.shares_contact(given.get("phone")),
    "stranger": lambda api, seat, given: seat.shares_contact_of_another(),
    "forwarded": lambda api, seat, given: seat.forwards_contact(),
}
"""By the word the page sends."""
