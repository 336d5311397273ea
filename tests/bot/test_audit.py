"""The audit log can be added to, and shows whatever else was done to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.storage.audit import BEGINNING, Broken, Verified, append, head, verify
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.tables import audit

NOON = datetime(2026, 11, 23, 7, 0, 0, 999_999, tzinfo=UTC)


def done(keyring: Keyring, act: str, minutes: int = 0) -> Callable[[sa.Connection], bytes]:
    def work(conn: sa.Connection) -> bytes:
        at = NOON + timedelta(minutes=minutes)
        detail = {"field": "phone", "act": act}
        return append(conn, keyring, at=at, actor="staff:7", act=act, about="2026-0001", detail=detail)

    return work


async def test_an_empty_log_is_in_order(database: Database) -> None:
    assert await database.read(verify) == Verified(0, BEGINNING)


async def test_each_row_is_chained_to_the_one_before(database: Database, keyring: Keyring) -> None:
    heads = [await database.write(done(keyring, act)) for act in ("opened", "taken", "done")]
    assert await database.read(verify) == Verified(3, heads[-1])
    assert await database.read(head) == heads[-1]
    chain = await database.read(lambda conn: conn.execute(sa.select(audit).order_by(audit.c.seq)).all())
    assert [row.previous for row in chain] == [BEGINNING, *heads[:-1]]


async def test_people_who_act_at_once_still_make_one_chain(database: Database, keyring: Keyring) -> None:
    await asyncio.gather(*(database.write(done(keyring, f"act {n}", n)) for n in range(30)))
    verdict = await database.read(verify)
    assert isinstance(verdict, Verified)
    assert verdict.count == 30


async def test_an_act_that_is_undone_leaves_no_gap(database: Database, keyring: Keyring) -> None:
    def refused(conn: sa.Connection) -> None:
        done(keyring, "refused")(conn)
        raise LookupError

    await database.write(done(keyring, "opened"))
    with pytest.raises(LookupError):
        await database.write(refused)
    await database.write(done(keyring, "taken"))
    assert isinstance(await database.read(verify), Verified)


async def test_details_stand_there_only_as_a_keyed_hash(database: Database, keyring: Keyring) -> None:
    await database.write(done(keyring, "opened"))
    await database.write(done(Keyring([bytes(31) + b"x"]), "opened"))
    rows = await database.read(lambda conn: conn.execute(sa.select(audit)).all())
    assert rows[0].detail_hash != rows[1].detail_hash
    assert not any(b"phone" in bytes(str(value), "utf-8") for row in rows for value in row)


TAMPERING: dict[str, tuple[sa.Executable, int, str]] = {
    "the doer is changed": (audit.update().where(audit.c.seq == 2).values(actor="staff:8"), 2, "altered"),
    "the time is changed": (audit.update().where(audit.c.seq == 2).values(at=NOON), 2, "altered"),
    "the case is changed": (audit.update().where(audit.c.seq == 3).values(about=None), 3, "altered"),
    "a row is taken out": (audit.delete().where(audit.c.seq == 2), 2, "missing"),
    "the first row is taken out": (audit.delete().where(audit.c.seq == 1), 1, "missing"),
    "a row is given another hash": (
        audit.update().where(audit.c.seq == 2).values(hash=bytes(32), actor="staff:8"),
        2,
        "altered",
    ),
}


@pytest.mark.parametrize("name", TAMPERING)
async def test_tampering_is_found_at_its_row(database: Database, keyring: Keyring, name: str) -> None:
    tampering, seq, why = TAMPERING[name]
    for minutes, act in enumerate(("opened", "taken", "waiting", "done"), 1):
        await database.write(done(keyring, act, minutes))
    await database.write(lambda conn: conn.execute(tampering) and None)
    verdict = await database.read(verify)
    assert isinstance(verdict, Broken)
    assert verdict.seq == seq
    assert why in verdict.why


async def test_cutting_off_the_end_shows_against_a_published_head(
    database: Database, keyring: Keyring
) -> None:
    heads = [await database.write(done(keyring, act)) for act in ("opened", "taken", "done")]
    await database.write(lambda conn: conn.execute(audit.delete().where(audit.c.seq == 3)) and None)
    assert await database.read(verify) == Verified(2, heads[1])
    verdict = await database.read(lambda conn: verify(conn, heads))
    assert isinstance(verdict, Broken)
    assert "published head" in verdict.why
    assert isinstance(await database.read(lambda conn: verify(conn, heads[:2])), Verified)


async def test_a_log_of_many_pages_is_walked_whole(database: Database, keyring: Keyring) -> None:
    def many(conn: sa.Connection) -> None:
        for n in range(1205):
            done(keyring, f"act {n}")(conn)

    await database.write(many)
    verdict = await database.read(verify)
    assert isinstance(verdict, Verified)
    assert verdict.count == 1205


def _flipped(value: object) -> object:
    """The same with one byte changed: whatever its type."""
    match value:
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case int():
            return value ^ 1
        case str():
            return chr(ord(value[0]) ^ 1) + value[1:]
    raise TypeError(value)


@pytest.mark.parametrize("column", [column.name for column in audit.columns])
@pytest.mark.parametrize("seq", [1, 3, 5])
async def test_one_changed_byte_in_any_column_of_any_row_is_found(
    database: Database, keyring: Keyring, column: str, seq: int
) -> None:
    for minutes, act in enumerate(("opened", "taken", "waiting", "resumed", "done"), 1):
        await database.write(done(keyring, act, minutes))

    def tamper(conn: sa.Connection) -> None:
        raw = sa.text(f"SELECT {column} FROM audit WHERE seq = {seq}")
        changed = {"value": _flipped(conn.execute(raw).scalar_one())}
        conn.execute(sa.text(f"UPDATE audit SET {column} = :value WHERE seq = {seq}"), changed)

    taken = column == "seq" and seq ^ 1 <= 5
    if taken:
        await database.write(lambda conn: conn.execute(audit.delete().where(audit.c.seq == seq ^ 1)) and None)
    await database.write(tamper)
    verdict = await database.read(verify)
    assert isinstance(verdict, Broken)
    assert verdict.seq <= seq + 1
