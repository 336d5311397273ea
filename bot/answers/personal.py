"""Finds what a person should not have typed: an identification number, a phone, an e-mail, a diagnosis of
their own.
"""

import re
from typing import Final

from bot.answers import phrases
from bot.answers.normalise import skeleton

_IIN: Final = re.compile(r"(?<!\d)\d{6}[\s-]?\d{6}(?!\d)")
_PHONE: Final = re.compile(r"(?<!\d)(?:\+?7|8)?[\s(.-]*7\d{2}[\s).-]*\d{3}[\s.-]*\d{2}[\s.-]*\d{2}(?!\d)")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CARD: Final = re.compile(r"(?<!\d)(?:\d{4}[\s-]?){3}\d{4}(?!\d)|\bn\d{8}\b")
_OF_THE_CLINIC: Final = re.compile(r"ecomed17@mail\.ru|\+?[78][\s(-]*701[\s)-]*099[\s-]*09[\s-]*90")
_ILLNESS: Final = phrases.compiled("illness")


def is_personal(text: str) -> bool:
    """Whether a tidied text carries somebody's number, phone, e-mail, document or illness; the clinic's own
    are nobody's.
    """
    text = _OF_THE_CLINIC.sub(" ", text)
    found = any(pattern.search(text) for pattern in (_IIN, _PHONE, _EMAIL, _CARD))
    return found or _ILLNESS.search(skeleton(text)) is not None
