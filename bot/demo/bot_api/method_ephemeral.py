"""Methods that change and delete ephemeral messages: those that one member of a group alone sees."""

from bot.demo.bot_api.access import writable_chat
from bot.demo.bot_api.composing import text_of
from bot.demo.bot_api.fields import Fields
from bot.demo.bot_api.method_messages import CONTENT, changed, markup_of, rewrite
from bot.demo.bot_api.refusals import EPHEMERAL_NOT_FOUND, NO_TEXT_TO_EDIT, Refused
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import Message


def _ephemeral(world: Telegram, fields: Fields) -> Message:
    chat = writable_chat(world, fields)
    message = chat.ephemerals.get(fields.integer("ephemeral_message_id"))
    mine = message is not None and message.sender_id == world.bot.id
    if (
        message is None
        or not mine
        or message.deleted
        or message.receiver_id != fields.integer("receiver_user_id")
    ):
        raise Refused(EPHEMERAL_NOT_FOUND)
    return message


def edit_ephemeral_message_text(world: Telegram, fields: Fields) -> bool:
    """editEphemeralMessageText"""
    message = _ephemeral(world, fields)
    if "text" not in message.body:
        raise Refused(NO_TEXT_TO_EDIT)
    body = changed(message, text_of(fields), markup_of(fields, ephemeral=True))
    world.rates.charge(message.chat_id)
    rewrite(world, message, body)
    return True


def edit_ephemeral_message_reply_markup(world: Telegram, fields: Fields) -> bool:
    """editEphemeralMessageReplyMarkup"""
    message = _ephemeral(world, fields)
    same = {name: message.body[name] for name in CONTENT[:-1] if name in message.body}
    body = changed(message, same, markup_of(fields, ephemeral=True))
    world.rates.charge(message.chat_id)
    rewrite(world, message, body)
    return True


def delete_ephemeral_message(world: Telegram, fields: Fields) -> bool:
    """deleteEphemeralMessage"""
    message = _ephemeral(world, fields)
    message.deleted = True
    original = world.chats[message.chat_id].messages.get(message.replaces or 0)
    if original and message.receiver_id:
        original.replaced_for.discard(message.receiver_id)
    world.changes.tell()
    return True
