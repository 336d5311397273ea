"""The emulated Telegram: the one place where its state changes and updates are born."""

import itertools
from collections import deque
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.demo.bot_api.changes import Changes
from bot.demo.bot_api.clock import Clock
from bot.demo.bot_api.rates import Rates
from bot.demo.bot_api.updates import Updates
from bot.demo.bot_api.world import (
    ANONYMOUS_ADMIN_ID,
    RIGHTS,
    Chat,
    Json,
    Member,
    Message,
    Press,
    StoredFile,
    Toast,
    Topic,
    User,
)

PRESS_LIVES = 15
"""Seconds a pressed button waits for answerCallbackQuery (seen in practice, not documented)."""


class Telegram:
    """Users, chats and files of the emulated world, seen by exactly one bot."""

    def __init__(self, clock: Clock, bot: User, *, rates: bool = True, privacy: bool = True) -> None:
        self.clock = clock
        self.bot = bot
        self.privacy = privacy
        self.users: dict[int, User] = {bot.id: bot, ANONYMOUS_ADMIN_ID: _anonymous_admin()}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.presses: dict[str, Press] = {}
        self.toasts: deque[Toast] = deque(maxlen=1000)
        self.profile: dict[str, Any] = {}
        self.changes = Changes()
        self.updates = Updates(clock.now, self.changes.tell)
        self.rates = Rates(clock, on=rates)
        self.last_refusal = ""
        self._account_ids = itertools.count(701_000_001)
        self._group_ids = itertools.count(4_100_000_001)
        self._account_messages = itertools.count(1)
        self._serial = itertools.count(1)

    def now(self) -> datetime:
        """The emulated time."""
        return self.clock.now()

    def stamp(self) -> int:
        """The emulated time as Telegram writes it."""
        return int(self.now().timestamp())

    def serial(self) -> int:
        """A number nobody had before."""
        return next(self._serial)

    # -- accounts and chats ---------------------------------------------------------------

    def add_user(self, **details: Any) -> User:
        """A new person; their private chat with the bot exists, unopened."""
        details.setdefault("id", next(self._account_ids))
        user = User(**details)
        self.users[user.id] = user
        self.chats[user.id] = Chat(user.id, "private")
        self.changes.tell()
        return user

    def add_group(self, title: str, *, supergroup: bool, forum: bool) -> Chat:
        """A new group without members."""
        serial = next(self._group_ids)
        chat = Chat(-(10**12) - serial if supergroup else -serial, "supergroup" if supergroup else "group")
        chat.title, chat.is_forum, chat.last_id = title, forum, 1  # 1 stands for the general topic
        self.chats[chat.id] = chat
        self.changes.tell()
        return chat

    def add_file(self, content: bytes, folder: str, name: str | None, mime: str | None) -> StoredFile:
        """Keep bytes; the id is the bot's own and opaque."""
        serial = self.serial()
        suffix = f".{name.rsplit('.', 1)[1]}" if name and "." in name else ""
        path = f"{folder}/file_{serial}{suffix}"
        stored = StoredFile(f"BQACAgIAAxkDAAI{serial:08d}", f"AgAD{serial:08d}", path, content, name, mime)
        self.files[stored.file_id] = stored
        return stored

    def chat_json(self, chat: Chat) -> Json:
        """The chat as the Bot API's Chat."""
        if chat.private:
            user = self.users[chat.id].json()
            return {"id": chat.id, "type": "private"} | {
                name: user[name] for name in ("first_name", "last_name", "username") if name in user
            }
        found: Json = {"id": chat.id, "type": chat.type, "title": chat.title}
        return found | ({"is_forum": True} if chat.is_forum else {})

    # -- messages -------------------------------------------------------------------------

    def next_message_id(self, chat: Chat) -> int:
        """Supergroups count for themselves; private chats and groups share the account's counter."""
        if chat.type != "supergroup":
            return next(self._account_messages)
        chat.last_id += 1
        return chat.last_id

    def post(
        self,
        chat: Chat,
        sender: User,
        content: Json,
        *,
        receiver: User | None = None,
        anonymous: bool = False,
        topic: int | None = None,
    ) -> Message:
        """Put a message into the chat; no update is sent by this."""
        body: Json = {
            "message_id": 0,
            "from": sender.json(),
            "chat": self.chat_json(chat),
            "date": self.stamp(),
        }
        if anonymous:
            body |= {"from": self.users[ANONYMOUS_ADMIN_ID].json(), "sender_chat": self.chat_json(chat)}
        if topic:
            body |= {"message_thread_id": topic, "is_topic_message": True}
        if receiver:
            body |= {"ephemeral_message_id": self.serial(), "receiver_user": receiver.json()}
        else:
            body["message_id"] = self.next_message_id(chat)
        message = Message(chat.id, body | content, sender.id, self.now(), receiver.id if receiver else None)
        if message.ephemeral_id:
            chat.ephemerals[message.ephemeral_id] = message
        else:
            chat.messages[message.id] = message
        chat.order.append(message)
        if sender.is_bot:
            chat.doing = None
        self.touch(message)
        return message

    def touch(self, message: Message) -> None:
        """A message is new or says something new."""
        message.touched = self.changes.version + 1
        self.changes.tell()

    def announce(self, chat: Chat, actor: User, content: Json, topic: int | None = None) -> Message:
        """A service message; the bot hears of it while it belongs to the chat."""
        message = self.post(chat, actor, content, topic=topic)
        if chat.private or chat.member(self.bot.id).present:
            self.updates.add("message", message.body)
        return message

    def hears(self, chat: Chat, message: Message) -> bool:
        """Whether the bot is shown a person's message: privacy mode of groups.

        Source: https://core.telegram.org/bots/features#privacy-mode
        """
        me = chat.member(self.bot.id)
        if chat.private:
            return True
        if not me.present:
            return False
        if me.leads or not self.privacy:
            return True
        reply = message.body.get("reply_to_message")
        if reply and reply["from"]["id"] == self.bot.id:
            return True
        return self._is_command(message.body.get("text") or message.body.get("caption") or "")

    def _is_command(self, text: str) -> bool:
        word = text.split(maxsplit=1)[0] if text.split() else ""
        command, _, addressee = word.partition("@")
        return (
            command[:1] == "/"
            and len(command) > 1
            and addressee.lower() in ("", (self.bot.username or "").lower())
        )

    # -- membership -----------------------------------------------------------------------

    def set_member(self, chat: Chat, user: User, member: Member, actor: User) -> None:
        """Change how somebody belongs to a chat and tell the bot what it may know."""
        before = chat.member(user.id)
        chat.members[user.id] = member
        body: Json = {
            "chat": self.chat_json(chat),
            "from": actor.json(),
            "date": self.stamp(),
            "old_chat_member": self.member_json(user, before),
            "new_chat_member": self.member_json(user, member),
        }
        if user.id == self.bot.id:
            self.updates.add("my_chat_member", body)
        elif chat.member(self.bot.id).leads:
            self.updates.add("chat_member", body)
        self.changes.tell()

    def member_json(self, user: User, member: Member) -> Json:
        """The membership as the Bot API's ChatMember."""
        found: Json = {"status": member.status, "user": user.json()}
        if member.status == "creator":
            found["is_anonymous"] = member.anonymous
        if member.status == "administrator":
            found |= {"can_be_edited": False, "is_anonymous": member.anonymous}
            found |= {right: right in member.rights for right in RIGHTS}
        if member.status == "kicked":
            found["until_date"] = 0
        return found

    def private_member(self, user: User, status: str, before: str) -> None:
        """A person blocked or unblocked the bot."""
        body = {
            "chat": self.chat_json(self.chats[user.id]),
            "from": user.json(),
            "date": self.stamp(),
            "old_chat_member": self.member_json(self.bot, Member(before)),
            "new_chat_member": self.member_json(self.bot, Member(status)),
        }
        self.updates.add("my_chat_member", body)
        self.changes.tell()

    # -- topics and presses ---------------------------------------------------------------

    def open_topic(self, chat: Chat, actor: User, name: str, color: int) -> Topic:
        """A new forum topic, announced in the group."""
        message = self.announce(chat, actor, {"forum_topic_created": {"name": name, "icon_color": color}})
        message.body |= {"message_thread_id": message.id, "is_topic_message": True}
        chat.topics[message.id] = Topic(message.id, name)
        self.changes.tell()
        return chat.topics[message.id]

    def drop_topic(self, chat: Chat, topic: Topic) -> None:
        """Delete a topic with everything in it."""
        topic.deleted = True
        for message in chat.order:
            if message.topic_id == topic.id:
                message.deleted = True
        self.changes.tell()

    def press(self, user: User, message: Message, data: str) -> Press:
        """A person presses an inline button; the bot gets a callback query."""
        press = Press(
            str(4_400_000_000_000 + self.serial()), user.id, message.chat_id, message, data, self.now()
        )
        self.presses[press.id] = press
        body = {
            "id": press.id,
            "from": user.json(),
            "message": message.body,
            "chat_instance": str(7_000_000 + abs(message.chat_id) % 1_000_000),
            "data": data,
        }
        self.updates.add("callback_query", body)
        self.changes.tell()
        return press

    def alive(self, press: Press) -> bool:
        """Whether the press can still be answered."""
        return (self.now() - press.at).total_seconds() <= PRESS_LIVES

    def waiting(self, user_id: int) -> Iterable[Press]:
        """Presses of a person that nobody has answered yet."""
        return (p for p in self.presses.values() if p.user_id == user_id and not p.answered and self.alive(p))


def _anonymous_admin() -> User:
    return User(ANONYMOUS_ADMIN_ID, "Group", username="GroupAnonymousBot", is_bot=True)
