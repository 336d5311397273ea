"""The demo's first minute from the terminal: a start, a taken port, Ctrl-C, a second start, what is left behind."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.e2e.visitor import command, demo, environment, free_port

ROOT = Path(__file__).parents[2]
LEFT = ["demo.log", "qupia-demo.db"]
"""The test's own log, and the one file that the demo names."""


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody else listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield int(one.getsockname()[1])


def left_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_the_page_is_there_as_soon_as_its_address_is_told(tmp_path: Path) -> None:
    with demo(tmp_path) as running, urlopen(running.url, timeout=10) as page:
        assert b"<title>Qupia</title>" in page.read()


def test_without_a_browser_the_address_is_said_to_be_enough(tmp_path: Path) -> None:
    asked = [*command(free_port())[:-1], "--open"]
    bare = environment() | {"PATH": str(tmp_path)}
    with subprocess.Popen(asked, cwd=tmp_path, env=bare, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline(), process.stdout.readline()]
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert "http://127.0.0.1:" in said[0]
    assert said[1] == "No browser was found here: open the address above in one\n"


def test_a_taken_port_is_told_with_the_way_out_and_nothing_is_left(tmp_path: Path, taken: int) -> None:
    tried = subprocess.run(
        command(taken),
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert tried.returncode == 2
    assert (
        tried.stderr
        == f"qupia: port {taken} is taken: give another one with --port (make demo PORT={taken + 1})\n"
    )
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_it_quietly_and_leaves_only_the_file_it_named(
    tmp_path: Path, how: signal.Signals
) -> None:
    with demo(tmp_path) as running:
        assert running.ends(how) == 0
    assert (tmp_path / "demo.log").read_text() == ""
    assert set(left_in(tmp_path)) <= set(LEFT)


def test_it_starts_again_on_the_same_port_and_knows_nobody(tmp_path: Path) -> None:
    port = free_port()
    for _ in range(2):
        with demo(tmp_path, port) as running:
            people = running.reads("/demo/world")["people"]
            assert [one["latest"] for one in people] == [0] * len(people)


def test_a_database_that_cannot_be_emptied_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "qupia-demo.db").mkdir()
    tried = subprocess.run(
        command(free_port()),
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert tried.returncode == 2
    assert tried.stderr.startswith("qupia: qupia-demo.db cannot be emptied")
    assert tried.stderr.count("\n") == 1


def test_make_demo_opens_a_browser_unless_it_is_told_not_to() -> None:
    for more, wanted in (([], "--open"), (["DEMO_OPEN=0"], "--no-open"), (["PORT=9000"], "--port 9000")):
        told = subprocess.run(
            ["make", "-n", "demo", "-o", ".venv/.installed-run", *more],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert wanted in told.stdout
