"""How good and how fast the answers are: situations kept aside, and time against the encoder's own.

Quality is what the last ``qupia answers build`` wrote; time and memory are measured now, in a process of their own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from time import process_time

from bot.answers import Answers, quality
from bot.answers.encoder import Encoder, packaged
from bot.answers.examples import Example, read_all
from bot.answers.reading import for_encoder

QUESTIONS = 600
MOST_TIMES = 3.0
"""How many times the encoder's own median the slowest hundredth may take."""
MOST_MEGABYTES = 350


def report() -> list[str]:
    """Quality by language, then time and memory."""
    measured = json.loads(quality.FILE.read_text("utf-8"))
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.answers"], check=True, capture_output=True, text=True
    )
    return ["on situations kept aside, %:", *quality.lines(measured), *ran.stdout.splitlines()]


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
    ]


def _encode(encoder: Encoder) -> Callable[[str], object]:
    return lambda text: encoder.encode([for_encoder(text)])


def _timed(work: Callable[[str], object], text: str) -> float:
    start = process_time()
    work(text)
    return (process_time() - start) * 1000


if __name__ == "__main__":
    print(*speed(read_all()), sep="\n")
