"""Which message keys the code says, with which values: read from its syntax, so that nothing has to run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.made import PATIENTS_MENU, STAFF_MENU
from bot.phones import Reason
from bot.policy.unreadable import WHY
from dialogs.broadcasts import BroadcastStatus, Fate
from dialogs.deadlines import CITATIONS, CLOCKS, Colour, Mark
from dialogs.messages import Language, Unread
from dialogs.requests import WITHDRAWABLE, DataField, ProofMethod, RequestKind, RequestStatus, Whom
from dialogs.staff import FIELD_OUTCOMES, GROUNDS, OUTCOMES, Act

ROOT = Path(__file__).parent.parent
SAYERS = {"text", "Text"}

OUTCOME_KEYS = {f"outcome-{outcome}" for outcomes in OUTCOMES.values() for outcome in outcomes}
GROUND_KEYS = {f"ground-{ground.id}" for ground in GROUNDS}
TOLD = "filed joined message taken returned handed-over waiting resumed clinic-wrote clinic-corrected"
ENDED = (
    "due-moved documents-seen authority-checked done refused cancelled note refusal-proposed refusal-declined"
)
DETAILED = ("access", "block", "erase")
WRITERS = ("patient", "clinic", "note")

FAMILIES: dict[str, tuple[str, ...]] = {
    "article-": tuple(CITATIONS.values()),
    "authority-": ("child", "other"),
    "card-due-": tuple(colour for colour in Colour if colour is not Colour.OVERDUE),
    "broadcast-fate-": tuple(fate for fate in Fate if fate is not Fate.QUEUED),
    "broadcast-status-": tuple(BroadcastStatus),
    "broadcast-write-": tuple(Language),
    "broadcast-{act}": (
        "preview",
        "test",
        "submit",
        "return",
        "approve",
        "pause",
        "resume",
        "stop",
        "correct",
        "report",
    ),
    "card-whom-": tuple(Whom),
    "channel-": ("telegram", "whatsapp"),
    "clock-": tuple(sorted({clock.name for clocks in CLOCKS.values() for clock in clocks})),
    "details-{kind}": DETAILED,
    "details-{writer}": WRITERS,
    "command-": (*PATIENTS_MENU, *STAFF_MENU),
    "field-": tuple(DataField),
    "field-outcome-": FIELD_OUTCOMES,
    "figures-series-": ("opened", "done", "refused"),
    "ground-": tuple(ground.id for ground in GROUNDS),
    "kind-": tuple(RequestKind),
    "language-name-": tuple(Language),
    "offer-": ("rectify", "withdraw"),
    "outcome-": tuple(outcome for outcomes in OUTCOMES.values() for outcome in outcomes),
    "phone-": tuple(reason.replace("_", "-") for reason in Reason),
    "proof-": tuple(ProofMethod),
    "purpose-": WITHDRAWABLE,
    "reminder-": tuple(Mark),
    "status-": tuple(status.replace("_", "-") for status in RequestStatus),
    "stays-": WITHDRAWABLE,
    "stops-": WITHDRAWABLE,
    "timeline-": tuple(f"{TOLD} {ENDED}".split()),
    "unread-": tuple(Unread),
    "value-": tuple(DataField),
    "whom-": tuple(Whom),
}
"""What may follow the beginning of a key that is put together at run time; with the name of what
follows where one beginning has two families."""

LABEL_FAMILIES: dict[str, tuple[str, ...]] = {
    "language-": tuple(Language),
    "menu-": ("rectify", "withdraw"),
    "right-": DETAILED,
}
"""Families of choices: a choice's id is the key of its label."""

ELSEWHERE: dict[str, Iterable[str]] = {
    "act.value": tuple(Act),
    "entry.detail": OUTCOME_KEYS | GROUND_KEYS,
    "proposed.detail": GROUND_KEYS,
    "case['outcome']": OUTCOME_KEYS | GROUND_KEYS,
    "refused.why_key": tuple(WHY),
}
"""Keys that come from another value, by the expression that gives them."""

