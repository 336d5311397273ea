"""The nightly purge forgets what is done, and nothing that comes after it is taken for what was forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot import verification
from bot.storage import inbox as updates
from bot.storage import people, retention
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.inbox import Inbound
from bot.storage.records import codes
from bot.storage.tables import inbox, outbox
from dialogs.messages import Language
from tests.clinic import PHONE, Clinic


@pytest.fixture
async def clinic(database: Database, keyring: Keyring) -> Clinic:
    return await Clinic(database, keyring).opens()


async def asks_for_a_code_and_a_call(clinic: Clinic) -> None:
    def asks(conn: sa.Connection) -> None:
        patient = people.meet(conn, clinic.keyring, "telegram", "66", clinic.moment)
        verification.send_code(conn, clinic.house, patient, PHONE, Language.KAZAKH)
        verification.offer_call(conn, clinic.house, patient, PHONE)

    await clinic.database.write(asks)


async def reception_hears_the_call(clinic: Clinic) -> bool:
    def hears(conn: sa.Connection) -> bool:
        call = conn.execute(sa.select(codes.c.id).where(codes.c.method == "call")).scalar_one()
        return verification.heard(conn, clinic.house, call, "1")

    return await clinic.database.write(hears)


async def waiting(clinic: Clinic) -> tuple[int, int]:
    """How many messages wait to be sent and how many updates to be heard."""

    def count(conn: sa.Connection) -> tuple[int, int]:
        messages = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.settled_at.is_(None))
        heard = sa.select(sa.func.count()).select_from(inbox).where(inbox.c.done_at.is_(None))
        return conn.execute(messages).scalar_one(), conn.execute(heard).scalar_one()

    return await clinic.database.read(count)


async def all_is_done(clinic: Clinic) -> None:
    def done(conn: sa.Connection) -> None:
        conn.execute(outbox.update().values(status="sent", settled_at=clinic.moment, payload=None))
        conn.execute(inbox.update().values(done_at=clinic.moment, payload=None))

    await clinic.database.write(done)


async def a_quiet_day_passes_and_the_night_forgets(clinic: Clinic, days: float = 1.1) -> None:
    clinic.moment += timedelta(days=days)
    await clinic.database.write(
        lambda conn: retention.purge(conn, clinic.keyring, clinic.moment, "operator") and None
    )


async def test_a_patient_who_asks_after_the_purge_gets_a_code_and_is_called_as_before(clinic: Clinic) -> None:
    for _day in range(3):
        await asks_for_a_code_and_a_call(clinic)
        assert await reception_hears_the_call(clinic)
        assert await waiting(clinic) == (2, 1)
        await all_is_done(clinic)
        await a_quiet_day_passes_and_the_night_forgets(clinic)


async def test_the_update_that_a_consent_was_given_in_shares_its_number_with_no_later_one(
    clinic: Clinic,
) -> None:
    numbers = []
    for month in range(3):
        said = [Inbound("telegram", f"{month}", "telegram 66", b"agreed", clinic.moment)]
        numbers += await clinic.database.write(
            lambda conn, said=said: updates.store(conn, clinic.keyring, said)
        )
        await all_is_done(clinic)
        await a_quiet_day_passes_and_the_night_forgets(clinic, days=31)
    assert len(set(numbers)) == 3
