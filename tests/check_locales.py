"""Part of `make check`: the words of three languages agree with each other, with the code and with our style.

compare-locales judges syntax, duplicates and attributes but passes a missing message and a misspelled
variable; those, and everything that needs to know the code, the plural rules or the style, are judged here.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

from fluent.syntax import FluentParser, ast, visitor

from tests.keys_in_code import AWAITED, Unknown, in_families, mentioned, uses

LOCALES = Path(__file__).parent.parent / "locales"
REFERENCE = "en"
TRANSLATIONS = ("kk", "ru")

Messages = dict[str, ast.Message | ast.Term]

PLURALS = {
    "kk": {"one", "other"},
    "ru": {"one", "few", "many", "other"},
    "en": {"one", "other"},
}
CATEGORIES = {"zero", "one", "two", "few", "many", "other"}
TAGS = {"b", "i", "code", "blockquote", "a"}
VALUE = "◦"
THREE_LANGUAGES = {"choose-language", "language-kk", "language-ru", "language-en"}
"""Said in all three languages at once, so no language's own rule applies."""

UNSPOKEN = {("receipt-clock-own", "article")}
"""Values the code passes although the words have no use for them."""

_RU_INFORMAL = r"\b(ты|тебя|тебе|тобой|твой|твоя|твоё|твои|твоего|твоей|твоих)\b"
_RU_SMALL = r"\b(вы|вас|вам|вами|ваш|ваша|ваше|ваши|вашего|вашей|вашему|вашим|ваших|вашу|вашем)\b"
_KK_INFORMAL = r"\b([Сс]ен|[Сс]ені|[Сс]енің|[Сс]аған|[Сс]енен|[Сс]енімен|[Сс]ендер\w*|[Өө]зің)\b"
_KK_SMALL = r"\b(сіз|сізге|сізді|сізден|сіздің|сізде|сізбен)\b"
_KK_RUSSIAN = (
    r"(?i)\b(пожалуйста|спасибо|номер\w*|согласие|данные|обращение|отказ|заявк\w*|или|для|это|если|нет|"
    r"клиники|регистратур\w*|срок|ответ|сообщени\w*|кнопк\w*|меню|пункт|раздел)\b"
)
STYLE: dict[str, tuple[tuple[str, str], ...]] = {
    "kk": (
        (_KK_INFORMAL, "is not formal"),
        (_KK_SMALL, "needs a capital letter"),
        (_KK_RUSSIAN, "is Russian"),
        (r"[ъёЪЁ]", "is a letter of Russian words"),
        (rf"{VALUE}(?!-тармақ)[-\w]+", "puts an ending on a value"),
        (rf"{VALUE} (дейін|кейін|бастап|бері|бойы)", "wants an ending on a value"),
    ),
    "ru": (
        (_RU_INFORMAL, "is not formal"),
        (_RU_SMALL, "needs a capital letter"),
        (r"[әғқңөұүһіӘҒҚҢӨҰҮҺІ]", "is a Kazakh letter"),
    ),
    "en": ((r"[А-Яа-яЁё]", "is Cyrillic"), (r"\b(patient|please be informed|kindly)\b", "is not our word")),
}
PLAIN = (r"!|！", "shouts"), (r" {2}|\t", "has two spaces"), (r"\.\.\.", "has dots instead of …")


class Variables(visitor.Visitor):
    """Collects the names after `$`."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


class References(visitor.Visitor):
    """Collects the messages that other messages quote."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.names.add(node.id.name)


def variables(entry: ast.BaseNode) -> frozenset[str]:
    """Every variable of a message, its attributes included."""
    found = Variables()
    found.visit(entry)
    return frozenset(found.names)


def entries(folder: Path) -> Messages:
    """Messages and terms of one language, whichever file they stand in."""
    parser = FluentParser()
    read = (e for file in sorted(folder.rglob("*.ftl")) for e in parser.parse(file.read_text("utf-8")).body)
    named = (entry for entry in read if isinstance(entry, ast.Message | ast.Term))
    return {("-" if isinstance(entry, ast.Term) else "") + entry.id.name: entry for entry in named}


def messages(folder: Path) -> dict[str, frozenset[str]]:
    """Message and term ids of one language with their variables."""
    return {key: variables(entry) for key, entry in entries(folder).items()}


# --- Between the languages ------------------------------------------------------------------------


def differences(
    language: str, reference: dict[str, frozenset[str]], translation: dict[str, frozenset[str]]
) -> Iterator[str]:
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
                yield f"{file.relative_to(folder)} does not parse: {(entry.content or '').strip()[:60]}"


