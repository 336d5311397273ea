"""What was done can be proven, and what is kept no longer is forgotten, from a shell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.cli import main
from bot.commands import opening
from bot.config import Settings
from bot.desk import progress
from bot.storage import audit, broadcasts, inbox, outbox, people, retention
from bot.storage.crypto import Keyring, new_key
from bot.storage.database import Database
from bot.storage.posts import remember
from bot.storage.records import cases, codes, contacts, timeline
from bot.storage.tables import audit as audit_rows
from bot.storage.tables import inbox as inbox_rows
from bot.storage.tables import outbox as outbox_rows
from bot.storage.tables import posts
from dialogs.requests import Proof, ProofMethod

NOW = datetime(2026, 12, 14, 4, 0, tzinfo=UTC)
A_DAY = timedelta(days=1)
Qupia = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own, with no settings from outside."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
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
def settings(folder: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings for a migrated database, of each kind in turn."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_KEY", new_key())
    return Settings.load()


def done(settings: Settings, *acts: str) -> list[bytes]:
    """Write acts into the log; their hashes."""
    keys = opening.keyring(settings)

    def write(conn: sa.Connection) -> list[bytes]:
        return [
            audit.append(conn, keys, at=NOW, actor="staff:7", act=act, about="26-00001-1", detail={})
            for act in acts
        ]

    return opening.write(settings, write)


# --- the log -------------------------------------------------------------------------------------


def test_a_whole_log_is_said_to_be_whole(qupia: Qupia, settings: Settings) -> None:
    head = done(settings, "taken", "finished")[-1].hex()

    assert qupia("audit", "verify") == (0, f"whole: 2 rows, head {head}\n", "")


def test_a_log_that_was_altered_is_broken_at_that_row(qupia: Qupia, settings: Settings) -> None:
    done(settings, "taken", "refused", "told")
    opening.write(
        settings,
        lambda conn: conn.execute(audit_rows.update().where(audit_rows.c.seq == 2).values(act="finished")),
    )

    assert qupia("audit", "verify") == (1, "broken at row 2: it was altered\n", "")


def test_a_log_cut_short_shows_against_a_published_head(qupia: Qupia, settings: Settings) -> None:
    heads = done(settings, "taken", "finished", "told")
    opening.write(settings, lambda conn: conn.execute(audit_rows.delete().where(audit_rows.c.seq == 3)))

    assert qupia("audit", "verify")[0] == 0
    code, out, _ = qupia("audit", "verify", "--head", heads[0].hex(), "--head", heads[2].hex())
    assert code == 1
    assert out.startswith(f"broken at row 3: a published head is missing: {heads[2].hex()[:16]}")


def test_half_a_head_is_not_accepted_as_one(qupia: Qupia, settings: Settings) -> None:
    code, out, err = qupia("audit", "verify", "--head", "abc123")

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "64 digits" in err


@pytest.mark.parametrize("words", [("audit", "verify"), ("purge",), ("purge", "--dry-run")])
def test_without_a_database_nothing_is_made_and_the_way_out_is_told(
    qupia: Qupia, folder: Path, words: tuple[str, ...]
) -> None:
    code, out, err = qupia(*words)

    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "qupia migrate" in err
    assert not list(folder.glob("qupia.*"))


def test_a_database_is_made_once_and_migrating_again_changes_nothing(qupia: Qupia, folder: Path) -> None:
    assert qupia("migrate") == (0, "the database is up to date\n", "")
    assert qupia("migrate")[0] == 0
    assert qupia("audit", "verify")[1].startswith("whole: 0 rows")


# --- what is forgotten ---------------------------------------------------------------------------


async def traffic(database: Database, keyring: Keyring, at: datetime) -> None:
    """One update heard, one message sent, one code made, at that moment."""

    def write(conn: sa.Connection) -> None:
        stamp = at.isoformat()
        update = inbox.Inbound("telegram", stamp, "telegram:1", b"{}", at)
        (seq,) = inbox.store(conn, keyring, [update])
        inbox.finish(conn, seq, at)
        message = outbox.Outgoing(stamp, "telegram", "1", "message", {}, outbox.Lane.ANSWER)
        outbox.queue(conn, keyring, [message], at)
        conn.execute(
            outbox_rows.update().where(outbox_rows.c.key == stamp).values(status="sent", settled_at=at)
        )
        contact = people.meet(conn, keyring, "telegram", "1", at)
        code = {"contact": contact.id, "phone_blind": b"p", "method": "code", "code_blind": b"c"}
        conn.execute(codes.insert().values(code | {"made_at": at, "expires_at": at}))

    await database.write(write)


async def person(database: Database, keyring: Keyring, address: str, last_heard: datetime) -> None:
    """Somebody who proved a phone and wrote last at that moment."""

    def write(conn: sa.Connection) -> None:
        contact = people.meet(conn, keyring, "telegram", address, last_heard)
        people.prove(conn, keyring, contact, Proof("+77011234567", ProofMethod.CONTACT, last_heard))

    await database.write(write)


async def case(database: Database, number: str, status: str, last_heard: datetime) -> None:
    """A case, a line of its timeline at that moment, and the card in the group."""
    fixed: dict[str, Any] = {
        "sequence": int(number[3:8]),
        "year": 2026,
        "channel": "telegram",
        "language": "kk",
        "kind": "withdraw",
        "whom": "self",
        "edition": "undated.000000",
        "code": "code",
        "received_at": NOW - 200 * A_DAY,
        "due_at": NOW,
    }
    line = {"case": number, "key": number, "at": last_heard, "actor": "staff:7", "what": status}
    card = {"channel": "telegram", "address": "-1", "remote_id": number, "about": number}

    def write(conn: sa.Connection) -> None:
        conn.execute(cases.insert().values(fixed | {"number": number, "status": status}))
        conn.execute(timeline.insert().values(line))
        conn.execute(posts.insert().values(card | {"kind": "card", "key": number, "sent_at": last_heard}))

    await database.write(write)


async def news(database: Database, status: str, began: datetime | None, ended: datetime | None) -> None:
    """A broadcast drafted long ago, and its card in the group."""

    def write(conn: sa.Connection) -> None:
        id = broadcasts.draft(conn, {}, NOW - 200 * A_DAY)
        broadcasts.mark(conn, id, status=status, began_at=began, ended_at=ended)
        remember(conn, "telegram", "-1", progress.about(id), "card", f"m{id}", NOW - 200 * A_DAY)

    await database.write(write)


async def left(database: Database, column: sa.ColumnElement[Any]) -> list[Any]:
    return await database.read(lambda conn: list(conn.execute(sa.select(column)).scalars()))


async def test_old_traffic_and_codes_go_and_the_rest_stays(database: Database, keyring: Keyring) -> None:
    for days in (31, 29, 2, 0):
        await traffic(database, keyring, NOW - days * A_DAY)

    counts = await database.write(lambda conn: retention.purge(conn, keyring, NOW, "bot"))

    assert counts == {"updates": 1, "messages": 1, "codes": 3, "proofs": 0, "links": 0}
    for kept in (inbox_rows.c.done_at, outbox_rows.c.settled_at):
        assert await left(database, kept) == [NOW - 29 * A_DAY, NOW - 2 * A_DAY, NOW]
    assert await left(database, codes.c.made_at) == [NOW]


async def test_an_update_nobody_heard_yet_is_never_forgotten(database: Database, keyring: Keyring) -> None:
    long_ago = NOW - 400 * A_DAY
    update = inbox.Inbound("telegram", "1", "telegram:1", b"{}", long_ago)
    message = outbox.Outgoing("1", "telegram", "1", "message", {}, outbox.Lane.ANSWER)
    await database.write(lambda conn: inbox.store(conn, keyring, [update]))
    await database.write(lambda conn: outbox.queue(conn, keyring, [message], long_ago))

    counts = await database.write(lambda conn: retention.purge(conn, keyring, NOW, "bot"))

    assert not any(counts.values())


async def test_the_phone_of_somebody_long_silent_is_forgotten(database: Database, keyring: Keyring) -> None:
    await person(database, keyring, "silent", NOW - 91 * A_DAY)
    await person(database, keyring, "heard", NOW - 89 * A_DAY)

    counts = await database.write(lambda conn: retention.purge(conn, keyring, NOW, "bot"))

    assert counts["proofs"] == 1
    proven = sa.select(contacts.c.address).where(contacts.c.phone_blind.is_not(None))
    assert await database.read(lambda conn: list(conn.execute(proven).scalars())) == ["heard"]
    silent = await database.write(lambda conn: people.find(conn, keyring, "telegram", "silent", NOW))
    assert silent is not None
    assert silent.proof is None


async def test_who_kept_two_messengers_apart_is_as_new_to_the_purge_as_to_the_next_word(
    database: Database, keyring: Keyring
) -> None:
    for name in ("purged", "writes again"):
        await person(database, keyring, name, NOW - 91 * A_DAY)
    await database.write(lambda conn: conn.execute(contacts.update().values(apart=True)) and None)
    await database.write(lambda conn: people.meet(conn, keyring, "telegram", "writes again", NOW))

    await database.write(lambda conn: retention.purge(conn, keyring, NOW, "bot"))

    rows = await database.read(lambda conn: conn.execute(sa.select(contacts)).mappings().all())
    assert [{column: row[column] for column in people.UNPROVEN} for row in rows] == [people.UNPROVEN] * 2


async def test_a_message_leads_to_its_case_until_that_is_long_finished(
    database: Database, keyring: Keyring
) -> None:
    await case(database, "26-00001-1", "done", NOW - 31 * A_DAY)
    await case(database, "26-00002-9", "done", NOW - 29 * A_DAY)
    await case(database, "26-00003-7", "waiting", NOW - 100 * A_DAY)

    counts = await database.write(lambda conn: retention.purge(conn, keyring, NOW, "bot"))

    assert counts["links"] == 1
    assert sorted(await left(database, posts.c.about)) == ["26-00002-9", "26-00003-7"]
    assert len(await left(database, cases.c.number)) == 3


async def test_a_message_about_news_leads_to_them_until_they_have_long_ended(
    database: Database, keyring: Keyring
) -> None:
    long_ago, lately = NOW - 31 * A_DAY, NOW - 29 * A_DAY
    for status, began, ended in (
        ("done", long_ago, long_ago),
        ("stopped", None, None),
        ("done", long_ago, lately),
        ("stopped", long_ago, None),  # with messages still on their way
        ("paused", long_ago, None),
    ):
        await news(database, status, began, ended)

    counts = await database.write(lambda conn: retention.purge(conn, keyring, NOW, "bot"))

    assert counts["links"] == 2
    assert sorted(await left(database, posts.c.about)) == ["broadcast:3", "broadcast:4", "broadcast:5"]


async def test_what_would_be_forgotten_is_counted_the_same(database: Database, keyring: Keyring) -> None:
    await traffic(database, keyring, NOW - 31 * A_DAY)
    await person(database, keyring, "silent", NOW - 91 * A_DAY)
    await case(database, "26-00001-1", "refused", NOW - 31 * A_DAY)

    counted = await database.read(lambda conn: retention.due(conn, NOW))

    assert counted == {"updates": 1, "messages": 1, "codes": 1, "proofs": 1, "links": 1}
    assert await database.write(lambda conn: retention.purge(conn, keyring, NOW, "bot")) == counted
    assert not any((await database.read(lambda conn: retention.due(conn, NOW))).values())


def test_purging_is_itself_in_the_log_and_a_dry_run_is_not(qupia: Qupia, settings: Settings) -> None:
    code, out, _ = qupia("purge", "--dry-run")
    assert code == 0
    assert out.splitlines()[-1] == "nothing was changed (--dry-run)"
    assert qupia("audit", "verify")[1].startswith("whole: 0 rows")

    code, out, _ = qupia("purge")
    assert code == 0
    assert [line.split() for line in out.splitlines()[:5]] == [[rule.name, "0"] for rule in retention.RULES]
    assert qupia("audit", "verify")[1].startswith("whole: 1 rows")
