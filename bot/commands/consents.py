"""``qupia consents export``: the consent ledger as CSV, for whoever has to prove who agreed to what."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from bot.commands import BadInput
from bot.commands.progress import shown

if TYPE_CHECKING:
    import sqlalchemy as sa

app = typer.Typer(no_args_is_help=True)

HEADER = ("seq", "contact", "purpose", "granted", "text_version", "language", "channel", "at", "evidence")


@app.callback()
def _group() -> None:
    """The ledger of consents and withdrawals."""


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="where to write it; without one, to the screen")] = None,
) -> None:
    """Every line ever written, oldest first: contacts by their row, no address and no phone."""
    from bot.commands import opening
    from bot.config import Settings

    settings = Settings.load()
    if file is None:
        count = opening.read(settings, lambda conn: _write(conn, sys.stdout))
    else:
        with shown("writing the ledger"):
            count = _into(file, lambda out: opening.read(settings, lambda conn: _write(conn, out)))
    typer.echo(f"{count} lines", err=True)


def _into(file: Path, fill: Callable[[TextIO], int]) -> int:
    try:
        with file.open("w", encoding="utf-8", newline="") as out:
            return fill(out)
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror or type(error).__name__}") from None


def _write(conn: sa.Connection, out: TextIO) -> int:
    from bot.storage import people

    writer, count = csv.writer(out, lineterminator="\n"), 0
    writer.writerow(HEADER)
    for row in people.ledger(conn):
        at = row.at.isoformat(timespec="milliseconds")
        said = "yes" if row.granted else "no"
        where = row.text_version, row.language, row.channel, at, row.evidence
        writer.writerow((row.seq, row.contact, row.purpose, said, *where))
        count += 1
    return count
