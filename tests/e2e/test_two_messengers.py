"""Filed on WhatsApp and answered from Telegram's group; one phone in two messengers, joined or kept apart."""

from __future__ import annotations

from dialogs.messages import Language
from tests.e2e.both import Both
from tests.e2e.chat import Chat

DAY = 86_400.0
PHONE = "+77015557701"


async def files(chat: Chat, right: str = "access") -> str:
    """From the menu to the receipt, proven by the own contact; gives the case's number."""
    for choice in ("menu-rights", f"right-{right}", "whom-self", "skip", "send", "verify-share"):
        await chat.hears(choices=f"{choice} …")
        await chat.presses(choice)
    if not chat.shows_number:
        await chat.shares_contact()
    await chat.hears("phone-proven", "receipt-title", choices="request:# …")
    return chat.number


async def to_menu(chat: Chat) -> None:
    await chat.presses("menu")
    await chat.hears("menu-title", choices="…")


async def sees_requests(chat: Chat) -> list[str]:
    """The numbers under *My requests*."""
    await to_menu(chat)
    await chat.presses("menu-requests")
    await chat.hears(choices="menu …")
    return sorted(id.partition(":")[2] for id in chat.offered_now() if id.startswith("request:"))


async def filed_on_both(both: Both) -> tuple[Chat, Chat, str, str]:
    """One phone, a case on each messenger; WhatsApp's receipt, the later one, stands there with its offer."""
    telegram = await both.greets(both.patient("telegram", phone=PHONE))
    whatsapp = await both.greets(both.patient("whatsapp", phone=PHONE))
    first = await files(telegram)
    second = await files(whatsapp, "block")
    await whatsapp.hears("join-offer", choices="join-yes join-no request:# menu")
    return telegram, whatsapp, first, second


# --- Two days later -------------------------------------------------------------------------------


async def test_a_case_filed_on_whatsapp_is_done_in_the_group_two_days_later_and_told_by_template(both: Both):
    patient = await both.greets(both.patient("whatsapp", Language.RUSSIAN))
    number = await files(patient)
    await both.rests()
    both.clock.advance(2 * DAY)
    assert "WhatsApp" in await both.card(number)
    await both.does("staff-take", number)
    told = await patient.newest(lambda one: one.template == "qupia_case_news")
    assert number in told.text
    assert "обращению" in told.text
    await patient.presses(f"request:{number}")
    await patient.hears("request-title", "timeline-taken", choices="…")
    await both.does("staff-done", number)
    await both.does("staff-outcome", f"{number}:copy-given")
    await both.does("staff-no-words", f"{number}:copy-given")
    # Within a day of the button everything is told in words again.
    assert await patient.newest(
        lambda one: number in one.text and not one.template and "исполнено" in one.text
    )
    assert await both.asks("SELECT status, undelivered FROM cases") in ([("done", 0)], [("done", False)])
    assert not both.whatsapp.wire.refused()


async def test_news_that_does_not_arrive_stands_on_the_card(both: Both):
    patient = await both.greets(both.patient("whatsapp"))
    number = await files(patient)
    await both.rests()
    both.clock.advance(2 * DAY)
    both.whatsapp.fails_later(131026)
    before = await both.card(number)
    await both.does("staff-take", number)
    await both.rests()
    assert await both.asks("SELECT count(*) FROM cases WHERE undelivered") == [(1,)]
    after = await both.card(number)
    assert after != before
    assert "соңғы хабарлама жетпеді" in after.casefold()


# --- One phone in both ----------------------------------------------------------------------------


async def test_the_same_phone_is_never_joined_without_a_word(both: Both):
    telegram, whatsapp, first, second = await filed_on_both(both)
    assert await sees_requests(telegram) == [first]
    assert await sees_requests(whatsapp) == [second]
    assert await both.asks("SELECT count(*) FROM contacts WHERE person IS NOT NULL") == [(0,)]


async def test_joined_chats_show_both_requests_and_the_other_is_told_and_may_undo_it(both: Both):
    telegram, whatsapp, first, second = await filed_on_both(both)
    await whatsapp.presses("join-yes")
    await whatsapp.hears("joined", "receipt-title", choices="request:# menu")
    await telegram.hears("told-joined", choices="join-no …")
    assert await sees_requests(telegram) == sorted([first, second])
    assert await sees_requests(whatsapp) == sorted([first, second])
    await telegram.presses("join-no")
    await telegram.hears("kept-apart", choices="…")
    assert await sees_requests(whatsapp) == [second]
    assert await sees_requests(telegram) == [first]
    acts = "SELECT act FROM audit WHERE act LIKE 'persons%' ORDER BY seq"
    assert await both.asks(acts) == [("persons-joined",), ("persons-parted",)]


