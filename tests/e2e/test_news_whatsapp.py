"""News over WhatsApp: freely within 24 hours of a word, by approved template after; what Meta refuses is heeded."""

from __future__ import annotations

from typing import Any

import pytest

from bot.storage import broadcasts
from bot.storage.database import Database
from dialogs.broadcasts import BroadcastStatus
from dialogs.messages import Language
from tests.e2e.both import Both
from tests.e2e.chat import Chat

DAY = 86_400.0
WORDS = {language: (f"Clause 2.2 reads otherwise ({language}).",) for language in Language}
FATES = "SELECT fate, count(*) FROM recipients WHERE broadcast = {id} GROUP BY fate ORDER BY fate"
LEDGER = "SELECT granted, evidence FROM consents WHERE purpose = 'messages' ORDER BY seq"


async def wants_news(both: Both, channel: str = "whatsapp", language: Language = Language.ENGLISH) -> Chat:
    """Somebody who said yes to news with the notice."""
    chat = await both.greets(both.patient(channel, language))
    await chat.presses("news-yes")
    await chat.hears("messages-on", choices="…")
    return chat


async def writes(both: Both, work: Any) -> Any:
    database = Database(both.database_url)
    try:
        return await database.write(work)
    finally:
        await database.close()


async def approved(both: Both) -> int:
    """A broadcast both administrators have agreed on."""
    id: int = await writes(both, lambda conn: broadcasts.draft(conn, WORDS, both.clock.now()))
    approved = BroadcastStatus.APPROVED.value
    await writes(both, lambda conn: broadcasts.mark(conn, id, status=approved))
    return id


async def ends(both: Both, id: int) -> dict[str, int]:
    """What became of everybody, once it has ended."""
    seat = both.staff.at(both.group)
    await seat.waits_for(lambda one: one.from_bot and f"№ {id}" in one.text and "аяқталды" in one.text, 30.0)
    return dict(await both.asks(FATES.format(id=id)))


async def granted(both: Both) -> list[bool]:
    return [bool(said) for said, _ in await both.asks(LEDGER)]


async def test_within_24_hours_of_a_word_news_come_in_words_with_a_button_that_ends_them(both: Both):
    chat = await wants_news(both)
    id = await approved(both)
    told = await chat.newest(lambda one: "reads otherwise (en)" in one.text)
    assert await ends(both, id) == {"sent": 1}
    assert told.kind == "button"
    await chat.who.presses("-.settings-notices-off")
    await chat.hears("messages-off")
    assert await granted(both) == [True, False]


@pytest.mark.parametrize("language", list(Language), ids=str)
async def test_after_24_hours_a_template_says_that_there_are_news_and_its_buttons_read_and_end_them(
    both: Both, language: Language
):
    chat = await wants_news(both, language=language)
    both.clock.advance(DAY)
    id = await approved(both)
    told = await chat.newest(lambda one: one.kind == "template")
    assert await ends(both, id) == {"sent": 1}
    assert "2.2" not in told.text
    assert [button.value for button in told.buttons] == [f"-.news:{id}", "-.settings-notices-off"]
    await chat.presses(f"news:{id}")
    await chat.newest(lambda one: f"reads otherwise ({language})" in one.text)
    both.clock.advance(30 * DAY)
    await chat.who.presses("-.settings-notices-off", on=told)
    await chat.hears("messages-off")
    assert await granted(both) == [True, False]


async def test_news_of_others_cannot_be_read_by_making_up_a_number(both: Both):
    chat = await both.greets(both.patient("whatsapp"))
    await wants_news(both)
    id = await approved(both)
    await ends(both, id)
    await chat.who.presses_data(chat.who.world.chats[chat.who.id].messages[-1].id, f"-.news:{id}")
    await chat.hears("news-gone")


async def test_a_restricted_number_halts_the_broadcast_until_a_person_resumes_it(both: Both):
    chat = await wants_news(both)
    both.clock.advance(DAY)
    both.whatsapp.refuses(131048)
    id = await approved(both)
    seat = both.chief.at(both.group)
    card = await seat.waits_for(lambda one: f"broadcast-resume:{id}" in str(one.choices), 30.0)
    await seat.waits_for(lambda one: "131048" in one.text and f"№ {id}" in one.text, 30.0)
    while await both.asks(FATES.format(id=id)) != [("waiting", 1)]:
        await chat.who.world.changes.until(lambda: False, 0.05)
    await chat.says("hello")
    await chat.hears(choices="…")  # answers still go
    await seat.presses(f"broadcast-resume:{id}", on=card)
    assert await ends(both, id) == {"sent": 1}


async def test_who_told_whatsapp_itself_to_stop_is_a_line_of_the_ledger_at_once_or_later(both: Both):
    for tells in (both.whatsapp.refuses, both.whatsapp.fails_later):
        await wants_news(both)
        both.clock.advance(DAY)
        tells(131050)
        id = await approved(both)
        await ends(both, id)
        await both.rests()
        assert dict(await both.asks(FATES.format(id=id))) == {"opted-out": 1}
        (said, evidence) = (await both.asks(LEDGER))[-1]
        assert (bool(said), evidence.partition(":")[0]) == (False, "131050 outbox")


async def test_what_meta_did_not_deliver_is_counted_as_failed_and_not_tried_again(both: Both):
    chat = await wants_news(both)
    both.clock.advance(DAY)
    both.whatsapp.fails_later(131049)
    id = await approved(both)
    await chat.until(lambda: templates(both) == 1)
    await both.rests()
    both.clock.advance(DAY + 3600.0)
    await both.rests()
    assert await both.asks(f"SELECT fate, problem FROM recipients WHERE broadcast = {id}") == [
        ("failed", "131049 not-delivered-by-meta")
    ]
    sent = [one for one in both.whatsapp.wire.calls("messages") if "template" in str(one.request)]
    assert len(sent) == 1, chat.written()


async def test_the_days_people_are_counted_through_a_restart_and_the_rest_are_told_the_next_day(both: Both):
    await writes(
        both, lambda conn: conn.exec_driver_sql("INSERT INTO settings VALUES ('whatsapp-people-a-day', '2')")
    )
    await both.reopens()
    for _ in range(3):
        await wants_news(both)
    both.clock.advance(DAY)
    id = await approved(both)
    seen = both.whatsapp.world.changes
    assert await seen.until(lambda: templates(both) == 1, 30.0)
    await both.reopens()
    for told in (2, 3):
        await waits_for_their_turn(both)
        both.clock.advance(DAY + 60.0)
        assert await seen.until(lambda told=told: templates(both) == told, 30.0)
    assert await ends(both, id) == {"sent": 3}


async def waits_for_their_turn(both: Both) -> None:
    """Until everybody who cannot be told today has been put off."""
    now = int(both.clock.now().timestamp() * 1000)
    asked = f"SELECT count(*) FROM outbox WHERE status = 'queued' AND not_before <= {now}"
    while await both.asks(asked) != [(0,)]:
        await both.whatsapp.world.changes.until(lambda: False, 0.05)


def templates(both: Both) -> int:
    chats = both.whatsapp.world.chats.values()
    return sum(one.kind == "template" for chat in chats for one in chat.messages)
