"""Part of `make check`: all files parse, and the three languages have the same messages and variables.

compare-locales judges syntax, duplicates and attributes but passes a missing message and a misspelled
variable, so those two are compared here.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from fluent.syntax import FluentParser, ast, visitor

LOCALES = Path(__file__).parent.parent / "locales"
REFERENCE = "en"
TRANSLATIONS = ("kk", "ru")

Messages = dict[str, frozenset[str]]


class Variables(visitor.Visitor):
    """Collects the names after `$`."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


def variables(entry: ast.BaseNode) -> frozenset[str]:
    """Every variable of a message, its attributes included."""
    found = Variables()
    found.visit(entry)
    return frozenset(found.names)


def messages(folder: Path) -> Messages:
    """Message and term ids of one language, whichever file they stand in, with their variables."""
    parser = FluentParser()
    entries = (
        e for file in sorted(folder.rglob("*.ftl")) for e in parser.parse(file.read_text("utf-8")).body
    )
    named = (entry for entry in entries if isinstance(entry, ast.Message | ast.Term))
    return {("-" if isinstance(e, ast.Term) else "") + e.id.name: variables(e) for e in named}


def differences(language: str, reference: Messages, translation: Messages) -> Iterator[str]:
    """One sentence for each message that the two do not share, or share with other variables."""
    for key in sorted(reference.keys() | translation.keys()):
        if key not in translation:
            yield f"{language}: {key} is missing"
        elif key not in reference:
            yield f"{language}: {key} is not in {REFERENCE}"
        elif not key.startswith("-") and translation[key] != reference[key]:
            names = ", ".join(f"${name}" for name in sorted(translation[key] ^ reference[key]))
            yield f"{language}: {key} differs from {REFERENCE} in {names}"


def judged(locales: Path) -> Iterator[str]:
    """What compare-locales calls an error."""
    command = ["compare-locales", "--json", "-", str(locales / "l10n.toml"), str(locales), *TRANSLATIONS]
    beside = Path(sys.executable).parent / command[0]
    run = subprocess.run([beside, *command[1:]], capture_output=True, text=True, check=False)
    if run.returncode:
        yield from (errors(json.loads(run.stdout)) if run.stdout.startswith("[") else [run.stderr.strip()])


def errors(report: object) -> Iterator[str]:
    """The sentences under every "error" key of compare-locales' nested report."""
    if isinstance(report, dict):
        for key, value in report.items():
            yield from [value] if key == "error" and isinstance(value, str) else errors(value)
    elif isinstance(report, list):
        for value in report:
            yield from errors(value)


def broken(folder: Path) -> Iterator[str]:
    """Entries that do not parse, in any language."""
    parser = FluentParser()
    for file in sorted(folder.rglob("*.ftl")):
        for entry in parser.parse(file.read_text("utf-8")).body:
            if isinstance(entry, ast.Junk):
                yield f"{file.relative_to(folder)} does not parse: {entry.content.strip()[:60]}"


def problems(locales: Path = LOCALES) -> list[str]:
    """Every difference and error, as sentences; empty when the languages agree."""
    reference = messages(locales / REFERENCE)
    missing = [] if reference else [f"{REFERENCE}: no messages at all"]
    between = (row for tag in TRANSLATIONS for row in differences(tag, reference, messages(locales / tag)))
    return [*missing, *broken(locales), *between, *judged(locales)]


if __name__ == "__main__":
    found = problems()
    print("\n".join(found) or f"translations agree: {len(messages(LOCALES / REFERENCE))} messages each")
    sys.exit(bool(found))