AWAITED = frozenset(
    f"broadcast-{act}" for act in ("preview", "test", "submit", "approve", "pause", "resume", "stop")
)
"""Labels the contract promises although no code shows them yet."""


@dataclass(frozen=True, slots=True)
class Use:
    """A key said at ``where``; ``values`` are None when they are put together out of sight."""

    key: str
    values: frozenset[str] | None
    where: str


class Unknown(LookupError):
    """A key is put together in a way this reader does not know: add it to FAMILIES or ELSEWHERE."""


def in_families() -> set[str]:
    """Every key that may be put together at run time."""
    return {start.partition("{")[0] + end for start, ends in FAMILIES.items() for end in ends}


def files() -> Iterator[Path]:
    """Every file that speaks in keys: those that use ``dialogs.messages``."""
    for folder in ("dialogs", "bot"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "from dialogs.messages import" in file.read_text("utf-8"):
                yield file


@cache
def uses() -> list[Use]:
    """Every ``text(…)`` and ``Choice.of(…)`` of the code. Raises Unknown."""
    return [use for file in files() for use in _uses(file)]


@cache
def mentioned() -> set[str]:
    """Every word of the code that may be a key, whatever its use: choices are named by bare strings."""
    found = {f"{start}{end}" for start, ends in LABEL_FAMILIES.items() for end in ends}
    for file in files():
        found |= set(_words(ast.parse(file.read_text("utf-8"))))
    return found | {str(act) for act in Act}


def _words(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
            yield node.value


def _uses(file: Path) -> Iterator[Use]:
    tree = ast.parse(file.read_text("utf-8"))
    holders = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for holder in holders:
        for call in (node for node in ast.walk(holder) if isinstance(node, ast.Call) and _says(node)):
            where = f"{file.relative_to(ROOT)}:{call.lineno}"
            values = None if any(k.arg is None for k in call.keywords) else _names(call)
            try:
                keys = _keys(call.args[0], holder)
            except Unknown as unknown:
                raise Unknown(f"{where}: {unknown}") from None
            yield from (Use(key, values, where) for key in keys)


def _says(call: ast.Call) -> bool:
    match call.func:
        case ast.Name(id=name):
            return name in SAYERS and bool(call.args)
        case ast.Attribute(value=ast.Name(id="Choice"), attr="of"):
            return True
    return False


def _names(call: ast.Call) -> frozenset[str]:
    return frozenset(keyword.arg for keyword in call.keywords if keyword.arg)


def _keys(said: ast.expr, holder: ast.AST) -> set[str]:
    """The keys an expression may give."""
    match said:
        case ast.Constant(value=str(key)):
            return {key}
        case ast.IfExp(body=yes, orelse=no):
            return _keys(yes, holder) | _keys(no, holder)
        case ast.JoinedStr(values=[ast.Constant(value=str(start)), ast.FormattedValue(value=end)]):
            return _family(start, ast.unparse(end))
        case ast.Name(id=name):
            return _assigned(name, holder)
        case ast.Call(func=ast.Attribute(attr="get"), args=[_, otherwise]):
            return _keys(otherwise, holder)
    if ast.unparse(said) in ELSEWHERE:
        return set(ELSEWHERE[ast.unparse(said)])
    raise Unknown(ast.unparse(said))


def _family(start: str, end: str) -> set[str]:
    named = f"{start}{{{end}}}"
    if named not in FAMILIES and start not in FAMILIES:
        raise Unknown(named)
    return {f"{start}{value}" for value in FAMILIES.get(named) or FAMILIES[start]}


def _assigned(name: str, holder: ast.AST) -> set[str]:
    """What a local name was given; a loop's name takes the keys of the dictionary that is looped over."""
    given = [
        node.value
        for node in ast.walk(holder)
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)
    ]
    if given:
        return {key for value in given for key in _keys(value, holder)}
    tables = [node for node in ast.walk(holder) if isinstance(node, ast.Dict)]
    words = {node.value for table in tables for node in table.keys if isinstance(node, ast.Constant)}
    if not words:
        raise Unknown(name)
    return {str(word) for word in words}
