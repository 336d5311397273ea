"""Finding what a request names, with the refusals for what the bot cannot reach."""

from bot.demo.bot_api.fields import Fields
from bot.demo.bot_api.refusals import (
    BLOCKED,
    CHAT_NOT_FOUND,
    NOT_STARTED,
    THREAD_NOT_FOUND,
    TOPIC_CLOSED,
    Refusal,
    Refused,
    bad,
    forbidden,
    upgraded,
)
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import Chat, Message, Topic, User


def known_chat(world: Telegram, fields: Fields, name: str = "chat_id") -> Chat:
    """The chat a request names; ``Refused`` when there is none."""
    raw = fields.text(name)
    if not raw:
        raise Refused(bad(f"{name} is empty"))
    chat = world.chats.get(fields.integer(name))
    if chat is None:
        raise Refused(CHAT_NOT_FOUND)
    return chat


def readable_chat(world: Telegram, fields: Fields) -> Chat:
    """A chat the bot may look at: a private one, or a group it belongs to."""
    chat = known_chat(world, fields)
    if chat.private:
        return chat
    if chat.migrated_to:
        raise Refused(upgraded(chat.migrated_to))
    me, word = chat.member(world.bot.id), "group" if chat.type == "group" else "supergroup"
    if me.status == "kicked":
        raise Refused(forbidden(f"bot was kicked from the {word} chat"))
    if not me.present:
        raise Refused(forbidden(f"bot is not a member of the {word} chat"))
    return chat


def writable_chat(world: Telegram, fields: Fields) -> Chat:
    """A chat the bot may write to."""
    chat = readable_chat(world, fields)
    if chat.private:
        user = world.users[chat.id]
        if user.blocked:
            raise Refused(BLOCKED)
        if not user.started:
            raise Refused(NOT_STARTED)
    return chat


def group_user(world: Telegram, fields: Fields, name: str = "user_id") -> User:
    """The user a request names."""
    user = world.users.get(fields.integer(name))
    if not fields.text(name) or fields.integer(name) <= 0:
        raise Refused(bad(f"invalid {name} specified"))
    if user is None:
        raise Refused(bad("PARTICIPANT_ID_INVALID"))
    return user


def message_of(chat: Chat, fields: Fields, missing: Refusal) -> Message:
    """The undeleted message a request names."""
    if not fields.text("message_id"):
        raise Refused(bad("message identifier is not specified"))
    message = chat.messages.get(fields.integer("message_id"))
    if message is None or message.deleted:
        raise Refused(missing)
    return message


def may(world: Telegram, chat: Chat, right: str, refusal: str) -> None:
    """Raise ``Refused`` unless the bot holds an administrator's right in the group."""
    if not chat.member(world.bot.id).may(right):
        raise Refused(bad(refusal))


def forum(world: Telegram, fields: Fields) -> Chat:
    """A supergroup with topics."""
    chat = readable_chat(world, fields)
    if chat.type != "supergroup" or not chat.is_forum:
        raise Refused(bad("the chat is not a forum"))
    return chat


def topic_of(chat: Chat, fields: Fields) -> Topic:
    """The living topic a request is about."""
    topic = chat.topics.get(fields.integer("message_thread_id"))
    if topic is None or topic.deleted:
        raise Refused(bad("TOPIC_ID_INVALID"))
    return topic


def topic_for_sending(world: Telegram, chat: Chat, fields: Fields) -> int | None:
    """The topic to write to; None for a chat without topics or the general topic."""
    number = fields.integer("message_thread_id")
    if not number or not chat.is_forum:
        return None
    topic = chat.topics.get(number)
    if topic is None or topic.deleted:
        raise Refused(THREAD_NOT_FOUND)
    if topic.closed and not chat.member(world.bot.id).may("can_manage_topics"):
        raise Refused(TOPIC_CLOSED)
    return topic.id
