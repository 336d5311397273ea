"""Answers: a question in, the clause that answers it (or honestly none) out; nothing is generated and
nothing is kept.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.answers import heads, personal, reading, rules, stored
from bot.answers.encoder import Encoder, NoEncoder, packaged
from bot.answers.examples import Topic
from bot.answers.heads import Evidence, Heads
from bot.answers.normalise import skeleton

REQUESTS: Final = ("rectify", "withdraw")
_HOW_TO: Final = "8.2"
"""The clause on how to correct and withdraw, as the examples number it."""
_WISHES: Final = (*REQUESTS, "book", "operator")
_PLAIN_WISH: Final = 0.4
"""The share of evidence from which a wish is not refused as outside, however unlike the examples its words are."""
_OFFER_FROM: Final = 0.12
"""The share of evidence for a request from which it is offered beside an answer."""
_SURE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say to one message.

    `intent`: policy, rectify, withdraw, book, operator, urgent or out_of_scope.
    `clause`: the best guess, None when nothing fits; `alternatives`: the next, best first.
    `confident`: show `clause` as the answer; otherwise offer a choice.
    `score`: 0 to 1, higher = more surely the bot's business.
    `personal`: the message carries personal data, do not keep it.
    `action`: the request or help to offer (rectify, withdraw, book, operator, urgent), also beside a clause.
    """

    intent: str
    clause: str | None
    alternatives: tuple[str, ...]
    confident: bool
    score: float
    personal: bool
    action: str | None


