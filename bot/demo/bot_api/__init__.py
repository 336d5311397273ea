"""An emulated Telegram Bot API, as strict as Telegram, and the people who write to the bot."""

from bot.demo.bot_api.clock import Clock
from bot.demo.bot_api.emulator import TOKEN, BotApi
from bot.demo.bot_api.faults import Fault
from bot.demo.bot_api.groups import ALL_RIGHTS, Group
from bot.demo.bot_api.people import Person
from bot.demo.bot_api.seat import Seat
from bot.demo.bot_api.seen import Button, Seen
from bot.demo.bot_api.wire import Exchange

__all__ = [
    "ALL_RIGHTS",
    "TOKEN",
    "BotApi",
    "Button",
    "Clock",
    "Exchange",
    "Fault",
    "Group",
    "Person",
    "Seat",
    "Seen",
]
