"""What a person sees of their WhatsApp chat with the clinic: messages, buttons, lists, ticks."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bot.demo.cloud_api.markup import as_html, plain
from bot.demo.cloud_api.world import Chat, Json, Message

FAILED = "failed"
SHARE = "Share contact info"
"""The label WhatsApp itself puts on the contact request, in the phone's language."""


@dataclass(frozen=True, slots=True)
class Button:
    """A reply button, a row of a list, a template's button or the contact request; ``does`` names which."""

    text: str
    does: str
    value: str = ""
    description: str = ""

    @property
    def choice(self) -> str:
        """What stands after the turn in the id."""
        return self.value.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Seen:
    """One message through the person's eyes.

    ``text`` is without marks, ``opens`` labels a list's button, ``file`` names a document.
    """

    message_id: str
    from_bot: bool
    mine: bool
    at: str
    kind: str
    text: str
    html: str
    footer: str
    rows: tuple[tuple[Button, ...], ...]
    opens: str
    file: str
    template: str
    reply_to: str | None
    edited: bool
    deleted: bool
    status: str
    read: bool
    touched: int

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Everything pressable in reading order."""
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> list[str]:
        """What the buttons say: a row's description where it holds the whole label."""
        return [button.description or button.text for button in self.buttons]

    @property
    def choices(self) -> list[str]:
        """What the buttons stand for, without the turn they belong to."""
        return [button.choice for button in self.buttons if button.choice]

    def json(self) -> Json:
        """For the page."""
        return asdict(self)


def seen(message: Message) -> Seen:
    """One message as its person sees it."""
    words = _words(message)
    content: Any = message.content
    inner = content if isinstance(content, dict) else {}
    return Seen(
        message_id=message.id,
        from_bot=message.from_clinic,
        mine=not message.from_clinic,
        at=message.at.isoformat(),
        kind=_kind(message),
        text=plain(words) if message.from_clinic else words,
        html=as_html(words),
        footer=str(inner.get("footer") or "") if message.kind == "template" else "",
        rows=() if message.deleted else _rows(message),
        opens=str(inner.get("action", {}).get("button", "")) if _kind(message) == "list" else "",
        file=str(inner.get("filename") or "") if message.kind == "document" else "",
        template=str(inner.get("name", "")) if message.kind == "template" else "",
        reply_to=message.context,
        edited=message.edited,
        deleted=message.deleted,
        status=message.status,
        read=message.read,
        touched=message.touched,
    )


def transcript(chat: Chat) -> list[Seen]:
    """Everything in sight, oldest first: what failed never arrived."""
    return [seen(one) for one in chat.messages if one.status != FAILED]


def _kind(message: Message) -> str:
    if message.kind == "interactive" and message.from_clinic:
        return str(message.content["type"])
    return message.kind


def _words(message: Message) -> str:
    content: Any = message.content
    if message.deleted:
        return ""
    match message.kind:
        case "text":
            return str(content["body"])
        case "template":
            return str(content["body"])
        case "button":
            return str(content["text"])
        case "interactive":
            reply = content.get("button_reply") or content.get("list_reply")
            return str(reply["title"] if reply else content["body"]["text"])
        case "contacts":
            return ", ".join(phone["phone"] for card in content for phone in card["phones"])
        case "document" | "image" | "video":
            return str(content.get("caption", ""))
    return ""


def _rows(message: Message) -> tuple[tuple[Button, ...], ...]:
    content = message.content
    if message.kind == "template":
        return tuple((Button(one["text"], "template", one["payload"]),) for one in content["buttons"])
    if message.kind != "interactive" or not message.from_clinic:
        return ()
    action = content["action"]
    match content["type"]:
        case "button":
            replies = [one["reply"] for one in action["buttons"]]
            return tuple((Button(reply["title"], "button_reply", reply["id"]),) for reply in replies)
        case "list":
            rows = [row for section in action["sections"] for row in section["rows"]]
            return tuple(
                (Button(row["title"], "list_reply", row["id"], row.get("description", "")),) for row in rows
            )
    return ((Button(SHARE, "request_contact_info"),),)
