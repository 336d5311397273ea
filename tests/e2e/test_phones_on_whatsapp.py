"""Meta's names of messages have the phone inside: nobody reads it in the database, before or after *forget me*."""

from __future__ import annotations

import base64

from tests.e2e.both import Both
from tests.e2e.chat import Chat
from tests.e2e.test_news_whatsapp import approved, ends, wants_news
from tests.e2e.test_two_messengers import files, to_menu


async def is_told_everything(both: Both) -> tuple[Chat, str]:
    """Somebody with news, a case, and a word from staff about it that they reply to."""
    chat = await wants_news(both)
    await ends(both, await approved(both))
    number = await files(chat)
    await both.does("staff-take", number)
    told = await chat.newest(lambda one: number in one.text and "taken up" in one.text)
    await chat.who.replies(told, "When will it be ready?")
    await both.rests()
    return chat, number


async def test_a_message_s_name_has_the_phone_inside_as_meta_s_own_have(both: Both):
    chat = await both.greets(both.patient("whatsapp"))
    for message in chat.who.world.chats[chat.who.id].messages:
        assert chat.phone.lstrip("+").encode() in base64.b64decode(message.id.removeprefix("wamid."))


async def test_a_reply_finds_its_case_and_no_name_of_a_message_gives_the_phone_away(both: Both):
    chat, number = await is_told_everything(both)
    written = "SELECT count(*) FROM timeline WHERE \"case\" = '{}' AND what = 'message'"
    assert await both.asks(written.format(number)) == [(1,)]
    assert await both.holds(chat.phone) == []
    await to_menu(chat)
    for choice in ("menu-settings", "settings-forget", "forget-yes"):
        await chat.hears(choices=f"{choice} …")
        await chat.presses(choice)
    await chat.hears("forgotten")
    await both.rests()
    assert await both.holds(chat.phone) == []
    assert await both.asks("SELECT remote_id, edits FROM recipients") == [(None, None)]


async def test_a_number_that_was_given_up_stands_nowhere(both: Both):
    chat, _ = await is_told_everything(both)
    await chat.who.changes_number("77015569999")
    await both.rests()
    assert await both.asks("SELECT count(*) FROM contacts WHERE proof IS NOT NULL") == [(0,)]
    assert await both.holds(chat.phone) == []
