"""Character n-grams and words of a text as hashed features; what is left of understanding when letters are
all there is.
"""

import itertools
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from math import log1p
from typing import Final

import numpy as np
from numpy.typing import NDArray

BUCKETS: Final = 1 << 15
_SHORTEST, _LONGEST = 2, 5


@lru_cache(maxsize=20_000)
def _of_word(word: str) -> tuple[int, ...]:
    framed = f" {word} "
    pieces = [
        framed[start : start + size]
        for size in range(_SHORTEST, _LONGEST + 1)
        for start in range(max(1, len(framed) - size + 1))
    ]
    return tuple(_bucket(piece) for piece in (*pieces, "=" + word))


def _bucket(piece: str) -> int:
    return zlib.crc32(piece.encode()) % BUCKETS


def count(skeleton: str) -> dict[int, float]:
    """Hashed features of a folded text: pieces of words, words, and pairs of neighbours; damped counts by
    bucket.
    """
    split = skeleton.split()
    counted = Counter(bucket for word in split for bucket in _of_word(word))
    counted.update(_bucket(f"{a} {b}") for a, b in itertools.pairwise(split))
    return {bucket: 1 + log1p(times - 1) for bucket, times in counted.items()}


def weigh(
    counted: dict[int, float], rarity: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets and their weights, scaled to unit length; an empty text has no buckets."""
    buckets = np.fromiter(counted.keys(), dtype=np.int64, count=len(counted))
    weights = np.fromiter(counted.values(), dtype=np.float32, count=len(counted)) * rarity[buckets]
    length = float(np.sqrt(weights @ weights)) or 1.0
    return buckets, (weights / length).astype(np.float32)


def rarity(texts: Sequence[dict[int, float]]) -> NDArray[np.float32]:
    """How much a bucket tells, by how few texts it occurs in."""
    seen = np.zeros(BUCKETS, dtype=np.float32)
    for counted in texts:
        seen[list(counted)] += 1
    return (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
