"""How the bot introduces itself in Telegram's own menus: the commands of patients and of staff, in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from dialogs.messages import Language

log = structlog.get_logger(__name__)

Menu = Mapping[str, str]
"""Command without its slash -> what it does (at most 256 characters)."""


async def introduce(bot: Bot, patients: Mapping[Language, Menu], staff: Mapping[Language, Menu]) -> None:
    """Set both menus in every language, Kazakh where the app speaks another; a refusal stops nothing."""
    private, groups = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
    try:
        for language, code in ((Language.KAZAKH, None), *((one, one.value) for one in Language)):
            await bot.set_my_commands(_listed(patients[language].items()), private, code)
            await bot.set_my_commands(_listed(staff[language].items()), groups, code)
    except TelegramAPIError as error:
        log.warning("menus-not-set", problem=type(error).__name__)


def _listed(menu: Iterable[tuple[str, str]]) -> list[BotCommand]:
    return [BotCommand(command=name, description=words) for name, words in menu]
