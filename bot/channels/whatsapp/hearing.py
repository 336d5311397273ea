"""A stored WhatsApp update as the talk and the office hear it: pure functions and a small hearer."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog

from bot.channels.whatsapp.naming import Name
from bot.channels.whatsapp.refusals import reading_of
from bot.channels.whatsapp.updates import FATES, address_of
from bot.channels.whatsapp.values import (
    CHANNEL,
    AccountNews,
    Fate,
    IdentityChanged,
    Json,
    Office,
    Report,
)
from bot.ports import Heard, Patients
from dialogs.commands import Event, Noted
from dialogs.messages import AskedToStop, Chose, SentUnread, SharedContact, Started, Typed, Unread

log = structlog.get_logger(__name__)

SHARE = "verify-share"
"""The choice that offers one's own number. WhatsApp has verified the number in a signed webhook already."""

UNREAD = {
    "audio": Unread.VOICE,
    "voice": Unread.VOICE,
    "sticker": Unread.STICKER,
    "image": Unread.PHOTO,
    "video": Unread.PHOTO,
    "document": Unread.FILE,
    "location": Unread.LOCATION,
    "edit": Unread.EDITED,
}
"""What the desk does not read, by message type; every other type is *other*."""

NEW_IDENTITY = {"user_changed_number", "user_changed_user_id", "customer_changed_number"}
_SCOPED_ID = re.compile(r"changed from ([A-Z]{2}\.[\w.]+)")


class Stored(Protocol):
    """A stored update as the inbox gives it back."""

    @property
    def update_id(self) -> str: ...
    @property
    def stream(self) -> str: ...
    @property
    def payload(self) -> bytes: ...


def said(message: Json, contact: Json) -> Event:
    """A message as an event; what the desk does not read is named, never guessed."""
    kind = message.get("type")
    event = READ[kind](message, contact) if isinstance(kind, str) and kind in READ else None
    return event or SentUnread(UNREAD.get(str(kind), Unread.OTHER))


def _typed(message: Json, _contact: Json) -> Event | None:
    words = _dict(message.get("text")).get("body")
    return Typed(words) if isinstance(words, str) else None


def _replied(message: Json, contact: Json) -> Event | None:
    """A pressed button or list row."""
    inner = _dict(message.get("interactive"))
    reply = _dict(inner.get("button_reply")) or _dict(inner.get("list_reply"))
    return _chosen(reply.get("id"), contact)


def _pressed(message: Json, contact: Json) -> Event | None:
    """The quick-reply button of a template."""
    return _chosen(_dict(message.get("button")).get("payload"), contact)


def _chosen(data: Any, contact: Json) -> Event | None:
    """An id is ``turn.choice``, with ``-`` for a button that belongs to no turn."""
    if not isinstance(data, str) or "." not in data:
        return None
    turn, _, choice = data.partition(".")
    choice = choice if choice.isprintable() else ""  # made up; it is kept as text
    phone = contact.get("wa_id")
    if choice == SHARE and isinstance(phone, str) and phone.isdigit():
        return SharedContact(f"+{phone}", own=True)
    return Chose(choice, int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 10 else None)


def _shared(message: Json, contact: Json) -> Event | None:
    """The sender's own only as the answer to our request: alone, not forwarded, not contradicted."""
    cards = message.get("contacts")
    first = _dict(cards[0]) if isinstance(cards, list) and cards else {}
    phones = first.get("phones")
    phone = _dict(phones[0]) if isinstance(phones, list) and phones else {}
    number = str(phone.get("phone") or phone.get("wa_id") or "")
    origin = message.get("origin") or first.get("origin")
    known = str(contact.get("wa_id") or "")
    own = (
        origin == "contact_request"
        and isinstance(cards, list)
        and len(cards) == 1
        and isinstance(phones, list)
        and len(phones) == 1
        and not _dict(message.get("context")).get("forwarded")
        and known in ("", _digits(number))
    )
    return SharedContact(number, own)


READ: dict[str, Callable[[Json, Json], Event | None]] = {
    "text": _typed,
    "interactive": _replied,
    "button": _pressed,
    "contacts": _shared,
    "request_welcome": lambda _message, _contact: Started(),
}
"""What the desk reads, by message type; None means that the shape was not the documented one."""


