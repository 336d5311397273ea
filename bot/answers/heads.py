"""The trained heads at run time: from a text's vector and n-grams to topics, scope and how sure a clause
is. numpy only.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.answers.examples import INTENTS, Topic

Floats = NDArray[np.float32]

FILE: Final = Path(__file__).parent / "index.npz"
_NEAREST: Final = 3
_NEAR_WEIGHT: Final = 6.0
_SECOND_BEST: Final = 0.97
"""What a topic's second acceptable clause counts, so that the better one is named first."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Everything learnt from the examples. `letters_*` serve when there is no encoder."""

    topics: tuple[Topic, ...]
    english: Floats
    rarity: Floats
    mean: Floats
    shape: Floats
    dense: Floats
    grams: Floats
    bias: Floats
    letters: Floats
    letters_bias: Floats
    near: Floats
    near_topic: NDArray[np.int16]
    sure: Floats
    inside: Floats
    show_from: float
    refuse_below: float
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the heads make of one text: a share a topic, likeness to the nearest examples a topic, number of
    words.
    """

    share: Floats
    like: Floats
    words: int


def shaped(vectors: Floats, mean: Floats, shape: Floats) -> Floats:
    """Encoder vectors in the learnt space, of unit length."""
    moved = np.einsum("...i,ij->...j", vectors - mean, shape)
    return np.asarray(
        moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-6), dtype=np.float32
    )


def _times(table: Floats, vector: Floats) -> Floats:
    # Not `@`: the threads of BLAS go on spinning after it and take the encoder's time.
    return np.asarray(np.einsum("ij,j->i", table, vector), dtype=np.float32)


def likeness(dense: Floats, near: NDArray[Any], near_topic: NDArray[Any], topics: int) -> Floats:
    """The mean likeness of one vector to the nearest three examples of every topic."""
    similar = _times(near, dense)
    out = np.full(topics, -1.0, dtype=np.float32)
    for topic in range(topics):
        own = similar[near_topic == topic]
        if len(own):
            out[topic] = np.partition(own, -min(_NEAREST, len(own)))[-_NEAREST:].mean()
    return out


def weigh(logits: Floats, like: Floats, words: int) -> Evidence:
    """Joins the linear head with the nearest examples."""
    joined = logits + _NEAR_WEIGHT * like
    raised = np.exp(joined - joined.max())
    return Evidence(np.asarray(raised / raised.sum(), dtype=np.float32), like, words)


def judge(
    heads: Heads, vector: Floats | None, grams: tuple[NDArray[np.int64], Floats], words: int
) -> Evidence:
    """The evidence on one text; without a vector by its letters alone."""
    buckets, weights = grams
    if vector is None:
        logits = _times(heads.letters[buckets].astype(np.float32).T, weights) + heads.letters_bias
        return weigh(logits, np.zeros_like(logits), words)
    dense = shaped(vector, heads.mean, heads.shape)
    letters = _times(heads.grams[buckets].astype(np.float32).T, weights)
    logits = _times(heads.dense.T, dense) + letters + heads.bias
    return weigh(logits, likeness(dense, heads.near, heads.near_topic, len(heads.topics)), words)


def by_intent(topics: tuple[Topic, ...], share: Floats) -> dict[str, float]:
    """How much of the evidence speaks for each intent."""
    return {i: float(sum(share[n] for n, t in enumerate(topics) if t.intent == i)) for i in INTENTS}


def by_clause(
    topics: tuple[Topic, ...], share: Floats, numbers: frozenset[str] | None
) -> list[tuple[str, float]]:
    """The chance of each clause to be an acceptable answer, best first; only clauses that exist when
    `numbers` says so.
    """
    chance: dict[str, float] = {}
    for place, topic in enumerate(topics):
        for rank, clause in enumerate(c for c in topic.clauses if numbers is None or c in numbers):
            chance[clause] = chance.get(clause, 0.0) + float(share[place]) * (_SECOND_BEST if rank else 1.0)
    return sorted(chance.items(), key=lambda pair: -pair[1])


def _odds(chance: float) -> float:
    return float(np.log((chance + 1e-4) / (1 - chance + 1e-4)))


def signs_of_sure(
    topics: tuple[Topic, ...], evidence: Evidence, clauses: list[tuple[str, float]]
) -> list[float]:
    """What tells whether the best clause is right: its odds, its lead, the intent, and how near known
    examples are.
    """
    mass = by_intent(topics, evidence.share)
    best, lead = clauses[0][1], clauses[0][1] - (clauses[1][1] if len(clauses) > 1 else 0.0)
    own = max(float(evidence.like[n]) for n, t in enumerate(topics) if clauses[0][0] in t.clauses)
    nearest = float(evidence.like.max())
    return [_odds(best), lead, _odds(mass["policy"]), own, own - nearest, float(np.log(1 + evidence.words))]


def signs_of_inside(topics: tuple[Topic, ...], evidence: Evidence) -> list[float]:
    """What tells whether a text is the bot's business at all."""
    outside = np.array([t.intent in ("out_of_scope", "urgent") for t in topics])
    share = float(evidence.share[~outside].sum())
    near_in, near_out = float(evidence.like[~outside].max()), float(evidence.like[outside].max())
    return [_odds(share), near_in, near_in - near_out, float(np.log(1 + evidence.words))]


def chance(weights: Floats, signs: list[float]) -> float:
    """A logistic head on a few signs."""
    return float(1 / (1 + np.exp(-(np.asarray(signs, dtype=np.float32) @ weights[:-1] + weights[-1]))))
