"""Methods about chats: who is in them, what they are, their topics; and leaving them."""

from typing import Any

from bot.demo.bot_api.access import forum, group_user, may, readable_chat, topic_of
from bot.demo.bot_api.fields import Fields
from bot.demo.bot_api.markup import utf16
from bot.demo.bot_api.refusals import Refused, bad
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import Chat, Json, Member

MAX_TOPIC_NAME = 128
COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
"""Icon colours Telegram accepts for a topic (Bot API, createForumTopic)."""


def get_chat(world: Telegram, fields: Fields) -> Json:
    """getChat"""
    chat = readable_chat(world, fields)
    found = world.chat_json(chat) | {"accent_color_id": 3, "max_reaction_count": 11}
    found["accepted_gift_types"] = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        False,
    )
    pinned = [chat.messages[number] for number in chat.pinned if not chat.messages[number].deleted]
    return found | ({"pinned_message": pinned[-1].body} if pinned else {})


def get_chat_member(world: Telegram, fields: Fields) -> Json:
    """getChatMember"""
    chat, user = readable_chat(world, fields), group_user(world, fields)
    if chat.private:
        if user.id not in (chat.id, world.bot.id):
            raise Refused(bad("PARTICIPANT_ID_INVALID"))
        return world.member_json(user, Member("member"))
    return world.member_json(user, chat.member(user.id))


def get_chat_administrators(world: Telegram, fields: Fields) -> list[Json]:
    """getChatAdministrators: other bots are left out unless asked for"""
    chat = readable_chat(world, fields)
    if chat.private:
        raise Refused(bad("there are no administrators in the private chat"))
    leaders = [(world.users[number], member) for number, member in chat.members.items() if member.leads]
    wanted = fields.flag("return_bots")
    return [
        world.member_json(user, member)
        for user, member in leaders
        if not user.is_bot or wanted or user.id == world.bot.id
    ]


def get_chat_member_count(world: Telegram, fields: Fields) -> int:
    """getChatMemberCount"""
    chat = readable_chat(world, fields)
    return 2 if chat.private else len(list(chat.present()))


def leave_chat(world: Telegram, fields: Fields) -> bool:
    """leaveChat"""
    chat = readable_chat(world, fields)
    if chat.private:
        raise Refused(bad("chat not found"))
    world.post(chat, world.bot, {"left_chat_member": world.bot.json()})
    world.set_member(chat, world.bot, Member("left"), world.bot)
    return True


def _name(fields: Fields) -> str:
    name = fields.text("name").strip()
    if not name:
        raise Refused(bad("TOPIC_TITLE_EMPTY"))
    if utf16(name) > MAX_TOPIC_NAME:
        raise Refused(bad("TOPIC_TITLE_INVALID"))
    return name


def create_forum_topic(world: Telegram, fields: Fields) -> Json:
    """createForumTopic"""
    chat = forum(world, fields)
    may(world, chat, "can_manage_topics", "not enough rights to create a topic")
    name, color = _name(fields), fields.integer("icon_color", COLORS[0])
    if color not in COLORS:
        raise Refused(bad("TOPIC_ICON_COLOR_INVALID"))
    world.rates.charge(chat.id)
    topic = world.open_topic(chat, world.bot, name, color)
    return {"message_thread_id": topic.id, "name": name, "icon_color": color}


def edit_forum_topic(world: Telegram, fields: Fields) -> bool:
    """editForumTopic"""
    chat = forum(world, fields)
    topic = topic_of(chat, fields)
    may(world, chat, "can_manage_topics", "not enough rights to edit the topic")
    if not fields.text("name"):
        return True
    name = _name(fields)
    if name == topic.name:
        raise Refused(bad("TOPIC_NOT_MODIFIED"))
    topic.name = name
    world.announce(chat, world.bot, {"forum_topic_edited": {"name": name}}, topic.id)
    return True


def _switch(world: Telegram, fields: Fields, closed: bool) -> bool:
    chat: Chat = forum(world, fields)
    topic = topic_of(chat, fields)
    may(world, chat, "can_manage_topics", "not enough rights to close or open the topic")
    if topic.closed == closed:
        raise Refused(bad("TOPIC_NOT_MODIFIED"))
    topic.closed = closed
    said: dict[str, Any] = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    world.announce(chat, world.bot, said, topic.id)
    return True


def close_forum_topic(world: Telegram, fields: Fields) -> bool:
    """closeForumTopic"""
    return _switch(world, fields, True)


def reopen_forum_topic(world: Telegram, fields: Fields) -> bool:
    """reopenForumTopic"""
    return _switch(world, fields, False)


def delete_forum_topic(world: Telegram, fields: Fields) -> bool:
    """deleteForumTopic"""
    chat = forum(world, fields)
    topic = topic_of(chat, fields)
    may(world, chat, "can_delete_messages", "not enough rights to delete the topic")
    world.drop_topic(chat, topic)
    return True
