"""Words out to Telegram: outbox rows into calls of the Bot API, and what became of each said plainly."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol, TypeAlias

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import BufferedInputFile, FSInputFile, Message, ReplyParameters

from bot.channels.telegram_words import keyboard, parts
from bot.channels.went import Went
from bot.ports import (
    Delivered,
    Delivery,
    Drawn,
    Moved,
    Outcome,
    Rejected,
    TryLater,
    Unanswered,
    Unreachable,
)

BROADCAST = 2
"""The lane in which too many requests mean too many for everybody: each message goes to another chat."""
TOPIC_NAME = 128
"""Characters of a topic's name (Bot API, createForumTopic)."""


class Cards(Protocol):
    """What the sender asks the desk while it sends."""

    async def drawn(self, number: str) -> Drawn | None:
        """The card of a case as it is now, and where it stands; None when there is no such case."""

    async def moved_to_topic(self, number: str, thread: str) -> None:
        """The case has a new topic: the old one was deleted."""

    async def document(self, name: str, of: int, file: Path) -> str:
        """Write what a document row names into ``file``; gives the name people see. Raises LookupError."""


Draw: TypeAlias = Callable[[Mapping[str, Any]], bytes]
"""Figures into a PNG; takes long, so it is called in a thread."""
Into: TypeAlias = Callable[[str | None], Awaitable[Outcome]]


