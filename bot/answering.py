"""Joins the answerer to the talk: loads it once, in the background, and says its verdicts in the talk's own values."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from bot.answers import rules
from bot.answers.normalise import tidy
from dialogs.commands import AnswerFound, Intent
from dialogs.messages import Language

OFFERED = 3


class Answering:
    """The answerer behind the talk's port. ``numbers`` are the clauses of the edition in force."""

    def __init__(self, numbers: frozenset[str]) -> None:
        self._numbers = numbers

    @cached_property
    def _answers(self) -> Any:
        from bot.answers.index import Answers

        return Answers.load(self._numbers)

    def find(self, question: str, language: Language | None) -> AnswerFound:
        """The verdict on a question. Loads the answerer at the first call; call it in a thread."""
        found = self._answers.find(question, language.value if language else None)
        return AnswerFound(
            question=question,
            intent=Intent(found.intent),
            clause=found.clause,
            alternatives=tuple(found.alternatives)[:OFFERED],
            confident=found.confident,
            personal=found.personal,
        )

    def is_stop(self, words: str) -> bool:
        """Whether the whole message means STOP."""
        return rules.is_stop(tidy(words))

    def is_urgent(self, words: str) -> bool:
        """Whether the words are those of an emergency."""
        verdict = rules.rule(tidy(words))
        return verdict is not None and verdict.intent == Intent.URGENT
