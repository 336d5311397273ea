"""How a phone is shown to people. Reading one is the shell's work: numbering plans are not ours."""

from __future__ import annotations

import re

_KAZAKH = re.compile(r"\+7(\d{3})(\d{3})(\d{2})(\d{2})", re.ASCII)


def shown(e164: str) -> str:
    """A Kazakh number in the clinic's own grouping, ``+7 701 099 09 90``; any other text as it came."""
    match = _KAZAKH.fullmatch(e164)
    return "+7 " + " ".join(match.groups()) if match else e164


def masked(e164: str) -> str:
    """Enough for its owner to recognise, too little to ring: ``+7 701 *** ** 90``; else the last two."""
    match = _KAZAKH.fullmatch(e164)
    return f"+7 {match[1]} *** ** {match[4]}" if match else f"*** {e164[-2:]}" if len(e164) > 4 else "***"
