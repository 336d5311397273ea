"""What the Cloud API says when it will not: Meta's JSON, codes and HTTP statuses.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
"""

from __future__ import annotations

from typing import Any

TITLES: dict[int, tuple[int, str]] = {
    100: (400, "Invalid parameter"),
    190: (401, "Access token has expired"),
    368: (403, "Temporarily blocked for policies violations"),
    130429: (400, "Rate limit hit"),
    131000: (500, "Something went wrong"),
    131008: (400, "Required parameter is missing"),
    131009: (400, "Parameter value is not valid"),
    131016: (503, "Service unavailable"),
    131021: (400, "Recipient cannot be sender"),
    131026: (400, "Message undeliverable"),
    131031: (403, "Business Account locked"),
    131042: (400, "Business eligibility payment issue"),
    131047: (400, "Re-engagement message"),
    131048: (400, "Spam rate limit hit"),
    131049: (400, "This message was not delivered to maintain healthy ecosystem engagement."),
    131050: (400, "User has stopped marketing messages from this business"),
    131051: (400, "Unsupported message type"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
    131062: (400, "Business-scoped User ID (BSUID) recipients are not supported for this message."),
    131064: (400, "Message failed to send because of the messaging limit"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132012: (400, "Parameter format does not match format in the created template"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
}
"""HTTP status and title of each code the emulator knows."""


class Refused(Exception):
    """The request is not carried out."""

    def __init__(self, code: int, details: str = "", *, status: int | None = None, subcode: int = 0) -> None:
        known, title = TITLES.get(code, (400, "Unknown error"))
        super().__init__(f"({code}) {title}: {details}")
        self.code = code
        self.title = title
        self.details = details or title
        self.status = status or known
        self.subcode = subcode

    def body(self, trace: str) -> dict[str, Any]:
        """As Graph answers it."""
        error: dict[str, Any] = {
            "message": f"(#{self.code}) {self.title}",
            "type": "OAuthException",
            "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details},
            "fbtrace_id": trace,
        }
        if self.subcode:
            error["error_subcode"] = self.subcode
        return {"error": error}

    def in_webhook(self) -> dict[str, Any]:
        """As a status or a message carries it."""
        return {
            "code": self.code,
            "title": self.title,
            "message": self.title,
            "error_data": {"details": self.details},
            "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
        }
