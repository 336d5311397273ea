"""The README is true: every command in it runs, every place in it exists, every table and limit is the code's own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote

import pytest

from bot import verification
from bot.cli import COMMANDS
from bot.config import Settings, without_settings
from bot.desk.register import A_DAY
from bot.outcomes import GIVE_UP
from bot.pace import TELEGRAM
from bot.platform_limits import KNOWN, LIMITS, PEOPLE_A_DAY
from bot.storage import records, retention
from bot.storage.people import IDLE
from bot.storage.tables import metadata
from dialogs.context import FRESH
from dialogs.deadlines import CLOCKS
from dialogs.flows.questions import LONGEST_QUESTION
from dialogs.messages import Language
from dialogs.requests import TRANSITIONS, RequestStatus
from dialogs.values import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_VALUE, LONGEST_WORDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
LARGEST_PICTURE = 200 * 1024

NOT_RUN = {
    "make install": "it would install again what these tests run on; the first start from a fresh clone runs it",
    "make demo": "it stays until it is stopped: tests/e2e/test_page_start.py starts it, looks at it and ends it",
    "make test": "this is it",
    "git pull": "it needs the place the clone came from, and would change the code under the tests",
    ".venv/bin/qupia run": "it needs Telegram: tests/e2e/ runs it over HTTP against the emulated platform",
}
"""Commands of the README that cannot run here, and why."""
ANSWERS_NO = {
    ".venv/bin/qupia doctor": "there is no token in this folder",
    ".venv/bin/qupia receipt 26-00417-3-W-9KD-TW0H-G9PJ": "no key of this folder made that code",
}
"""Commands that end with 1, a "no" as an answer, and why."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


COMMAND_LINES = [line for block in blocks("sh") for line in block.splitlines() if line]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a clone looks like to somebody who follows the README, with the policy they were told to have."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    shutil.copy(ROOT / ".env.example", tmp_path)
    shutil.copy(ROOT / "tests/data/policy/web.kk.txt", tmp_path / "policy.kk.txt")
    return tmp_path


def put_into_settings(folder: Path, name: str, value: str) -> None:
    file = folder / ".env"
    file.write_text(re.sub(rf"^{name}=.*$", f"{name}={value}", file.read_text("utf-8"), flags=re.M), "utf-8")


def test_every_command_of_the_readme_does_what_it_says(folder: Path) -> None:
    wrong = []
    for line in COMMAND_LINES:
        if line in NOT_RUN:
            continue
        ran = subprocess.run(
            ["bash", "-c", line],
            cwd=folder,
            env=without_settings() | {"HOME": str(folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode != (line in ANSWERS_NO):
            wrong.append(f"{line}\n  ended with {ran.returncode}: {ran.stdout[-500:]}{ran.stderr[-500:]}")
        if line.endswith("keygen"):
            put_into_settings(folder, "DATA_KEY", ran.stdout.strip())
    assert wrong == []
    assert (folder / "qupia-copy.db").stat().st_size > 0
    assert (folder / ".env").stat().st_mode & 0o777 == 0o600
    assert "qupia" in (folder / ".bashrc").read_text("utf-8")


def test_only_commands_of_the_readme_are_excused() -> None:
    assert {*NOT_RUN, *ANSWERS_NO} <= set(COMMAND_LINES)


def test_every_command_that_is_named_exists() -> None:
    ours = {row.name for row in COMMANDS}
    assert set(re.findall(r"`(?:\.venv/bin/)?qupia ([a-z]+)", README)) <= ours
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.M))
    assert set(re.findall(r"`make ([a-z]+)", README)) <= targets


def test_every_setting_that_is_named_exists() -> None:
    names = {name.upper() for name in Settings.model_fields}
    others = {
        "DEMO_OPEN",
        "JOBS",
        "PATH",
        "TEST_DATABASE_URL",
        "WHATSAPP_",
        "CITATIONS",
        "TRANSITIONS",
        "USER",
        "XX",
    }
    named = set(re.findall(r"`([A-Z]{2,}(?:_[A-Z]*)*)[=`/]", README))
    assert named - others <= names


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        if target.startswith("http"):
            continue
        path, _, anchor = unquote(target).partition("#")
        assert (ROOT / path).is_file(), target
        if anchor:
            heads = re.findall(r"^#+ (.+)$", (ROOT / path).read_text("utf-8"), re.M)
            assert anchor in {head.lower().replace(" ", "-") for head in heads}, target


def test_the_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs/pictures").glob("*.png"))
    assert pictures
    assert [one.name for one in pictures if one.stat().st_size > LARGEST_PICTURE] == []


def map_of_the_code() -> set[str]:
    return set(re.findall(r"^\| `([^`]+)` \|", README.partition("## Map of the code")[2], re.M))


def test_every_place_on_the_map_exists() -> None:
    assert [place for place in map_of_the_code() if not (ROOT / place).exists()] == []


def test_every_module_and_every_room_is_on_the_map() -> None:
    folders = [ROOT / "bot", ROOT / "dialogs"]
    modules = {file for folder in folders for file in folder.glob("*.py") if file.name != "__init__.py"}
    rooms = {found.parent for folder in folders for found in folder.glob("*/__init__.py")}
    wanted = {f"{one.relative_to(ROOT)}" for one in modules} | {f"{one.relative_to(ROOT)}/" for one in rooms}
    assert sorted(wanted - map_of_the_code()) == []


def test_every_table_of_the_database_is_told_of() -> None:
    told = README.partition("## What is stored")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", told, re.M)
    assert {name for row in rows for name in re.findall(r"\w+", row)} == set(metadata.tables)


def sealed_tables() -> set[str]:
    """Tables with bytes that are neither a keyed hash nor part of the log's chain."""
    return {
        table.name
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, records.sa.LargeBinary)
        and not column.name.endswith(("blind", "hash", "previous"))
    }


