"""What is decided without any learning: emergencies, numbers, defined terms, STOP, a wish for a person,
plain demands.
"""

from dataclasses import dataclass
from typing import Final

from bot.answers import numbers, phrases, terms
from bot.answers.normalise import cyrillic, is_latin, skeleton

_OWN_DANGER: Final = phrases.compiled("own_danger")
_DANGER: Final = phrases.compiled("danger")
_AMBULANCE: Final = phrases.compiled("ambulance")
_CALM: Final = phrases.compiled("calm")
_HASTE: Final = phrases.compiled("haste")
_ABOUT_DATA: Final = phrases.compiled("about_data")
_TRICKS: Final = phrases.compiled("tricks")
_STOP: Final = phrases.compiled("stop")
_PERSON: Final = phrases.compiled("person")
_BOOKING: Final = phrases.compiled("booking")
_QUESTION: Final = phrases.compiled("question")
_PLAIN_WORDS: Final = 14
_WITHDRAW: Final = phrases.compiled("withdraw")


@dataclass(frozen=True, slots=True)
class Ruled:
    """A verdict of the exact rules: an intent, and for a question on the policy the section or clause it names,
    or the clause that defines the term it asks about (as the examples number it).
    """

    intent: str
    section: str | None = None
    clause: str | None = None
    defines: str | None = None


def rule(text: str) -> Ruled | None:
    """The verdict on a text (tidied, in the letters of its language), or None when only learning can tell."""
    bones = skeleton(text)
    if is_urgent(text):
        return Ruled("urgent")
    if is_stop(text):
        return Ruled("withdraw")
    if _TRICKS.search(bones):
        return Ruled("out_of_scope")
    if _BOOKING.fullmatch(bones):
        return Ruled("book")
    if _PERSON.fullmatch(bones):
        return Ruled("operator")
    if demanded := _demanded(bones, text):
        return Ruled(demanded)
    if named := numbers.asked(text):
        return Ruled("policy", *named)
    if clause := terms.defined(text):
        return Ruled("policy", defines=clause)
    return None


def _demanded(bones: str, text: str) -> str | None:
    """A demand to stop or delete with no question about it; everything less plain is left to learning."""
    plain = "?" not in text and len(bones.split()) <= _PLAIN_WORDS and not _QUESTION.search(bones)
    return "withdraw" if plain and _WITHDRAW.search(bones) else None


def is_stop(text: str) -> bool:
    """Whether the whole of a tidied text means STOP, тоқтат or стоп, in any letters."""
    return any(_STOP.fullmatch(bones) for bones in _in_any_letters(text))


def is_urgent(text: str) -> bool:
    """Whether a tidied text has the words of an emergency; a calm question about data has not."""
    return any(
        _OWN_DANGER.search(bones) or (_in_danger(bones) and not _ABOUT_DATA.search(bones))
        for bones in _in_any_letters(text)
    )


def _in_danger(bones: str) -> bool:
    if _DANGER.search(bones):
        return True
    calm = _CALM.search(bones) and not _HASTE.search(bones)
    return _AMBULANCE.search(bones) is not None and not calm


def _in_any_letters(text: str) -> tuple[str, ...]:
    bones = skeleton(text)
    return (bones, skeleton(cyrillic(text))) if is_latin(text) else (bones,)
