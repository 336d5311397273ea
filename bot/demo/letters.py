"""Text messages with one-time codes: each is seen on the phones whose number it was sent to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Numbers = Callable[[], Iterable[str | None]]


def _digits(phone: str | None) -> str:
    return "".join(filter(str.isdigit, phone or ""))


@dataclass(slots=True)
class Letters:
    """Every code that was sent, oldest first; ``holders`` tell the numbers that somebody on the page has."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    holders: list[Numbers] = field(default_factory=list)

    def arrives(self, phone: str, code: str) -> None:
        """A gateway delivers a code to this number."""
        self.sent.append((phone, code))

    def on(self, phone: str | None) -> list[dict[str, Any]]:
        """What this number's phone shows. A code to a number that nobody has is shown on every phone."""
        held = {_digits(number) for numbers in self.holders for number in numbers()}
        return [
            {"id": number, "phone": to, "code": code}
            for number, (to, code) in enumerate(self.sent)
            if _digits(to) == _digits(phone) or _digits(to) not in held
        ]
