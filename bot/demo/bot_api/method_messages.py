"""Methods that send, edit and delete messages, and answer presses."""

import struct
from typing import Any

from bot.demo.bot_api import keyboards
from bot.demo.bot_api.access import may, message_of, readable_chat, topic_for_sending, writable_chat
from bot.demo.bot_api.composing import caption_of, send, shown, text_of
from bot.demo.bot_api.fields import Fields, Upload
from bot.demo.bot_api.markup import utf16
from bot.demo.bot_api.refusals import (
    CANT_DELETE,
    CANT_EDIT,
    DELETE_NOT_FOUND,
    EDIT_NOT_FOUND,
    EPHEMERAL_NOT_FOUND,
    NO_TEXT_TO_EDIT,
    NOT_MODIFIED,
    OLD_QUERY,
    TOO_LARGE,
    Refused,
    bad,
)
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import Chat, Json, Message, StoredFile, Toast

MAX_UPLOAD = 50 * 2**20
MAX_PHOTO = 10 * 2**20
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


def _file(world: Telegram, fields: Fields, name: str, folder: str) -> StoredFile:
    given = fields.upload(name)
    if given is None:
        raise Refused(bad(f"there is no {name} in the request"))
    if isinstance(given, str):
        if given not in world.files:
            raise Refused(bad("wrong file identifier/HTTP URL specified"))
        return world.files[given]
    if not given.content:
        raise Refused(bad("file must be non-empty"))
    if len(given.content) > (MAX_PHOTO if name == "photo" else MAX_UPLOAD):
        raise Refused(TOO_LARGE)
    return world.add_file(given.content, folder, given.name, given.mime)


def send_document(world: Telegram, fields: Fields) -> Json:
    """sendDocument"""
    writable_chat(world, fields)
    stored = _file(world, fields, "document", "documents")
    return send(world, fields, {"document": document_json(stored)} | caption_of(fields))


def send_photo(world: Telegram, fields: Fields) -> Json:
    """sendPhoto"""
    writable_chat(world, fields)
    given = fields.upload("photo")
    if isinstance(given, Upload) and given.content and image_size(given.content) is None:
        raise Refused(bad("IMAGE_PROCESS_FAILED"))
    stored = _file(world, fields, "photo", "photos")
    return send(world, fields, {"photo": photo_json(stored)} | caption_of(fields))


def document_json(stored: StoredFile) -> Json:
    """The file as the Bot API's Document."""
    return {
        "file_name": stored.name or "file",
        "mime_type": stored.mime or "application/octet-stream",
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
    }


def photo_json(stored: StoredFile) -> list[Json]:
    """The picture as the Bot API's PhotoSize list (one size is kept)."""
    width, height = image_size(stored.content) or (90, 90)
    found: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique_id}
    return [found | {"file_size": len(stored.content), "width": width, "height": height}]


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG; (0, 0)-free guess for JPEG, GIF and WebP; None for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    known = content[:3] == b"\xff\xd8\xff" or content[:4] == b"GIF8" or content[8:12] == b"WEBP"
    return (800, 600) if known else None


def _editable(world: Telegram, fields: Fields) -> tuple[Chat, Message]:
    if not fields.text("chat_id") and not fields.text("inline_message_id"):
        raise Refused(bad("message identifier is not specified"))
    chat = writable_chat(world, fields)
    message = message_of(chat, fields, EDIT_NOT_FOUND)
    if message.sender_id != world.bot.id or message.keyboard is not None:
        raise Refused(CANT_EDIT)
    return chat, message


def _changed(message: Message, content: Json, markup: Json | None) -> Json:
    """The new body; ``Refused`` when nothing would change."""
    kept = {name: value for name, value in message.body.items() if name not in CONTENT}
    new = kept | content | ({"reply_markup": markup} if markup else {})
    if all(new.get(name) == message.body.get(name) for name in CONTENT):
        raise Refused(NOT_MODIFIED)
    return new


def _markup(fields: Fields, *, ephemeral: bool = False) -> Json | None:
    return keyboards.checked_inline(fields.json("reply_markup", "reply markup", dict), ephemeral=ephemeral)


def _rewrite(world: Telegram, message: Message, body: Json) -> None:
    message.body = body | {"edit_date": world.stamp()}
    world.touch(message)


def edit_message_text(world: Telegram, fields: Fields) -> Json:
    """editMessageText"""
    chat, message = _editable(world, fields)
    if "text" not in message.body:
        raise Refused(NO_TEXT_TO_EDIT)
    body = _changed(message, text_of(fields), _markup(fields))
    world.rates.charge(chat.id)
    _rewrite(world, message, body)
    return message.body


def edit_message_caption(world: Telegram, fields: Fields) -> Json:
    """editMessageCaption"""
    chat, message = _editable(world, fields)
    if "document" not in message.body and "photo" not in message.body:
        raise Refused(bad("there is no caption in the message to edit"))
    body = _changed(message, caption_of(fields), _markup(fields))
    world.rates.charge(chat.id)
    _rewrite(world, message, body)
    return message.body


def edit_message_reply_markup(world: Telegram, fields: Fields) -> Json:
    """editMessageReplyMarkup"""
    chat, message = _editable(world, fields)
    same = {name: message.body[name] for name in CONTENT[:-1] if name in message.body}
    body = _changed(message, same, _markup(fields))
    world.rates.charge(chat.id)
    _rewrite(world, message, body)
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
    body = _changed(message, text_of(fields), _markup(fields, ephemeral=True))
    world.rates.charge(message.chat_id)
    _rewrite(world, message, body)
    return True


def edit_ephemeral_message_reply_markup(world: Telegram, fields: Fields) -> bool:
    """editEphemeralMessageReplyMarkup"""
    message = _ephemeral(world, fields)
    same = {name: message.body[name] for name in CONTENT[:-1] if name in message.body}
    body = _changed(message, same, _markup(fields, ephemeral=True))
    world.rates.charge(message.chat_id)
    _rewrite(world, message, body)
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


def get_file(world: Telegram, fields: Fields) -> Any:
    """getFile: files above 20 MB cannot be downloaded by bots"""
    if not fields.text("file_id"):
        raise Refused(bad("file_id not specified"))
    stored = world.files.get(fields.text("file_id"))
    if stored is None:
        raise Refused(bad("invalid file_id"))
    if len(stored.content) > 20 * 2**20:
        raise Refused(bad("file is too big"))
    found: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique_id}
    return found | {"file_size": len(stored.content), "file_path": stored.path}
