"""Cards and posts lead back to their cases, and the desk is told what became of its words."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from bot.ports import (
    Delivered,
    DeliveryStatus,
    Rejected,
    Settled,
    Unreachable,
)
from bot.storage import deliveries, outbox, posts
from bot.storage.deliveries import Final
from bot.storage.outbox import Lane, Outgoing
from tests.clock import NOON
from tests.office import Office, message


def card(key: str, text: str, about: str = "2026-1") -> Outgoing:
    return message(key, "-7", Lane.NOTICE, kind="card", text=text, about=about)


async def test_a_burst_of_changes_to_a_card_is_shown_once_and_as_it_is_last(office: Office) -> None:
    for n in range(10):
        await office.queue(card(f"card:{n}", f"version {n}"))
    await office.queue(card("other", "of another case", "2026-2"))
    await office.outbox().drain()
    seen = [delivery.payload["text"] for _, delivery in office.platform.got]
    assert seen == ["version 9", "of another case"]


async def test_a_change_while_the_card_is_being_sent_is_shown_afterwards(office: Office) -> None:
    await office.queue(card("card:1", "open"))
    until = NOON + timedelta(minutes=1)
    claimed = await office.database.write(
        lambda conn: deliveries.claim(
            conn, by="x", now=NOON, until=until, lanes=[0, 1], channels=["telegram"], most=5
        )
    )
    await office.queue(card("card:2", "taken"))
    await office.queue(card("card:3", "done"))
    done = [Final(claimed[0], DeliveryStatus.SENT, "m0")]
    await office.database.write(lambda conn: deliveries.settle(conn, done, NOON) and None)
    await office.outbox().drain()
    assert office.platform.keys == ["card:2"]


async def test_a_reply_to_any_post_leads_back_to_its_case(office: Office) -> None:
    await office.queue(
        card("card:1", "open"), message("note", "-7", Lane.NOTICE, about="2026-1"), message("hello")
    )
    await office.outbox().drain()
    rows = [await office.row(key) for key in ("card:1", "note", "hello")]
    remote_ids = [row.remote_id for row in rows]

    def look(conn: sa.Connection) -> list[str | None]:
        return [posts.about_of(conn, "telegram", "-7", each) for each in remote_ids]

    assert await office.database.read(look) == ["2026-1", "2026-1", None]
    last = await office.database.read(lambda conn: posts.last_post(conn, "telegram", "-7", "2026-1", "card"))
    assert last == remote_ids[0]


async def test_a_card_edited_in_place_stays_one_post(office: Office) -> None:
    office.platform.answers |= {"card:1": [Delivered("55")], "card:2": [Delivered("55")]}
    for key in ("card:1", "card:2"):
        await office.queue(card(key, "text"))
        await office.outbox().drain()
    assert await office.status("card:2") == "sent"


async def test_the_desk_is_told_in_the_same_transaction(office: Office) -> None:
    def answer(conn: sa.Connection, settled: Settled) -> None:
        if settled.status is DeliveryStatus.UNREACHABLE:
            outbox.queue(conn, office.keyring, [message("call them", "-7")], NOON)

    office.platform.answers["k"] = [Unreachable("Forbidden")]
    await office.queue(message("k", about="2026-1"))
    await office.outbox(hook=answer).drain()
    assert office.platform.keys == ["k", "call them"]


async def test_a_desk_that_stumbles_loses_no_settlement_but_its_own_changes(office: Office) -> None:
    def stumble(conn: sa.Connection, settled: Settled) -> None:
        outbox.queue(conn, office.keyring, [message(f"after {settled.key}", "-7")], NOON)
        if settled.key == "bad":
            raise LookupError

    await office.queue(message("bad"), message("good", "2"))
    await office.outbox(
        hook=lambda conn, settled: stumble(conn, settled) if settled.address != "-7" else None
    ).drain()
    assert sorted(office.platform.keys) == ["after good", "bad", "good"]
    assert await office.status("bad") == "sent"


async def test_what_is_taken_back_is_not_sent(office: Office) -> None:
    await office.queue(
        *(message(f"broadcast:1:{n}", f"{n}", Lane.BROADCAST) for n in range(5)), message("hello")
    )
    assert await office.database.write(lambda conn: outbox.recall(conn, "broadcast:1:")) == 5
    await office.outbox().drain()
    assert office.platform.keys == ["hello"]


async def test_the_state_of_the_table_can_be_told(office: Office) -> None:
    office.platform.answers["bad"] = [Rejected("BadRequest")]
    await office.queue(message("k"), message("bad", "2"))
    assert await office.database.read(lambda conn: outbox.oldest_due(conn, NOON)) == NOON
    await office.outbox().drain()
    assert await office.database.read(outbox.census) == {DeliveryStatus.SENT: 1, DeliveryStatus.REJECTED: 1}
    assert await office.database.read(lambda conn: outbox.oldest_due(conn, NOON)) is None
    assert await office.database.write(lambda conn: outbox.forget_before(conn, NOON + timedelta(days=1))) == 2
