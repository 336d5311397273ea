"""Tells English from Kazakh or Russian in Latin letters, by threes of letters; learnt from the examples at
build time.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.answers.normalise import unmarked, words

_LETTERS: Final = {letter: place for place, letter in enumerate(" abcdefghijklmnopqrstuvwxyz")}
_SIZE: Final = len(_LETTERS) ** 3


def threes(text: str) -> list[int]:
    """The places of a tidied text's threes of Latin letters, word edges included."""
    places: list[int] = []
    for word in words(unmarked(text)):
        row = [_LETTERS.get(letter, 0) for letter in f" {word} "]
        places += [(a * 27 + b) * 27 + c for a, b, c in zip(row, row[1:], row[2:], strict=False)]
    return places


def learn(english: Iterable[str], other: Iterable[str]) -> NDArray[np.float32]:
    """How much each three of letters speaks for English: positive for, negative against."""
    counts = np.full((2, _SIZE), 0.3, dtype=np.float64)
    for side, texts in enumerate((other, english)):
        for text in texts:
            np.add.at(counts[side], threes(text), 1)
    share = np.log(counts / counts.sum(axis=1, keepdims=True))
    return np.asarray(share[1] - share[0], dtype=np.float32)


def is_english(text: str, table: NDArray[np.float32]) -> bool:
    """Whether a tidied text in Latin letters is English; when nothing speaks either way it is."""
    places = threes(text)
    return not places or float(table[places].sum()) >= 0