class TelegramSender:
    """Delivers outbox rows through the Bot API."""

    def __init__(self, bot: Bot, cards: Cards, draw: Draw) -> None:
        self._bot = bot
        self._cards = cards
        self._draw = draw
        self._went = Went()
        self._kinds: dict[str, Callable[[Delivery], Awaitable[Outcome]]] = {
            "card": self._show_card,
            "topic": self._open_topic,
            "topic-close": self._close_topic,
            "topic-reopen": self._reopen_topic,
            "chart": self._send_chart,
            "file": self._send_file,
            "edit": self._edit,
            "document": self._send_document,
            "correction": self._correct,
        }

    async def send(self, delivery: Delivery) -> Outcome:
        """Send one row. Never raises for anything Telegram may answer."""
        try:
            return await self._kinds.get(delivery.kind, self._post)(delivery)
        except TelegramRetryAfter as error:
            return TryLater(float(error.retry_after), whole_channel=delivery.lane >= BROADCAST)
        except TelegramMigrateToChat as error:
            return Moved(str(error.migrate_to_chat_id))
        except TelegramForbiddenError as error:
            return Unreachable(_kind(error))
        except TelegramBadRequest as error:
            gone = "chat not found" in error.message
            return Unreachable(_kind(error)) if gone else Rejected(error.message[:120])
        except (TelegramNetworkError, TelegramServerError, ClientDecodeError) as error:
            return Unanswered(_kind(error))
        except TelegramAPIError as error:
            return Rejected(_kind(error))

    # --- messages

    async def _post(self, delivery: Delivery) -> Outcome:
        """A message; one about a case stands as a reply to its card, in its topic."""
        payload, number = delivery.payload, delivery.payload.get("reply_to_case")
        drawn = await self._cards.drawn(number) if number else None
        if drawn is None:
            return await self._say(delivery, payload)
        under = {**payload, "reply_to": drawn.message} if drawn.message else payload
        return await self._in_topic(delivery, drawn, lambda thread: self._say(delivery, under, thread))

    async def _say(
        self, delivery: Delivery, payload: Mapping[str, Any], thread: str | None = None
    ) -> Outcome:
        went = self._went.of(delivery.key)
        for html, under, markup in parts(payload)[len(went) :]:
            message = self._message(delivery.address, html, under, thread, markup=markup)
            went.append(str((await self._bot(message)).message_id))
        self._went.forget(delivery.key)
        return Delivered(went[-1] if went else None)

    def _message(
        self, address: str, html: str, payload: Mapping[str, Any], thread: str | None, *, markup: bool
    ) -> TelegramMethod[Message]:
        reply_to = payload.get("reply_to")
        return SendMessage(
            chat_id=address,
            text=html,
            parse_mode="HTML",
            message_thread_id=int(thread) if thread else None,
            protect_content=payload.get("protected") or None,
            allow_paid_broadcast=payload.get("paid") or None,
            reply_markup=keyboard(payload) if markup else None,
            reply_parameters=ReplyParameters(message_id=int(reply_to), allow_sending_without_reply=True)
            if reply_to
            else None,
        )

    async def _edit(self, delivery: Delivery) -> Outcome:
        """New words in a message that was sent before; one that is gone is left alone."""
        payload = delivery.payload
        try:
            await self._bot.edit_message_text(
                "\n\n".join(payload["html"]),
                chat_id=delivery.address,
                message_id=int(payload["message"]),
                parse_mode="HTML",
                reply_markup=keyboard(payload),
            )
        except TelegramBadRequest as error:
            if not _is_unchanged(error):
                raise
        return Delivered()

    async def _correct(self, delivery: Delivery) -> Outcome:
        """New words in place of those of an earlier broadcast; where that is gone, they are said anew."""
        try:
            await self._bot.edit_message_text(
                "\n\n".join(delivery.payload["html"]),
                chat_id=delivery.address,
                message_id=int(delivery.payload["edits"]),
                parse_mode="HTML",
                reply_markup=keyboard(delivery.payload),
            )
        except TelegramBadRequest as error:
            if "message to edit not found" in error.message or "can't be edited" in error.message:
                return await self._say(delivery, delivery.payload)
            if not _is_unchanged(error):
                raise
        return Delivered(str(delivery.payload["edits"]))

    # --- cards

    async def _show_card(self, delivery: Delivery) -> Outcome:
        drawn = await self._cards.drawn(delivery.payload["case"])
        if drawn is None:
            return Rejected("no such case")

        def anew(thread: str | None) -> Awaitable[Outcome]:
            return self._say(delivery, drawn.payload, thread)

        if drawn.message is None or delivery.payload.get("anew"):
            return await self._in_topic(delivery, drawn, anew)
        try:
            await self._bot.edit_message_text(
                drawn.payload["html"][0],
                chat_id=delivery.address,
                message_id=int(drawn.message),
                parse_mode="HTML",
                reply_markup=keyboard(drawn.payload),
            )
        except TelegramBadRequest as error:
            if "message to edit not found" in error.message or "can't be edited" in error.message:
                return await self._in_topic(delivery, drawn, anew)
            if not _is_unchanged(error):
                raise
        return Delivered(drawn.message)

    # --- topics

    async def _in_topic(self, delivery: Delivery, drawn: Drawn, send: Into) -> Outcome:
        """Send into the case's topic: a deleted one is opened anew, a closed one we may not write to is left."""
        try:
            return await send(drawn.thread)
        except TelegramBadRequest as error:
            if drawn.thread is None:
                raise
            if "thread not found" in error.message:
                return await send(await self._new_topic(delivery.address, drawn))
            if "TOPIC_CLOSED" in error.message:
                return await send(None)
            raise

    async def _new_topic(self, address: str, drawn: Drawn) -> str | None:
        try:
            topic = await self._bot.create_forum_topic(address, drawn.topic[:TOPIC_NAME])
        except (TelegramBadRequest, TelegramForbiddenError):
            return None
        await self._cards.moved_to_topic(drawn.number, str(topic.message_thread_id))
        return str(topic.message_thread_id)

    async def _open_topic(self, delivery: Delivery) -> Outcome:
        topic = await self._bot.create_forum_topic(delivery.address, delivery.payload["name"][:TOPIC_NAME])
        return Delivered(str(topic.message_thread_id))

    async def _close_topic(self, delivery: Delivery) -> Outcome:
        drawn = await self._cards.drawn(delivery.payload["case"])
        if drawn is not None and drawn.thread:
            await self._bot.close_forum_topic(delivery.address, int(drawn.thread))
        return Delivered()

    async def _reopen_topic(self, delivery: Delivery) -> Outcome:
        drawn = await self._cards.drawn(delivery.payload["case"])
        if drawn is not None and drawn.thread:
            await self._bot.reopen_forum_topic(delivery.address, int(drawn.thread))
        return Delivered()

    # --- files

    async def _send_chart(self, delivery: Delivery) -> Outcome:
        payload = delivery.payload
        picture = await asyncio.to_thread(self._draw, payload["chart"])
        sent = await self._bot.send_photo(
            delivery.address,
            BufferedInputFile(picture, "chart.png"),
            caption="\n".join(payload["html"]),
            parse_mode="HTML",
        )
        return Delivered(str(sent.message_id))

    async def _send_file(self, delivery: Delivery) -> Outcome:
        payload = delivery.payload
        sent = await self._bot.send_document(
            delivery.address,
            BufferedInputFile(payload["body"].encode("utf-8-sig"), payload["name"]),
            caption="\n".join(payload["html"]),
            parse_mode="HTML",
        )
        return Delivered(str(sent.message_id))

    async def _send_document(self, delivery: Delivery) -> Outcome:
        """A file of any size, drawn now and forgotten after."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "document"
            try:
                name = await self._cards.document(delivery.payload["document"], delivery.payload["of"], file)
            except LookupError:
                return Rejected("no such document")
            sent = await self._bot.send_document(delivery.address, FSInputFile(file, filename=name))
        return Delivered(str(sent.message_id))


def _is_unchanged(error: TelegramBadRequest) -> bool:
    return "message is not modified" in error.message


def _kind(error: Exception) -> str:
    """The error's name: Telegram's own words may repeat what we sent."""
    return type(error).__name__
