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
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Turn:
    """What an event leads to: the next state, remarks said before its prompt, and commands for the shell.

    ``silent`` says that nothing is to be shown, not even the prompt (a second tap on the same button);
    ``bare`` that the remarks are said alone, because the prompt the person has before them still holds.
    """

    state: State
    notes: tuple[Text, ...] = ()
    commands: tuple[Command, ...] = ()
    silent: bool = False
    bare: bool = False


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


def page_of(items: tuple[Item, ...], page: int, size: int) -> tuple[tuple[Item, ...], list[str]]:
    """The items of one page and the ids of the paging choices that lead on from it.

    A page beyond the end is the last one: a list may have become shorter since its page was opened.
    """
    page = _within(page, len(items), size)
    shown = items[page * size : (page + 1) * size]
    more = (page + 1) * size < len(items)
    return shown, [*(["page-back"] if page else []), *(["page-next"] if more else [])]


def turned(event: Event, page: int, count: int, size: int) -> int | None:
    """The page a paging choice leads to, of ``count`` items by ``size``; None for any other event."""
    ways = {"page-next": page + 1, "page-back": page - 1}
    if not isinstance(event, Chose) or event.id not in ways:
        return None
    return _within(ways[event.id], count, size)


def _within(page: int, count: int, size: int) -> int:
    return min(max(0, page), max(0, count - 1) // size)


def chosen(event: Event, prefix: str) -> str | None:
    """What follows the prefix in a choice such as ``clause:8.2``; None for any other event."""
    if isinstance(event, Chose) and event.id.startswith(prefix):
        return event.id[len(prefix) :]
    return None
