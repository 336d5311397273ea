"""The command line: answers for people and programs, and one helpful line for what cannot be done."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main
from bot.config import Settings
from bot.receipts import KEY_USE, issue
from bot.shapes import read_keys
from bot.storage.crypto import Keyring

KEY = "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s="


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def qupia(capsys):
    """Runs a command line and gives exit code, stdout and stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(words)
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


def test_without_arguments_it_lists_every_command(qupia):
    code, out, err = qupia()
    assert (code, err) == (0, "")
    assert all(f"  {row.name} " in out for row in COMMANDS)


def test_every_command_in_the_table_exists_and_explains_itself(qupia):
    for row in COMMANDS:
        code, out, _ = qupia(row.name, "--help")
        assert code == 0
        assert out.startswith(f"Usage: qupia {row.name}")


def test_a_program_gets_the_due_dates_of_every_clock(qupia):
    code, out, err = qupia("due", "rectify", "--from", "2026-12-15", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "kind": "rectify",
        "clocks": [
            {
                "name": "act",
                "article": "Art. 25(2)(8)",
                "working_days": 1,
                "due": "2026-12-17T23:59:59+05:00",
            },
            {"name": "answer", "article": "own rule", "working_days": 3, "due": "2026-12-21T23:59:59+05:00"},
        ],
    }


def test_a_person_gets_a_line_for_each_clock(qupia):
    _, out, _ = qupia("due", "withdraw", "--from", "2026-12-15T09:30")
    assert out == "2027-01-11 23:59  stop     15 working days  Art. 8(7)\n"


def test_a_moment_of_another_zone_is_counted_from_the_clinics_local_date(qupia):
    _, out, _ = qupia("due", "access", "--from", "2026-12-14T20:00:00Z")
    assert out.startswith("2026-12-21")


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["due"], "qupia due --help"),
        (["due", "withdraw"], "--from"),
        (["due", "praise", "--from", "2026-12-15"], "rectify"),
        (["due", "withdraw", "--from", "yesterday"], "2026-12-15"),
        (["due", "withdraw", "--from", "9999-12-31"], "2098"),
        (["due", "withdraw", "--form", "2026-12-15"], "--from"),
        (["dew"], "due"),
        (["--frm"], "qupia --help"),
        (["keygen", "now"], "qupia keygen --help"),
        (["receipt", "26-00417-3"], "DATA_KEY"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line_with_the_way_out(qupia, words, mend):
    code, out, err = qupia(*words)
    assert (code, out) == (2, "")
    assert err.startswith("qupia: ")
    assert err.count("\n") == 1
    assert mend in err


def test_a_wrong_setting_is_told_in_one_line(qupia, monkeypatch):
    monkeypatch.setenv("TIMEZONE", "Nowhere")
    monkeypatch.setenv("PORT", "x")
    code, out, err = qupia("due", "withdraw", "--from", "2026-12-15")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "1 more: qupia doctor" in err


def test_a_new_key_is_a_data_key(qupia):
    _, out, _ = qupia("keygen")
    assert len(read_keys(out)[0]) == 32


def test_a_genuine_receipt_is_recognised_with_nothing_but_the_key(qupia, monkeypatch):
    monkeypatch.setenv("DATA_KEY", KEY)
    code = issue(Keyring(read_keys(KEY)).subkeys(KEY_USE)[0], "26-00417-3", "withdraw", date(2026, 12, 7))
    assert qupia("receipt", code) == (0, "genuine: 26-00417-3, withdraw, received on 2026-12-07\n", "")


def test_an_invented_receipt_is_answered_with_a_no(qupia, monkeypatch):
    monkeypatch.setenv("DATA_KEY", KEY)
    code, out, err = qupia("receipt", "26-00417-3-W-9KD-AAAA-AAAA")
    assert (code, err) == (1, "")
    assert out.startswith("not genuine")


def test_the_key_file_beside_the_database_is_used_without_being_made(qupia, tmp_path):
    code = issue(Keyring(read_keys(KEY)).subkeys(KEY_USE)[0], "26-00417-3", "withdraw", date(2026, 12, 7))
    assert qupia("receipt", code)[0] == 2
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "qupia.key").write_text(KEY, "ascii")
    assert qupia("receipt", code)[0] == 0


def test_a_due_date_does_not_wait_for_telegrams_library():
    heavy = ["aiogram", "aiohttp", "sqlalchemy", "numpy", "matplotlib", "cryptography"]
    asked = "['due', 'withdraw', '--from', '2026-12-15']"
    script = f"""
import sys
from bot.cli import main
try:
    main({asked})
except SystemExit as ended:
    assert not ended.code
print([name for name in {heavy} if name in sys.modules])
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
