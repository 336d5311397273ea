"""How good and how fast the answers are: situations kept aside, questions written separately, time, memory.

On situations kept aside, quality is what the last ``qupia answers build`` wrote. Everything else is measured now, in a
process of its own. The separate questions (``tests/data/answers``) were made and labelled by writers who had seen
neither the examples nor each other's sets; nothing learns from them.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

from bot.answers import Answers, quality
from bot.answers.encoder import Encoder, packaged
from bot.answers.examples import Example, Topic, read_all
from bot.answers.reading import for_encoder

QUESTIONS = 600
MOST_TIMES = 3.0
"""How many times the encoder's own median the slowest hundredth may take."""
MOST_MEGABYTES = 350
UNSEEN = Path(__file__).parents[1] / "data" / "answers"


def report() -> list[str]:
    """Quality by language, then time and memory."""
    measured = json.loads(quality.FILE.read_text("utf-8"))
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.answers"], check=True, capture_output=True, text=True
    )
    return ["on situations kept aside, %:", *quality.lines(measured), *ran.stdout.splitlines()]


def unseen(answers: Answers) -> list[str]:
    """Quality on the questions written separately, set by set and by language."""
    told = []
    for file in sorted(UNSEEN.glob("*.jsonl")):
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        measured = {"all": _measured(rows, answers)}
        for lang in ("kk", "ru", "en"):
            measured[lang] = _measured([row for row in rows if row["lang"] == lang], answers)
        told += [f"on questions written separately ({file.stem}), %:", *quality.lines(measured)]
    return told


def _measured(rows: Sequence[Mapping[str, Any]], answers: Answers) -> dict[str, float | int]:
    """The same measures; where a question allows another intent, that one is right too."""
    strict, lenient = [], []
    for row in rows:
        topic = Topic(row["id"], row["intent"], tuple(row["clauses"]))
        found = answers.find(row["text"], row["lang"])
        also = found.intent if found.intent in row.get("intent_alt", ()) else topic.intent
        strict.append((Example(topic, row["id"], row["lang"], row["text"]), found))
        lenient.append((Example(replace(topic, intent=also), row["id"], row["lang"], row["text"]), found))
    return quality.measures(strict) | {"intent_f1": quality.macro_f1(lenient)}


def speed(examples: Sequence[Example]) -> list[str]:
    """Milliseconds of CPU a question, whole and for the encoder alone, and the memory of this process."""
    encoder = packaged()
    if encoder is None:
        return ["the encoder is not installed: nothing to measure"]
    chosen = examples[:: max(1, len(examples) // QUESTIONS)]
    numbers = frozenset(clause for example in examples for clause in example.topic.clauses)
    answers = Answers.load(numbers, lambda: encoder)
    answers.find(chosen[0].text)
    whole = sorted(_timed(answers.find, example.text) for example in chosen)
    alone = sorted(_timed(_encode(encoder), example.text) for example in chosen)
    p50, p99, own = whole[len(whole) // 2], whole[int(len(whole) * 0.99)], alone[len(alone) // 2]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        f"a question: p50 {p50:.1f} ms of CPU, p99 {p99:.1f}",
        f"the encoder alone: p50 {own:.1f} ms; the question's p99 is {p99 / own:.1f} × that  (most {MOST_TIMES:.0f})",
        f"memory: {memory:.0f} MB  (most {MOST_MEGABYTES})",
        *unseen(answers),
    ]


def _encode(encoder: Encoder) -> Callable[[str], object]:
    return lambda text: encoder.encode([for_encoder(text)])


def _timed(work: Callable[[str], object], text: str) -> float:
    start = process_time()
    work(text)
    return (process_time() - start) * 1000


if __name__ == "__main__":
    print(*speed(read_all()), sep="\n")
