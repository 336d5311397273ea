"""What is measured on examples that were kept aside, whole and by language: the same measures as in the
README.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from bot.answers.encoder import Encoder
from bot.answers.examples import LANGUAGES, Example
from bot.answers.heads import Heads
from bot.answers.index import REQUESTS, Answer, Answers

FILE: Final = Path(__file__).parent / "report.json"
"""The report of the last build."""

Pair = tuple[Example, Answer]

_FALSE_REFUSALS: Final = 0.05
_OUTSIDE: Final = ("out_of_scope", "urgent")


def answered(heads: Heads, examples: Sequence[Example], encoder: Encoder | None) -> list[Pair]:
    """Examples with what these heads answer to them."""
    numbers = frozenset(clause for topic in heads.topics for clause in topic.clauses)
    answers = Answers(heads, numbers, lambda: encoder)
    return [(example, answers.find(example.text, example.lang)) for example in examples]


def report(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Every measure over examples the heads did not learn from, of all and by language."""
    by_language = {lang: measures([p for p in pairs if p[0].lang == lang]) for lang in LANGUAGES}
    return {"all": measures(pairs), **by_language}


def measures(pairs: Sequence[Pair]) -> dict[str, float | int]:
    """The measures on one set of examples, each a share between 0 and 1."""
    policy = [p for p in pairs if p[0].topic.intent == "policy"]
    shown = [p for p in policy if p[1].confident]
    requests = [p for p in pairs if p[0].topic.intent in REQUESTS]
    outside = [p for p in pairs if p[0].topic.intent in _OUTSIDE]
    inside = [p for p in pairs if p[0].topic.intent not in _OUTSIDE]
    return {
        "questions": len(pairs),
        "top1": _share(_right(p, 1) for p in policy),
        "top3": _share(_right(p, 3) for p in policy),
        "shown": len(shown) / max(1, len(policy)),
        "right_when_shown": _share(_right(p, 1) for p in shown),
        "intent_f1": macro_f1(pairs),
        "requests_found": _share(p[0].topic.intent == p[1].intent for p in requests),
        "outside_caught": _caught(inside, outside),
        "outside_shown_a_clause": _share(p[1].confident for p in outside),
    }


def _right(pair: Pair, among: int) -> bool:
    example, answer = pair
    named = [c for c in (answer.clause, *answer.alternatives) if c][:among]
    return any(clause in example.topic.clauses for clause in named)


def macro_f1(pairs: Sequence[Pair]) -> float:
    """The mean F1 over the intents that occur."""
    told = [(_plain(example.topic.intent), _plain(answer.intent)) for example, answer in pairs]
    scores = []
    for intent in sorted({gold for gold, _ in told}):
        hit = sum(gold == said == intent for gold, said in told)
        scores.append(2 * hit / max(1, sum((gold == intent) + (said == intent) for gold, said in told)))
    return sum(scores) / max(1, len(scores))


def _plain(intent: str) -> str:
    return "out_of_scope" if intent in _OUTSIDE else intent


def _caught(inside: Sequence[Pair], outside: Sequence[Pair]) -> float:
    scores = sorted(answer.score for _, answer in inside)
    edge = scores[int(_FALSE_REFUSALS * len(scores))] if scores else 0.0
    return _share(answer.score < edge for _, answer in outside)


def _share(verdicts: Any) -> float:
    kept = [bool(v) for v in verdicts]
    return round(sum(kept) / len(kept), 4) if kept else 0.0


def lines(measured: dict[str, Any]) -> list[str]:
    """A report as lines of text, one measure a line, a column a language."""
    names = list(measured["all"])
    head = f"{'':24}" + "".join(f"{column:>8}" for column in measured)
    return [head] + [f"{n:24}" + "".join(_cell(measured[column][n]) for column in measured) for n in names]


def _cell(value: float | int) -> str:
    return f"{value:8d}" if isinstance(value, int) else f"{100 * value:8.1f}"
