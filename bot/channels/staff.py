"""Telegram for staff: group updates into what the staff room hears, its reactions into answers. Routed by aiogram."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from aiogram import Bot, Dispatcher, F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    Document,
    EphemeralMessageParameters,
    Message,
    Update,
)

from bot.channels.pages import pages
from bot.channels.roles import OUTSIDE, Roles, seated
from bot.channels.telegram import answer_press, pressed
from bot.ports import (
    Anonymous,
    Commanded,
    GroupEvent,
    Ignored,
    Joined,
    Migrated,
    Pressed,
    Reaction,
    Removed,
    Rewrote,
    SentFile,
    StaffRoom,
    Stranger,
    TopicClosed,
    Wrote,
)
from dialogs.staff import Staff

log = structlog.get_logger(__name__)

GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
ANONYMOUS = 1087968824
"""The account behind anonymous administrators (@GroupAnonymousBot): no person, so no act."""
LARGEST_FILE = 1_000_000
"""Bytes of a policy's file; a policy alone, even as .docx, is far smaller."""


async def keeps_topics(bot: Bot, chat: int) -> bool | None:
    """Whether the group is a forum in which the bot may manage topics; None when Telegram does not say."""
    try:
        group = await bot.get_chat(chat)
        if not group.is_forum:
            return False
        seat = await bot.get_chat_member(chat, bot.id)
    except TelegramAPIError as error:
        log.info("topics not asked", problem=type(error).__name__)
        return None
    return seat.status == ChatMemberStatus.CREATOR or bool(getattr(seat, "can_manage_topics", False))


async def administrators(bot: Bot, chat: int) -> list[str]:
    """Mentions of the people who lead the group; nobody when Telegram does not say, and never an anonymous one."""
    try:
        leaders = await bot.get_chat_administrators(chat)
    except TelegramAPIError as error:
        log.info("administrators not told", problem=type(error).__name__)
        return []
    people = [
        leader.user
        for leader in leaders
        if not (leader.user.is_bot or getattr(leader, "is_anonymous", False))
    ]
    return [f"@{user.username}" if user.username else user.full_name for user in people]


