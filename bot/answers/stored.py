"""The heads as one compact file next to the examples: weights in bytes with a scale a topic, half the
precision elsewhere.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.answers.examples import Topic
from bot.answers.heads import FILE, Floats, Heads

FORMAT: Final = 3


class StaleIndex(Exception):
    """The index file is missing or of another format; `qupia answers build` makes it."""


def save(heads: Heads, path: Path = FILE) -> None:
    """Writes the heads; the same heads give the same bytes."""
    about = {
        "format": FORMAT,
        "topics": [asdict(topic) for topic in heads.topics],
        "fingerprint": heads.fingerprint,
        "tuning": heads.tuning,
        "show_from": heads.show_from,
        "refuse_below": heads.refuse_below,
    }
    arrays: dict[str, NDArray[np.generic]] = {
        "about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    }
    for name in ("grams", "letters"):
        arrays[name], arrays[name + "_scale"] = _bytes(getattr(heads, name))
    for name in ("english", "rarity", "mean", "shape", "dense", "bias", "letters_bias"):
        arrays[name] = getattr(heads, name).astype(np.float16)
    arrays["near"] = np.round(heads.near * 127).astype(np.int8)
    for name in ("near_topic", "sure", "inside"):
        arrays[name] = getattr(heads, name)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def load(path: Path = FILE) -> Heads:
    """Reads the heads. Raises StaleIndex."""
    if not path.exists():
        raise StaleIndex(f"{path.name} is missing: run `qupia answers build`")
    with np.load(path, allow_pickle=False) as kept:
        about = json.loads(kept["about"].tobytes())
        if about["format"] != FORMAT:
            raise StaleIndex(
                f"{path.name} has format {about['format']}, not {FORMAT}: run `qupia answers build`"
            )
        half = {
            n: kept[n].astype(np.float32)
            for n in ("english", "rarity", "mean", "shape", "dense", "bias", "letters_bias")
        }
        bytes_ = {n: kept[n].astype(np.float32) * kept[n + "_scale"] for n in ("grams", "letters")}
        return Heads(
            topics=tuple(Topic(t["name"], t["intent"], tuple(t["clauses"])) for t in about["topics"]),
            near=kept["near"].astype(np.float32) / np.float32(127),
            near_topic=kept["near_topic"],
            sure=kept["sure"],
            inside=kept["inside"],
            show_from=about["show_from"],
            refuse_below=about["refuse_below"],
            fingerprint=about["fingerprint"],
            tuning=about["tuning"],
            **half,
            **bytes_,
        )


def _bytes(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)
