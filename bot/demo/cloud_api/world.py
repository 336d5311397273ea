"""What exists in the emulated WhatsApp: people, their chat with the clinic, templates, as plain records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Json = dict[str, Any]

WINDOW = timedelta(hours=24)
"""So long after a person's last word messages may be free (Meta, "Customer service windows")."""


@dataclass(slots=True)
class Account:
    """One person on WhatsApp. With a ``username`` the number stays hidden until it is shared."""

    user_id: str
    phone: str
    name: str
    username: str | None = None
    language: str = "kk"
    shared: bool = False
    blocked: bool = False
    offline: bool = False
    on_whatsapp: bool = True
    last_word: datetime | None = None

    @property
    def shows_phone(self) -> bool:
        """Whether webhooks name the number."""
        return self.username is None or self.shared

    def contact(self) -> Json:
        """The person in a webhook's ``contacts``."""
        profile = {"name": self.name} | ({"username": self.username} if self.username else {})
        phone = {"wa_id": self.phone} if self.shows_phone else {}
        return {"profile": profile, "user_id": self.user_id, **phone}

    def sender(self) -> Json:
        """The person as the sender of a message."""
        return ({"from": self.phone} if self.shows_phone else {}) | {"from_user_id": self.user_id}


@dataclass(slots=True)
class Message:
    """One message of a chat. ``content`` is as it was sent; ``status`` and ``key`` are the clinic's."""

    id: str
    user_id: str
    from_clinic: bool
    kind: str
    content: Json
    at: datetime
    touched: int = 0
    status: str = ""
    key: str = ""
    context: str | None = None
    edited: bool = False
    deleted: bool = False
    read: bool = False


@dataclass(frozen=True, slots=True)
class KnownTemplate:
    """A template in one language as Meta has it."""

    name: str
    language: str
    body: str
    buttons: tuple[str, ...] = ()
    footer: str = ""
    status: str = "APPROVED"

    @classmethod
    def of(cls, submission: Json, status: str = "APPROVED") -> KnownTemplate:
        """From what a clinic submits to ``message_templates``."""
        parts = {part["type"]: part for part in submission["components"]}
        buttons = tuple(button["text"] for button in parts.get("BUTTONS", {}).get("buttons", ()))
        return cls(
            submission["name"],
            submission["language"],
            parts["BODY"]["text"],
            buttons,
            parts.get("FOOTER", {}).get("text", ""),
            status,
        )

    def filled(self, values: Sequence[str]) -> str:
        """The body with its values."""
        words = self.body
        for number, value in enumerate(values, 1):
            words = words.replace(f"{{{{{number}}}}}", value)
        return words


@dataclass(slots=True)
class Chat:
    """Everything one person and the clinic wrote, oldest first."""

    account: Account
    messages: list[Message] = field(default_factory=list)

    def find(self, id: str) -> Message:
        """By its id. Raises LookupError."""
        for message in self.messages:
            if message.id == id:
                return message
        raise LookupError("no such message")
