"""Receipt codes that anybody with the clinic's key can check offline: ``26-00417-5-W-9KD-7KQ2-M9XD``.

A code says number, kind and date of receipt in the open and seals them with 40 bits of HMAC-SHA256 under a
key derived from the data key: enough against guessing one code at a time, short enough to read out. It says
nothing about the person. Crockford's alphabet has no I, L, O or U, so what is misread can be put right.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.case_numbers import read_number
from dialogs.requests import RequestKind

KEY_USE = "receipt"
"""The use under which the keys here are derived from the data keys (``Keyring.subkeys``)."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_MISREAD = str.maketrans("OILОІ", "01101")
_FIRST_DAY = date(2000, 1, 1)
_DATE_LETTERS = 3
_SEAL_LETTERS = 8
_PURPOSE = b"qupia receipt 1"

_LETTERS = {
    RequestKind.RECTIFY: "R",
    RequestKind.WITHDRAW: "W",
    RequestKind.ACCESS: "A",
    RequestKind.BLOCK: "B",
    RequestKind.ERASE: "E",
    RequestKind.QUESTION: "Q",
}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_SHAPE = re.compile(r"([0-9]{8})([A-Z])([0-9A-Z]{3})([0-9A-Z]{8})")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a genuine code proves: the clinic registered this request on this local date."""

    number: str
    kind: RequestKind
    received_on: date


def issue(key: bytes, number: str, kind: str, received_on: date) -> str:
    """The code of a receipt. ``kind`` is a RequestKind or its value; ``received_on`` the clinic's local date.

    Raises ValueError for what is no case number, no kind, or a date outside 2000-2089.
    """
    if read_number(number) != number:
        raise ValueError(f"not a case number: {number}")
    day = _encoded((received_on - _FIRST_DAY).days, _DATE_LETTERS)
    head = f"{number}-{_LETTERS[RequestKind(kind)]}-{day}"
    seal = _seal(key, head)
    return f"{head}-{seal[:4]}-{seal[4:]}"


def check(keys: Iterable[bytes], code: str) -> Receipt | None:
    """What a code proves under any of the keys (all are tried), or None when it is not genuine.

    Case, spaces, missing dashes and O for 0, I or L for 1 are forgiven. The comparison takes constant time.
    """
    match = _SHAPE.fullmatch(re.sub(r"[\s\-‐‑‒–—−_.]", "", code).upper().translate(_MISREAD))
    number = read_number(match[1]) if match else None
    if match is None or number is None or match[2] not in _KINDS:
        return None
    head = f"{number}-{match[2]}-{match[3]}"
    seals = [_seal(key, head) for key in keys]
    if not any(hmac.compare_digest(seal.encode(), match[4].encode()) for seal in seals):
        return None
    return Receipt(number, _KINDS[match[2]], _FIRST_DAY + timedelta(days=_decoded(match[3])))


def _seal(key: bytes, head: str) -> str:
    own = hmac.digest(key, _PURPOSE, "sha256")
    sealed = hmac.digest(own, head.encode(), "sha256")
    return _encoded(int.from_bytes(sealed[:5], "big"), _SEAL_LETTERS)


def _encoded(value: int, letters: int) -> str:
    if not 0 <= value < 32**letters:
        raise ValueError(f"does not fit {letters} letters")
    return "".join(_ALPHABET[value >> 5 * place & 31] for place in reversed(range(letters)))


def _decoded(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 32 + _VALUES[letter]
    return value
