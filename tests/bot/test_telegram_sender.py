"""A row of several messages to Telegram: each arrives once, in order, whatever happens between two of them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import SendMessage
from aiogram.types import Chat, InlineKeyboardMarkup, Message, ReplyKeyboardRemove

from bot.channels.telegram_sender import TelegramSender
from bot.ports import Delivered, Delivery, Drawn, TryLater, Unanswered

LONG = [f"{n} " + "сөз " * 900 for n in range(3)]
"""Three paragraphs that are a message each."""


class Telegram(BaseSession):
    """Records what is sent; of the ``stumbles``, each takes the place of the message of its number."""

    def __init__(self, **stumbles: type[Exception]) -> None:
        super().__init__()
        self.stumbles = {int(name.removeprefix("at_")): error for name, error in stumbles.items()}
        self.asked = 0
        self.got: list[SendMessage] = []

    async def make_request(self, bot: Bot, method: Any, *_timeout: Any, **_named: Any) -> Any:
        """Take a message or stumble."""
        self.asked += 1
        stumbles = self.stumbles.get(self.asked)
        if stumbles is TelegramRetryAfter:
            raise TelegramRetryAfter(method, "Too Many Requests", retry_after=3)
        if stumbles is not None:
            raise TelegramNetworkError(method, "connection lost")
        self.got.append(method)
        chat = Chat(id=5, type="private")
        return Message(message_id=len(self.got), date=datetime(2026, 12, 1, tzinfo=UTC), chat=chat)

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *_args: Any, **_more: Any) -> AsyncGenerator[bytes, None]:
        """No files here."""
        yield b""


class NoCards:
    """Nothing here is about a case."""

    async def drawn(self, number: str) -> Drawn | None:
        return None

    async def moved_to_topic(self, number: str, thread: str) -> None:
        raise AssertionError

    async def document(self, name: str, of: int, file: Path) -> str:
        raise LookupError


def sender(telegram: Telegram) -> TelegramSender:
    return TelegramSender(Bot("1:token", session=telegram), NoCards(), lambda _figures: b"")


def letter(*html: str, key: str = "turn:9", **payload: Any) -> Delivery:
    words = {"html": list(html), "rows": [[["menu", "Мәзір"]]], "turn": 1, **payload}
    return Delivery(1, key, "telegram", "5", 0, "message", words)


@pytest.mark.parametrize(
    ("stumble", "outcome"),
    [(TelegramRetryAfter, TryLater(3.0)), (TelegramNetworkError, Unanswered("TelegramNetworkError"))],
)
async def test_a_long_answer_goes_on_where_it_stopped(stumble: type[Exception], outcome: object) -> None:
    telegram = Telegram(at_2=stumble)
    says = sender(telegram)
    assert await says.send(letter(*LONG)) == outcome
    assert await says.send(letter(*LONG)) == Delivered("3")
    assert [sent.text[0] for sent in telegram.got] == ["0", "1", "2"]
    assert [sent.reply_markup is not None for sent in telegram.got] == [False, False, True]


async def test_the_contact_button_is_taken_away_once() -> None:
    telegram = Telegram(at_2=TelegramRetryAfter)
    says = sender(telegram)
    asked = letter("Рақмет.", "Енді не істейміз?", remove_keyboard=True)
    assert await says.send(asked) == TryLater(3.0)
    assert await says.send(asked) == Delivered("2")
    assert [sent.text for sent in telegram.got] == ["Рақмет.", "Енді не істейміз?"]
    assert [type(sent.reply_markup) for sent in telegram.got] == [ReplyKeyboardRemove, InlineKeyboardMarkup]


async def test_another_answer_begins_at_its_own_beginning() -> None:
    telegram = Telegram(at_2=TelegramRetryAfter)
    says = sender(telegram)
    await says.send(letter(*LONG))
    assert await says.send(letter("Басқа.", key="turn:10")) == Delivered("2")
    assert await says.send(letter("Сол.", key="turn:10")) == Delivered("3"), (
        "what has ended is not remembered"
    )
