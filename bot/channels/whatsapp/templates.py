"""The utility templates the clinic submits to Meta, and which one stands for a message after the 24 hours.

A template says that there is something to read and nothing about what: no health information goes over
WhatsApp. Its button opens the talk again, and what was to be said is read there. Names are the same in all
languages; Meta knows a template by its name and language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.ports import Delivery
from dialogs.messages import Language

CATEGORY = "UTILITY"


@dataclass(frozen=True, slots=True)
class Template:
    """One template in one language; ``{{1}}`` is filled at sending, ``examples`` are for Meta's reviewers.

    ``stop`` is the label of a second button, which ends messages at one tap.
    """

    name: str
    language: Language
    body: str
    button: str
    footer: str = ""
    stop: str = ""
    examples: tuple[str, ...] = ()

    @property
    def blanks(self) -> int:
        """How many values the body takes."""
        return len(set(re.findall(r"\{\{(\d+)\}\}", self.body)))

    def submission(self) -> dict[str, Any]:
        """The template as Meta's message_templates endpoint takes it."""
        body: dict[str, Any] = {"type": "BODY", "text": self.body}
        if self.examples:
            body["example"] = {"body_text": [list(self.examples)]}
        footer = [{"type": "FOOTER", "text": self.footer}] if self.footer else []
        replies = [{"type": "QUICK_REPLY", "text": words} for words in (self.button, self.stop) if words]
        buttons = {"type": "BUTTONS", "buttons": replies}
        components = [body, *footer, buttons]
        return {
            "name": self.name,
            "language": self.language.value,
            "category": CATEGORY,
            "components": components,
        }


CASE = "qupia_case_news"
POLICY = "qupia_policy_news"
MESSAGE = "qupia_message"

TEMPLATES: tuple[Template, ...] = (
    Template(
        CASE,
        Language.KAZAKH,
        "Сіздің № {{1}} өтінішіңіз бойынша жаңалық бар. Оны оқу үшін төмендегі батырманы басыңыз.",
        "Өтінішті ашу",
        examples=("26-00417-5",),
    ),
    Template(
        CASE,
        Language.RUSSIAN,
        "По Вашему обращению № {{1}} есть новость. Чтобы её прочитать, нажмите кнопку ниже.",
        "Открыть обращение",
        examples=("26-00417-5",),
    ),
    Template(
        CASE,
        Language.ENGLISH,
        "There is news about your request No. {{1}}. Press the button below to read it.",
        "Open the request",
        examples=("26-00417-5",),
    ),
    Template(
        POLICY,
        Language.KAZAKH,
        "Клиниканың құпиялылық саясаты және дербес деректер туралы хабарлама бар. "
        "Оны оқу үшін төмендегі батырманы басыңыз.",
        "Хабарламаны оқу",
        "Хабарлама алмау үшін ТОҚТАТ деп жазыңыз",
        "Хабарламаларды тоқтату",
    ),
    Template(
        POLICY,
        Language.RUSSIAN,
        "Есть сообщение о политике конфиденциальности клиники и о персональных данных. "
        "Чтобы его прочитать, нажмите кнопку ниже.",
        "Прочитать",
        "Чтобы не получать сообщений, напишите СТОП",
        "Больше не присылать",
    ),
    Template(
        POLICY,
        Language.ENGLISH,
        "There is a notice about the clinic's privacy policy and personal data. Press the button below to read it.",
        "Read it",
        "To get no more messages, write STOP",
        "Send me no more",
    ),
    Template(
        MESSAGE,
        Language.KAZAKH,
        "Клиника Сізге дербес деректер жөнінде хабарлама қалдырды. Жалғастыру үшін төмендегі батырманы басыңыз.",
        "Жалғастыру",
    ),
    Template(
        MESSAGE,
        Language.RUSSIAN,
        "Клиника оставила Вам сообщение о персональных данных. Чтобы продолжить, нажмите кнопку ниже.",
        "Продолжить",
    ),
    Template(
        MESSAGE,
        Language.ENGLISH,
        "The clinic has left you a message about personal data. Press the button below to go on.",
        "Go on",
    ),
)
_BY_NAME: Mapping[tuple[str, Language], Template] = {(one.name, one.language): one for one in TEMPLATES}


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its values and the choices its buttons stand for, in no language yet."""

    name: str
    values: tuple[str, ...]
    choices: tuple[str, ...]

    def content(self, language: Language) -> dict[str, Any]:
        """The message as the Cloud API takes it; its buttons belong to no turn. Raises KeyError."""
        template = _BY_NAME[self.name, language]
        body = [{"type": "text", "text": value} for value in self.values[: template.blanks]]
        buttons = [_pressed(index, choice) for index, choice in enumerate(self.choices)]
        components = [*([{"type": "body", "parameters": body}] if body else []), *buttons]
        inner = {"name": self.name, "language": {"code": language.value}, "components": components}
        return {"type": "template", "template": inner}


def _pressed(index: int, choice: str) -> dict[str, Any]:
    parameters = [{"type": "payload", "payload": f"-.{choice}"}]
    return {"type": "button", "sub_type": "quick_reply", "index": str(index), "parameters": parameters}


def stand_in(delivery: Delivery) -> Filled:
    """The template for a message that may no longer be said freely."""
    if delivery.about:
        return Filled(CASE, (delivery.about,), (f"request:{delivery.about}",))
    if news := delivery.payload.get("news"):
        return Filled(POLICY, (), (f"news:{news}", "settings-notices-off"))
    return Filled(MESSAGE, (), ("menu",))


def languages(first: Language) -> Sequence[Language]:
    """The person's language, then the others: what to try when Meta has not approved the first."""
    return (first, *(language for language in Language if language is not first))


def untold(approved: Mapping[tuple[str, str], str]) -> list[str]:
    """Names that Meta has approved in no language at all: what they stand for cannot be told; for the doctor."""
    told = {
        name
        for (name, language), status in approved.items()
        if status == "APPROVED" and language in set(Language)
    }
    return sorted({one.name for one in TEMPLATES} - told)


def missing(approved: Mapping[tuple[str, str], str]) -> list[str]:
    """Which templates Meta does not have approved, as ``name/language: status``; for the doctor."""
    states = (
        (f"{one.name}/{one.language}", approved.get((one.name, one.language.value))) for one in TEMPLATES
    )
    return [f"{name}: {state or 'absent'}" for name, state in states if state != "APPROVED"]
