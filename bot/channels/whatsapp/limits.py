"""What one WhatsApp message may hold, as Meta states it, and how it is counted here.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/messages
"""

from __future__ import annotations

TEXT = 4096
BODY = 1024
BUTTONS = 3
BUTTON_TITLE = 20
ROWS = 10
ROW_TITLE = 24
ROW_DESCRIPTION = 72
LIST_BUTTON = 20
TEMPLATE_BODY = 1024
TEMPLATE_FOOTER = 60
TEMPLATE_BUTTON = 25
TRACKER = 512
"""Characters of ``biz_opaque_callback_data``, which statuses bring back."""


def units(words: str) -> int:
    """Length in UTF-16 code units: Meta does not say what it counts, and no count of characters is larger."""
    return len(words.encode("utf-16-le")) // 2


def fits(words: str, limit: int) -> bool:
    """Whether words are there and may stand under the limit."""
    return 0 < units(words) <= limit
