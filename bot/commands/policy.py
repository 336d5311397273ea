"""``qupia policy``: import the clinic's text, list, show and compare editions."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import BadInput
from bot.commands.progress import shown

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.config import Settings
    from bot.storage.editions import Imported
    from dialogs.policy import Comparison, Edition, Section

LANGS = ("kk", "ru", "en")
BUILT_IN = "builtin"
Lang = Annotated[str, typer.Option("--lang", help="kk, ru or en")]
AsJson = Annotated[bool, typer.Option("--json", help="for programs")]

app = typer.Typer(no_args_is_help=True)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help=".txt, .md, .html or .docx")],
    lang: Lang,
    effective: Annotated[
        str | None, typer.Option(metavar="DATE", help="from which local date it holds, such as 2027-01-01")
    ] = None,
    material: Annotated[
        bool, typer.Option("--material", help="ask everybody who agreed before for consent again")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Keep the clinic's official text; all of it is checked first, and nothing changes if it is doubtful."""
    from bot.config import Settings

    settings = Settings.load()
    with shown("reading, checking and keeping the text"):
        given = _read(file, _known(lang), _day(effective))
        before, is_new = _kept(settings, given, material=material)
    _report(before, given, as_json=as_json, is_new=is_new, today=_today(settings))
    if not as_json:
        _report_topics(settings, given)


def _read(file: Path, lang: str, effective: date | None) -> Edition:
    from bot.policy.parse import parse
    from bot.policy.read import read
    from bot.policy.unreadable import Unreadable

    try:
        return parse(read(file), lang, effective)
    except Unreadable as error:
        raise BadInput(f"{file}: {error}") from None


def _kept(settings: Settings, given: Edition, *, material: bool) -> tuple[Edition | None, bool]:
    """Keep the edition; gives the one it follows, and whether it is new."""
    from bot.commands import opening
    from bot.commands.records import COMMAND_LINE
    from bot.storage import audit, editions
    from dialogs.broadcasts import touched_clauses
    from dialogs.policy import compare

    opening.make_if_new(settings)
    keys, now = opening.keyring(settings), datetime.now(UTC)
    on = given.effective or _today(settings)

    def keep(conn: sa.Connection) -> tuple[Edition | None, bool]:
        before = editions.in_force(conn, on).get(given.lang)
        editions.add(conn, given, now, published=False)
        touched = touched_clauses(compare(before, given))
        id = editions.id_of(conn, given)
        is_new = editions.publish(conn, id, now, material=material, touched=touched)
        if is_new:
            detail = {"lang": given.lang, "sha256": given.sha256, "material": str(material)}
            audit.append(
                conn,
                keys,
                at=now,
                actor=COMMAND_LINE,
                act="edition-imported",
                about=given.version,
                detail=detail,
            )
        return before, is_new

    return opening.write(settings, keep)


def _report(before: Edition | None, given: Edition, *, as_json: bool, is_new: bool, today: date) -> None:
    from bot.policy import as_json as contract
    from dialogs.policy import compare

    comparison = compare(before, given)
    if as_json:
        typer.echo(json.dumps(contract(given, comparison), ensure_ascii=False))
        return
    typer.echo(f"{'imported' if is_new else 'already imported'}: {given.version} ({given.lang})")
    typer.echo(f"{len(given.sections)} sections, {len(given.clauses)} clauses")
    for line in _changes(comparison):
        typer.echo(line)
    if given.effective and given.effective > today:
        typer.echo(f"it comes into force on {given.effective}")


def _report_topics(settings: Settings, given: Edition) -> None:
    """Which questions find no clause any more, and which clauses no question leads to, from this edition's day."""
    from bot.answers import Answers
    from bot.commands import opening
    from bot.commands.answers import answering
    from bot.storage import editions

    on = given.effective or _today(settings)
    history = opening.read(settings, lambda conn: editions.history(conn, on))
    if not history:
        return
    by = answering(history)
    if not by.places:
        typer.echo(
            "numbered unlike the text that the examples are about: its clauses are found by number only"
        )
        return
    with shown("looking for the clause of every topic"):
        answers = Answers.load(by.numbers, lambda: None, by.places)
    if answers.unmapped:
        typer.echo(f"topics left without a clause: {', '.join(answers.unmapped)}")
    if answers.unasked:
        typer.echo(f"clauses that no topic leads to: {', '.join(answers.unasked)}")


def _changes(comparison: Comparison) -> list[str]:
    moved = [f"{was} → {now}" for was, now in comparison.renumbered]
    lists = {
        "empty": comparison.empty,
        "added": comparison.added,
        "changed": comparison.changed,
        "removed": comparison.removed,
        "renumbered": moved,
        "headings changed in sections": [str(number) for number in comparison.sections],
    }
    return [f"{name}: {', '.join(numbers)}" for name, numbers in lists.items() if numbers]