async def test_who_said_no_is_not_asked_again_and_may_still_join_later(both: Both):
    telegram, whatsapp, first, _second = await filed_on_both(both)
    await whatsapp.presses("join-no")
    await whatsapp.hears("kept-apart", "receipt-title", choices="request:# menu")
    both.clock.advance(3600)
    await to_menu(whatsapp)
    third = await files(whatsapp, "erase")
    await whatsapp.hears("receipt-title", choices="request:# menu")
    await to_menu(whatsapp)
    await whatsapp.presses("menu-settings")
    await whatsapp.hears("settings-title", choices="…")
    await whatsapp.presses("settings-holdings")
    await whatsapp.hears("join-offer", choices="join-yes settings-forget back menu")
    await whatsapp.presses("join-yes")
    await whatsapp.hears("joined", choices="…")
    assert {first, third} <= set(await sees_requests(telegram))


async def test_an_answer_goes_where_the_case_was_filed_or_where_its_person_can_be_reached(both: Both):
    telegram, whatsapp, first, second = await filed_on_both(both)
    await whatsapp.presses("join-yes")
    await whatsapp.hears("joined", choices="…")
    await telegram.hears("told-joined", choices="…")
    await both.does("staff-take", second)
    assert await whatsapp.newest(lambda one: second in one.text)
    assert not [one for one in telegram.heard() if second in one.text]
    await telegram.who.blocks()
    await both.does("staff-take", first)
    await both.does("staff-return", first)
    await both.does("staff-take", first)
    assert await whatsapp.newest(lambda one: first in one.text)


async def test_stop_is_for_one_chat_and_says_so(both: Both):
    telegram, whatsapp, _first, _second = await filed_on_both(both)
    await whatsapp.presses("join-yes")
    await whatsapp.hears("joined", choices="…")
    for chat in (telegram, whatsapp):
        await to_menu(chat)
        await chat.presses("menu-settings")
        await chat.hears("settings-title", choices="…")
        await chat.presses("settings-notices")
        await chat.hears("messages-on", "messages-each-apart", choices="…")
    await telegram.says("STOP")
    await telegram.hears("messages-off", "messages-each-apart")
    messages = await both.asks("SELECT channel, messages FROM contacts ORDER BY channel")
    assert [(channel, bool(on)) for channel, on in messages] == [("telegram", False), ("whatsapp", True)]


async def test_being_forgotten_in_one_chat_leaves_the_other_and_says_so(both: Both):
    telegram, whatsapp, first, second = await filed_on_both(both)
    await whatsapp.presses("join-yes")
    await whatsapp.hears("joined", choices="…")
    await to_menu(whatsapp)
    await whatsapp.presses("menu-settings")
    await whatsapp.hears("settings-title", choices="…")
    await whatsapp.presses("settings-forget")
    await whatsapp.hears("forget-what", "forget-elsewhere", choices="…")
    await whatsapp.presses("forget-yes")
    await whatsapp.hears(choices="start-again")
    assert await sees_requests(telegram) == [first]
    assert second not in telegram.offered_now()


async def test_a_changed_number_parts_what_it_had_joined(both: Both):
    telegram, whatsapp, first, _second = await filed_on_both(both)
    await whatsapp.presses("join-yes")
    await whatsapp.hears("joined", choices="…")
    await whatsapp.who.changes_number("77010000777")
    await both.rests()
    assert await sees_requests(telegram) == [first]
    assert await both.asks("SELECT count(*) FROM contacts WHERE proof IS NOT NULL") == [(1,)]


async def test_a_call_alone_joins_nobody(both: Both):
    telegram = await both.greets(both.patient("telegram", phone=PHONE))
    await files(telegram)
    caller = await both.greets(both.patient("whatsapp", phone="+77015557702"))
    for choice in ("menu-rights", "right-block", "whom-self", "skip", "send", "verify-call"):
        await caller.hears(choices=f"{choice} …")
        await caller.presses(choice)
    await caller.hears("verify-call-number", choices="…")
    await caller.says(PHONE)
    await caller.hears("call-invitation", choices="…")
    caller.since = caller.who.world.changes.version
    await both.hears_the_call()
    await caller.hears("phone-proven", "receipt-title", choices="request:# menu")
    await to_menu(caller)
    await caller.presses("menu-settings")
    await caller.hears("settings-title", choices="…")
    await caller.presses("settings-holdings")
    await caller.hears("holdings-phone", choices="settings-forget back menu")