# --- Against the code -----------------------------------------------------------------------------


def against_code(words: Messages) -> Iterator[str]:
    """Keys the code says and nobody wrote, keys nobody says, values that do not arrive or are not told."""
    try:
        said = uses()
    except Unknown as unknown:
        yield f"a key cannot be read from the code: {unknown}"
        return
    spoken_of = {use.key for use in said} | in_families()
    yield from (f"{key} is said by the code and has no words" for key in sorted(spoken_of - words.keys()))
    silent = words.keys() - spoken_of - mentioned() - quoted(words) - AWAITED
    yield from (f"{key} has words and nobody says it" for key in sorted(silent))
    for use in said:
        if use.key in words and use.values is not None:
            yield from _values(use.key, use.values, variables(words[use.key]), use.where)


def _values(key: str, passed: frozenset[str], spoken: frozenset[str], where: str) -> Iterator[str]:
    if spoken - passed:
        yield f"{where}: {key} wants {', '.join(sorted(spoken - passed))}"
    for name in sorted(passed - spoken):
        if (key, name) not in UNSPOKEN:
            yield f"{where}: {key} does not tell {name}"


def quoted(words: Messages) -> set[str]:
    """Messages that stand inside other messages."""
    found = References()
    for entry in words.values():
        found.visit(entry)
    return found.names


# --- Style ----------------------------------------------------------------------------------------


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.problem = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in TAGS or (attrs and tag != "a"):
            self.problem = f"<{tag}> is not for Telegram"

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problem = f"</{tag}> closes nothing"


def markup(spoken: str) -> str:
    """What is wrong with the markup of a text, or nothing."""
    tags = _Tags()
    tags.feed(spoken)
    tags.close()
    return tags.problem or (f"<{tags.open[-1]}> stays open" if tags.open else "")


def spoken(pattern: ast.Pattern) -> Iterator[str]:
    """Every text a pattern may become, with ◦ for each value."""
    parts = ([*_part(element)] for element in pattern.elements)
    yield from ("".join(chosen) for chosen in product(*parts))


def _part(element: ast.TextElement | ast.Placeable) -> Iterator[str]:
    if isinstance(element, ast.TextElement):
        yield element.value
    elif isinstance(element.expression, ast.SelectExpression):
        for variant in element.expression.variants:
            yield from spoken(variant.value)
    else:
        yield VALUE


class Selectors(visitor.Visitor):
    """Collects the plural forms of every selector that has any."""

    def __init__(self) -> None:
        self.forms: list[set[str]] = []

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        named = {v.key.name for v in node.variants if isinstance(v.key, ast.Identifier)}
        if named & CATEGORIES:
            self.forms.append(named)
        self.generic_visit(node)


def style(language: str, words: Messages) -> Iterator[str]:
    """Plural forms, markup and manners of one language."""
    for key, entry in words.items():
        for other in sorted(quoted({key: entry}) - words.keys()):
            yield f"{language}: {key} quotes {other}, which has no words"
        selectors = Selectors()
        selectors.visit(entry)
        for forms in selectors.forms:
            if forms != PLURALS[language]:
                yield f"{language}: {key} has the forms {', '.join(sorted(forms))}"
        if entry.value is None:
            yield f"{language}: {key} is empty"
            continue
        rules = PLAIN if key in THREE_LANGUAGES else (*PLAIN, *STYLE[language])
        for said in spoken(entry.value):
            if wrong := markup(said):
                yield f"{language}: {key}: {wrong}"
            bare = re.sub(r"<[^>]*>", "", said)
            found = ((re.search(pattern, bare), why) for pattern, why in rules)
            yield from (f"{language}: {key}: “{match[0]}” {why}" for match, why in found if match)


def ours(locales: Path) -> list[str]:
    """What we find ourselves, without compare-locales."""
    reference = messages(locales / REFERENCE)
    missing = [] if reference else [f"{REFERENCE}: no messages at all"]
    between = (row for tag in TRANSLATIONS for row in differences(tag, reference, messages(locales / tag)))
    manners = (row for tag in (REFERENCE, *TRANSLATIONS) for row in style(tag, entries(locales / tag)))
    code = against_code(entries(locales / REFERENCE))
    return [*missing, *broken(locales), *between, *code, *dict.fromkeys(manners)]


def problems(locales: Path = LOCALES) -> list[str]:
    """Every difference and error, as sentences; empty when the words are in order."""
    return [*judged(locales), *ours(locales)]


if __name__ == "__main__":
    found = problems()
    print("\n".join(found) or f"translations agree: {len(messages(LOCALES / REFERENCE))} messages each")
    sys.exit(bool(found))
