"""What Meta reports of a message, or a person answers to it, may come before our own note that it was sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from bot.channels.whatsapp.values import Fate, Report
from bot.conversations import Conversations
from bot.office import Office
from bot.ports import DeliveryStatus, Heard, Wrote
from bot.staff_room import Room
from bot.storage import deliveries, inbox, outbox, timelines
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.deliveries import Claimed, Final
from bot.storage.inbox import Inbound
from bot.storage.outbox import Lane, Outgoing
from dialogs.commands import AnswerFound
from dialogs.messages import Chose, Language, Started, Typed
from dialogs.staff import Act
from tests.clinic import FIRST, GROUP, Clinic

KEY = "news:1"


class Silent:
    """Answers nothing."""

    def find(self, question: str, language: Language | None) -> AnswerFound:
        raise AssertionError(question)

    def is_stop(self, words: str) -> bool:
        return False

    def is_urgent(self, words: str) -> bool:
        return False


FAILED = Report("wamid.1", KEY, Fate.FAILED, datetime(2026, 12, 15, tzinfo=UTC), "131026 undeliverable")


@pytest.fixture
async def clinic(database: Database, keyring: Keyring) -> Clinic:
    opened = await Clinic(database, keyring).opens()
    await opened.clears()
    return opened


async def news_under_way(
    clinic: Clinic, number: str, channel: str = "whatsapp", address: str = "KZ.1"
) -> Claimed:
    """News about a case that the sender has in hand."""
    await clinic.clears()
    message = Outgoing(KEY, channel, address, "message", {"html": ["x"]}, Lane.NOTICE, number)
    now = clinic.moment
    await clinic.database.write(lambda conn: outbox.queue(conn, clinic.keyring, [message], now))
    (row,) = await clinic.database.write(
        lambda conn: deliveries.claim(
            conn,
            by="me",
            now=now,
            until=now + timedelta(minutes=1),
            lanes=[Lane.NOTICE],
            channels=[channel],
            most=1,
        )
    )
    return row


async def settles(clinic: Clinic, row: Claimed) -> None:
    end = Final(row, DeliveryStatus.SENT, "wamid.1")
    await clinic.database.write(lambda conn: deliveries.settle(conn, [end], clinic.moment))


async def is_stored(clinic: Clinic, channel: str = "whatsapp", address: str = "KZ.1") -> int:
    """Something came in; gives its row."""
    update = Inbound(channel, uuid4().hex, f"{channel}:{address}", b"{}", clinic.moment)
    (seq,) = await clinic.database.write(lambda conn: inbox.store(conn, clinic.keyring, [update]))
    return seq


async def test_a_failure_reported_before_the_sending_is_written_down_is_heard_after_it(
    clinic: Clinic,
) -> None:
    number = await clinic.files()
    row = await news_under_way(clinic, number)
    office = Office(clinic.database, clinic.house, lambda: None, lambda: 250)
    seq = await is_stored(clinic)

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
        await is_stored(clinic), FAILED
    )
    assert (await clinic.case(number))["undelivered"]


# --- an answer that is quicker than our note -----------------------------------------------------------------


async def test_a_reply_in_the_group_to_a_post_not_yet_written_down_is_heard_after_it(clinic: Clinic) -> None:
    number = await clinic.files()
    await clinic.does(FIRST, Act.TAKE, number)
    row = await news_under_way(clinic, number, "telegram", GROUP)
    room = Room(clinic.database, clinic.house)
    seq = await is_stored(clinic, "telegram", GROUP)
    note = Wrote(FIRST, "// ескерту", answers="wamid.1", message="7")

    with pytest.raises(inbox.OutOfTurn):
        await room.hear(seq, GROUP, note)
    await settles(clinic, row)
    await room.hear(seq, GROUP, note)
    story = await clinic.database.read(
        lambda conn: timelines.story(conn, clinic.keyring, number, internal=True)
    )
    assert [entry.words for entry in story if entry.what == "note"] == ["ескерту"]


async def test_a_patients_reply_to_news_not_yet_written_down_is_words_for_the_case(clinic: Clinic) -> None:
    talk = Conversations(clinic.database, clinic.house, Silent())
    for event in (Started(), Chose("language-en"), Chose("notice-agree")):
        await talk.hear(Heard(await is_stored(clinic, "telegram", "77"), "telegram", "77", event))
    number = await clinic.files()
    row = await news_under_way(clinic, number, "telegram", "77")
    seq = await is_stored(clinic, "telegram", "77")
    heard = Heard(seq, "telegram", "77", Typed("сөз"), (Language.ENGLISH,), answers="wamid.1")

    with pytest.raises(inbox.OutOfTurn):
        await talk.hear(heard)
    await settles(clinic, row)
    await talk.hear(heard)
    story = await clinic.database.read(lambda conn: timelines.story(conn, clinic.keyring, number))
    assert [entry.words for entry in story if entry.actor == "patient"][-1:] == ["сөз"]
