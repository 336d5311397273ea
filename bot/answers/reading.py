"""How one message is read: the letters of its language for the rules and the n-grams, a shorter part for
the encoder.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.answers import grams
from bot.answers.english import is_english
from bot.answers.normalise import cyrillic, is_latin, skeleton, tidy

LONGEST_ENCODED: Final = 150
"""Characters the encoder is given; its time grows with them."""
_OPENING: Final = 30


@dataclass(frozen=True, slots=True)
class Reading:
    """A message, tidied, and in the letters of its language (the same unless it was Kazakh or Russian in
    Latin letters).
    """

    tidied: str
    text: str


def read(message: str, english: NDArray[np.float32]) -> Reading:
    """Reads a message; `english` is the table that tells English from Latin-letter Kazakh and Russian."""
    tidied = tidy(message)
    foreign = is_latin(tidied) and not is_english(tidied, english)
    return Reading(tidied, cyrillic(tidied) if foreign else tidied)


def for_encoder(text: str) -> str:
    """The part of a text that the encoder sees: of a long story the opening and the end, where the question
    stands.
    """
    if len(text) <= LONGEST_ENCODED:
        return text
    opening = text[:_OPENING].rsplit(" ", 1)[0]
    return f"{opening} … {text[len(opening) - LONGEST_ENCODED :].split(' ', 1)[-1]}"


def features(text: str, rarity: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The weighed n-grams of a text."""
    return grams.weigh(grams.count(skeleton(text)), rarity)
