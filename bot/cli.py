"""The command ``qupia``: a table of commands, and one line on stderr for everything that cannot be done.

Only the file of the command that is asked for is imported: a due date never waits for Telegram's library.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer.exceptions import TyperException

from bot.commands import BadInput
from bot.misconfigured import Misconfigured

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Row:
    """A command: its name, where it is (``module:function``, or a Typer group), and its line in the help."""

    name: str
    place: str
    help: str

    def load(self) -> Any:
        """The function or the group, imported now."""
        module, _, attribute = self.place.partition(":")
        return getattr(import_module(module), attribute)


COMMANDS = (
    Row("run", "bot.commands.serving:run", "Long polling, webhooks, sending: one process."),
    Row(
        "web",
        "bot.commands.serving:web",
        "Webhooks and the talk only; any number of processes on PostgreSQL.",
    ),
    Row("worker", "bot.commands.serving:worker", "Sending only; any number of processes on PostgreSQL."),
    Row("demo", "bot.commands.serving:demo", "The whole product on this machine, with emulated messengers."),
    Row("migrate", "bot.commands.records:migrate", "Bring the database to this version."),
    Row("doctor", "bot.commands.doctor:doctor", "What is misconfigured and how to mend it."),
    Row("policy", "bot.commands.policy:app", "Import, list, show and compare editions of the policy."),
    Row("ask", "bot.commands.answers:ask", "Answer a question as the bot would."),
    Row("answers", "bot.commands.answers:app", "Make the index of answers anew from the examples."),
    Row("due", "bot.commands.due:due", "When a request must be answered."),
    Row("keygen", "bot.commands.keys:keygen", "A new data key."),
    Row("receipt", "bot.commands.keys:receipt", "Whether a receipt is genuine."),
    Row("consents", "bot.commands.consents:app", "The consent ledger as CSV."),
    Row("audit", "bot.commands.records:audit", "Whether the audit log is whole."),
    Row("case", "bot.commands.cases:app", "Everything about one case, for the authority."),
    Row("purge", "bot.commands.records:purge", "Forget what is kept no longer."),
)


def main(arguments: Sequence[str] | None = None, commands: Sequence[Row] = COMMANDS) -> NoReturn:
    """Run one command and exit: 0 done, 1 a "no" as an answer or a fault, 2 what was asked cannot be done as it is."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    try:
        app = _app(typed or _being_typed(), commands)
        sys.exit(app(typed or ["--help"], prog_name="qupia", standalone_mode=False))
    except (BadInput, Misconfigured, TyperException) as error:
        print(f"qupia: {_line(error, typed)}", file=sys.stderr)
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except Exception as error:
        print(f"qupia: {_fault(error)}", file=sys.stderr)
        sys.exit(1)


def _being_typed() -> list[str]:
    """The line for which the shell wants to know how it may go on."""
    from bot.config import line_to_complete

    return line_to_complete()


def _fault(error: BaseException) -> str:
    """Kind and place of what nobody foresaw; its words are left out, because they may quote what a person wrote."""
    while isinstance(error, BaseExceptionGroup):
        # Of tasks that ran together the first to fall is told of; the group's own place says nothing.
        error = error.exceptions[0]
    came_through = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in came_through if HERE in Path(frame.filename).parents]
    place = f"{Path(ours[-1].filename).relative_to(HERE.parent)}:{ours[-1].lineno}" if ours else "a library"
    mend = "qupia doctor says whether something is amiss here; if not, report this line"
    return f"stopped by a fault of its own, {type(error).__name__} at {place}: {mend}"


def _app(words: Sequence[str], commands: Sequence[Row]) -> typer.Typer:
    """Every command by name and help, the asked one in full."""
    app = typer.Typer(
        help="A privacy desk in the messenger that patients already use.",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    asked = next((word for word in words if not word.startswith("-")), None)
    for row in commands:
        _add(app, row, row.load() if row.name == asked else _elsewhere)
    return app


def _add(app: typer.Typer, row: Row, what: Callable[..., None] | typer.Typer) -> None:
    if isinstance(what, typer.Typer):
        app.add_typer(what, name=row.name, help=row.help)
    else:
        app.command(row.name, short_help=row.help)(what)


def _elsewhere() -> None:
    """Stands in the help for a command that was not asked for."""


def _line(error: Exception, words: Sequence[str]) -> str:
    if isinstance(error, Misconfigured):
        more = len(error.problems) - 1
        return f"{error.problems[0]}{f' (and {more} more: qupia doctor lists them)' if more else ''}"
    if isinstance(error, TyperException):
        known = [word for word in words[:1] if word in {row.name for row in COMMANDS}]
        said = " ".join(error.format_message().split()).rstrip(".")
        return f"{said} ({' '.join(['qupia', *known, '--help'])} shows how)"
    return " ".join(str(error).split())


if __name__ == "__main__":
    main()
