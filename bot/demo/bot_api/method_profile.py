"""Methods about the bot itself: who it is, its commands and descriptions per language."""

import re

from bot.demo.bot_api.access import known_chat
from bot.demo.bot_api.fields import Fields
from bot.demo.bot_api.refusals import Refused, bad
from bot.demo.bot_api.telegram import Telegram
from bot.demo.bot_api.world import Json

SCOPES = [
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
]
MAX_COMMANDS = 100


def get_me(world: Telegram, fields: Fields) -> Json:
    """getMe"""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return world.bot.json() | abilities


def _language(fields: Fields) -> str:
    code = fields.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise Refused(bad("LANG_CODE_INVALID"))
    return code


def _scope(world: Telegram, fields: Fields) -> str:
    scope = fields.json("scope", "BotCommandScope", dict) or {"type": "default"}
    if scope.get("type") not in SCOPES:
        raise Refused(bad("can't parse BotCommandScope: Unsupported type specified"))
    if scope["type"].startswith("chat"):
        given = Fields({"chat_id": str(scope.get("chat_id", ""))}, {})
        return f"{scope['type']}:{known_chat(world, given).id}:{scope.get('user_id', '')}"
    return str(scope["type"])


def _command(given: Json) -> Json:
    if not isinstance(given, dict):
        raise Refused(bad("can't parse BotCommand: expected an Object"))
    name, words = str(given.get("command", "")).removeprefix("/"), str(given.get("description", ""))
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise Refused(bad("BOT_COMMAND_INVALID"))
    if not 1 <= len(words) <= 256:
        raise Refused(bad("BOT_COMMAND_DESCRIPTION_INVALID"))
    found: Json = {"command": name, "description": words}
    return found | ({"is_ephemeral": True} if given.get("is_ephemeral") else {})


def set_my_commands(world: Telegram, fields: Fields) -> bool:
    """setMyCommands"""
    given = fields.required_json("commands", "commands", list)
    if len(given) > MAX_COMMANDS:
        raise Refused(bad("BOT_COMMANDS_TOO_MUCH"))
    commands = [_command(one) for one in given]
    world.profile[f"commands/{_scope(world, fields)}/{_language(fields)}"] = commands
    world.changes.tell()
    return True


def delete_my_commands(world: Telegram, fields: Fields) -> bool:
    """deleteMyCommands"""
    world.profile.pop(f"commands/{_scope(world, fields)}/{_language(fields)}", None)
    world.changes.tell()
    return True


def get_my_commands(world: Telegram, fields: Fields) -> list[Json]:
    """getMyCommands"""
    found: list[Json] = world.profile.get(f"commands/{_scope(world, fields)}/{_language(fields)}", [])
    return found


def _words(world: Telegram, fields: Fields, name: str, most: int) -> bool:
    text = fields.text(name)
    if len(text) > most:
        raise Refused(
            bad(f"BOT_{name.upper()}_TOO_LONG" if name == "description" else f"{name.upper()}_TOO_LONG")
        )
    world.profile[f"{name}/{_language(fields)}"] = text
    return True


def set_my_description(world: Telegram, fields: Fields) -> bool:
    """setMyDescription: shown before Start, 512 characters at most"""
    return _words(world, fields, "description", 512)


def set_my_short_description(world: Telegram, fields: Fields) -> bool:
    """setMyShortDescription: shown on the profile, 120 characters at most"""
    return _words(world, fields, "short_description", 120)


def set_my_name(world: Telegram, fields: Fields) -> bool:
    """setMyName: 64 characters at most"""
    return _words(world, fields, "name", 64)


def get_my_description(world: Telegram, fields: Fields) -> Json:
    """getMyDescription"""
    return {"description": world.profile.get(f"description/{_language(fields)}", "")}


def get_my_short_description(world: Telegram, fields: Fields) -> Json:
    """getMyShortDescription"""
    return {"short_description": world.profile.get(f"short_description/{_language(fields)}", "")}


def set_chat_menu_button(world: Telegram, fields: Fields) -> bool:
    """setChatMenuButton"""
    button = fields.json("menu_button", "menu button", dict) or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise Refused(bad("can't parse menu button: MenuButton has unsupported type"))
    return True


def commands_for(world: Telegram, chat_type: str, language: str, *, leads: bool = False) -> list[Json]:
    """The command list a person's app shows, by Telegram's order of scopes."""
    scopes = ["all_private_chats"] if chat_type == "private" else ["all_group_chats"]
    if leads:
        scopes.insert(0, "all_chat_administrators")
    for scope in (*scopes, "default"):
        for code in (language, ""):
            if found := world.profile.get(f"commands/{scope}/{code}"):
                return list(found)
    return []
