"""Keys over the content: every personal value is sealed to its table, column and row.

A sealed value is ``version (1 byte) · key id (4) · nonce (12) · ciphertext · tag (16)``, AES-256-GCM. The
place is authenticated with it, so a value copied to another row does not open. Random nonces are safe for
about 2^32 values under one key (NIST SP 800-38D, 8.3); rotate long before.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Json: TypeAlias = Mapping[str, Any] | Sequence[Any] | str | int | float | bool

VERSION = b"\x01"
KEY_SIZE = 32
NONCE_SIZE = 12
HEAD = len(VERSION) + 4


class Unsealable(Exception):
    """A sealed value does not open; says which table and column, never anything of the content."""

    def __init__(self, table: str, column: str, why: str) -> None:
        super().__init__(f"{table}.{column} does not open: {why}")
        self.table = table
        self.column = column


class Keyring:
    """The data keys: the first seals, every one opens. Raises ValueError unless each has 32 bytes, once."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise ValueError("at least one data key is needed")
        if any(len(key) != KEY_SIZE for key in keys):
            raise ValueError(f"a data key has exactly {KEY_SIZE} bytes")
        self._keys = tuple(keys)
        self._ciphers = {_derive(key, "key id", 4): AESGCM(_derive(key, "seal")) for key in keys}
        if len(self._ciphers) != len(keys):
            raise ValueError("the same data key is given twice")
        key_id, self._cipher = next(iter(self._ciphers.items()))
        self._head = VERSION + key_id
        self._blinding: dict[str, tuple[bytes, ...]] = {}

    def __repr__(self) -> str:
        return f"Keyring({len(self._keys)} keys)"

    @classmethod
    def from_text(cls, text: str) -> Keyring:
        """DATA_KEY's form: urlsafe base64 keys and commas. Raises ValueError, which never repeats a key."""
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return cls([_decoded(part, place) for place, part in enumerate(parts, 1)])

    def seal(self, plain: bytes, *, table: str, column: str, row: str) -> bytes:
        """Encrypt for one place, under the first key."""
        nonce = os.urandom(NONCE_SIZE)
        return self._head + nonce + self._cipher.encrypt(nonce, plain, _place(table, column, row))

    def open(self, sealed: bytes, *, table: str, column: str, row: str) -> bytes:
        """Decrypt what was sealed for this very place under any of the keys. Raises Unsealable."""
        if sealed[:1] != VERSION:
            raise Unsealable(table, column, "it is not in a form this version knows")
        cipher = self._ciphers.get(sealed[1:HEAD])
        if cipher is None:
            raise Unsealable(table, column, "its key is not among the data keys")
        nonce, body = sealed[HEAD : HEAD + NONCE_SIZE], sealed[HEAD + NONCE_SIZE :]
        try:
            return cipher.decrypt(nonce, body, _place(table, column, row))
        except (InvalidTag, ValueError):
            raise Unsealable(table, column, "it was altered, or moved from another row") from None

    @overload
    def seal_json(self, value: None, *, table: str, column: str, row: str) -> None: ...
    @overload
    def seal_json(self, value: Json, *, table: str, column: str, row: str) -> bytes: ...
    def seal_json(self, value: Json | None, *, table: str, column: str, row: str) -> bytes | None:
        """Seal a JSON-ready value; None stays None, as an empty column."""
        return None if value is None else self.seal(canonical(value), table=table, column=column, row=row)

    def open_json(self, sealed: bytes | None, *, table: str, column: str, row: str) -> Any:
        """The value ``seal_json`` was given. Raises Unsealable."""
        return None if sealed is None else json.loads(self.open(sealed, table=table, column=column, row=row))

    def blind(self, purpose: str, value: str) -> bytes:
        """A keyed fingerprint (HMAC-SHA256) to find a value by without storing it, under the first key."""
        return self.blinds(purpose, value)[0]

    def blinds(self, purpose: str, value: str) -> tuple[bytes, ...]:
        """The fingerprint under every key, newest first: rows written before a rotation are found too."""
        data = value.encode()
        return tuple(hmac.digest(key, data, "sha256") for key in self._blinding_keys(purpose))

    def subkeys(self, use: str) -> tuple[bytes, ...]:
        """Keys of one use alone, derived from every data key, the newest first: what they sign seals nothing."""
        return tuple(_derive(key, f"use {use}") for key in self._keys)

    def _blinding_keys(self, purpose: str) -> tuple[bytes, ...]:
        keys = self._blinding.get(purpose)
        if keys is None:
            keys = self._blinding[purpose] = tuple(_derive(key, f"blind {purpose}") for key in self._keys)
        return keys


def canonical(value: Json) -> bytes:
    """JSON with sorted keys and no spaces: equal values give equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def new_key() -> str:
    """A fresh data key in DATA_KEY's form."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_SIZE)).decode()


def load_or_make(path: Path) -> Keyring:
    """The keyring of a key file (DATA_KEY's form inside), made with mode 600 when it is missing.

    Raises ValueError when others can read the file, or when it holds no proper keys; OSError when the
    file cannot be read or made.
    """
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        raise ValueError(f"{path} can be read by other users of this machine: run chmod 600 {path}")
    try:
        return Keyring.from_text(path.read_text("ascii"))
    except ValueError as error:
        raise ValueError(f"{path} is not a key file: {error}") from None


def _make(path: Path) -> None:
    """Write a new key beside the file and link it in: two processes starting at once agree on one key."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(new_key() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _derive(key: bytes, use: str, size: int = KEY_SIZE) -> bytes:
    """A key of its own for each use, so that one use never weakens another (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=size, salt=None, info=f"qupia {use}".encode()).derive(key)


def _place(table: str, column: str, row: str) -> bytes:
    return f"{table}\x1f{column}\x1f{row}".encode()


def _decoded(text: str, place: int) -> bytes:
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_SIZE:
        raise ValueError(f"key {place} is not {KEY_SIZE} bytes of urlsafe base64: make one with qupia keygen")
    return key
