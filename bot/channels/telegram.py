"""Telegram for patients: updates into what was heard. Small on purpose; the talk is elsewhere."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import (
    CallbackQuery,
    Message,
    Update,
)
from pydantic import ValidationError

from bot.ports import Heard, Patients
from dialogs.commands import Event, Noted
from dialogs.messages import Chose, Language, SentUnread, SharedContact, Started, Typed, Unread

log = structlog.get_logger(__name__)

CHANNEL = "telegram"
REMEMBERED = 4096
"""How many updates are kept parsed at most; any other is read from the inbox."""
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"]


class Stored(Protocol):
    """A stored update as the inbox gives it back."""

    @property
    def update_id(self) -> str: ...
    @property
    def stream(self) -> str: ...
    @property
    def payload(self) -> bytes: ...


class GroupHearer(Protocol):
    """Hears updates of groups."""

    async def hear(self, seq: int, update: Update) -> None:
        """Hear one stored update of a group."""


def make_bot(token: str, api_url: str) -> Bot:
    """The Bot API client, against Telegram's server or any other by ``api_url``."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url), json_loads=loads)
    return Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML"))


# --- Updates in -----------------------------------------------------------------------------------


def loads(written: str | bytes) -> Any:
    """JSON with every lone surrogate made a question mark: it is no character, and no database keeps it."""
    words = written.decode(errors="replace") if isinstance(written, bytes) else written
    read = json.loads(words)
    return _whole(read) if "\\ud" in words.casefold() else read


def _whole(read: Any) -> Any:
    match read:
        case str():
            return read.encode(errors="replace").decode()
        case list():
            return [_whole(one) for one in read]
        case dict():
            return {name: _whole(value) for name, value in read.items()}
    return read


def readable(answer: Any) -> tuple[list[Update], int | None]:
    """The updates of an answer that as a whole could not be read, and the last id in it; None for no updates."""
    given = answer.get("result") if isinstance(answer, dict) else None
    found = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    ids = [one["update_id"] for one in found if isinstance(one.get("update_id"), int)]
    return list(_read(found)), max(ids, default=None)


def _read(found: list[dict[str, Any]]) -> Iterator[Update]:
    for one in found:
        try:
            yield Update.model_validate(one)
        except ValidationError:
            # Which one and why is not said: both may hold somebody's words.
            log.error("update not readable", update=one.get("update_id"))


def languages(code: str | None) -> tuple[Language, ...]:
    """The order in which languages are offered; Telegram's ``language_code`` decides nothing more."""
    first = {"ru": Language.RUSSIAN, "en": Language.ENGLISH}.get((code or "").split("-")[0], Language.KAZAKH)
    return (first, *(language for language in Language if language is not first))


def pressed(query: CallbackQuery) -> Chose:
    """A button press; data is ``turn.choice id``, with ``-`` for a button that belongs to no turn."""
    turn, _, choice = (query.data or "").partition(".")
    choice = choice if choice.isprintable() else ""  # made up by another client; it is kept as text
    return Chose(choice, int(turn) if turn.isascii() and turn.isdigit() and len(turn) < 10 else None)


UNREAD: tuple[tuple[str, Unread], ...] = (
    ("voice", Unread.VOICE),
    ("video_note", Unread.VOICE),
    ("audio", Unread.VOICE),
    ("sticker", Unread.STICKER),
    ("animation", Unread.STICKER),
    ("photo", Unread.PHOTO),
    ("video", Unread.PHOTO),
    ("document", Unread.FILE),
    ("location", Unread.LOCATION),
    ("venue", Unread.LOCATION),
)


def said(message: Message) -> Event:
    """A private message as an event; what the desk does not read is named, never guessed."""
    if message.contact is not None:
        sender = message.from_user
        own = sender is not None and message.contact.user_id == sender.id and message.forward_origin is None
        return SharedContact(message.contact.phone_number, own)
    if message.text is not None:
        return Started() if message.text.split()[0:1] == ["/start"] else Typed(message.text)
    found = (unread for name, unread in UNREAD if getattr(message, name) is not None)
    return SentUnread(next(found, Unread.OTHER))


def is_private(update: Update) -> bool:
    """Whether the update comes from a patient's own chat with the bot."""
    message = update.message or update.edited_message
    if message is None and update.callback_query is not None:
        message = update.callback_query.message  # type: ignore[assignment]
    return message is not None and message.chat.type == "private"


