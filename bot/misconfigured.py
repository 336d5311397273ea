"""What is wrong with the settings, in sentences that a person can act on; importing it costs nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: where it stands (a variable, or a line of the file) and the rest of the sentence."""

    where: str
    said: str

    def __str__(self) -> str:
        return f"{self.where} {self.said}"


class Misconfigured(Exception):
    """The settings cannot be used as they are; ``problems`` has at least one row and no secrets."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems
