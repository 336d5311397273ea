"""What Telegram answers when it refuses: error code, description, parameters.

Descriptions are those of the public Bot API server (tdlib/telegram-bot-api, tdlib/td). The texts for
ephemeral messages are not published yet and are our best reading of the documentation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that says no."""

    code: int
    description: str
    parameters: Mapping[str, int] = field(default_factory=dict)


class Refused(Exception):
    """A request that Telegram would not carry out; nothing has been changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.code} {refusal.description}")
        self.refusal = refusal


def bad(description: str) -> Refusal:
    """400 with Telegram's prefix."""
    return Refusal(400, f"Bad Request: {description}")


def forbidden(description: str) -> Refusal:
    """403 with Telegram's prefix."""
    return Refusal(403, f"Forbidden: {description}")


def conflict(description: str) -> Refusal:
    """409 with Telegram's prefix."""
    return Refusal(409, f"Conflict: {description}")


def too_many(retry_after: int) -> Refusal:
    """429: wait ``retry_after`` whole seconds."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def upgraded(new_id: int) -> Refusal:
    """400: the group lives on under another id."""
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return Refusal(400, text, {"migrate_to_chat_id": new_id})


UNAUTHORIZED = Refusal(401, "Unauthorized")
NOT_FOUND = Refusal(404, "Not Found")
NO_METHOD = Refusal(404, "Not Found: method not found")
TOO_LARGE = Refusal(413, "Request Entity Too Large")

CHAT_NOT_FOUND = bad("chat not found")
EMPTY_TEXT = bad("message text is empty")
BLANK_TEXT = bad("text must be non-empty")
LONG_TEXT = bad("message is too long")
LONG_CAPTION = bad("message caption is too long")
NOT_MODIFIED = bad(
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
EDIT_NOT_FOUND = bad("message to edit not found")
CANT_EDIT = bad("message can't be edited")
NO_TEXT_TO_EDIT = bad("there is no text in the message to edit")
DELETE_NOT_FOUND = bad("message to delete not found")
CANT_DELETE = bad("message can't be deleted")
REPLY_NOT_FOUND = bad("message to be replied not found")
THREAD_NOT_FOUND = bad("message thread not found")
TOPIC_CLOSED = bad("TOPIC_CLOSED")
OLD_QUERY = bad("query is too old and response timeout expired or query ID is invalid")
BUTTON_DATA = bad("BUTTON_DATA_INVALID")
BLOCKED = forbidden("bot was blocked by the user")
NOT_STARTED = forbidden("bot can't initiate conversation with a user")
EPHEMERAL_NOT_FOUND = bad("MESSAGE_ID_INVALID")
EPHEMERAL_CHAT = bad("ephemeral messages can be sent only in groups and supergroups")
EPHEMERAL_RECEIVER = bad("receiver of the ephemeral message must be a member of the chat")
EPHEMERAL_RIGHTS = bad("not enough rights to send ephemeral messages to the user")
