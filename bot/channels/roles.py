"""Who somebody is in the staff group, and by what name they stand on cards."""

from __future__ import annotations

import time
import unicodedata

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import ChatMemberRestricted, ChatMemberUnion, User

from dialogs.staff import Staff

ADMINISTRATORS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.CREATOR}
OUTSIDE = {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}
LONGEST_NAME = 80
"""Characters of a staff member's name on cards; Telegram allows 128 for both names."""
ROLE_SECONDS = 30.0
"""How long a role is trusted before Telegram is asked again; leaving the group is heard at once."""


class Roles:
    """Who somebody is in a group, asked of Telegram and remembered briefly."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._known: dict[tuple[int, int], tuple[float, ChatMemberStatus]] = {}

    async def staff(self, chat: int, user: User) -> Staff | None:
        """The member as staff, or None for somebody who is not in the group."""
        status = await self._status(chat, user.id)
        if status in OUTSIDE or user.is_bot:
            return None
        return Staff(str(user.id), named(user), status in ADMINISTRATORS)

    def forget(self, chat: int, user: int) -> None:
        """Ask anew next time: the role has changed."""
        self._known.pop((chat, user), None)

    async def _status(self, chat: int, user: int) -> ChatMemberStatus:
        known = self._known.get((chat, user))
        if known and time.monotonic() - known[0] < ROLE_SECONDS:
            return known[1]
        try:
            member = await self._bot.get_chat_member(chat, user)
        except TelegramBadRequest:
            return ChatMemberStatus.LEFT
        status = seated(member)
        self._known[chat, user] = (time.monotonic(), status)
        return status


def seated(member: ChatMemberUnion) -> ChatMemberStatus:
    """Where somebody stands: a restricted member who has left stays *restricted* at Telegram."""
    away = isinstance(member, ChatMemberRestricted) and not member.is_member
    return ChatMemberStatus.LEFT if away else ChatMemberStatus(member.status)


def named(user: User) -> str:
    """The name on cards: visible characters on one line, so that no name turns or hides what stands beside it."""
    visible = "".join(c for c in user.full_name if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(visible.split())[:LONGEST_NAME] or str(user.id)