def heard(seq: int, payload: bytes, name: Name = str) -> Heard | Report | IdentityChanged | AccountNews:
    """What a stored update says. Total over whatever ``updates.read`` stores."""
    stored = json.loads(payload)
    item, contact = _dict(stored.get("item")), _dict(stored.get("contact"))
    match stored.get("kind"):
        case "status":
            return _report(item)
        case "user_id":
            return IdentityChanged(item["previous"], item["current"])
        case "system":
            return _system(item, contact)
        case "account":
            return AccountNews(str(item.get("what", "")))
        case "stop":
            return Heard(seq, CHANNEL, address_of(item, contact), AskedToStop())
    answers = _dict(item.get("context")).get("id")
    return Heard(
        seq,
        CHANNEL,
        address_of(item, contact),
        said(item, contact),
        answers=name(answers) if isinstance(answers, str) else None,
    )


def _system(item: Json, contact: Json) -> IdentityChanged | AccountNews:
    """A changed number or id: the message names the new ones, its sentence the old id."""
    system = _dict(item.get("system"))
    if system.get("type") not in NEW_IDENTITY:
        return AccountNews(f"system {str(system.get('type', ''))[:64]}".strip())
    in_words = _SCOPED_ID.search(str(system.get("body", "")))
    previous = item.get("from_user_id") or system.get("previous_user_id") or (in_words[1] if in_words else "")
    return IdentityChanged(
        str(previous or contact.get("user_id") or ""),
        str(system.get("user_id") or ""),
        _digits(str(item.get("from") or system.get("customer") or "")),
    )


def _report(item: Json) -> Report:
    errors = item.get("errors")
    first = _dict(errors[0]) if isinstance(errors, list) and errors else {}
    fate = FATES[item["status"]]
    meaning = reading_of(_number(first.get("code"))) if fate is Fate.FAILED else None
    return Report(
        str(item.get("id", "")),
        str(item.get("biz_opaque_callback_data") or ""),
        fate,
        _moment(item.get("timestamp")),
        meaning.problem if meaning else "",
        unreachable=meaning is not None and meaning.unreachable,
        opted_out=meaning is not None and meaning.opted_out,
    )


class WhatsAppHearer:
    """Hears stored updates: patients go to the talk, the rest to the office; then they are marked read."""

    def __init__(
        self,
        patients: Patients,
        office: Office,
        mark_read: Callable[[str], Awaitable[object]] | None = None,
        *,
        name: Name,
    ) -> None:
        self._patients = patients
        self._office = office
        self._mark_read = mark_read
        self._name = name

    async def hear(self, seq: int, inbound: Stored) -> None:
        """Hear one stored update. Raises what the talk and the office raise."""
        if inbound.update_id.startswith("heard:"):
            address = inbound.stream.partition(":")[2]
            call = int(inbound.update_id.partition(":")[2])
            await self._patients.hear(Heard(seq, CHANNEL, address, Noted(), call=call))
            return
        match heard(seq, inbound.payload, self._name):
            case Heard() as words:
                await self._hear_patient(words, _id(inbound.payload))
            case Report() as report:
                await self._office.reported(seq, report)
            case IdentityChanged() as change:
                await self._office.identity_changed(seq, change)
            case AccountNews() as news:
                await self._office.account_news(seq, news)

    async def _hear_patient(self, words: Heard, message: str) -> None:
        new = await self._patients.hear(words)
        # An edit has an id of its own that is no message's.
        readable = message.startswith("wamid.") and words.event != SentUnread(Unread.EDITED)
        if new and readable and self._mark_read is not None:
            await self._mark_read(message)


def _id(payload: bytes) -> str:
    """Meta's own name of a stored message."""
    return str(_dict(json.loads(payload).get("item")).get("id", ""))


def _dict(given: Any) -> Json:
    return given if isinstance(given, dict) else {}


def _digits(words: str) -> str:
    return re.sub(r"\D", "", words)


def _number(given: Any) -> int:
    try:
        return int(given)
    except (TypeError, ValueError, OverflowError):
        return 0


def _moment(given: Any) -> datetime:
    try:
        return datetime.fromtimestamp(_number(given), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)