def test_the_tables_with_sealed_words_are_said_to_be_sealed() -> None:
    told = README.partition("## What is stored")[2].partition("\n## ")[0]
    rows = [line.split(" | ") for line in told.splitlines() if line.startswith("| `")]
    open_ones = {
        name
        for first, _, sealed, *_ in rows
        if re.search("nobody|nothing|public", sealed)
        for name in re.findall(r"\w+", first)
    }
    assert open_ones == set(metadata.tables) - sealed_tables()


def test_times_and_limits_are_the_code_s_own() -> None:
    def days(span: object) -> str:
        return str(getattr(span, "days", 0))

    said = " ".join(README.split())
    (short, few), (day, many) = (
        (f"{span.seconds // 60} minutes" if span.days == 0 else "a day", count)
        for count, span in verification.PER_NUMBER
    )
    overall, chat, group = (rule[0].amount for rule in (TELEGRAM.overall, TELEGRAM.chat, TELEGRAM.group))
    whatsapp = LIMITS["whatsapp"]
    for wanted in (
        f"{days(IDLE)} days of silence",
        f"purge after {days(retention.TRAFFIC)} days",
        f"purge after {days(retention.CODES)} day;",
        f"valid {verification.LIVES.seconds // 60} minutes (a call: {verification.CALL_LIVES.seconds // 60})",
        f"| {A_DAY} in 24 hours;",
        f"| {few} in {short}, {many} {day}; {verification.TRIES} wrong tries in "
        f"{verification.FAILURES_WITHIN.seconds // 60} minutes, however many codes |",
        f"{FRESH.seconds // 60} minutes old at most",
        f"After {GIVE_UP.total_seconds() / 3600:.0f} hours of trying",
        f"{overall} a second in all, {chat} in 3 seconds to one chat, {group} a minute to one group",
        f"{whatsapp.overall[0].amount} a second in all, {whatsapp.chat[0].amount} a minute to one person",
        f"{KNOWN[PEOPLE_A_DAY].amount} people a day outside their windows",
        f"| {LONGEST_WORDS:,} characters; a question {LONGEST_QUESTION:,}, a value to be corrected "
        f"{LONGEST_VALUE:,}, an address {LONGEST_ADDRESS}, a name {LONGEST_NAME} |",
    ):
        assert wanted in said


def test_the_diagram_of_a_request_is_the_table_of_moves() -> None:
    moves: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (status, move), after in TRANSITIONS.items():
        moves[status.value, after.value].append(move.value)
    lines = ["stateDiagram-v2", f"[*] --> {RequestStatus.OPEN.value}"]
    lines += [f"{before} --> {after}: {', '.join(names)}" for (before, after), names in moves.items()]
    lines += [f"{status.value} --> [*]" for status in RequestStatus if status.is_end]
    (drawn,) = blocks("mermaid")
    assert sorted(line.strip() for line in drawn.splitlines()) == sorted(lines)


def test_the_lawyer_is_asked_about_every_article_a_due_date_rests_on() -> None:
    asked = README.partition("## For the clinic's lawyer")[2]
    articles = {clock.article for clocks in CLOCKS.values() for clock in clocks if clock.article}
    assert [article for article in articles if article not in asked] == []


def test_every_language_is_named() -> None:
    assert len(Language) == 3
    assert "in Kazakh, Russian or English" in README


def test_the_clinic_finds_every_text_that_meta_must_approve() -> None:
    from bot.channels.whatsapp.templates import TEMPLATES

    for template in TEMPLATES:
        submission = template.submission()
        body = next(part["text"] for part in submission["components"] if part["type"] == "BODY")
        row = f"| `{submission['name']}` | {submission['language']} | {' '.join(body.split())} |"
        assert row in README


def test_the_clinic_is_told_to_subscribe_to_everything_the_desk_hears() -> None:
    from bot.channels.whatsapp.updates import FIELDS

    table = README.partition("| webhook field |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", table, re.M)
    assert sorted(name for row in rows for name in re.findall(r"\w+", row)) == sorted(FIELDS)
