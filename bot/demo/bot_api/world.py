"""What exists in the emulated Telegram: people, chats, members, topics, messages, files, presses."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

ANONYMOUS_ADMIN_ID = 1087968824
"""The account in whose name anonymous administrators post (no person)."""

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_send_welcome_messages",
)
"""Every right an administrator of a group can have (Bot API, ChatMemberAdministrator)."""

PRESENT = ("creator", "administrator", "member", "restricted")


@dataclass(slots=True)
class User:
    """An account: a person, or the bot itself."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str | None = None
    is_bot: bool = False
    started: bool = False
    blocked: bool = False
    offline: bool = False

    def json(self) -> Json:
        """The account as the Bot API's User."""
        found: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {"last_name": self.last_name, "username": self.username}
        found |= {name: value for name, value in optional.items() if value}
        if self.language_code and not self.is_bot:
            found["language_code"] = self.language_code
        return found


@dataclass(slots=True)
class Member:
    """How an account belongs to a group; ``status`` is the Bot API's word."""

    status: str
    rights: frozenset[str] = frozenset()
    anonymous: bool = False

    @property
    def present(self) -> bool:
        """In the group now."""
        return self.status in PRESENT

    @property
    def leads(self) -> bool:
        """Creator or administrator."""
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        """Whether this member holds the administrator's ``right``."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the id of the message that opened it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Message:
    """One message: ``body`` is what the Bot API shows of it, the rest is what people see or not."""

    chat_id: int
    body: Json
    sender_id: int
    sent_at: datetime
    receiver_id: int | None = None
    keyboard: Json | None = None
    deleted: bool = False
    replaced_for: set[int] = field(default_factory=set)
    replaces: int | None = None
    undelivered: bool = False
    touched: int = 0

    @property
    def id(self) -> int:
        """Message id in its chat; 0 for ephemeral messages."""
        return int(self.body["message_id"])

    @property
    def ephemeral_id(self) -> int | None:
        """Id among the chat's ephemeral messages, if it is one."""
        found: int | None = self.body.get("ephemeral_message_id")
        return found

    @property
    def topic_id(self) -> int | None:
        """The topic it stands in, if any."""
        found: int | None = self.body.get("message_thread_id")
        return found


@dataclass(slots=True)
class Chat:
    """A private chat with the bot, a basic group or a supergroup."""

    id: int
    type: str
    title: str | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    ephemerals: dict[int, Message] = field(default_factory=dict)
    order: list[Message] = field(default_factory=list)
    keyboards: dict[int, Json] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    doing: tuple[str, datetime] | None = None
    last_id: int = 0

    @property
    def private(self) -> bool:
        """A chat of one person with the bot."""
        return self.type == "private"

    def member(self, user_id: int) -> Member:
        """How the account belongs here; ``left`` when it never did."""
        return self.members.get(user_id, Member("left"))

    def present(self) -> Iterator[int]:
        """Ids of the accounts that are in the group now."""
        return (user_id for user_id, member in self.members.items() if member.present)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes on the emulated servers."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    name: str | None
    mime: str | None


@dataclass(slots=True)
class Press:
    """A pressed inline button that waits for its answer."""

    id: str
    user_id: int
    chat_id: int
    message: Message
    data: str
    at: datetime
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Toast:
    """What answerCallbackQuery showed to one person."""

    id: int
    user_id: int
    chat_id: int
    text: str
    alert: bool
    url: str | None
    at: datetime
