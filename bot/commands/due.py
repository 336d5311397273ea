"""``qupia due``: when a request received at a given moment must be answered, by each of its clocks."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.commands import BadInput

if TYPE_CHECKING:
    from bot.config import Settings

EARLIEST, LATEST = 2014, 2098
"""Whole years in which the law and the calendar of holidays both exist."""


def _kinds() -> list[str]:
    from dialogs.requests import RequestKind

    return list(RequestKind)


def due(
    kind: Annotated[
        str, typer.Argument(help="rectify, withdraw, access, block, erase or question", autocompletion=_kinds)
    ],
    received: Annotated[str, typer.Option("--from", metavar="ISO", help="when it was received")],
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """When a request must be answered, on Kazakhstan's working days and the clinic's own where they are known."""
    from bot.calendar import KazakhstanCalendar
    from bot.config import Settings
    from dialogs.deadlines import deadlines
    from dialogs.requests import RequestKind

    if kind not in set(RequestKind):
        raise BadInput(f"{kind!r} is no kind of request: choose one of {', '.join(RequestKind)}")
    settings = Settings.load()
    zone = settings.zone
    moment = _moment(received, zone)
    found = deadlines(RequestKind(kind), moment, KazakhstanCalendar(_own_days(settings)), zone)
    rows = [
        {
            "name": each.clock.name,
            "article": each.clock.article or "own rule",
            "working_days": each.clock.working_days,
            "due": each.due.isoformat(),
        }
        for each in found
    ]
    typer.echo(json.dumps({"kind": kind, "clocks": rows}, ensure_ascii=False) if as_json else _table(rows))


def _own_days(settings: Settings) -> dict[date, bool]:
    """The clinic's word on days; none where there is no database yet. One that cannot be read is told on stderr."""
    if settings.sqlite_file is not None and not settings.sqlite_file.exists():
        return {}
    from bot.commands import opening
    from bot.storage import days

    try:
        return opening.read(settings, days.overrides)
    except BadInput as error:
        typer.echo(f"qupia: the clinic's own days are not counted: {error}", err=True)
        return {}


def _moment(written: str, zone: ZoneInfo) -> datetime:
    """An aware moment; a date or a time without a zone is the clinic's local one."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise BadInput(
            f"--from {written!r} is no ISO date or time: write 2026-12-15 or 2026-12-15T09:30"
        ) from None
    if not EARLIEST <= moment.year <= LATEST:
        raise BadInput(f"--from {written!r} is out of range: give a year from {EARLIEST} to {LATEST}")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _table(rows: list[dict[str, Any]]) -> str:
    return "\n".join(map(_row, rows))


def _row(row: dict[str, Any]) -> str:
    until = row["due"][:16].replace("T", " ")
    return f"{until}  {row['name']:<8}{row['working_days']:>3} working days  {row['article']}"
