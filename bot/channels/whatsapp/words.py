"""The few words WhatsApp's own controls need, in three languages; the rest comes worded in the payload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.messages import Language


@dataclass(frozen=True, slots=True)
class ControlWords:
    """``button`` opens a list, ``choose`` stands over choices that follow a text, ``more`` over others."""

    button: str
    choose: str
    more: str


CONTROLS: Mapping[Language, ControlWords] = {
    Language.KAZAKH: ControlWords("Таңдау", "Біреуін таңдаңыз.", "Мынаны да таңдауға болады:"),
    Language.RUSSIAN: ControlWords("Выбрать", "Выберите, пожалуйста.", "Можно выбрать и это:"),
    Language.ENGLISH: ControlWords("Choose", "Please choose one.", "You can also choose:"),
}


def language_of(payload: Mapping[str, Any]) -> Language:
    """The language a payload is worded in; Kazakh when it does not say."""
    try:
        return Language(payload.get("language", ""))
    except ValueError:
        return Language.KAZAKH
