"""A webhook's body taken apart into updates to store. Total: whatever shape it has, it is stored or counted.

Webhooks come at least once, in any order, several in one, for up to seven days. Names of people are dropped
here, and pictures and files too: the desk does not read them. Source:
developers.facebook.com/documentation/business-messaging/whatsapp/webhooks and .../business-scoped-user-ids
(``user_id`` is always there since 2026; ``from`` and ``wa_id`` may be absent).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.whatsapp.naming import Name
from bot.channels.whatsapp.values import CHANNEL, Fate, Json, Reading, Update

KEPT_BY_META = timedelta(days=7)
"""How long Meta repeats a webhook; what is older is a replay."""

SILENT = {"reaction", "revoke"}
"""What a person does without expecting an answer."""

FATES = {**{fate.value: fate for fate in Fate}, "played": Fate.READ}
"""Statuses the desk knows, by Meta's spelling."""

KEPT = (
    "from",
    "from_user_id",
    "type",
    "id",
    "timestamp",
    "context",
    "text",
    "interactive",
    "button",
    "contacts",
    "origin",
    "system",
)
"""What is kept of a message."""


def read(body: bytes, now: datetime, phone_id: str | None = None, name: Name = str) -> Reading:
    """Everything in a webhook that is to be heard; with ``phone_id`` only what was sent to that number.

    ``name`` gives what is stored in place of Meta's own ids, outside the payload.
    """
    desk = _Desk(now, phone_id, name)
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict) or given.get("object") != "whatsapp_business_account":
        desk.ignored["shape"] += 1
        return Reading((), desk.ignored)
    for entry in _dicts(given.get("entry")):
        for change in _dicts(entry.get("changes")):
            desk.take(change, _text(entry.get("time")))
    if not (desk.updates or desk.ignored):
        desk.ignored["nothing"] += 1
    return Reading(tuple(desk.updates), desk.ignored)


