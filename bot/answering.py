"""Joins the answerer to the talk: loads it once, in the background, and says its verdicts in the talk's own values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from bot.answers import rules
from bot.answers.normalise import tidy
from dialogs.commands import AnswerFound, Intent
from dialogs.messages import Language

OFFERED = 3


class Answering:
    """The answerer behind the talk's port.

    ``numbers`` and ``places`` tell the clauses of the edition in force and where those that the examples name stand
    in it (``bot.answers.Answers``); both are asked at every question, since an edition may come into force any day.
    """

    def __init__(
        self, numbers: Callable[[], frozenset[str]], places: Callable[[], Mapping[str, str]]
    ) -> None:
        self._numbers = numbers
        self._places = places
        self._going_by: tuple[frozenset[str], Mapping[str, str]] | None = None
        self._loaded: Any = None
        self._lock = Lock()

    def _answers(self) -> Any:
        from bot.answers.index import Answers

        wanted = self._numbers(), self._places()
        with self._lock:
            if self._loaded is None:
                self._loaded = Answers.load(wanted[0], places=wanted[1])
            elif wanted != self._going_by:
                self._loaded = self._loaded.renewed(*wanted)
            self._going_by = wanted
            return self._loaded

    def find(self, question: str, language: Language | None) -> AnswerFound:
        """The verdict on a question. Loads the answerer at the first call; call it in a thread."""
        found = self._answers().find(question, language.value if language else None)
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
