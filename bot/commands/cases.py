"""``qupia case export N``: everything about one case for the authority, as JSON and as PDF."""

from __future__ import annotations

import json
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import BadInput
from bot.commands.progress import shown

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.desk.bundle import Bundle

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None:
    """One case: its bundle for the authority."""


@app.command()
def export(
    number: Annotated[str, typer.Argument(metavar="N", help="the number of the case, such as 26-00417-5")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="where the files are written")] = Path(),
) -> None:
    """Write the case's timeline, texts, receipt and proof; other people's data is left out. The log keeps it."""
    from bot.bundle_pdf import draw
    from bot.case_numbers import read_number
    from bot.commands import opening
    from bot.commands.records import COMMAND_LINE
    from bot.config import Settings
    from bot.desk import bundle as bundles
    from bot.made import clinic
    from bot.storage import audit
    from bot.wording import Wording

    known = read_number(number)
    if known is None:
        raise BadInput(f"{number!r} is no case number: write it as on the receipt, such as 26-00417-5")
    if not out.is_dir():
        raise BadInput(f"--out {out} is no folder: make it first")
    settings = Settings.load()
    keyring = opening.keyring(settings)
    now = datetime.now(UTC)

    def collect(conn: sa.Connection) -> Bundle | None:
        found = bundles.collect(conn, keyring, clinic(settings), known, now, settings.zone)
        if found is not None:
            audit.append(
                conn, keyring, at=now, actor=COMMAND_LINE, act="case-exported", about=known, detail={}
            )
        return found

    bundle = opening.write(settings, collect)
    if bundle is None:
        raise BadInput(f"there is no case {known}: /find in the staff group looks for one")
    written = json.dumps(bundle.plain, ensure_ascii=False, indent=2) + "\n"
    with shown("drawing the pages"):
        pages = draw(bundle, Wording(settings.zone))
    for name, body in (("json", written.encode()), ("pdf", pages)):
        file = out / f"case-{known}.{name}"
        write_private(file, body)
        typer.echo(str(file))


def write_private(file: Path, body: bytes) -> None:
    """Write a file that nobody else on this machine can read, not even while it is being written."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as written:
        written.write(body)
    draft.replace(file)
