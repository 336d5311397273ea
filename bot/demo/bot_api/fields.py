"""Reading a request's parameters the way the Bot API server does: everything is a string first."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.demo.bot_api.refusals import Refused, bad


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a multipart request."""

    name: str
    mime: str
    content: bytes


def as_text(value: Any) -> str:
    """One JSON value as the server keeps it: strings bare, the rest as JSON text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Fields:
    """The parameters of one request."""

    values: Mapping[str, str]
    files: Mapping[str, Upload]

    def text(self, name: str) -> str:
        """The parameter, or an empty string."""
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; anything unreadable is ``default``, as in the server."""
        value = self.text(name).strip()
        return int(value) if re.fullmatch(r"[+-]?\d+", value) else default

    def between(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number moved into its range, never refused."""
        return max(low, min(high, self.integer(name, default)))

    def flag(self, name: str) -> bool:
        """True for ``true``, ``yes`` and ``1``."""
        return self.text(name).lower() in ("true", "yes", "1")

    def json(self, name: str, what: str, kind: type) -> Any:
        """A nested value of ``kind`` (dict or list), None when absent; refused when unreadable."""
        raw = self.text(name)
        if not raw:
            return None
        try:
            value = json.loads(raw)
        except ValueError:
            raise Refused(bad(f"can't parse {what} JSON object")) from None
        if not isinstance(value, kind):
            expected = "object" if kind is dict else "expected an Array"
            raise Refused(bad(f"{expected} expected as {what}" if kind is dict else f"{expected} of {what}"))
        return value

    def required_json(self, name: str, what: str, kind: type) -> Any:
        """A nested value that must be there."""
        value = self.json(name, what, kind)
        if value is None:
            raise Refused(bad(f"can't parse {what} JSON object"))
        return value

    def upload(self, name: str) -> Upload | str | None:
        """A file: the bytes sent along (directly or as ``attach://``), a file_id, or None."""
        if name in self.files:
            return self.files[name]
        value = self.text(name)
        if value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return value or None
