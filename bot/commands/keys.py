"""``qupia keygen`` and ``qupia receipt``: a new data key, and what a receipt's code proves under the keys."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands import BadInput


def keygen() -> None:
    """A new data key for DATA_KEY. It is only printed: keep a copy apart from the database."""
    from bot.storage.crypto import new_key

    typer.echo(new_key())


def receipt(
    code: Annotated[str, typer.Argument(help="as printed, such as 26-00417-3-W-9KD-TW0H-G9PJ")],
) -> None:
    """Whether a receipt is genuine: exit code 0 if it is, 1 if not. Needs the data key, no database."""
    from bot.config import Settings
    from bot.receipts import KEY_USE, check
    from bot.storage.crypto import Keyring

    settings = Settings.load()
    keyring = Keyring(settings.data_keys or _keys_of(settings.key_file))
    proven = check(keyring.subkeys(KEY_USE), code)
    if proven is None:
        typer.echo("not genuine: no key of this clinic made this code")
        raise typer.Exit(1)
    typer.echo(f"genuine: {proven.number}, {proven.kind}, received on {proven.received_on}")


def _keys_of(file: Path | None) -> tuple[bytes, ...]:
    from bot.shapes import read_keys

    if file is None or not file.exists():
        raise BadInput(
            "no data key to check with: set DATA_KEY, or run where qupia.key lies beside the database"
        )
    try:
        return read_keys(file.read_text("ascii"))
    except (OSError, ValueError):
        raise BadInput(f"{file} is not a key file that can be read: restore it, or set DATA_KEY") from None
