"""The state diagram of the talk, drawn from a walk through it.

`python -m tests.diagram` prints it; `python -m tests.diagram --write` puts it into dialogs/README.md.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from dialogs.conversation import FLOWS
from dialogs.messages import Chose
from tests.dialogs.walk import Passage, walk

README = Path(__file__).parent.parent / "dialogs" / "README.md"
BEGIN, END = "<!-- diagram: python -m tests.diagram --write -->\n", "<!-- end of the diagram -->"

EVERYWHERE = frozenset({"menu", "back", "cancel"})
"""Choices that mean the same at every step and would only be noise in the picture."""

FAMILIES = ("section:", "clause:", "request:", "language-", "field-", "purpose-", "whom-", "right-")
"""Choices of one kind are drawn as one."""

SHOWN = 4


def diagram() -> str:
    """Mermaid text: the steps and what leads from one to another, for somebody who agreed to the notice."""
    labels: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for passage in walk().passages:
        ends = _step(passage.origin.state), _step(passage.target.state)
        declined = passage.origin.context.consent is False
        if ends[0] != ends[1] and passage.name not in EVERYWHERE and not declined:
            labels[ends][_label(passage)] = None
    lines = ["stateDiagram-v2", "    [*] --> ChoosingLanguage"]
    order = [state.__name__ for flow in FLOWS for state in flow.STEPS]
    for origin, target in sorted(labels, key=lambda ends: (order.index(ends[0]), order.index(ends[1]))):
        lines.append(f"    {origin} --> {target}: {_joined(sorted(labels[origin, target]))}")
    return "\n".join([*lines, "    Gone --> [*]"])


def _step(state: object) -> str:
    return type(state).__name__


def _label(passage: Passage) -> str:
    if not isinstance(passage.event, Chose):
        return f"({passage.name})"
    family = next((family for family in FAMILIES if passage.name.startswith(family)), None)
    return f"{family.rstrip(':-')}…" if family else passage.name


def _joined(labels: list[str]) -> str:
    return ", ".join(labels[:SHOWN]) + (" …" if len(labels) > SHOWN else "")


def block() -> str:
    """The diagram as it stands in the README."""
    return f"{BEGIN}```mermaid\n{diagram()}\n```\n{END}"


def renewed(readme: str) -> str:
    """The README with the diagram as it is now. Raises ValueError when its marks are missing."""
    before, rest = readme.split(BEGIN, 1)
    _old, after = rest.split(END, 1)
    return before + block() + after


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        README.write_text(renewed(README.read_text("utf-8")), "utf-8")
    else:
        print(diagram())