@dataclass(slots=True)
class _Desk:
    now: datetime
    phone_id: str | None
    name: Name
    updates: list[Update] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)

    def take(self, change: Json, time: str) -> None:
        value = _dict(change.get("value"))
        name = _text(change.get("field"))
        other = self.phone_id and _text(_dict(value.get("metadata")).get("phone_number_id")) not in (
            "",
            self.phone_id,
        )
        if other:
            self.ignored["other-number"] += 1
        elif name in FIELDS:
            FIELDS[name](self, value, name, time)
        else:
            self.ignored["field"] += 1

    def messages(self, value: Json, name: str, time: str) -> None:
        contacts = list(_dicts(value.get("contacts")))
        for message in _dicts(value.get("messages")):
            self._message(message, _contact_of(message, contacts))
        for status in _dicts(value.get("statuses")):
            self._status(status)
        if value.get("errors") and not value.get("messages"):
            self.account(value, "errors", time)

    def _message(self, message: Json, contact: Json) -> None:
        kind = _text(message.get("type"))
        # A system message may name a number alone, and concerns whatever was proven by it: no stream is called by it.
        address = (
            _first(message.get("from_user_id"), contact.get("user_id"))
            if kind == "system"
            else address_of(message, contact)
        )
        if kind in SILENT:
            self.ignored[kind] += 1
        elif message.get("group_id"):
            self.ignored["group"] += 1
        elif not address and kind != "system":
            self.ignored["nobody"] += 1
        else:
            stored = {
                "kind": "system" if kind == "system" else "message",
                "contact": contact,
                "item": {name: message[name] for name in KEPT if name in message},
            }
            self._store(_text(message.get("id")), address or "system", stored, message)

    def _status(self, status: Json) -> None:
        remote_id, fate = _text(status.get("id")), _text(status.get("status"))
        if not remote_id or fate not in FATES:
            self.ignored["status"] += 1
            return
        kept = ("id", "status", "timestamp", "errors", "biz_opaque_callback_data")
        item = {name: status[name] for name in kept if name in status}
        stored = {"kind": "status", "item": item}
        self._store(f"{remote_id}:{fate}", f"status:{self.name(remote_id)}", stored, status)

    def user_ids(self, value: Json, name: str, time: str) -> None:
        """``user_id_update``: the one webhook that names the old and the new business-scoped id."""
        for item in _dicts(value.get("user_id_update")):
            ids = _dict(item.get("user_id"))
            previous, current = _text(ids.get("previous")), _text(ids.get("current"))
            stored = {"kind": "user_id", "item": {"previous": previous, "current": current}}
            self._store(f"user-id:{previous}:{current}", previous or "system", stored, item)

    def preferences(self, value: Json, name: str, time: str) -> None:
        """The person stopped or resumed messages in WhatsApp's own settings."""
        contacts = list(_dicts(value.get("contacts")))
        for item in _dicts(value.get("user_preferences")):
            contact = _contact_of(item, contacts)
            address = address_of(item, contact) or _text(item.get("user_id")) or _text(item.get("wa_id"))
            if _text(item.get("value")) != "stop" or not address:
                self.ignored["preference"] += 1
                continue
            stored = {"kind": "stop", "contact": {"user_id": address}, "item": {}}
            self._store(f"stop:{address}:{_text(item.get('timestamp'))}", address, stored, item)

    def account(self, value: Json, name: str, time: str) -> None:
        """News about the account, its number or its templates: for the operator.

        The same thing may happen again: ``time``, the webhook's own, tells that from Meta's repeating itself. Where
        Meta gives none, the day does.
        """
        what = f"{name} {_named(value)}".strip()
        stored = {"kind": "account", "item": {"what": what, "time": time or f"{self.now:%Y-%m-%d}"}}
        self._store("", "account", stored, {"timestamp": time})

    def _store(self, id: str, stream: str, stored: Json, item: Json) -> None:
        sent_at = _moment(item.get("timestamp")) or self.now
        if self.now - sent_at > KEPT_BY_META:
            self.ignored["stale"] += 1
            return
        # Sorted, so that the same content always has the same name.
        payload = json.dumps(stored, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode(
            errors="replace"
        )
        named = id or f"sha256:{hashlib.sha256(payload).hexdigest()}"
        self.updates.append(Update(self.name(named), f"{CHANNEL}:{stream}", payload, sent_at))


FIELDS: dict[str, Callable[[_Desk, Json, str, str], None]] = {
    "messages": _Desk.messages,
    "user_id_update": _Desk.user_ids,
    "user_preferences": _Desk.preferences,
    "account_alerts": _Desk.account,
    "account_update": _Desk.account,
    "message_template_status_update": _Desk.account,
    "phone_number_quality_update": _Desk.account,
}
"""The webhook fields the desk hears, by value, name and time; the README names them for the clinic to subscribe to."""


def address_of(message: Json, contact: Json) -> str:
    """The person's business-scoped id; their number only when Meta gives no id (webhooks before 2026)."""
    return _first(
        message.get("from_user_id"), contact.get("user_id"), message.get("from"), contact.get("wa_id")
    )


def _first(*ids: Any) -> str:
    return next((found for found in map(_text, ids) if found), "")


def _contact_of(message: Json, contacts: list[Json]) -> Json:
    """The sender's entry, without the name. With one entry there is nobody else it could be."""
    ids = {_text(message.get(name)) for name in ("from_user_id", "from", "user_id", "wa_id")} - {""}
    mine = [one for one in contacts if {_text(one.get("user_id")), _text(one.get("wa_id"))} & ids]
    found = (mine or (contacts if len(contacts) == 1 else []))[:1]
    return {name: one[name] for one in found for name in ("user_id", "wa_id") if name in one}


def _named(value: Json) -> str:
    """Event and template names, codes: whatever short names an account webhook has, no sentences."""
    names = ("event", "message_template_name", "message_template_language", "alert_type", "current_limit")
    codes = (_text(error.get("code")) for error in _dicts(value.get("errors")))
    return " ".join(part for part in (*(_text(value.get(name)) for name in names), *codes) if part)[:200]


def _moment(given: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _text(given: Any) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int):
        return ""
    # A lone surrogate is no character of any language and no database keeps it.
    # Neither is NUL, for PostgreSQL.
    return str(given).encode(errors="replace").decode().replace("\0", "")[:512]


def _dict(given: Any) -> Json:
    return given if isinstance(given, dict) else {}


def _dicts(given: Any) -> Iterator[Json]:
    return (one for one in given if isinstance(one, dict)) if isinstance(given, list) else iter(())