class TelegramHearer:
    """Hears stored updates: private chats go to the talk, groups to the staff room; presses are answered at once."""

    def __init__(self, bot: Bot, patients: Patients, group: GroupHearer) -> None:
        self._bot = bot
        self._patients = patients
        self._group = group
        self._fresh: OrderedDict[str, Update] = OrderedDict()

    def remember(self, updates: Iterable[Update]) -> None:
        """Keep updates that are about to be stored, so that this process need not read them again to hear them."""
        for update in updates:
            self._fresh[str(update.update_id)] = update
        while len(self._fresh) > REMEMBERED:
            self._fresh.popitem(last=False)

    async def hear(self, seq: int, inbound: Stored) -> None:
        """Hear one stored update and acknowledge a button press. Raises what the talk raises."""
        if inbound.update_id.startswith("heard:"):
            address = inbound.stream.partition(":")[2]
            call = int(inbound.update_id.partition(":")[2])
            await self._patients.hear(Heard(seq, CHANNEL, address, Noted(), call=call))
            return
        fresh = self._fresh.pop(inbound.update_id, None)
        update = fresh or Update.model_validate_json(inbound.payload)
        if is_private(update):
            await self._hear_patient(seq, update)
        else:
            await self._group.hear(seq, update)

    async def _hear_patient(self, seq: int, update: Update) -> None:
        heard = patient(seq, update)
        try:
            await self._patients.hear(heard)
        finally:
            if update.callback_query is not None:
                await answer_press(self._bot, update.callback_query.id)


def patient(seq: int, update: Update) -> Heard:
    """What a private update says, as the talk hears it."""
    query = update.callback_query
    if query is not None:
        return Heard(
            seq, CHANNEL, str(query.from_user.id), pressed(query), languages(query.from_user.language_code)
        )
    message = update.message or update.edited_message
    assert message is not None
    sender = message.from_user
    event = SentUnread(Unread.EDITED) if update.edited_message else said(message)
    answers = str(message.reply_to_message.message_id) if message.reply_to_message else None
    code = sender.language_code if sender else None
    return Heard(seq, CHANNEL, str(message.chat.id), event, languages(code), answers)


async def answer_press(bot: Bot, query_id: str, toast: str = "", *, alert: bool = False) -> None:
    """Stop the button's spinner, with a toast if there is one; too old a press is nobody's fault."""
    try:
        await bot.answer_callback_query(query_id, text=toast[:200] or None, show_alert=alert)
    except TelegramAPIError as error:
        log.info("press not answered", problem=type(error).__name__)


def inbound_parts(update: Update) -> tuple[str, str] | None:
    """The update's own id and the stream it is ordered in; None for what nobody here hears."""
    message = update.message or update.edited_message
    if message is not None:
        return str(update.update_id), f"{CHANNEL}:{message.chat.id}"
    query = update.callback_query
    if query is not None:
        chat = query.message.chat.id if query.message else query.from_user.id
        return str(update.update_id), f"{CHANNEL}:{chat}"
    member = update.my_chat_member or update.chat_member
    return (str(update.update_id), f"{CHANNEL}:{member.chat.id}") if member else None


PASSING = (
    TelegramNetworkError,
    TelegramServerError,
    TelegramRetryAfter,
    TelegramConflictError,
    ClientDecodeError,
)
"""What polling waits out: also an earlier life that still polls, and a proxy's page for an answer."""


class NotStored(Exception):
    """What was fetched could not be stored; the platform keeps it and is asked again."""


class Poller:
    """Long polling that moves the offset only after what it fetched is stored."""

    def __init__(
        self,
        bot: Bot,
        take: Callable[[Sequence[Update]], Awaitable[object]],
        seconds: int = 25,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._take = take
        self._seconds = seconds
        self._sleep = sleep

    async def run(self) -> None:
        """Fetch and store until cancelled; a fault of the network or of the store is waited out, longer each time up to
        half a minute."""
        offset, pause = None, 1.0
        while True:
            try:
                updates, last = await self._fetch(offset)
                await self._store(updates)
                pause = 1.0
            except (*PASSING, NotStored) as error:
                log.warning("polling interrupted", problem=type(error).__name__)
                await self._sleep(getattr(error, "retry_after", pause))
                pause = min(pause * 2, 30.0)
                continue
            if last is not None:
                offset = last + 1

    async def _store(self, updates: Sequence[Update]) -> None:
        try:
            await self._take(updates)
        except Exception as error:
            log.error("updates not stored", problem=type(error).__name__)
            raise NotStored from error

    async def _fetch(self, offset: int | None) -> tuple[Sequence[Update], int | None]:
        """The next updates and the last id; one that nobody can read must not keep the others from being heard."""
        try:
            updates = await self._bot.get_updates(
                offset=offset,
                timeout=self._seconds,
                allowed_updates=ALLOWED_UPDATES,
                request_timeout=self._seconds + 10,
            )
        except ClientDecodeError as error:
            updates, last = readable(error.data)
            if last is None:
                raise
            return updates, last
        return updates, updates[-1].update_id if updates else None
