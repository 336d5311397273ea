"""Every kind of file that is no policy, by the command line and in the group: refused by its line, nothing changes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.policy.unreadable import WHY
from bot.ports import SentFile
from bot.storage import editions
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.records import editions as table
from bot.wording import LOCALES
from tests.bot.test_commands_policy import Qupia, folder, qupia  # noqa: F401
from tests.bot.test_publishing import PLAIN, Hall
from tests.clinic import CHIEF, GROUP, Clinic

ENGLISH = """1. GENERAL

1.1. This policy says how the clinic handles personal data and applies to all of its patients without exception.

1.2. The clinic respects the rights of its patients and keeps what it knows about them confidential at all times.

1.3. Every question about this policy is answered by the clinic within three working days of its arrival.
"""
LONG = (
    PLAIN
    + """
2.3. Емхана әр өтінішке нөмір береді және оның қалай қаралып жатқанын айтады.

3. БАЙЛАНЫС

3.1. Сұрақтар емхананың электрондық поштасына жазылады.
"""
)


def packed(**parts: bytes) -> bytes:
    """A zip file, such as a damaged Word document may be."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return into.getvalue()


FILES: dict[str, tuple[str, bytes, int, str]] = {
    "empty": ("policy.txt", b"", 0, "policy-empty"),
    "blank": ("policy.txt", b" \n\n\t", 0, "policy-empty"),
    "binary": ("policy.txt", PLAIN.encode() + b"\0\1\2", 0, "policy-binary"),
    "a PDF": ("policy.pdf", b"%PDF-1.7", 0, "policy-file-format"),
    "a PDF under another name": ("policy.docx", b"%PDF-1.7", 0, "policy-file-damaged"),
    "huge": ("policy.txt", b"1.1. " + b"a" * 1_000_001, 0, "policy-file-large"),
    "a Word file cut off": ("policy.docx", packed(a=PLAIN.encode())[:-40], 0, "policy-file-damaged"),
    "a zip that is no Word file": ("policy.docx", packed(a=b"words"), 0, "policy-file-damaged"),
    "a zip that unpacks to gigabytes": ("policy.docx", packed(a=bytes(60_000_000)), 0, "policy-file-large"),
    "letters lost": ("policy.txt", PLAIN.replace("ә", "?").encode(), 3, "policy-letters-lost"),
    "another language": ("policy.txt", ENGLISH.encode(), 0, "policy-wrong-language"),
    "a letter": ("policy.txt", "Құрметті пациент!\n\nБіз көшеміз.\n".encode(), 0, "policy-not-a-policy"),
    "a clause is missing": ("policy.txt", PLAIN.replace("2.2.", "2.4.").encode(), 11, "policy-number-gap"),
    "a number twice": ("policy.txt", PLAIN.replace("2.2.", "2.1.").encode(), 11, "policy-number-repeated"),
    "the beginning is missing": (
        "policy.txt",
        LONG[LONG.index("2. ҚҰ") :].encode(),
        3,
        "policy-number-first",
    ),
    "half a section": (
        "policy.txt",
        LONG[: LONG.index("3.1.")].encode(),
        15,
        "policy-stray-heading",
    ),
}


@pytest.fixture
async def hall(database: Database, keyring: Keyring) -> Hall:
    return Hall(await Clinic(database, keyring).opens())


@pytest.mark.parametrize("kind", FILES)
async def test_the_group_is_told_why_and_on_which_line(hall: Hall, kind: str) -> None:
    await hall.published(PLAIN)
    name, data, line, why = FILES[kind]
    before = await everything(hall.clinic.database)
    await hall.clinic.clears()
    await hall.hears(SentFile(CHIEF, name, data, "/policy kk 2026-12-15", "99"))
    said = "\n".join(one.words for one in await hall.clinic.said(GROUP))
    assert ("nothing has changed" in said, f"line {line}" in said) == (True, bool(line)), said
    assert begins(why) in said
    assert await everything(hall.clinic.database) == before


def begins(why: str) -> str:
    """How the group's own words for this reason begin, up to their first value."""
    text = (LOCALES / "en" / "broadcast.ftl").read_text("utf-8")
    words = next(line for line in text.splitlines() if line.startswith(f"{why} = ")).partition(" = ")[2]
    return words.partition("{")[0].strip()


async def everything(database: Database) -> list[Any]:
    return await database.read(
        lambda conn: [
            conn.execute(sa.select(table)).all(),
            [one.edition.version for one in editions.all_editions(conn)],
        ]
    )


@pytest.mark.parametrize("kind", FILES)
def test_the_command_line_says_the_same_in_one_line_and_keeps_nothing(
    qupia: Qupia,  # noqa: F811
    folder: Path,  # noqa: F811
    kind: str,
) -> None:
    name, data, line, why = FILES[kind]
    (folder / "given").mkdir()
    file = folder / "given" / name
    file.write_bytes(data)
    code, out, err = qupia("policy", "import", str(file), "--lang", "kk")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert WHY[why].partition("{")[0] in err
    assert (f"line {line}:" in err) == bool(line), err
    assert not list(folder.glob("qupia.*")), "not even a database was made"
