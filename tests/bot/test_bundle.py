"""``qupia case export``: one person's case for the authority, and nobody else's data."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Settings
from bot.storage.crypto import Keyring, canonical
from bot.storage.database import Database
from bot.storage.schema import migrate
from dialogs.messages import Language
from dialogs.requests import RequestKind
from dialogs.staff import Act
from tests.clinic import FIRST, PHONE, SECOND, Clinic

KEY = bytes(range(32))


@pytest.fixture
def number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A finished correction in a database of its own, beside another person's case."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATA_KEY", base64.urlsafe_b64encode(KEY).decode())
    url = f"sqlite+aiosqlite:///{tmp_path / 'qupia.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    migrate(url)
    return asyncio.run(_story(url))


async def _story(url: str) -> str:
    database = Database(url)
    try:
        clinic = await Clinic(database, Keyring([KEY]), language=Language.KAZAKH).opens()
        await clinic.files(RequestKind.ACCESS, who="99", words="Бөтен сөз")
        number = await clinic.files(RequestKind.RECTIFY, value="Дұрыс Есім әғқңөұүһі", old="Қате Есім")
        await clinic.does(FIRST, Act.TAKE, number)
        await clinic.writes(FIRST, number, "// ішкі құпия белгі")
        await clinic.writes(FIRST, number, "Құжатпен келіңіз, күтеміз: ә ғ қ ң ө ұ ү һ і")
        await clinic.does(FIRST, Act.DOCUMENTS_SEEN, number)
        await clinic.writes(FIRST, number, "Түзетілді", kind="done:corrected")
        assert SECOND
        return number
    finally:
        await database.close()


def qupia(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(words)
    return int(ended.value.code or 0)


def test_a_bundle_holds_the_whole_case_and_nobody_elses_data(number: str, tmp_path: Path) -> None:
    assert qupia("case", "export", number, "--out", str(tmp_path)) == 0
    written = (tmp_path / f"case-{number}.json").read_text("utf-8")
    bundle = json.loads(written)
    assert bundle["case"]["phone"] == PHONE
    assert [step["what"] for step in bundle["timeline"]] == [
        "filed",
        "taken",
        "clinic-wrote",
        "documents-seen",
        "done",
    ]
    assert bundle["request"]["fields"][0]["value"] == "Дұрыс Есім әғқңөұүһі"
    assert bundle["request"]["fields"][0]["outcome"] == "done"
    assert bundle["internal_notes_left_out"] == 1
    for stranger in ("Бөтен", "ішкі құпия", "Қызметкер", '"99"'):
        assert stranger not in written


def test_the_proof_in_a_bundle_can_be_counted_again_by_anybody(number: str, tmp_path: Path) -> None:
    qupia("case", "export", number, "--out", str(tmp_path))
    log = json.loads((tmp_path / f"case-{number}.json").read_text("utf-8"))["log"]
    assert log["whole"]
    for row in log["rows"]:
        fields = {name: row[name] for name in ("seq", "at", "actor", "act", "about", "detail", "previous")}
        assert hashlib.sha256(canonical(fields)).hexdigest() == row["hash"]


def test_the_pages_have_every_kazakh_letter(number: str, tmp_path: Path) -> None:
    qupia("case", "export", number, "--out", str(tmp_path))
    pages = (tmp_path / f"case-{number}.pdf").read_bytes()
    assert pages.startswith(b"%PDF")
    assert (tmp_path / f"case-{number}.pdf").stat().st_mode & 0o077 == 0
    assert b"DejaVuSans" in pages


def test_what_is_no_case_is_said_in_one_line(
    number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (("12",), ("26-00099-0",), (number, "--out", str(tmp_path / "nowhere"))):
        assert qupia("case", "export", *words) == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
    assert not list(tmp_path.glob("case-*"))