class StaffChannel:
    """The group's side of Telegram. Every stored update ends in exactly one call of the staff room."""

    def __init__(self, bot: Bot, room: StaffRoom) -> None:
        self._bot = bot
        self._room = room
        self._roles = Roles(bot)
        self._dispatcher = Dispatcher()
        self._dispatcher.include_router(self._router())

    async def hear(self, seq: int, update: Update) -> None:
        """Route one stored update; what no route takes is finished without a word."""
        taken = await self._dispatcher.feed_update(self._bot, update, seq=seq)
        if taken is not True:
            await self._room.hear(seq, "", Ignored())

    def _router(self) -> Router:
        router = Router()
        router.callback_query.register(self._press)
        router.message.register(self._migrate, F.migrate_to_chat_id)
        router.message.register(
            self._receive, F.chat.type.in_(GROUPS), F.document, F.caption.startswith("/policy")
        )
        router.message.register(self._topic_closed, F.forum_topic_closed)
        router.message.register(self._write, F.chat.type.in_(GROUPS), F.text)
        router.edited_message.register(self._rewrite, F.chat.type.in_(GROUPS), F.text)
        router.my_chat_member.register(self._membership, F.chat.type.in_(GROUPS))
        router.chat_member.register(self._role_changed)
        return router

    async def _press(self, query: CallbackQuery, seq: int) -> bool:
        chat = query.message.chat.id if query.message else 0
        reaction = await self._room.hear(seq, str(chat), await self._pressed(chat, query))
        toast = reaction.toast
        if reaction.private is not None and not await self._show(chat, query, reaction.private):
            toast = reaction.private_failed
        await answer_press(self._bot, query.id, toast, alert=len(toast) > 60)
        return True

    async def _pressed(self, chat: int, query: CallbackQuery) -> GroupEvent:
        if query.from_user.id == ANONYMOUS:
            return Anonymous()
        by = await self._roles.staff(chat, query.from_user)
        return Pressed(by, pressed(query).id) if by else Stranger()

    async def _show(self, chat: int, query: CallbackQuery, payload: Mapping[str, Any]) -> bool:
        """Show content to one person: as an ephemeral message, else in their private chat."""
        for html in pages(list(payload["html"])):
            if not (
                await self._ephemeral(chat, query, html) or await self._private(query.from_user.id, html)
            ):
                return False
        return True

    async def _ephemeral(self, chat: int, query: CallbackQuery, html: str) -> bool:
        only = EphemeralMessageParameters(receiver_user_id=query.from_user.id, callback_query_id=query.id)
        try:
            await self._bot.send_message(
                chat,
                html,
                parse_mode="HTML",
                message_thread_id=thread_of(query),
                protect_content=True,
                ephemeral_message_parameters=only,
            )
        except TelegramAPIError as error:
            log.info("ephemeral message refused", problem=type(error).__name__)
            return False
        return True

    async def _private(self, user: int, html: str) -> bool:
        try:
            await self._bot.send_message(user, html, parse_mode="HTML", protect_content=True)
        except TelegramAPIError as error:
            log.info("private message refused", problem=type(error).__name__)
            return False
        return True

    async def _migrate(self, message: Message, seq: int) -> bool:
        await self._room.hear(seq, str(message.chat.id), Migrated(str(message.migrate_to_chat_id)))
        return True

    async def _write(self, message: Message, seq: int) -> bool:
        reaction = await self._room.hear(seq, str(message.chat.id), await self._wrote(message))
        await self._react(message.chat.id, reaction)
        return True

    async def _wrote(self, message: Message) -> GroupEvent:
        user = message.from_user
        if user is None or user.id == ANONYMOUS or message.sender_chat is not None:
            return Anonymous() if addressed(message) else Ignored()
        by = await self._roles.staff(message.chat.id, user)
        return words(by, message) if by else Ignored()

    async def _receive(self, message: Message, seq: int) -> bool:
        """A file with the caption ``/policy``: fetched before it is heard, so that hearing stays one transaction."""
        event = await self._wrote(message)
        if isinstance(event, Commanded) and message.document is not None:
            name, caption = message.document.file_name or "", message.caption or ""
            data = await self._fetched(message.document)
            event = SentFile(event.by, name, data, caption, str(message.message_id))
        await self._room.hear(seq, str(message.chat.id), event)
        return True

    async def _fetched(self, document: Document) -> bytes | None:
        """The file's bytes; None when it is too large or gone. A network fault is raised, and heard again."""
        if (document.file_size or 0) > LARGEST_FILE:
            return None
        try:
            found = await self._bot.download(document)
        except TelegramBadRequest:
            return None
        return found.read() if found is not None else None

    async def _rewrite(self, message: Message, seq: int) -> bool:
        written = await self._wrote(message)
        event = (
            Rewrote(written.by, written.text, written.message) if isinstance(written, Wrote) else Ignored()
        )
        await self._react(message.chat.id, await self._room.hear(seq, str(message.chat.id), event))
        return True

    async def _topic_closed(self, message: Message, seq: int) -> bool:
        await self._room.hear(seq, str(message.chat.id), TopicClosed(str(message.message_thread_id)))
        return True

    async def _membership(self, change: ChatMemberUpdated, seq: int) -> bool:
        was_out, is_out = (
            seated(member) in OUTSIDE for member in (change.old_chat_member, change.new_chat_member)
        )
        event: GroupEvent = Ignored()
        if was_out != is_out:
            event = Removed() if is_out else Joined()
        await self._react(change.chat.id, await self._room.hear(seq, str(change.chat.id), event))
        return True

    async def _role_changed(self, change: ChatMemberUpdated, seq: int) -> bool:
        self._roles.forget(change.chat.id, change.new_chat_member.user.id)
        await self._room.hear(seq, str(change.chat.id), Ignored())
        return True

    async def _react(self, chat: int, reaction: Reaction) -> None:
        """Answer in a group that is not linked: nothing about any case can be in it, so it needs no outbox."""
        try:
            if reaction.toast:
                await self._bot.send_message(chat, reaction.toast)
            if reaction.leave:
                await self._bot.leave_chat(chat)
        except TelegramAPIError as error:
            log.info("answer in another group refused", problem=type(error).__name__)


def thread_of(query: CallbackQuery) -> int | None:
    """The topic a pressed button stands in."""
    message = query.message
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


def words(by: Staff, message: Message) -> GroupEvent:
    """A staff member's text: a command, or words (perhaps in reply to a post)."""
    said = message.text or message.caption or ""
    if said.startswith("/") and not said.startswith("//"):
        name, _, rest = said.partition(" ")
        return Commanded(by, name.partition("@")[0].lower(), rest)
    answers = str(message.reply_to_message.message_id) if message.reply_to_message else None
    thread = str(message.message_thread_id) if message.is_topic_message else None
    return Wrote(by, said, answers, str(message.message_id), thread)


def addressed(message: Message) -> bool:
    """Whether a message speaks to the bot: a command, or a reply to what the bot posted."""
    answered = message.reply_to_message
    to_bot = answered is not None and answered.from_user is not None and answered.from_user.is_bot
    return to_bot or (message.text or message.caption or "").startswith("/")
