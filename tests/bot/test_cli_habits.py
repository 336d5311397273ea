"""What a person at a terminal is used to: Tab goes on, long work shows that it goes on, a fault is one line."""

from __future__ import annotations

import asyncio
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import COMMANDS, Row, main
from bot.commands import progress
from bot.config import without_settings
from bot.shapes import read_keys

ROOT = Path(__file__).resolve().parents[2]
QUPIA = Path(sys.executable).with_name("qupia")
SHELLS = ("bash", "zsh", "fish")
SECRET = "Құпия Дұрыс 7015550101"


def asked_by(shell: str, line: str) -> list[str]:
    """What the completion script of a shell is told when Tab is pressed at the end of a line."""
    given = {
        "bash": {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)},
        "zsh": {"_TYPER_COMPLETE_ARGS": line},
        "fish": {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    }[shell]
    told = subprocess.run(
        [QUPIA],
        env=without_settings() | given | {"_QUPIA_COMPLETE": f"complete_{shell}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.splitlines()


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "goes_on"),
    [
        ("qupia po", ["policy"]),
        ("qupia policy ", ["import", "list", "show", "diff"]),
        ("qupia policy import --mat", ["--material"]),
        ("qupia due w", ["withdraw"]),
    ],
)
def test_tab_goes_on_with_what_can_follow(shell: str, line: str, goes_on: list[str]) -> None:
    told = "\n".join(asked_by(shell, line))
    assert all(word in told for word in goes_on)
    assert "keygen" not in told


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_that_switches_it_on_is_one_that_the_shell_takes(shell: str) -> None:
    shown = subprocess.run(
        [QUPIA, "--show-completion", shell],
        env=without_settings(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "_QUPIA_COMPLETE" in shown
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed: its script was only looked at")
    subprocess.run([shell, "-n"], input=shown, text=True, check=True)


def test_bash_itself_completes_a_command() -> None:
    press = (
        f'eval "$("{QUPIA}" --show-completion bash)"; COMP_WORDS=({QUPIA} po); COMP_CWORD=1; '
        f'_qupia_completion "{QUPIA}"; echo "${{COMPREPLY[@]}}"; complete -p qupia'
    )
    told = subprocess.run(
        ["bash", "-c", press], env=without_settings(), capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines() == ["policy", "complete -o default -F _qupia_completion qupia"]


def test_every_option_and_command_has_a_line_of_help() -> None:
    told = asked_by("fish", "qupia ")
    assert {line.split("\t")[0] for line in told} == {row.name for row in COMMANDS}
    assert all(line.split("\t")[1] for line in told)


# --- long work ---------------------------------------------------------------------------------------


def at_a_terminal(folder: Path, *words: str) -> tuple[str, str]:
    """Run it with stderr on a terminal; gives what went to stdout, and what a person saw meanwhile."""
    ours, theirs = pty.openpty()
    ran = subprocess.run(
        [QUPIA, *words],
        cwd=folder,
        env=without_settings() | {"TERM": "xterm", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:  # so a terminal says that nobody is at its other end any more
        pass
    os.close(ours)
    return ran.stdout.decode(), seen.decode()


def test_who_waits_at_a_terminal_sees_what_is_being_done(tmp_path: Path) -> None:
    out, seen = at_a_terminal(tmp_path, "migrate")
    assert "bringing the database to this version …" in seen
    assert out == "the database is up to date\n"


def test_a_program_that_waits_is_told_nothing_but_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.shown("working"):
        print("the answer")
    assert capsys.readouterr() == ("the answer\n", "")


# --- faults ------------------------------------------------------------------------------------------


def stumbles() -> None:
    """A command with a fault that nobody foresaw, whose words quote what a person wrote."""
    int(SECRET)


def test_a_fault_is_told_in_one_line_that_quotes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["stumble"], [*COMMANDS, Row("stumble", f"{__name__}:stumbles", "Stumbles.")])
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (1, "")
    assert err.count("\n") == 1
    assert err.startswith("qupia: stopped by a fault of its own, ValueError at bot/")
    assert "qupia doctor" in err
    assert not any(word in err for word in SECRET.split())


def stumbles_together() -> None:
    """The same in one of two tasks that run together, as in ``qupia run``."""

    async def waits() -> None:
        await asyncio.Event().wait()

    async def reads() -> None:
        read_keys(SECRET)

    async def both() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(waits())
            group.create_task(reads())

    asyncio.run(both())


def test_a_fault_of_one_of_many_tasks_is_told_with_its_own_kind_and_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["stumble"], [*COMMANDS, Row("stumble", f"{__name__}:stumbles_together", "Stumbles.")])
    _, err = capsys.readouterr()
    assert ended.value.code == 1
    assert err.startswith("qupia: stopped by a fault of its own, ValueError at bot/shapes.py:")
    assert not any(word in err for word in SECRET.split())


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path: Path) -> None:
    ran = subprocess.run(
        ["bash", "-c", f'"{QUPIA}" policy show | head -n 1'],
        cwd=tmp_path,
        env=without_settings(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert (ran.stdout.count("\n"), ran.stderr) == (1, "")
