"""Two people at one case: one of them has it, whoever was faster; and nothing done is missing from the log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import product

import pytest
import sqlalchemy as sa

from bot.desk.acts import Desk
from bot.storage.audit import Broken, verify
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.tables import audit
from dialogs.messages import Text
from dialogs.requests import RequestKind
from dialogs.staff import Act, Staff
from tests.clinic import CHIEF, FIRST, SECOND, Clinic

RACES = {"sqlite": 1000, "postgresql": 200}


@pytest.fixture
async def clinic(database: Database, keyring: Keyring) -> Clinic:
    return await Clinic(database, keyring).opens()


@pytest.mark.timeout(300)
async def test_of_two_who_take_one_case_at_once_one_has_it(clinic: Clinic) -> None:
    races = RACES[clinic.database.dialect]
    number = await clinic.files(RequestKind.QUESTION)
    for race in range(races):
        answers = await asyncio.gather(*(clinic.does(who, Act.TAKE, number) for who in (FIRST, SECOND)))
        keys = sorted(answer.key for answer in answers)
        assert keys == ["denied-taken", "toast-taken"], race
        winner = FIRST if answers[0].key == "toast-taken" else SECOND
        assert (await clinic.case(number))["owner"] == winner.id
        assert (await clinic.does(winner, Act.RETURN, number)).key == "toast-returned"
    taken = sa.select(sa.func.count()).where(audit.c.act == "taken")
    assert await clinic.database.read(lambda conn: conn.execute(taken).scalar()) == races
    assert not isinstance(await clinic.database.read(verify), Broken)


@pytest.fixture
async def small(sqlite_url: str, keyring: Keyring) -> AsyncIterator[Clinic]:
    """A clinic on SQLite alone, where the rules are what is looked at."""
    database = Database(sqlite_url)
    yield await Clinic(database, keyring).opens()
    await database.close()


STATUSES = ("open", "in_progress", "waiting", "pending", "done", "refused", "cancelled")


async def brought_to(clinic: Clinic, status: str, patient: str) -> str:
    """A case in this status, held by the first member of staff where it is held at all."""
    number = await clinic.files(RequestKind.ERASE, who=patient)
    if status == "cancelled":
        await clinic.database.write(
            lambda conn: conn.execute(
                sa.text(f"UPDATE cases SET status = 'cancelled' WHERE number = '{number}'")
            )
        )
    elif status != "open":
        await clinic.does(FIRST, Act.TAKE, number)
    if status == "waiting":
        await clinic.writes(FIRST, number, "which years?", kind="wait")
    elif status in ("pending", "refused"):
        await clinic.writes(FIRST, number, "not confirmed", kind="refuse:not-confirmed")
    if status == "refused":
        await clinic.does(SECOND, Act.APPROVE, number)
    elif status == "done":
        await clinic.writes(FIRST, number, "erased", kind="done:erased")
    return number


WHO = {"owner": FIRST, "colleague": SECOND, "administrator": CHIEF}


@pytest.mark.parametrize("status", STATUSES)
async def test_every_act_of_every_role_in_every_status_is_answered_and_a_denied_one_changes_nothing(
    small: Clinic, status: str
) -> None:
    """Each act is tried on a case of its own, so that none stands on what another did."""
    for act, who in product((act for act in Act if act is not Act.DETAILS), WHO.values()):
        number = await brought_to(small, status, f"{act} {who.id}")
        before, log = await _state(small, number)
        answer = await small.does(who, act, number)
        after, grown = await _state(small, number)
        assert isinstance(answer, Text)
        if answer.key.startswith("denied-"):
            assert (after, grown) == (before, log), (act, who)
        else:
            assert answer.key.startswith("toast-"), (act, who)


async def _state(clinic: Clinic, number: str) -> tuple[dict[str, object], int]:
    log = sa.select(sa.func.count()).select_from(audit)
    return dict(await clinic.case(number)), await clinic.database.read(
        lambda conn: int(conn.execute(log).scalar_one())
    )


async def test_a_forged_press_is_answered_and_changes_nothing(clinic: Clinic) -> None:
    number = await clinic.files(RequestKind.ERASE)
    log = await _state(clinic, number)
    stranger = Staff("9", "Бөтен")

    def forged(conn: sa.Connection) -> list[str]:
        desk = Desk(conn, clinic.house, stranger)
        return [
            desk.press(Act.TAKE, "26-99999-9").key,
            desk.take_over(number, "1").key,
            desk.choose_outcome(number, "erased").key,
            desk.finish(number, "erased").key,
            desk.choose_ground(number, "made-up").key,
            desk.settle_field(number, "1.done").key,
        ]

    assert set(await clinic.database.write(forged)) <= {
        "case-unknown",
        "denied-status",
        "denied-taken",
        "denied-not-owner",
    }
    assert await _state(clinic, number) == log
