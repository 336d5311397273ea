"""State <-> JSON-ready dict, versioned. What cannot be read any more becomes the menu: nobody is stuck."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from dialogs.states import AtMenu, State

VERSION = 1

_STEPS: dict[str, type[Any]] = {step.__name__: step for step in get_args(State)}


def dump(state: State) -> dict[str, Any]:
    """The state as JSON-ready values, with the codec's version and the step's name."""
    return {"v": VERSION, "step": type(state).__name__, **_plain(state)}


def load(data: Mapping[str, Any]) -> State:
    """The state back from ``dump``; the menu when the version, the step or a field is not known any more."""
    try:
        if data["v"] != VERSION:
            return AtMenu()
        fields = {name: plain for name, plain in data.items() if name not in ("v", "step")}
        return typing.cast(State, _built(_STEPS[data["step"]], fields))
    except (AttributeError, KeyError, TypeError, ValueError):
        return AtMenu()


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _built(kind: Any, data: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    if not hints.keys() >= data.keys():
        raise ValueError(f"{kind.__name__} has not all of these fields")
    return kind(**{name: _value(hints[name], plain) for name, plain in data.items()})


def _value(hint: Any, plain: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return (
            None if plain is None else _value(next(a for a in get_args(hint) if a is not type(None)), plain)
        )
    if origin is tuple:
        if not isinstance(plain, list):
            raise TypeError(hint)
        return tuple(_value(get_args(hint)[0], item) for item in plain)
    if dataclasses.is_dataclass(hint):
        return _built(hint, plain)
    if hint is datetime:
        return datetime.fromisoformat(plain)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(plain)
    if not isinstance(plain, hint):
        raise TypeError(hint)
    return plain
