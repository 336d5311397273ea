"""What one person sees of a chat: messages, buttons, keyboards, without what is meant for others."""

import html
from dataclasses import asdict, dataclass
from typing import Any

from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import Chat, Json, Message

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}

MEDIA = ("contact", "voice", "sticker", "photo", "document", "location", "video_note", "video", "audio")

SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "pinned_message",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "group_chat_created",
)
"""Kinds of service messages, by the field that marks them."""


@dataclass(frozen=True, slots=True)
class Button:
    """An inline or reply button as the person sees it; ``does`` names its action."""

    text: str
    does: str
    value: str = ""
    style: str | None = None

    @property
    def choice(self) -> str:
        """The last dotted part of the callback data."""
        return self.value.rpartition(".")[2] if self.does == "callback_data" else ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One message through one person's eyes."""

    message_id: int
    ephemeral_id: int | None
    chat_id: int
    topic_id: int | None
    sender: str
    sender_id: int
    from_bot: bool
    mine: bool
    date: int
    edited: bool
    text: str
    entities: tuple[Json, ...]
    kind: str
    media: Any
    rows: tuple[tuple[Button, ...], ...]
    reply_to: Json | None
    protected: bool
    only_you: bool
    forwarded: bool
    pinned: bool
    album: str | None
    touched: int

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All inline buttons in reading order."""
        return tuple(button for row in self.rows for button in row)

    @property
    def labels(self) -> list[str]:
        """What the inline buttons say."""
        return [button.text for button in self.buttons]

    @property
    def choices(self) -> list[str]:
        """What the inline buttons stand for, without the turn they belong to."""
        return [button.choice for button in self.buttons if button.choice]

    @property
    def html(self) -> str:
        """The text with its markup."""
        return as_html(self.text, self.entities)

    def json(self) -> Json:
        """For the page."""
        return asdict(self) | {"entities": list(self.entities)}


def as_html(text: str, entities: tuple[Json, ...] | list[Json]) -> str:
    """Text and entities as Telegram's HTML."""
    units = text.encode("utf-16-le")
    marks: dict[int, list[tuple[int, str]]] = {}
    for rank, entity in enumerate(entities):
        opening, closing = _tags(entity)
        start, end = entity["offset"], entity["offset"] + entity["length"]
        marks.setdefault(start, []).append((1000 + rank, opening))
        marks.setdefault(end, []).insert(0, (-rank, closing))
    parts, before = [], 0
    for at in sorted(marks):
        parts.append(html.escape(units[before * 2 : at * 2].decode("utf-16-le"), quote=False))
        parts += [tag for _, tag in sorted(marks[at], key=lambda mark: mark[0])]
        before = at
    return "".join(parts) + html.escape(units[before * 2 :].decode("utf-16-le"), quote=False)


def _tags(entity: Json) -> tuple[str, str]:
    if entity["type"] == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    tag = TAGS.get(entity["type"])
    return (f"<{tag}>", f"</{tag}>") if tag else ("", "")


def button_of(given: Json) -> Button:
    """One button of a stored keyboard."""
    does = next((name for name in given if name not in ("text", "style", "icon_custom_emoji_id")), "text")
    value = given.get(does, "")
    return Button(given["text"], does, value if isinstance(value, str) else "", given.get("style"))


def rows_of(markup: Json | None, name: str = "inline_keyboard") -> tuple[tuple[Button, ...], ...]:
    """A stored keyboard as buttons."""
    return tuple(tuple(button_of(button) for button in row) for row in (markup or {}).get(name, ()))


def visible(world: Telegram, chat: Chat, message: Message, viewer: int) -> bool:
    """Whether this person sees the message now."""
    if message.deleted or viewer in message.replaced_for:
        return False
    if message.ephemeral_id is None:
        return True
    return viewer in (message.receiver_id, message.sender_id) and not message.undelivered


def kind_of(body: Json) -> str:
    """Which content a message has."""
    for name in (*MEDIA, *SERVICE):
        if name in body:
            return name
    return "text"


def seen(world: Telegram, chat: Chat, message: Message, viewer: int) -> Seen:
    """One message through the viewer's eyes."""
    body = message.body
    kind = kind_of(body)
    sender = body.get("sender_chat") or body["from"]
    return Seen(
        message_id=message.id,
        ephemeral_id=message.ephemeral_id,
        chat_id=chat.id,
        topic_id=message.topic_id,
        sender=sender.get("title") or sender["first_name"],
        sender_id=message.sender_id,
        from_bot=message.sender_id == world.bot.id,
        mine=message.sender_id == viewer,
        date=body["date"],
        edited="edit_date" in body,
        text=body.get("text") or body.get("caption") or "",
        entities=tuple(body.get("entities") or body.get("caption_entities") or ()),
        kind=kind,
        media=body.get(kind) if kind != "text" else None,
        rows=rows_of(body.get("reply_markup")),
        reply_to=_quoted(body.get("reply_to_message")),
        protected=bool(body.get("has_protected_content")),
        only_you=message.ephemeral_id is not None,
        forwarded="forward_origin" in body,
        pinned=message.id in chat.pinned and message.id > 0,
        album=body.get("media_group_id"),
        touched=message.touched,
    )


def _quoted(body: Json | None) -> Json | None:
    if body is None:
        return None
    sender = body.get("sender_chat") or body["from"]
    text = body.get("text") or body.get("caption") or ""
    whose = {"sender": sender.get("title") or sender["first_name"], "sender_id": body["from"]["id"]}
    return whose | {"message_id": body["message_id"], "text": text[:120], "kind": kind_of(body)}


def transcript(world: Telegram, chat: Chat, viewer: int) -> list[Seen]:
    """Everything the viewer sees in the chat, oldest first; nothing for those outside."""
    if not chat.private and not chat.member(viewer).present:
        return []
    return [seen(world, chat, one, viewer) for one in chat.order if visible(world, chat, one, viewer)]
