"""What the value of a setting must look like.

Each check gives the value, or raises ValueError with the rest of a sentence that begins with the setting's
name. No check repeats the value: it may be a secret.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, SecretStr

KEY_SIZE = 32


def read_keys(text: str) -> tuple[bytes, ...]:
    """DATA_KEY's form: url-safe base64 of 32 bytes each, commas between. Never repeats one."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    keys = tuple(_decoded(part) for part in parts)
    wrong = [str(place) for place, key in enumerate(keys, 1) if len(key) != KEY_SIZE]
    if wrong:
        raise ValueError(
            f"has no {KEY_SIZE}-byte key in place {', '.join(wrong)}: make one with qupia keygen"
        )
    if not keys or len(set(keys)) != len(keys):
        raise ValueError("must hold each key once, commas between: make one with qupia keygen")
    return keys


def _decoded(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


def _shaped(pattern: str, must: str) -> Callable[[str], str]:
    def checked(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(must)
        return value

    return checked


def text(pattern: str, must: str) -> AfterValidator:
    """The whole value fits the pattern."""
    return AfterValidator(_shaped(pattern, must))


def secret(pattern: str, must: str) -> AfterValidator:
    """The whole secret fits the pattern."""
    check = _shaped(pattern, must)

    def checked(value: SecretStr) -> SecretStr:
        check(value.get_secret_value())
        return value

    return AfterValidator(checked)


def one_of(choices: tuple[str, ...], change: Callable[[str], str]) -> BeforeValidator:
    """One of the words, after ``change``."""

    def checked(value: str) -> str:
        if change(value) not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return change(value)

    return BeforeValidator(checked)


def whole(low: int, high: int, must: str) -> BeforeValidator:
    """A whole number between two bounds, both allowed."""

    def checked(value: str | int) -> int:
        if not re.fullmatch(r"-?[0-9]{1,18}", str(value)) or not low <= int(value) <= high:
            raise ValueError(must)
        return int(value)

    return BeforeValidator(checked)


def in_clear(address: str) -> bool:
    """Whether what is sent there crosses a network unencrypted."""
    return urlsplit(address).scheme == "http" and not is_local(address)


def is_local(address: str) -> bool:
    """Whether an address stays on this machine."""
    return urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")


def url(must: str, *, public: bool = False) -> AfterValidator:
    """An http(s) address; a public one must be https unless it stays on this machine."""

    def checked(value: str) -> str:
        try:
            parts = urlsplit(value)
        except ValueError:
            raise ValueError(must) from None
        plain = parts.scheme == "http" and (not public or is_local(value))
        if (
            not (parts.scheme == "https" or plain)
            or not parts.hostname
            or parts.username
            or re.search(r"\s", value)
        ):
            raise ValueError(must)
        return value.rstrip("/") if not parts.path.strip("/") else value

    return AfterValidator(checked)


def _database(value: str) -> str:
    if re.match(r"postgres(ql)?(\+(?!asyncpg:)\w+)?://", value):
        raise ValueError(
            "must name its driver: write postgresql+asyncpg:// before the host and user you gave"
        )
    if re.match(r"sqlite(\+(?!aiosqlite:)\w+)?://", value):
        raise ValueError("must name its driver: write sqlite+aiosqlite:/// before the file you gave")
    whole = re.fullmatch(r"sqlite\+aiosqlite:///.+|postgresql\+asyncpg://[^/\s]+/\S+", value)
    if not whole or ":memory:" in value or not _has_port_or_none(value):
        raise ValueError(
            "must be sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST:5432/DATABASE"
        )
    return value


def _has_port_or_none(address: str) -> bool:
    try:
        return urlsplit(address).port != 0
    except ValueError:
        return False


def _keys(value: SecretStr) -> SecretStr:
    read_keys(value.get_secret_value())
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("must be a time zone such as Asia/Almaty") from None
    return value


def _phone(value: str) -> str:
    plain = re.sub(r"[\s().\-]", "", value)
    if not re.fullmatch(r"\+[1-9][0-9]{9,14}", plain):
        raise ValueError("must be an international number such as +77010990990")
    return plain


DATABASE = AfterValidator(_database)
KEYS = AfterValidator(_keys)
PHONE = AfterValidator(_phone)
ZONE = AfterValidator(_zone)
