"""``make bench``: every benchmark in one run. Name some to run only those: ``python -m tests.bench turns``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

BENCHES = ("turns", "starts", "answers", "broadcasts")


def main(names: list[str]) -> None:
    """Print each benchmark's lines."""
    for name in names or BENCHES:
        if name not in BENCHES:
            sys.exit(f"no benchmark {name!r}: choose from {', '.join(BENCHES)}")
        report: Callable[[], list[str]] = import_module(f"tests.bench.{name}").report
        print(f"# {name}", *report(), sep="\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
