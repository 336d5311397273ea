"""`qupia ask --jsonl`: one reply a question, in order; a bad line ends it with a sentence."""

import json

import typer
from typer.testing import CliRunner

from bot.commands import answers

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
