"""Build time: fits the heads with numpy alone; the same rows always give the same heads."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.answers.grams import BUCKETS

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_EPOCHS: Final = 14
_BATCH: Final = 256
_RATE: Final = 0.03
_SHRINK: Final = 2e-5
_NOISE_FLOOR: Final = 2.0


@dataclass(frozen=True, slots=True)
class Rows:
    """What is learnt from: dense vectors, hashed n-grams, a topic and a situation a row."""

    dense: Floats
    grams: tuple[tuple[Ints, Floats], ...]
    topic: Ints
    situation: Ints

    def only(self, mask: NDArray[np.bool_]) -> "Rows":
        """The rows where `mask` holds."""
        chosen = np.flatnonzero(mask)
        return Rows(
            self.dense[chosen],
            tuple(self.grams[i] for i in chosen),
            self.topic[chosen],
            self.situation[chosen],
        )


def shape_of_meaning(vectors: Floats, situation: Ints) -> tuple[Floats, Floats]:
    """(mean, matrix) that plays down whatever differs between tellings of one situation: language, style,
    slips.
    """
    mean = vectors.mean(axis=0)
    centred = (vectors - mean).astype(np.float64)
    _, place, times = np.unique(situation, return_inverse=True, return_counts=True)
    middle = np.zeros((len(times), centred.shape[1]))
    np.add.at(middle, place, centred)
    rest = centred - (middle / times[:, None])[place]
    spread = rest.T @ rest / len(rest)
    values, directions = np.linalg.eigh(spread)
    floor = _NOISE_FLOOR * np.trace(spread) / len(spread)
    return mean, (directions / np.sqrt(values + floor)).astype(np.float32)


def fit(rows: Rows, topics: int) -> tuple[Floats, Floats]:
    """(weights of dense + n-gram features by topic, bias): multinomial logistic regression, fixed seed.

    Adam, which in each step moves only the weights of the features that occur in its rows.
    """
    size = rows.dense.shape[1]
    weights = np.zeros((size + BUCKETS + 1, topics), dtype=np.float32)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    order, step = np.random.default_rng(7), 0
    total = _EPOCHS * -(-len(rows.topic) // _BATCH)
    for _ in range(_EPOCHS):
        shuffled = order.permutation(len(rows.topic))
        for start in range(0, len(shuffled), _BATCH):
            step += 1
            chosen = shuffled[start : start + _BATCH]
            used, batch = _filled(rows, chosen)
            now = weights[used]
            error = softmax(batch @ now)
            error[np.arange(len(error)), rows.topic[chosen]] -= 1
            slope = batch.T @ (error / np.float32(len(error))) + np.float32(_SHRINK) * now
            first[used] = 0.9 * first[used] + 0.1 * slope
            second[used] = 0.99 * second[used] + 0.01 * slope * slope
            rate = np.float32(_RATE * 0.5 * (1 + np.cos(np.pi * step / total)) / (1 - 0.9**step))
            scale = np.sqrt(second[used] / np.float32(1 - 0.99**step)) + np.float32(1e-6)
            weights[used] = now - rate * first[used] / scale
    return weights[:-1], weights[-1]


def _filled(rows: Rows, chosen: Ints) -> tuple[Ints, Floats]:
    """The features that occur in some rows, and those rows as a table with a column each."""
    size = rows.dense.shape[1]
    buckets = np.concatenate([rows.grams[row][0] for row in chosen])
    occurring, column = np.unique(buckets, return_inverse=True)
    used = np.concatenate([np.arange(size), size + occurring, [size + BUCKETS]])
    batch = np.zeros((len(chosen), len(used)), dtype=np.float32)
    batch[:, :size] = rows.dense[chosen]
    place = np.repeat(np.arange(len(chosen)), [len(rows.grams[row][0]) for row in chosen])
    batch[place, size + column] = np.concatenate([rows.grams[row][1] for row in chosen])
    batch[:, -1] = 1
    return used, batch


def softmax(logits: Floats) -> Floats:
    """Shares that sum to one along the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def logistic(features: Floats, right: NDArray[np.bool_], ridge: float = 1.0) -> Floats:
    """Weights (the last is the bias) that turn features into the chance of being right; Newton's steps."""
    table = np.c_[features, np.ones(len(features))].astype(np.float64)
    weights = np.zeros(table.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-(table @ weights)))
        slope = table.T @ (chance - right) + ridge * weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + ridge * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights.astype(np.float32)
