"""Methods that send, edit and delete messages, and answer presses."""

from bot.demo.bot_api import keyboards
from bot.demo.bot_api.access import may, message_of, readable_chat, topic_for_sending, writable_chat
from bot.demo.bot_api.composing import caption_of, send, shown, text_of
from bot.demo.bot_api.fields import Fields, Upload
from bot.demo.bot_api.files import document_json, file_of, image_size, photo_json
from bot.demo.bot_api.markup import utf16
from bot.demo.bot_api.refusals import (
    CANT_DELETE,
    CANT_EDIT,
    DELETE_NOT_FOUND,
    EDIT_NOT_FOUND,
    NO_TEXT_TO_EDIT,
    NOT_MODIFIED,
    OLD_QUERY,
    Refused,
    bad,
)
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import Chat, Json, Message, Toast

MAX_ANSWER = 200
DELETABLE_SECONDS = 48 * 3600
ACTIONS = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
]
CONTENT = ("text", "entities", "caption", "caption_entities", "reply_markup")


def send_message(world: Telegram, fields: Fields) -> Json:
    """sendMessage"""
    return send(world, fields, text_of(fields))


def send_document(world: Telegram, fields: Fields) -> Json:
    """sendDocument"""
    writable_chat(world, fields)
    stored = file_of(world, fields, "document", "documents")
    return send(world, fields, {"document": document_json(stored)} | caption_of(fields))


def send_photo(world: Telegram, fields: Fields) -> Json:
    """sendPhoto"""
    writable_chat(world, fields)
    given = fields.upload("photo")
    if isinstance(given, Upload) and given.content and image_size(given.content) is None:
        raise Refused(bad("IMAGE_PROCESS_FAILED"))
    stored = file_of(world, fields, "photo", "photos")
    return send(world, fields, {"photo": photo_json(stored)} | caption_of(fields))


def editable(world: Telegram, fields: Fields) -> tuple[Chat, Message]:
    """The bot's own message that a request wants to change."""
    if not fields.text("chat_id") and not fields.text("inline_message_id"):
        raise Refused(bad("message identifier is not specified"))
    chat = writable_chat(world, fields)
    message = message_of(chat, fields, EDIT_NOT_FOUND)
    if message.sender_id != world.bot.id or message.keyboard is not None:
        raise Refused(CANT_EDIT)
    return chat, message


def changed(message: Message, content: Json, markup: Json | None) -> Json:
    """The new body; ``Refused`` when nothing would change."""
    kept = {name: value for name, value in message.body.items() if name not in CONTENT}
    new = kept | content | ({"reply_markup": markup} if markup else {})
    if all(new.get(name) == message.body.get(name) for name in CONTENT):
        raise Refused(NOT_MODIFIED)
    return new


def markup_of(fields: Fields, *, ephemeral: bool = False) -> Json | None:
    """The inline keyboard a request puts under a message."""
    return keyboards.checked_inline(fields.json("reply_markup", "reply markup", dict), ephemeral=ephemeral)


def rewrite(world: Telegram, message: Message, body: Json) -> None:
    """Let a message say something else."""
    message.body = body | {"edit_date": world.stamp()}
    world.touch(message)


def edit_message_text(world: Telegram, fields: Fields) -> Json:
    """editMessageText"""
    chat, message = editable(world, fields)
    if "text" not in message.body:
        raise Refused(NO_TEXT_TO_EDIT)
    body = changed(message, text_of(fields), markup_of(fields))
    world.rates.charge(chat.id)
    rewrite(world, message, body)
    return message.body


def edit_message_caption(world: Telegram, fields: Fields) -> Json:
    """editMessageCaption"""
    chat, message = editable(world, fields)
    if "document" not in message.body and "photo" not in message.body:
        raise Refused(bad("there is no caption in the message to edit"))
    body = changed(message, caption_of(fields), markup_of(fields))
    world.rates.charge(chat.id)
    rewrite(world, message, body)
    return message.body


def edit_message_reply_markup(world: Telegram, fields: Fields) -> Json:
    """editMessageReplyMarkup"""
    chat, message = editable(world, fields)
    same = {name: message.body[name] for name in CONTENT[:-1] if name in message.body}
    body = changed(message, same, markup_of(fields))
    world.rates.charge(chat.id)
    rewrite(world, message, body)
    return message.body


def delete_message(world: Telegram, fields: Fields) -> bool:
    """deleteMessage"""
    chat = writable_chat(world, fields)
    _delete(world, chat, message_of(chat, fields, DELETE_NOT_FOUND))
    return True


def delete_messages(world: Telegram, fields: Fields) -> bool:
    """deleteMessages: those that cannot be found are skipped"""
    chat = writable_chat(world, fields)
    numbers = fields.required_json("message_ids", "message identifiers", list)
    for number in numbers:
        message = chat.messages.get(int(number))
        if message and not message.deleted:
            _delete(world, chat, message)
    return True


def _delete(world: Telegram, chat: Chat, message: Message) -> None:
    too_old = (world.now() - message.sent_at).total_seconds() > DELETABLE_SECONDS
    mine = message.sender_id == world.bot.id
    if not chat.private and chat.member(world.bot.id).may("can_delete_messages"):
        allowed = True
    else:
        allowed = not too_old and (mine or chat.private)
    if not allowed:
        raise Refused(CANT_DELETE)
    message.deleted = True
    world.changes.tell()


def answer_callback_query(world: Telegram, fields: Fields) -> bool:
    """answerCallbackQuery"""
    press = world.presses.get(fields.text("callback_query_id"))
    if press is None or press.answered or not world.alive(press):
        raise Refused(OLD_QUERY)
    text = fields.text("text")
    if utf16(text) > MAX_ANSWER:
        raise Refused(bad("MESSAGE_TOO_LONG"))
    press.answered = True
    url = fields.text("url") or None
    if text or url:
        toast = (press.user_id, press.chat_id, text, fields.flag("show_alert"), url, world.now())
        world.toasts.append(Toast(world.serial(), *toast))
    world.changes.tell()
    return True


def send_chat_action(world: Telegram, fields: Fields) -> bool:
    """sendChatAction"""
    chat = writable_chat(world, fields)
    topic_for_sending(world, chat, fields)
    if fields.text("action") not in ACTIONS:
        raise Refused(bad("wrong parameter action in request"))
    chat.doing = (fields.text("action"), world.now())
    world.changes.tell()
    return True


def pin_chat_message(world: Telegram, fields: Fields) -> bool:
    """pinChatMessage"""
    chat = writable_chat(world, fields)
    message = message_of(chat, fields, bad("message to pin not found"))
    if not chat.private:
        may(world, chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    chat.pinned.append(message.id)
    world.announce(chat, world.bot, {"pinned_message": shown(message)}, message.topic_id)
    return True


def unpin_chat_message(world: Telegram, fields: Fields) -> bool:
    """unpinChatMessage"""
    chat = readable_chat(world, fields)
    if not chat.private:
        may(world, chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    number = fields.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise Refused(bad("message to unpin not found"))
    chat.pinned.remove(number)
    world.changes.tell()
    return True
