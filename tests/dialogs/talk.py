"""A talk as a transcript: what the patient does beside what the bot says, rendered strictly in one language.

The patient's side is a word or a phrase: the id of an offered choice presses it, anything else is typed; an
event stands for itself. The bot's side lists the keys of what it says, then "|" and the ids it offers; "…"
stands for anything, no "|" leaves the choices unsaid, "|" and nothing means a remark without a prompt, and
SILENCE is no answer at all.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from html import unescape
from zoneinfo import ZoneInfo

from bot.wording import Wording
from dialogs import codec
from dialogs.commands import AnswerFound, Event, Intent
from dialogs.context import Context
from dialogs.conversation import beginning, hold, prompt
from dialogs.messages import Chose, Language, Prompt, Started, Text, Typed
from dialogs.requests import Proof, ProofMethod, RequestStatus
from dialogs.states import AtMenu, State
from tests.dialogs.shell import CLINIC, NOON, PHONE, Shell, plain_policy

SILENCE = "(nothing)"
LONGEST_MESSAGE = 4096
LONGEST_ID = 48
LONGEST_CALLBACK = 64
LONGEST_LABEL = 64

Line = tuple["str | Event", str]


@cache
def wording() -> Wording:
    """The real words of the desk, strict about keys and variables."""
    return Wording(ZoneInfo("Asia/Almaty"))


def pressed(choice: str, turn: int | None = None) -> Chose:
    """A press on a button of an earlier prompt, or (no turn) of a notice that never ages."""
    return Chose(choice, turn)


def found(intent: Intent, clause: str | None = None, *others: str, sure: bool = True) -> AnswerFound:
    """What the answerer makes of a question."""
    return AnswerFound("", intent, clause, others, confident=bool(clause) and sure)


@dataclass
class Talk:
    """One person's talk with the bot, kept between turns as the real shell keeps it."""

    language: Language = Language.RUSSIAN
    shell: Shell = field(default_factory=Shell)
    state: State = field(default_factory=beginning)
    context: Context = field(init=False)

    def __post_init__(self) -> None:
        self.context = Context(NOON, CLINIC, self.shell.policy(self.language))

    @classmethod
    def at_menu(
        cls, language: Language = Language.RUSSIAN, *, proven: bool = False, agreed: bool = True
    ) -> Talk:
        """A talk whose welcome is over."""
        talk = cls(language)
        talk.state = AtMenu()
        proof = Proof(PHONE, ProofMethod.CODE, NOON) if proven else None
        talk.context = replace(
            talk.context, language=language, consent=agreed, messages=agreed, proof=proof, turn=1
        )
        talk.context = replace(talk.context, policy=talk.shell.policy(language))
        return talk

    def verify(self, transcript: Iterable[Line]) -> Talk:
        """Play the transcript; the first answer that differs fails with both sides of it."""
        for number, (says, expected) in enumerate(transcript, start=1):
            answer = self.hears(says)
            where = f"line {number}, {self.language}: {says!r} at {type(self.state).__name__}"
            assert matches(expected, answer), f"{where}\n  said: {written(answer)}\n  not:  {expected}"
        return self

    def hears(self, says: str | Event) -> Prompt | None:
        """Take one turn as the shell does and give what the bot says."""
        exchange = hold(self.state, self.understood(says), self.context, self.shell.answer)
        if exchange.says is not None:
            check_said(exchange.says, exchange.context.language or self.language)
            self.state = restored(exchange.state)
            self.context = exchange.context
        if exchange.asks:
            self.context = replace(self.context, turn=self.context.turn + 1, last_choice=exchange.taken)
        return exchange.says

    def understood(self, says: str | Event) -> Event:
        if not isinstance(says, str):
            return says
        offered = {choice.id for choice in prompt(self.state, self.context).choices()}
        if says in offered:
            return Chose(says, self.context.turn)
        return Started() if says == "/start" else Typed(says)

    def later(self, minutes: int) -> Talk:
        """Time passes."""
        self.context = replace(self.context, now=self.context.now + timedelta(minutes=minutes))
        return self

    def end_case(self, number: str, status: RequestStatus = RequestStatus.DONE) -> None:
        """The desk closes a case while its person is elsewhere."""
        self.shell.cases[number].status = status


def restored(state: State) -> State:
    """The state as it comes back from the database."""
    loaded = codec.load(json.loads(json.dumps(codec.dump(state))))
    assert loaded == state
    return loaded


def matches(expected: str, answer: Prompt | None) -> bool:
    """Whether an answer is as the transcript has it."""
    if answer is None or expected == SILENCE:
        return answer is None and expected == SILENCE
    said, bar, offered = (part.strip() for part in expected.partition("|"))
    same = _fits(said, (part.key for part in answer.body))
    return same and (not bar or _fits(offered, (choice.id for choice in answer.choices())))


def _fits(pattern: str, words: Iterable[str]) -> bool:
    parts = ("(?: [^ ]+)*" if part == "…" else f" {re.escape(part)}" for part in pattern.split())
    return re.fullmatch("".join(parts), "".join(f" {word}" for word in words)) is not None


def written(answer: Prompt | None) -> str:
    """An answer as a transcript writes it."""
    if answer is None:
        return SILENCE
    keys = " ".join(part.key for part in answer.body)
    return f"{keys} | {' '.join(choice.id for choice in answer.choices())}"


def check_said(says: Prompt, language: Language) -> None:
    """What every answer must be: worded in the language, short enough, its choices small and told apart."""
    spoken = wording().speak(says, language)
    length = len(visible("\n\n".join(spoken.html)).encode("utf-16-le")) // 2
    assert 0 < length <= LONGEST_MESSAGE, f"{length} characters in {language}: {written(says)}"
    labels = Counter(label.casefold() for row in spoken.rows for _id, label, *_ in row)
    assert not [label for label, times in labels.items() if times > 1], f"two choices read the same: {labels}"
    assert all(0 < len(label) <= LONGEST_LABEL for label in labels)
    for choice in says.choices():
        assert len(choice.id.encode()) <= LONGEST_ID, choice.id
        assert len(f"{10**6}.{choice.id}".encode()) <= LONGEST_CALLBACK


def visible(html: str) -> str:
    """The words without their markup, as a messenger counts them."""
    return unescape(re.sub(r"<[^>]+>", "", html))


def texts(prompt_: Prompt) -> dict[str, Text]:
    """The texts of an answer by key."""
    return {part.key: part for part in prompt_.body}


__all__ = ["PHONE", "SILENCE", "Line", "Talk", "found", "plain_policy", "pressed", "texts", "written"]
