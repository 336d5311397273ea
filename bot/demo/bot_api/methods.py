"""Every emulated method by its name; Telegram's method names do not care about case."""

from collections.abc import Callable
from typing import Any

from bot.demo.bot_api import files
from bot.demo.bot_api import method_chats as chats
from bot.demo.bot_api import method_ephemeral as ephemeral
from bot.demo.bot_api import method_messages as messages
from bot.demo.bot_api import method_profile as profile
from bot.demo.bot_api.fields import Fields
from bot.demo.bot_api.telegram import Telegram

Method = Callable[[Telegram, Fields], Any]

METHODS: dict[str, Method] = {
    "sendmessage": messages.send_message,
    "senddocument": messages.send_document,
    "sendphoto": messages.send_photo,
    "sendchataction": messages.send_chat_action,
    "editmessagetext": messages.edit_message_text,
    "editmessagecaption": messages.edit_message_caption,
    "editmessagereplymarkup": messages.edit_message_reply_markup,
    "deletemessage": messages.delete_message,
    "deletemessages": messages.delete_messages,
    "editephemeralmessagetext": ephemeral.edit_ephemeral_message_text,
    "editephemeralmessagereplymarkup": ephemeral.edit_ephemeral_message_reply_markup,
    "deleteephemeralmessage": ephemeral.delete_ephemeral_message,
    "answercallbackquery": messages.answer_callback_query,
    "pinchatmessage": messages.pin_chat_message,
    "unpinchatmessage": messages.unpin_chat_message,
    "getfile": files.get_file,
    "getchat": chats.get_chat,
    "getchatmember": chats.get_chat_member,
    "getchatadministrators": chats.get_chat_administrators,
    "getchatmembercount": chats.get_chat_member_count,
    "leavechat": chats.leave_chat,
    "createforumtopic": chats.create_forum_topic,
    "editforumtopic": chats.edit_forum_topic,
    "closeforumtopic": chats.close_forum_topic,
    "reopenforumtopic": chats.reopen_forum_topic,
    "deleteforumtopic": chats.delete_forum_topic,
    "getme": profile.get_me,
    "setmycommands": profile.set_my_commands,
    "getmycommands": profile.get_my_commands,
    "deletemycommands": profile.delete_my_commands,
    "setmydescription": profile.set_my_description,
    "getmydescription": profile.get_my_description,
    "setmyshortdescription": profile.set_my_short_description,
    "getmyshortdescription": profile.get_my_short_description,
    "setmyname": profile.set_my_name,
    "setchatmenubutton": profile.set_chat_menu_button,
}
