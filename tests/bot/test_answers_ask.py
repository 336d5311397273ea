"""`qupia ask --jsonl`: one reply a question, in order; a bad line ends it with a sentence."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.commands import answers, opening
from bot.config import Settings
from bot.policy.builtin import builtin
from bot.storage import editions

app = typer.Typer()
app.command()(answers.ask)
INTENTS = {"policy", "rectify", "withdraw", "book", "operator", "urgent", "out_of_scope"}


def test_replies_come_in_order_with_every_field() -> None:
    asked = [
        {"id": "a", "text": "пункт 8.2"},
        {"id": 2, "lang": "kk", "text": ""},
        {"id": "c", "text": "стоп"},
    ]
    ran = CliRunner().invoke(app, ["--jsonl"], input="\n".join(json.dumps(q) for q in asked))
    replies = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [reply["id"] for reply in replies] == ["a", 2, "c"]
    assert all(
        set(reply) == {"id", "intent", "clause", "alternatives", "confident", "score", "ms"}
        for reply in replies
    )
    assert {reply["intent"] for reply in replies} <= INTENTS
    assert (replies[0]["clause"], replies[0]["confident"]) == ("8.2", True)


def test_a_bad_line_is_named_and_nothing_more_is_answered() -> None:
    ran = CliRunner().invoke(
        app, ["--jsonl"], input='{"id": 1, "text": "стоп"}\nnonsense\n{"id": 3, "text": "стоп"}\n'
    )
    assert ran.exit_code == 2
    assert len(ran.stdout.splitlines()) == 1
    assert "line 2" in ran.stderr


def test_bytes_that_are_no_text_do_not_end_in_a_traceback() -> None:
    ran = CliRunner().invoke(app, ["--jsonl"], input=b'{"id": 1, "text": "\xff\xfe \xd0"}\n')
    assert ran.exit_code == 0


def test_a_language_the_bot_does_not_speak_is_refused() -> None:
    ran = CliRunner().invoke(app, ["hello", "--lang", "xx"])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "kk, ru, en" in ran.stderr


def test_nothing_to_answer_is_refused() -> None:
    assert CliRunner().invoke(app, []).exit_code == 2


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "")
    return tmp_path


def test_without_a_database_the_built_in_edition_answers_and_none_is_made(empty_folder: Path) -> None:
    assert answers.in_force() == answers.answering({})
    assert list(empty_folder.iterdir()) == []


@pytest.mark.usefixtures("empty_folder")
def test_the_clauses_of_the_imported_edition_are_the_ones_that_answer() -> None:
    settings = Settings.load()
    opening.migrate(settings)
    assert answers.in_force() == answers.answering({})
    kept = replace(
        builtin("kk"), sections=builtin("kk").sections[:8], version="2027-01-01.test", official=True
    )
    opening.write(settings, lambda conn: editions.add(conn, kept, datetime.now(UTC)))
    assert "8.2" in answers.in_force().numbers
    assert "9.1" not in answers.in_force().numbers


def test_a_database_that_cannot_be_read_is_named_and_the_built_in_edition_answers(
    empty_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty_folder / "qupia.db").write_text("not a database, but something else altogether", "utf-8")
    assert answers.in_force() == answers.answering({})
    assert "qupia.db" in capsys.readouterr().err
