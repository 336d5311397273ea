"""What is written in ``.env`` and near it that Qupia does not know: said before anything starts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from dotenv.parser import parse_stream

from bot.misconfigured import Problem

_OUR_WORDS = (
    "ADMIN_",
    "BOT_",
    "CLINIC_",
    "CODE_",
    "DATA_",
    "MOBIZON_",
    "POLICY_",
    "SMSC_",
    "TELEGRAM_",
    "WHATSAPP_",
)
_LIKELY = 0.85


def file_problems(path: Path, known: Sequence[str]) -> Iterator[Problem]:
    """Lines of the file that are no setting of ours. A line of no setting may be a secret."""
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8") as lines:
            bindings = list(parse_stream(lines))
    except (OSError, UnicodeDecodeError):
        yield Problem(str(path), "cannot be read: it must be a UTF-8 text file that this user may open")
        return
    for binding in bindings:
        name, line = binding.key, binding.original.line
        if binding.error or (name and (binding.value is None or not re.fullmatch(r"\w{1,40}", name))):
            yield Problem(
                f"{path} line {line}", "is not NAME=value: write the name, = and the value, or put # before"
            )
        elif name and name.upper() not in known:
            yield Problem(f"{path} line {line}", _unknown(name, known))


def _unknown(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name.upper(), known, 1)
    meant = f"did you mean {near[0]}?" if near else ".env.example lists every setting"
    return f"sets {name}, which Qupia does not know: {meant}"


def likely_misspelled(environment: Iterable[str], known: Sequence[str]) -> Iterator[Problem]:
    """Variables that look like ours and are not; the rest of the environment is others' business."""
    for name in sorted(environment):
        near = get_close_matches(name, known, 1, cutoff=_LIKELY)
        if name.startswith(_OUR_WORDS) and near and name not in known:
            yield Problem(name, f"is not known to Qupia: did you mean {near[0]}?")
