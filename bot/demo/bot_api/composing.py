"""Composing a bot's message: text or caption, reply, keyboard, ephemeral addressee; then posting it."""

from dataclasses import dataclass

from bot.demo.bot_api import keyboards
from bot.demo.bot_api.access import topic_for_sending, writable_chat
from bot.demo.bot_api.fields import Fields
from bot.demo.bot_api.markup import parsed, utf16
from bot.demo.bot_api.refusals import (
    BLANK_TEXT,
    EMPTY_TEXT,
    EPHEMERAL_CHAT,
    EPHEMERAL_NOT_FOUND,
    EPHEMERAL_RECEIVER,
    EPHEMERAL_RIGHTS,
    LONG_CAPTION,
    LONG_TEXT,
    OLD_QUERY,
    REPLY_NOT_FOUND,
    Refused,
    bad,
)
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import Chat, Json, Message, User

MAX_TEXT = 4096
MAX_CAPTION = 1024
EPHEMERAL_SECONDS = 15
"""How long after a press a bot that is no administrator may answer unseen by others."""


def text_of(fields: Fields) -> Json:
    """The checked text of a message, as body fields."""
    if not fields.text("text"):
        raise Refused(EMPTY_TEXT)
    text, entities = parsed(fields.text("text"), fields.text("parse_mode"), entities_of(fields, "entities"))
    if not text:
        raise Refused(BLANK_TEXT)
    if utf16(text) > MAX_TEXT:
        raise Refused(LONG_TEXT)
    return {"text": text} | ({"entities": entities} if entities else {})


def caption_of(fields: Fields) -> Json:
    """The checked caption of a file, as body fields; empty without one."""
    given = entities_of(fields, "caption_entities")
    text, entities = parsed(fields.text("caption"), fields.text("parse_mode"), given)
    if utf16(text) > MAX_CAPTION:
        raise Refused(LONG_CAPTION)
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def entities_of(fields: Fields, name: str) -> list[Json] | None:
    """Entities given instead of markup."""
    found: list[Json] | None = fields.json(name, "entities", list)
    return found


def shown(message: Message) -> Json:
    """A message as it stands inside another one: without its own reply."""
    return {name: value for name, value in message.body.items() if name != "reply_to_message"}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who alone sees an ephemeral message, and what it stands in place of."""

    user: User
    replaces: Message | None = None


def reply_of(chat: Chat, fields: Fields, ephemeral: bool) -> Message | None:
    """The message being replied to; None without one or when it may be missing."""
    given = fields.json("reply_parameters", "reply parameters", dict) or {}
    number = given.get("message_id") or fields.integer("reply_to_message_id")
    lenient = given.get("allow_sending_without_reply") or fields.flag("allow_sending_without_reply")
    if unseen := given.get("ephemeral_message_id"):
        message = chat.ephemerals.get(int(unseen))
        if not ephemeral:
            raise Refused(bad("a reply to an ephemeral message must be an ephemeral message"))
    elif number:
        message = chat.messages.get(int(number))
    else:
        return None
    if message is None or message.deleted:
        if lenient and not unseen:
            return None
        raise Refused(REPLY_NOT_FOUND)
    return message


def addressee_of(world: Telegram, chat: Chat, fields: Fields) -> Addressee | None:
    """Who the message is for, when it is ephemeral; ``Refused`` when the bot may not."""
    given = fields.json("ephemeral_message_parameters", "ephemeral message parameters", dict)
    if given is None:
        return None
    if chat.private:
        raise Refused(EPHEMERAL_CHAT)
    user = world.users.get(int(given.get("receiver_user_id") or 0))
    if user is None or not chat.member(user.id).present:
        raise Refused(EPHEMERAL_RECEIVER)
    pressed = _pressed(world, chat, user, str(given.get("callback_query_id") or ""))
    if (
        pressed is None
        and not chat.member(world.bot.id).leads
        and not _answers_command(world, chat, fields, user)
    ):
        raise Refused(EPHEMERAL_RIGHTS)
    if not given.get("replace_callback_query_message"):
        return Addressee(user)
    if pressed is None or pressed.ephemeral_id:
        raise Refused(bad("can't replace the message of the callback query"))
    return Addressee(user, pressed)


def _pressed(world: Telegram, chat: Chat, user: User, query_id: str) -> Message | None:
    """The message whose button the addressee pressed a moment ago."""
    if not query_id:
        return None
    press = world.presses.get(query_id)
    if press is None or press.user_id != user.id or press.chat_id != chat.id:
        raise Refused(OLD_QUERY)
    if (world.now() - press.at).total_seconds() > EPHEMERAL_SECONDS:
        raise Refused(OLD_QUERY)
    return press.message


def _answers_command(world: Telegram, chat: Chat, fields: Fields, user: User) -> bool:
    """Whether this replies, in time, to an ephemeral command of the addressee."""
    given = fields.json("reply_parameters", "reply parameters", dict) or {}
    if not given.get("ephemeral_message_id"):
        return False
    message = chat.ephemerals.get(int(given["ephemeral_message_id"]))
    if message is None or message.sender_id != user.id:
        raise Refused(EPHEMERAL_NOT_FOUND)
    return (world.now() - message.sent_at).total_seconds() <= EPHEMERAL_SECONDS


def send(world: Telegram, fields: Fields, content: Json) -> Json:
    """Check everything around ``content``, charge the rates, post the message."""
    chat = writable_chat(world, fields)
    topic = topic_for_sending(world, chat, fields)
    addressee = addressee_of(world, chat, fields)
    reply = reply_of(chat, fields, addressee is not None)
    markup = keyboards.checked(
        fields.json("reply_markup", "reply markup", dict),
        private=chat.private,
        ephemeral=addressee is not None,
    )
    world.rates.charge(chat.id)
    if reply and not reply.ephemeral_id:
        content = content | {"reply_to_message": shown(reply)}
        topic = topic or (reply.topic_id if chat.is_forum else None)
    if fields.flag("protect_content"):
        content = content | {"has_protected_content": True}
    if markup and "inline_keyboard" in markup:
        content = content | {"reply_markup": markup}
    receiver = addressee.user if addressee else None
    message = world.post(chat, world.bot, content, receiver=receiver, topic=topic)
    _settle(chat, message, markup, addressee)
    return message.body


def _settle(chat: Chat, message: Message, markup: Json | None, addressee: Addressee | None) -> None:
    """What a posted message changes for the people who see it."""
    if addressee:
        message.undelivered = addressee.user.offline
        if addressee.replaces and not message.undelivered:
            addressee.replaces.replaced_for.add(addressee.user.id)
            message.replaces = addressee.replaces.id
    if not markup or "inline_keyboard" in markup:
        return
    message.keyboard = markup
    readers = [chat.id] if chat.private else list(chat.present())
    for reader in readers:
        if markup.get("remove_keyboard"):
            chat.keyboards.pop(reader, None)
        else:
            chat.keyboards[reader] = markup
