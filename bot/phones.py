"""Reads a Kazakh mobile number out of what people type, or says which reason of a closed list is against it.

A number is taken only when nothing about it has to be guessed: what might be two numbers, another country's,
or a digit typed as a letter is refused with its own reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType


class Reason(StrEnum):
    """Why no number was taken; the value ends a message key."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    WRONG_LENGTH = "wrong_length"
    SEVERAL_NUMBERS = "several_numbers"
    LETTERS_IN_NUMBER = "letters_in_number"
    EXTENSION = "extension"
    LANDLINE_OR_SERVICE = "landline_or_service"
    UNASSIGNED = "unassigned"
    ANONYMOUS = "anonymous"
    FOREIGN_RU = "foreign_ru"
    FOREIGN_KG = "foreign_kg"
    FOREIGN_UZ = "foreign_uz"
    FOREIGN_OTHER = "foreign_other"
    CLINIC_LINE = "clinic_line"


@dataclass(frozen=True, slots=True)
class Phone:
    """A valid mobile number of Kazakhstan in E.164, as ``+77010990990``."""

    e164: str


@dataclass(frozen=True, slots=True)
class NotAPhone:
    """No number was taken."""

    reason: Reason


LONGEST_TEXT = 500
"""Characters of a message a number is looked for in: more is an essay, and every figure in it costs time."""

_COUNTRY = "KZ"
_LONGEST = 15
"""Digits of the longest international number (E.164)."""

_RUN = re.compile(r"\+?\(?\d(?:[\s().\-/]*\d)*")
_EXTENSION = re.compile(r"\s*[;,]?\s*(?:ext|доб|внутр|вн|қос|x|#)[a-zа-яё]*\.?\s*[=:]?\s*\d", re.IGNORECASE)
_LOCAL = re.compile(r"(?<!\d)(?:\+?7|8)(?:[\s().\-]*\d){10}(?!\d)")
_LIKE_DIGITS = str.maketrans("OoОоІіIlЗзBВSsб", "000011113388556")
_ALMOST_NUMBER = re.compile(r"(?<!\S)[\d+().\-OoОоІіIlЗзBВSsб]+(?!\S)")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−_·•"), "-")
_FOREIGN = {"RU": Reason.FOREIGN_RU, "KG": Reason.FOREIGN_KG, "UZ": Reason.FOREIGN_UZ}
_ANONYMOUS_CODE = 888
_SERVICES = frozenset({"101", "102", "103", "104", "112"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A complete number in the text: judged, with whether letters or an extension stand against it."""

    number: PhoneNumber
    against: Reason | None


def read_phone(text: str, clinic_phone: str) -> Phone | NotAPhone:
    """The one Kazakh mobile number in ``text``, alone or inside a sentence.

    ``clinic_phone`` is the clinic's own line in any spelling: typed as one's own number it is recognised.
    """
    text = _plain(text[: LONGEST_TEXT + 1])
    if not text.strip():
        return NotAPhone(Reason.EMPTY)
    if len(text) > LONGEST_TEXT:
        return NotAPhone(_why_not(text))
    found = list(_numbers(text))
    by_number = {_e164(each.number): each for each in found}
    if len(by_number) > 1:
        return NotAPhone(Reason.SEVERAL_NUMBERS)
    if not by_number:
        return NotAPhone(_why_none(text))
    ((e164, only),) = by_number.items()
    if e164 in {_e164(each.number) for each in _numbers(_plain(clinic_phone))}:
        return NotAPhone(Reason.CLINIC_LINE)
    reason = only.against or _against(only.number)
    return NotAPhone(reason) if reason else Phone(e164)


def _plain(text: str) -> str:
    """Compatible letters and dashes folded, digits of any script made ours, invisible characters dropped."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    visible = (c for c in folded if unicodedata.category(c) != "Cf")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in visible)


def _numbers(text: str) -> Iterator[_Found]:
    """Every valid number of any country that stands in the text."""
    for run in _RUN.finditer(text):
        whole = _parse(run[0])
        against = _beside(text, run.start(), run.end())
        if whole is not None:
            yield _Found(whole, against)
        else:
            yield from (_Found(part, None) for part in _parts(run[0]))


def _parts(run: str) -> Iterator[PhoneNumber]:
    """Numbers written one after another, or one beside another figure: each whole, with its 8 or +7."""
    if _digits(run) > _LONGEST:
        whole = [match[0] for match in _LOCAL.finditer(run)]
    else:
        whole = [part for part in re.split(r"[\s/]+", run) if _digits(part) >= 11]
    if whole and not (run.startswith("+") and not run.startswith(whole[0])):
        yield from (number for part in whole if (number := _parse(part)))


def _beside(text: str, start: int, end: int) -> Reason | None:
    """What touches a number: a letter that may be a digit, or an extension."""
    if _EXTENSION.match(text, end):
        return Reason.EXTENSION
    touching = text[max(start - 1, 0) : start] + text[end : end + 1]
    return Reason.LETTERS_IN_NUMBER if touching.translate(_LIKE_DIGITS) != touching else None


def _parse(written: str) -> PhoneNumber | None:
    """The number if it is a valid one somewhere. Without a plus it is read as dialled in Kazakhstan first."""
    written = re.sub(r"^\(?00(?=\s*\d)", "+", written.strip())
    digits = re.sub(r"\D", "", written)
    for spelling in (written, f"+{digits}" if len(digits) > 10 else ""):
        try:
            number = phonenumbers.parse(spelling, _COUNTRY)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return number
    return None


def _against(number: PhoneNumber) -> Reason | None:
    """What speaks against a valid number: only a mobile of Kazakhstan is taken."""
    kind = phonenumbers.number_type(number)
    region = phonenumbers.region_code_for_number(number)
    if kind == PhoneNumberType.TOLL_FREE and number.country_code == 7:
        return Reason.LANDLINE_OR_SERVICE
    if region != _COUNTRY:
        return _FOREIGN.get(region or "", Reason.FOREIGN_OTHER)
    return None if kind == PhoneNumberType.MOBILE else Reason.LANDLINE_OR_SERVICE


def _why_none(text: str) -> Reason:
    """The most helpful reason when no complete number stands in the text."""
    mended = _ALMOST_NUMBER.sub(lambda match: match[0].translate(_LIKE_DIGITS), text)
    if mended != text and any(_numbers(mended)):
        return Reason.LETTERS_IN_NUMBER
    if re.search(r"\d[^\W\d_]{1,3}\d", text) and _digits(text) >= 7:
        return Reason.LETTERS_IN_NUMBER
    runs = [run[0] for run in _RUN.finditer(text)]
    return _why_not(max(runs, key=_digits)) if runs else Reason.NOT_A_NUMBER


def _why_not(run: str) -> Reason:
    digits = re.sub(r"\D", "", run)
    if digits in _SERVICES:
        return Reason.LANDLINE_OR_SERVICE
    if len(digits) < 5:
        return Reason.NOT_A_NUMBER
    if run.lstrip("(").startswith("+") and not digits.startswith("7"):
        return Reason.ANONYMOUS if digits.startswith(str(_ANONYMOUS_CODE)) else Reason.FOREIGN_OTHER
    national = digits[1:] if len(digits) == 11 and digits[0] in "78" else digits
    if len(national) != 10 or national[0] == "8":
        return Reason.WRONG_LENGTH
    return Reason.UNASSIGNED if national[0] in "67" else Reason.FOREIGN_RU


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