@app.command("list")
def list_() -> None:
    """Every edition, with the day it holds from; ``*`` marks those in force today."""
    from bot.config import Settings

    settings = Settings.load()
    everything, holding = _all(settings)
    versions = {(lang, edition.version) for lang, edition in holding.items()}
    for row in everything:
        edition = row.edition
        mark = "*" if (edition.lang, edition.version) in versions else " "
        since = edition.effective.isoformat() if edition.effective else "undated"
        on = row.imported_at.astimezone(settings.zone).date()
        typer.echo(f"{mark} {edition.lang}  {edition.version:<18} from {since:<10} imported {on}")
    for lang in LANGS:
        mark = " " if lang in holding else "*"
        typer.echo(f"{mark} {lang}  {BUILT_IN:<18} in plain words, unofficial")


@app.command()
def show(
    clause: Annotated[str | None, typer.Argument(help="such as 8.1, or a section such as 8")] = None,
    lang: Lang = "kk",
    version: Annotated[str | None, typer.Option("--edition", help="a version that policy list names")] = None,
) -> None:
    """The edition in force, or one clause of it; the built-in one where nothing official is imported."""
    from bot.config import Settings

    everything, holding = _all(Settings.load())
    shown = _named(everything, version, lang) if version else holding.get(_known(lang)) or _built_in(lang)
    sections = shown.sections if clause is None else (_part(shown, clause),)
    kind = "official" if shown.official else "in plain words, unofficial: the official text prevails"
    typer.echo(f"{shown.version} ({shown.lang}), {kind}")
    for section in sections:
        _print_section(section)


def _part(edition: Edition, wanted: str) -> Section:
    """The section with nothing but the wanted clause, or the whole wanted section."""
    from dataclasses import replace

    for section in edition.sections:
        if wanted.strip(". ") == str(section.number):
            return section
        for clause in section.clauses:
            if wanted.strip(". ") == clause.number:
                return replace(section, clauses=(clause,), preamble="")
    first, last = edition.numbers()[0], edition.numbers()[-1]
    raise BadInput(f"{edition.version} has no clause {wanted!r}: its clauses run from {first} to {last}")


def _print_section(section: Section) -> None:
    typer.echo(f"\n{section.number}. {section.heading}")
    if section.preamble:
        typer.echo(section.preamble)
    for clause in section.clauses:
        note = "  [states nothing]" if clause.is_empty else ""
        typer.echo(f"{clause.number}. {clause.text}{note}")


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="A", help="a version that policy list names, or builtin")],
    new: Annotated[str, typer.Argument(metavar="B", help="the version to compare it with")],
    lang: Lang = "kk",
    as_json: AsJson = False,
) -> None:
    """What B changes in A, word by word: ``[-gone-]`` and ``{+new+}``."""
    from bot.config import Settings
    from bot.policy import as_json as contract
    from dialogs.policy import compare

    everything, _ = _all(Settings.load())
    before, after = (_named(everything, name, _known(lang)) for name in (old, new))
    if before.lang != after.lang:
        raise BadInput(f"{old} is {before.lang} and {new} is {after.lang}: compare two of one language")
    comparison = compare(before, after)
    if as_json:
        typer.echo(json.dumps(contract(after, comparison), ensure_ascii=False))
        return
    for line in ["the two read the same"] if comparison.is_same else _changes(comparison):
        typer.echo(line)
    for number in (*comparison.removed, *comparison.changed, *comparison.added):
        typer.echo(f"\n{number}. {_marked(before, after, number)}")


def _marked(before: Edition, after: Edition, number: str) -> str:
    from dialogs.policy import MarkKind, marks

    signs = {MarkKind.SAME: "{}", MarkKind.REMOVED: "[-{}-]", MarkKind.ADDED: "{{+{}+}}"}
    was, now = before.clause(number), after.clause(number)
    found = marks(was.text if was else "", now.text if now else "")
    return " ".join(signs[mark.kind].format(mark.words) for mark in found)


# --- what is asked for ---------------------------------------------------------------------------


def _all(settings: Settings) -> tuple[list[Imported], dict[str, Edition]]:
    """Everything imported and what is in force today; nothing when there is no database yet."""
    from bot.commands import opening
    from bot.storage import editions

    if opening.is_new(settings):
        return [], {}
    today = _today(settings)
    return opening.read(settings, lambda conn: (editions.all_editions(conn), editions.in_force(conn, today)))


def _named(everything: list[Imported], version: str, lang: str) -> Edition:
    if version == BUILT_IN:
        return _built_in(_known(lang))
    found = [row.edition for row in everything if row.edition.version == version]
    if not found:
        raise BadInput(f"there is no edition {version!r}: qupia policy list names them all")
    return next((edition for edition in found if edition.lang == lang), found[0])


def _built_in(lang: str) -> Edition:
    from bot.policy.builtin import builtin

    return builtin(lang)


def _known(lang: str) -> str:
    if lang not in LANGS:
        raise BadInput(f"--lang {lang!r} is no language of the bot: choose one of {', '.join(LANGS)}")
    return lang


def _day(written: str | None) -> date | None:
    if written is None:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise BadInput(f"--effective {written!r} is no date: write it as 2027-01-01") from None
    if not 2000 <= day.year <= 2100:
        raise BadInput(f"--effective {written!r} is out of range: give a year from 2000 to 2100")
    return day


def _today(settings: Settings) -> date:
    return datetime.now(settings.zone).date()
