"""What Meta reports of a message may come before our own note that it was sent: nothing of it is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.whatsapp.values import Fate, Report
from bot.office import Office
from bot.ports import DeliveryStatus
from bot.storage import deliveries, inbox, outbox
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.deliveries import Claimed, Final
from bot.storage.inbox import Inbound
from bot.storage.outbox import Lane, Outgoing
from tests.clinic import Clinic

KEY = "news:1"
FAILED = Report("wamid.1", KEY, Fate.FAILED, datetime(2026, 12, 15, tzinfo=UTC), "131026 undeliverable")


@pytest.fixture
async def clinic(database: Database, keyring: Keyring) -> Clinic:
    opened = await Clinic(database, keyring).opens()
    await opened.clears()
    return opened


async def news_under_way(clinic: Clinic, number: str) -> Claimed:
    """News about a case that the sender has in hand."""
    await clinic.clears()
    message = Outgoing(KEY, "whatsapp", "KZ.1", "message", {"html": ["x"]}, Lane.NOTICE, number)
    now = clinic.moment
    await clinic.database.write(lambda conn: outbox.queue(conn, clinic.keyring, [message], now))
    (row,) = await clinic.database.write(
        lambda conn: deliveries.claim(
            conn,
            by="me",
            now=now,
            until=now + timedelta(minutes=1),
            lanes=[Lane.NOTICE],
            channels=["whatsapp"],
            most=1,
        )
    )
    return row


async def settles(clinic: Clinic, row: Claimed) -> None:
    end = Final(row, DeliveryStatus.SENT, "wamid.1")
    await clinic.database.write(lambda conn: deliveries.settle(conn, [end], clinic.moment))


async def is_reported(clinic: Clinic) -> int:
    """The report is stored; gives its row."""
    update = Inbound("whatsapp", "report:1", "whatsapp:KZ.1", b"{}", clinic.moment)
    (seq,) = await clinic.database.write(lambda conn: inbox.store(conn, clinic.keyring, [update]))
    return seq


async def test_a_failure_reported_before_the_sending_is_written_down_is_heard_after_it(
    clinic: Clinic,
) -> None:
    number = await clinic.files()
    row = await news_under_way(clinic, number)
    office = Office(clinic.database, clinic.house, lambda: None, lambda: 250)
    seq = await is_reported(clinic)

    with pytest.raises(inbox.OutOfTurn):
        await office.reported(seq, FAILED)
    assert not (await clinic.case(number))["undelivered"]

    await settles(clinic, row)
    await office.reported(seq, FAILED)
    assert (await clinic.case(number))["undelivered"]


async def test_a_failure_reported_while_the_message_waits_to_be_tried_again_is_heard_at_once(
    clinic: Clinic,
) -> None:
    number = await clinic.files()
    row = await news_under_way(clinic, number)
    again = deliveries.Retry(row, clinic.moment + timedelta(minutes=5), "lost answer")
    await clinic.database.write(lambda conn: deliveries.settle(conn, [again], clinic.moment))

    await Office(clinic.database, clinic.house, lambda: None, lambda: 250).reported(
        await is_reported(clinic), FAILED
    )
    assert (await clinic.case(number))["undelivered"]