class Answers:
    """The answerer for one edition; safe to call from many threads. The encoder is loaded at the first
    question that needs it.

    `numbers` are the clauses of the edition. `places` says where the clauses that the examples name stand in it
    now; one that is gone has no place. Without `places` every clause stands where the examples say.
    """

    def __init__(
        self,
        learnt: Heads,
        numbers: frozenset[str],
        encoder: Callable[[], Encoder | None] = packaged,
        places: Mapping[str, str] | None = None,
    ) -> None:
        self._places = {number: number for number in numbers} if places is None else dict(places)
        self._heads = replace(learnt, topics=tuple(self._placed(topic) for topic in learnt.topics))
        self._learnt_heads = learnt
        self._numbers = numbers
        self._make = encoder
        self._encoder: Encoder | None = None
        self._made = False
        self._lock = threading.Lock()
        self.unmapped = tuple(
            topic.name for topic in self._heads.topics if topic.intent == "policy" and not topic.clauses
        )
        """Topics whose clauses the edition lacks: their questions get no clause."""
        self.unasked = tuple(
            number
            for number in sorted(numbers, key=_in_order)
            if not any(number in topic.clauses for topic in self._heads.topics)
        )
        """Clauses of the edition that no topic leads to: only their number finds them."""

    @classmethod
    def load(
        cls,
        numbers: frozenset[str],
        encoder: Callable[[], Encoder | None] = packaged,
        places: Mapping[str, str] | None = None,
    ) -> "Answers":
        """Answers for one edition. Raises stored.StaleIndex when the index was never built."""
        return cls(stored.load(), numbers, encoder, places)

    def renewed(self, numbers: frozenset[str], places: Mapping[str, str]) -> "Answers":
        """The same for another edition, with what is loaded already."""
        return Answers(self._learnt_heads, numbers, self._loaded, places)

    def _placed(self, topic: Topic) -> Topic:
        return replace(topic, clauses=tuple(self._places[c] for c in topic.clauses if c in self._places))

    def warm(self) -> None:
        """Loads the encoder now, so that the first person does not wait for it."""
        self._loaded()

    def find(self, text: str, lang: str | None = None) -> Answer:
        """The answer to one message, of any length and content. `lang` is the person's menu language;
        people write in others.
        """
        read = reading.read(text, self._heads.english)
        private = personal.is_personal(read.tidied)
        bones = skeleton(read.text)
        if not any(char.isalnum() for char in bones):
            return Answer("out_of_scope", None, (), False, 0.0, private, None)
        ruled = rules.rule(read.tidied) or (rules.rule(read.text) if read.text != read.tidied else None)
        if ruled and ruled.intent != "policy":
            return self._told(ruled.intent, private)
        if ruled and (numbered := self._numbered(ruled, private)):
            return numbered
        return self._learnt(read.text, bones, private)

    def _told(self, intent: str, private: bool) -> Answer:
        clause = self._places.get(_HOW_TO) if intent in REQUESTS else None
        outside = intent in ("urgent", "out_of_scope")
        action = None if intent == "out_of_scope" else intent
        return Answer(intent, clause, (), False, 0.0 if outside else _SURE, private, action)

    def _numbered(self, ruled: rules.Ruled, private: bool) -> Answer | None:
        """The clause or section asked for by number, or the one that defines a term; a number the edition lacks is
        outside the policy.
        """
        if ruled.defines:
            place = self._places.get(ruled.defines)
            return Answer("policy", place, (), True, _SURE, private, None) if place else None
        if ruled.clause:
            if ruled.clause not in self._numbers:
                return Answer("out_of_scope", None, (), False, 0.5, private, None)
            return Answer("policy", ruled.clause, (), True, _SURE, private, None)
        inside = sorted((n for n in self._numbers if n.split(".")[0] == ruled.section), key=_in_order)
        if not inside:
            return None
        return Answer("policy", inside[0], tuple(inside[1:]), len(inside) == 1, _SURE, private, None)

    def _learnt(self, text: str, bones: str, private: bool) -> Answer:
        learnt = self._heads
        evidence, encoded = self._evidence(text)
        clauses = heads.by_clause(learnt.topics, evidence.share)
        mass = heads.by_intent(learnt.topics, evidence.share)
        score = heads.chance(learnt.inside, heads.signs_of_inside(learnt.topics, evidence))
        intent = max(mass, key=lambda name: mass[name])
        plain_wish = intent in _WISHES and mass[intent] >= _PLAIN_WISH
        if intent != "urgent" and score < learnt.refuse_below and not plain_wish:
            intent = "out_of_scope"
        elif intent == "out_of_scope":
            intent = max(
                (i for i in mass if i not in ("out_of_scope", "urgent")), key=lambda name: mass[name]
            )
        names = [number for number, _ in clauses]
        sure = encoded and intent == "policy" and bool(names) and self._sure(evidence, clauses)
        action = intent if intent not in ("policy", "out_of_scope") else _offered(mass, intent)
        return Answer(intent, names[0] if names else None, tuple(names[1:4]), sure, score, private, action)

    def _sure(self, evidence: Evidence, clauses: list[tuple[str, float]]) -> bool:
        best = self._heads.topics[int(evidence.share.argmax())]
        if best.intent != "policy" or best.name in self.unmapped:
            return False
        signs = heads.signs_of_sure(self._heads.topics, evidence, clauses)
        return heads.chance(self._heads.sure, signs) >= self._heads.show_from

    def _evidence(self, text: str) -> tuple[Evidence, bool]:
        """The evidence on a text, and whether the encoder had a part in it."""
        encoder, vector = self._loaded(), None
        if encoder is not None:
            try:
                vector = encoder.encode([reading.for_encoder(text)])[0]
            except (NoEncoder, OSError, ValueError, RuntimeError):
                vector = None
        features = reading.features(text, self._heads.rarity)
        return heads.judge(self._heads, vector, features, len(text.split())), vector is not None

    def _loaded(self) -> Encoder | None:
        if not self._made:
            with self._lock:
                if not self._made:
                    self._encoder = self._make()
                    self._made = True
        return self._encoder


def _in_order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def _offered(mass: dict[str, float], intent: str) -> str | None:
    likely = max(REQUESTS, key=lambda name: mass[name])
    return likely if intent == "policy" and mass[likely] >= _OFFER_FROM else None
