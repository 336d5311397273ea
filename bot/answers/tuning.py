"""What the encoder learnt from the examples: small corrections to the packed weights, kept beside the index.

The packaged encoder's 4-bit weights stay as they are; only the scale of each block of 32, the biases and the norms are
moved (PEQA, Kim et al. 2023, arXiv:2305.14152, with BitFit, Ben Zaken et al. 2021, arXiv:2106.10199), so the
corrections are 0.7 million numbers and the encoder is as quick and as large as before.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

FILE: Final = Path(__file__).parent / "tuning.npz"
"""Learnt from every example: what the bot runs with."""
ASIDE: Final = Path(__file__).parent / "tuning-aside.npz"
"""Learnt without the situations kept aside: what the report is measured with."""

Halves = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Tuning:
    """Corrections by the name of the packed table: shares to raise block scales by, amounts to move numbers by."""

    scales: dict[str, Halves]
    plain: dict[str, Halves]
    sha256: str = ""
    """The fingerprint of the file they came from."""


def save(tuning: Tuning, path: Path = FILE) -> None:
    """Writes the corrections; the same ones give the same bytes."""
    named = {f"scales/{name}": table for name, table in tuning.scales.items()}
    named |= {f"plain/{name}": table for name, table in tuning.plain.items()}
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **{name: named[name] for name in sorted(named)})


def load(path: Path = FILE) -> Tuning:
    """Reads the corrections. Raises OSError or ValueError when there are none to read."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            tables = {name: kept[name] for name in kept.files}
    except EOFError:
        raise ValueError(f"{path.name} is empty") from None
    return Tuning(
        {name.removeprefix("scales/"): t for name, t in tables.items() if name.startswith("scales/")},
        {name.removeprefix("plain/"): t for name, t in tables.items() if name.startswith("plain/")},
        fingerprint(path),
    )


def fingerprint(path: Path = FILE) -> str:
    """SHA-256 (hex) of a file of corrections: an index belongs to the ones it was built with."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
