"""Webhooks in Meta's shapes, built from the messages kept under ``tests/data/whatsapp``."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.demo.cloud_api import APP_SECRET, PHONE_ID, signed

DATA = Path(__file__).parents[1] / "data" / "whatsapp" / "messages.json"
MESSAGES: dict[str, dict[str, Any]] = json.loads(DATA.read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PERSON = "KZ.13491208655302741"
PHONE = "77010000001"


def stamp(seconds_ago: float = 0) -> str:
    """A moment as webhooks write it."""
    return str(int((NOW - timedelta(seconds=seconds_ago)).timestamp()))


def value(**parts: Any) -> dict[str, Any]:
    """The inside of a change."""
    metadata = {"display_phone_number": "77010990990", "phone_number_id": PHONE_ID}
    return {"messaging_product": "whatsapp", "metadata": metadata, **parts}


def change(inside: dict[str, Any], field: str = "messages") -> dict[str, Any]:
    return {"id": "201700000000001", "changes": [{"value": inside, "field": field}]}


def account_news(field: str, seconds_ago: float = 0, **told: Any) -> dict[str, Any]:
    """What Meta says about the account; its time stands at the entry, not in what is told."""
    return change(told, field) | {"time": int(stamp(seconds_ago))}


def webhook(*entries: dict[str, Any]) -> bytes:
    """A whole body."""
    return json.dumps({"object": "whatsapp_business_account", "entry": list(entries)}).encode()


def message(
    content: dict[str, Any],
    id: str = "wamid.1",
    *,
    person: str | None = PERSON,
    phone: str | None = PHONE,
    seconds_ago: float = 0,
    **more: Any,
) -> dict[str, Any]:
    """One message's change; without ``person`` as before 2026, without ``phone`` as from a username."""
    ids = ({"user_id": person} if person else {}) | ({"wa_id": phone} if phone else {})
    sender = ({"from": phone} if phone else {}) | ({"from_user_id": person} if person else {})
    told = {**sender, "id": id, "timestamp": stamp(seconds_ago), **content, **more}
    return change(value(contacts=[{"profile": {"name": "Науқас"}, **ids}], messages=[told]))


def status(id: str, fate: str, *codes: int, key: str = "", person: str = PERSON) -> dict[str, Any]:
    """One status's change."""
    told: dict[str, Any] = {"id": id, "status": fate, "timestamp": stamp(), "recipient_user_id": person}
    if codes:
        told["errors"] = [{"code": code, "title": "…", "message": "…"} for code in codes]
    if key:
        told["biz_opaque_callback_data"] = key
    return change(value(statuses=[told]))


def sign(body: bytes) -> str:
    return signed(body, APP_SECRET)
