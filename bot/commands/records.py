"""``qupia migrate``, ``audit verify`` and ``purge``: the schema, the proof, and what is forgotten in time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.commands import BadInput
from bot.commands.progress import shown

COMMAND_LINE = "command line"
"""The actor of what is done from a shell: the machine's own accounts say who that was."""

audit = typer.Typer(no_args_is_help=True)


def migrate() -> None:
    """Bring the database to this version's tables, in one transaction; doing it again changes nothing."""
    from bot.commands import opening
    from bot.config import Settings

    with shown("bringing the database to this version"):
        opening.migrate(Settings.load())
    typer.echo("the database is up to date")


@audit.callback()
def _group() -> None:
    """The log of who did what."""


@audit.command()
def verify(
    head: Annotated[
        list[str] | None,
        typer.Option(
            "--head", help="a head as it was published (16 or 64 hex digits); may be given several times"
        ),
    ] = None,
) -> None:
    """Whether the audit log is whole: exit code 0 if it is; 1 if not, naming the first broken row."""
    from bot.commands import opening
    from bot.config import Settings
    from bot.storage.audit import Broken
    from bot.storage.audit import verify as walk

    published = [_head(text) for text in head or ()]
    with shown("walking along the log"):
        verdict = opening.read(Settings.load(), lambda conn: walk(conn, published))
    if isinstance(verdict, Broken):
        typer.echo(f"broken at row {verdict.seq}: {verdict.why}")
        raise typer.Exit(1)
    typer.echo(f"whole: {verdict.count} rows, head {verdict.head.hex()}")


def _head(text: str) -> bytes:
    if not re.fullmatch("[0-9a-fA-F]{16}|[0-9a-fA-F]{64}", text):
        raise BadInput(f"--head {text!r} is no head: copy all 16 or 64 digits (0-9, a-f) as published")
    return bytes.fromhex(text)


def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only count; change nothing")] = False,
) -> None:
    """Forget what is kept no longer: old traffic, codes, idle proofs, links to finished cases."""
    from bot.commands import opening
    from bot.config import Settings
    from bot.storage import retention

    settings, now = Settings.load(), datetime.now(UTC)
    if dry_run:
        counts = opening.read(settings, lambda conn: retention.due(conn, now))
    else:
        keys = opening.keyring(settings)
        with shown("forgetting"):
            counts = opening.write(settings, lambda conn: retention.purge(conn, keys, now, COMMAND_LINE))
    for name, count in counts.items():
        typer.echo(f"{name:<10}{count:>8}")
    typer.echo("nothing was changed (--dry-run)" if dry_run else "forgotten, and written into the audit log")
