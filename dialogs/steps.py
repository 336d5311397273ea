"""How a step of the talk is described: what it shows, what it hears, where *Back* leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from dialogs.commands import Command, Event
from dialogs.context import Context
from dialogs.messages import Chose, Prompt, Text
from dialogs.states import AtMenu, State

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Turn:
    """What an event leads to: the next state, remarks said before its prompt, and commands for the shell.

    ``silent`` says that nothing is to be shown, not even the prompt (a second tap on the same button).
    """

    state: State
    notes: tuple[Text, ...] = ()
    commands: tuple[Command, ...] = ()
    silent: bool = False


def to_menu(_state: object, _context: Context) -> State:
    """Where *Back* leads unless a step says otherwise."""
    return AtMenu()


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """One step. ``hear`` answers None to what it does not understand: the talk then explains and repeats."""

    prompt: Callable[[S, Context], Prompt]
    hear: Callable[[S, Event, Context], Turn | None]
    back: Callable[[S, Context], State] = to_menu


Steps: TypeAlias = dict[type[Any], Step[Any]]


def page_of(items: tuple[Any, ...], page: int, size: int) -> tuple[tuple[Any, ...], list[str]]:
    """The items of one page and the ids of the paging choices that lead on from it."""
    shown = items[page * size : (page + 1) * size]
    more = (page + 1) * size < len(items)
    return shown, [*(["page-back"] if page else []), *(["page-next"] if more else [])]


def turned(event: Event) -> int:
    """By how many pages a paging choice moves; 0 for anything else."""
    return {"page-next": 1, "page-back": -1}.get(event.id, 0) if isinstance(event, Chose) else 0


def chosen(event: Event, prefix: str) -> str | None:
    """What follows the prefix in a choice such as ``clause:8.2``; None for any other event."""
    if isinstance(event, Chose) and event.id.startswith(prefix):
        return event.id[len(prefix) :]
    return None
