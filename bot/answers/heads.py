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
_LETTERS_WEIGHT: Final = 0.3
_SECOND_BEST: Final = 0.97
"""What a topic's second acceptable clause counts, so that the better one is named first."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Everything learnt from the examples. `letters_*` serve when there is no encoder; `fingerprint` is of the
    examples, `tuning` of the encoder's corrections that they were learnt with.
    """

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
    tuning: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the heads make of one text: a share a topic, likeness to the nearest examples a topic, number of
    words, and the share a topic gets by letters alone, as a second opinion.
    """

    share: Floats
    like: Floats
    words: int
    letters: Floats


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


def weigh(logits: Floats, like: Floats, letters: Floats, words: int) -> Evidence:
    """Joins the head on meaning and letters with the nearest examples and with the head on letters alone."""
    joined = logits + _NEAR_WEIGHT * like + _LETTERS_WEIGHT * letters
    return Evidence(_shares(joined), like, words, _shares(letters))


def _shares(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum(), dtype=np.float32)


def judge(
    heads: Heads, vector: Floats | None, grams: tuple[NDArray[np.int64], Floats], words: int
) -> Evidence:
    """The evidence on one text; without a vector by its letters alone."""
    buckets, weights = grams
    letters = _times(heads.letters[buckets].T, weights) + heads.letters_bias
    if vector is None:
        return Evidence(_shares(letters), np.zeros_like(letters), words, _shares(letters))
    dense = shaped(vector, heads.mean, heads.shape)
    spelt = _times(heads.grams[buckets].T, weights)
    logits = _times(heads.dense.T, dense) + spelt + heads.bias
    return weigh(logits, likeness(dense, heads.near, heads.near_topic, len(heads.topics)), letters, words)


def by_intent(topics: tuple[Topic, ...], share: Floats) -> dict[str, float]:
    """How much of the evidence speaks for each intent."""
    return {i: float(sum(share[n] for n, t in enumerate(topics) if t.intent == i)) for i in INTENTS}


def by_clause(topics: tuple[Topic, ...], share: Floats) -> list[tuple[str, float]]:
    """The chance of each clause to be an acceptable answer, best first."""
    chance: dict[str, float] = {}
    for place, topic in enumerate(topics):
        for rank, clause in enumerate(topic.clauses):
            chance[clause] = chance.get(clause, 0.0) + float(share[place]) * (_SECOND_BEST if rank else 1.0)
    return sorted(chance.items(), key=lambda pair: -pair[1])


def _odds(chance: float) -> float:
    return float(np.log((chance + 1e-4) / (1 - chance + 1e-4)))


def signs_of_sure(
    topics: tuple[Topic, ...], evidence: Evidence, clauses: list[tuple[str, float]]
) -> list[float]:
    """What tells whether the best clause is right: its odds, its lead, the intent, how near known examples
    are, and whether the letters alone and the nearest example say the same.
    """
    mass = by_intent(topics, evidence.share)
    best, lead = clauses[0][1], clauses[0][1] - (clauses[1][1] if len(clauses) > 1 else 0.0)
    answering = [n for n, t in enumerate(topics) if clauses[0][0] in t.clauses]
    own, nearest = float(evidence.like[answering].max()), float(evidence.like.max())
    spelt = float(evidence.letters[answering].sum())
    agree = float(int(evidence.letters.argmax()) in answering), float(own >= nearest)
    length = float(np.log(1 + evidence.words))
    return [_odds(best), lead, _odds(mass["policy"]), own, own - nearest, length, spelt, _odds(spelt), *agree]


def signs_of_inside(topics: tuple[Topic, ...], evidence: Evidence) -> list[float]:
    """What tells whether a text is the bot's business at all."""
    outside = np.array([t.intent in ("out_of_scope", "urgent") for t in topics])
    share = float(evidence.share[~outside].sum())
    spelt = float(evidence.letters[~outside].sum())
    near_in, near_out = float(evidence.like[~outside].max()), float(evidence.like[outside].max())
    return [_odds(share), near_in, near_in - near_out, float(np.log(1 + evidence.words)), _odds(spelt)]


def chance(weights: Floats, signs: list[float]) -> float:
    """A logistic head on a few signs."""
    return float(1 / (1 + np.exp(-(np.asarray(signs, dtype=np.float32) @ weights[:-1] + weights[-1]))))
