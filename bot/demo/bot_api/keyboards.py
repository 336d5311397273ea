"""Checks of reply_markup: shape, texts, actions, sizes; with Telegram's refusals."""

from typing import Any

from bot.demo.bot_api.refusals import BUTTON_DATA, Refused, bad
from bot.demo.bot_api.world import Json

MAX_BUTTONS = 100
MAX_IN_ROW = 8
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
"""What an inline button can do; it must do exactly one of them (Bot API, InlineKeyboardButton)."""

NOT_EPHEMERAL = ("login_url", "switch_inline_query", "callback_game", "pay")
STYLES = ("danger", "success", "primary")
PRIVATE_ONLY = {
    "request_contact": "Phone number can be requested in private chats only",
    "request_location": "Location can be requested in private chats only",
    "request_poll": "Poll can be requested in private chats only",
    "request_users": "Users can be requested in private chats only",
    "request_chat": "Chats can be requested in private chats only",
    "web_app": "Web App buttons can be used in private chats only",
}


def _refuse(what: str) -> Refused:
    return Refused(bad(what[0].lower() + what[1:] if not what[:2].isupper() else what))


def _rows(markup: Json, name: str, where: str) -> list[list[Any]]:
    rows = markup[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise _refuse(f'Field "{name}"{where} must be an Array of Arrays')
    return [row for row in rows if row]


def _text(button: Json, what: str) -> str:
    text = button.get("text")
    if not isinstance(text, str):
        raise _refuse(f"Can't parse {what}: Can't find field \"text\"")
    if not text.strip():
        raise _refuse(f"{what} text must be non-empty")
    return text


def _action(button: Json, ephemeral: bool) -> None:
    found = [name for name in ACTIONS if button.get(name) not in (None, "", False)]
    if not found:
        if button.get("callback_data") == "":
            raise Refused(BUTTON_DATA)
        raise _refuse("Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(found) > 1:
        raise _refuse("Can't parse inline keyboard button: exactly one action must be specified")
    if ephemeral and found[0] in NOT_EPHEMERAL:
        raise Refused(bad("BUTTON_TYPE_INVALID"))
    if found[0] == "callback_data" and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise Refused(BUTTON_DATA)
    if found[0] == "url" and not str(button["url"]).startswith(("http://", "https://", "tg://")):
        raise _refuse(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if found[0] == "copy_text" and not 1 <= len(str(button["copy_text"].get("text", ""))) <= 256:
        raise Refused(bad("BUTTON_COPY_TEXT_INVALID"))


def _style(button: Json) -> None:
    if button.get("style") and button["style"] not in STYLES:
        raise _refuse("Can't parse keyboard button: invalid button style specified")


def inline(markup: Json, *, ephemeral: bool = False) -> Json | None:
    """The inline keyboard as stored, None when it is empty; ``Refused`` when Telegram would refuse."""
    rows = _rows(markup, "inline_keyboard", " of the InlineKeyboardMarkup")
    for row in rows:
        for button in row:
            if not isinstance(button, dict):
                raise _refuse("Can't parse inline keyboard button: InlineKeyboardButton must be an Object")
            _text(button, "Inline keyboard button")
            _style(button)
            _action(button, ephemeral)
    if any(len(row) > MAX_IN_ROW for row in rows) or sum(map(len, rows)) > MAX_BUTTONS:
        raise Refused(bad("reply markup is too long"))
    return {"inline_keyboard": rows} if rows else None


def _reply_button(button: Any, private: bool) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise _refuse("Can't parse keyboard button: KeyboardButton must be a String or an Object")
    _text(button, "Keyboard button")
    _style(button)
    for name, refusal in PRIVATE_ONLY.items():
        if button.get(name) and not private:
            raise _refuse(refusal)
    return button


def reply(markup: Json, *, private: bool) -> Json:
    """The reply keyboard as stored; ``Refused`` when Telegram would refuse."""
    rows = [
        [_reply_button(button, private) for button in row]
        for row in _rows(markup, "keyboard", " of the ReplyKeyboardMarkup")
    ]
    if not rows:
        raise _refuse("Keyboard must be non-empty")
    if sum(map(len, rows)) > 300 or any(len(row) > 12 for row in rows):
        raise Refused(bad("reply markup is too long"))
    if utf16_placeholder(markup) > 64:
        raise _refuse("Input field placeholder is too long")
    return markup | {"keyboard": rows}


def utf16_placeholder(markup: Json) -> int:
    """Length of the input field's placeholder (Bot API: 1-64 characters)."""
    return len(str(markup.get("input_field_placeholder") or ""))


def checked(markup: Json | None, *, private: bool, ephemeral: bool = False) -> Json | None:
    """Any reply_markup of a sending method, checked; None when there is none."""
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return inline(markup, ephemeral=ephemeral)
    if ephemeral:
        raise Refused(bad("inline keyboard expected"))
    if "keyboard" in markup:
        return reply(markup, private=private)
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        return markup
    return None


def checked_inline(markup: Json | None, *, ephemeral: bool = False) -> Json | None:
    """The reply_markup of an editing method: an inline keyboard or nothing."""
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        raise Refused(bad("inline keyboard expected"))
    return inline(markup, ephemeral=ephemeral)
