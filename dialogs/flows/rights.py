"""The other rights: a copy of my data, blocking, erasure. Whom and details are steps shared with others."""

from __future__ import annotations

from dialogs.commands import Event
from dialogs.context import Context
from dialogs.messages import Prompt, rows, text
from dialogs.requests import Draft, RequestKind
from dialogs.states import ChoosingRight, ChoosingWhom
from dialogs.steps import Step, Steps, Turn, chosen

RIGHTS = (RequestKind.ACCESS, RequestKind.BLOCK, RequestKind.ERASE)


def _rights_prompt(_state: ChoosingRight, _context: Context) -> Prompt:
    return Prompt((text("rights-question"),), rows(*([f"right-{kind}"] for kind in RIGHTS), ["menu"]))


def _hear_rights(_state: ChoosingRight, event: Event, _context: Context) -> Turn | None:
    kind = chosen(event, "right-")
    return Turn(ChoosingWhom(Draft(RequestKind(kind)))) if kind in set(RIGHTS) else None


STEPS: Steps = {ChoosingRight: Step(_rights_prompt, _hear_rights)}
