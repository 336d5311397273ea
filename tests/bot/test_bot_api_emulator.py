"""People and a bot meet in the emulated Telegram: over real HTTP, through aiogram."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    EphemeralMessageParameters,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.demo.bot_api import BotApi, Clock

MONDAY = datetime(2026, 12, 14, 4, 0, tzinfo=UTC)


def inline(**buttons: str) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=text, callback_data=f"1.{key}")] for key, text in buttons.items()]
    return InlineKeyboardMarkup(inline_keyboard=rows)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    emulator = BotApi(Clock(MONDAY, frozen=True))
    yield emulator
    await emulator.close()


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(await api.start()))
    made = Bot(api.token, session=session)
    yield made
    await made.session.close()


@asynccontextmanager
async def polling(bot: Bot, dispatcher: Dispatcher) -> AsyncIterator[None]:
    task = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    try:
        yield
    finally:
        with suppress(RuntimeError):
            await dispatcher.stop_polling()
        await task


async def test_a_patient_writes_presses_and_shares_a_phone(api: BotApi, bot: Bot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message(F.text)
    async def _(message: Message) -> None:
        await message.answer("<b>Сәлем</b> 😀", parse_mode="HTML", reply_markup=inline(agree="Келісемін"))

    @dispatcher.callback_query(F.data == "1.agree")
    async def _(query: CallbackQuery) -> None:
        await query.answer("рахмет")
        assert isinstance(query.message, Message)
        await query.message.edit_text("Келістіңіз")
        keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Нөмір", request_contact=True)]])
        await query.message.answer("Нөміріңізді жіберіңіз", reply_markup=keyboard)

    @dispatcher.message(F.contact)
    async def _(message: Message) -> None:
        assert message.contact is not None
        assert message.from_user is not None
        own = message.contact.user_id == message.from_user.id
        await message.answer(f"{message.contact.phone_number} {own}", reply_markup=ReplyKeyboardRemove())

    patient = api.person("Науқас 1", language_code="kk", phone="+77010990990")
    async with polling(bot, dispatcher):
        await patient.says("/start")
        greeting = await patient.hears()
        assert greeting.html == "<b>Сәлем</b> 😀"
        assert greeting.choices == ["agree"]
        await patient.presses("agree")
        await patient.hears("Нөміріңізді жіберіңіз")
        assert [toast.text for toast in patient.toasts] == ["рахмет"]
        edited = patient.sees[1]
        assert (edited.text, edited.edited, edited.buttons) == ("Келістіңіз", True, ())
        await patient.presses("Нөмір")
        answer = await patient.hears("+77010990990")
        assert answer.text == "+77010990990 True"
        assert patient.keyboard == ()
        await patient.shares_contact_of_another()
        assert (await patient.hears("False")).text == "+77010000099 False"
    assert api.wire.refused() == []


async def test_nobody_is_written_to_before_start_or_after_a_block(api: BotApi, bot: Bot) -> None:
    patient = api.person()
    with pytest.raises(TelegramForbiddenError, match="bot can't initiate conversation with a user"):
        await bot.send_message(patient.id, "Здравствуйте")
    await patient.starts()
    await bot.send_message(patient.id, "Здравствуйте")
    await patient.blocks()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(patient.id, "Здравствуйте")
    await patient.unblocks()
    await bot.send_message(patient.id, "Снова здравствуйте")
    statuses = [
        one.my_chat_member.new_chat_member.status for one in await bot.get_updates() if one.my_chat_member
    ]
    assert statuses == ["kicked", "member"]
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(4242, "кто здесь?")


async def test_updates_stay_in_order_until_they_are_confirmed(api: BotApi, bot: Bot) -> None:
    patient = api.person()
    for text in ("бір", "екі", "үш"):
        await patient.says(text)
    first = await bot.get_updates(limit=2)
    assert [one.message.text for one in first if one.message] == ["бір", "екі"]
    assert await bot.get_updates(limit=2) == first
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [one.message.text for one in rest if one.message] == ["үш"]
    await patient.says("төрт")
    newest = await bot.get_updates(offset=-1)
    assert [one.message.text for one in newest if one.message] == ["төрт"]
    api.clock.advance(25 * 3600)
    assert await bot.get_updates() == []


async def test_a_waiting_poll_ends_with_an_update_with_time_or_with_another_poll(
    api: BotApi, bot: Bot
) -> None:
    patient = api.person()
    waiting = asyncio.create_task(bot.get_updates(timeout=30))
    await until_polled(api)
    await patient.says("эй")
    assert len(await waiting) == 1
    offset = (await bot.get_updates())[-1].update_id + 1
    waiting = asyncio.create_task(bot.get_updates(offset=offset, timeout=30))
    await until_polled(api)
    api.clock.advance(31)
    assert await waiting == []
    waiting = asyncio.create_task(bot.get_updates(offset=offset, timeout=30))
    await until_polled(api)
    await bot.get_updates(offset=offset)
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await waiting


async def until_polled(api: BotApi) -> None:
    while not api.intake.polled:
        await api.world.changes.next()


async def test_members_changes_are_told_only_to_a_bot_that_asks(api: BotApi, bot: Bot) -> None:
    chief, clerk = api.person("Әкімші"), api.person("Қызметкер")
    group = api.group(creator=chief, members=(clerk,))
    await group.promotes(clerk)
    assert await bot.get_updates() == []
    await bot.get_updates(allowed_updates=["message", "chat_member"])
    await group.demotes(clerk)
    await group.loses(clerk)
    told = await bot.get_updates()
    members = [one.chat_member.new_chat_member.status for one in told if one.chat_member]
    assert members == ["member", "left"]
    assert [bool(one.message and one.message.left_chat_member) for one in told] == [False, False, True]


async def test_privacy_mode_hides_talk_from_a_bot_that_is_no_administrator(api: BotApi, bot: Bot) -> None:
    clerk = api.person("Қызметкер")
    group = api.group(members=(clerk,), bot="member")
    desk = clerk.at(group)
    await desk.says("обсуждаем между собой")
    await desk.says("/queue@someone_else_bot")
    await desk.says("/queue@qupia_demo_bot")
    await desk.says("/mine")
    card = await bot.send_message(group.id, "Карточка")
    await desk.replies(card.message_id, "ответ пациенту")
    heard = [one.message.text for one in await bot.get_updates() if one.message]
    assert heard == ["/queue@qupia_demo_bot", "/mine", "ответ пациенту"]
    await group.promotes_bot()
    await desk.says("теперь слышно")
    assert (await bot.get_updates())[-1].message.text == "теперь слышно"  # type: ignore[union-attr]


async def test_an_ephemeral_message_is_seen_by_its_receiver_alone(api: BotApi, bot: Bot) -> None:
    one, other = api.person("Қызметкер 1"), api.person("Қызметкер 2")
    group = api.group(members=(one, other), bot="member")
    card = await bot.send_message(group.id, "Карточка", reply_markup=inline(details="Подробнее"))
    press = await one.at(group).presses("details")
    only = EphemeralMessageParameters(receiver_user_id=one.id, callback_query_id=press)
    sent = await bot.send_message(
        group.id, "Тайна", ephemeral_message_parameters=only, reply_markup=inline(close="Жабу")
    )
    assert (sent.message_id, sent.receiver_user.id) == (0, one.id)  # type: ignore[union-attr]
    assert [message.text for message in one.at(group).sees] == ["Карточка", "Тайна"]
    assert one.at(group).sees[-1].only_you
    assert [message.text for message in other.at(group).sees] == ["Карточка"]
    await one.at(group).presses("close")
    again = (await bot.get_updates())[-1].callback_query
    assert again is not None
    assert isinstance(again.message, Message)
    assert again.message.ephemeral_message_id == sent.ephemeral_message_id
    await bot.delete_ephemeral_message(group.id, one.id, sent.ephemeral_message_id)  # type: ignore[arg-type]
    assert [message.message_id for message in one.at(group).sees] == [card.message_id]


async def test_a_bot_without_rights_has_fifteen_seconds_for_an_ephemeral_answer(
    api: BotApi, bot: Bot
) -> None:
    one, other = api.person("Қызметкер 1"), api.person("Қызметкер 2")
    group = api.group(members=(one, other), bot="member")
    await bot.send_message(group.id, "Карточка", reply_markup=inline(details="Подробнее"))
    press = await one.at(group).presses("details")
    wrong = EphemeralMessageParameters(receiver_user_id=other.id, callback_query_id=press)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.send_message(group.id, "Тайна", ephemeral_message_parameters=wrong)
    bare = EphemeralMessageParameters(receiver_user_id=one.id)
    with pytest.raises(TelegramBadRequest, match="not enough rights"):
        await bot.send_message(group.id, "Тайна", ephemeral_message_parameters=bare)
    api.clock.advance(16)
    late = EphemeralMessageParameters(receiver_user_id=one.id, callback_query_id=press)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.send_message(group.id, "Тайна", ephemeral_message_parameters=late)
    await group.promotes_bot()
    await bot.send_message(group.id, "Тайна", ephemeral_message_parameters=bare)
    await one.goes_offline()
    await bot.send_message(group.id, "Не дойдёт", ephemeral_message_parameters=bare)
    assert [message.text for message in one.at(group).sees] == ["Карточка", "Тайна"]


async def test_a_group_lives_on_under_another_id_after_its_upgrade(api: BotApi, bot: Bot) -> None:
    clerk = api.person("Қызметкер")
    group = api.group(members=(clerk,), supergroup=False)
    old = group.id
    new = await group.upgrades()
    with pytest.raises(TelegramMigrateToChat) as caught:
        await bot.send_message(old, "Карточка")
    assert caught.value.migrate_to_chat_id == new == group.id
    await bot.send_message(new, "Карточка")
    told = [one.message for one in await bot.get_updates() if one.message]
    assert [(m.chat.id, m.migrate_to_chat_id, m.migrate_from_chat_id) for m in told] == [
        (old, new, None),
        (new, None, old),
    ]
    assert clerk.at(group).sees[-1].text == "Карточка"


async def test_topics_need_a_right_and_can_vanish_under_the_bot(api: BotApi, bot: Bot) -> None:
    chief = api.person("Әкімші")
    group = api.group(creator=chief, forum=True, rights=frozenset({"can_manage_chat"}))
    with pytest.raises(TelegramBadRequest, match="not enough rights to create a topic"):
        await bot.create_forum_topic(group.id, "№ 1")
    await group.promotes_bot(frozenset({"can_manage_topics"}))
    topic = (await bot.create_forum_topic(group.id, "№ 1")).message_thread_id
    sent = await bot.send_message(group.id, "Карточка", message_thread_id=topic)
    assert sent.message_thread_id == topic
    await bot.close_forum_topic(group.id, topic)
    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await bot.close_forum_topic(group.id, topic)
    await group.demotes_bot()
    with pytest.raises(TelegramBadRequest, match="TOPIC_CLOSED"):
        await bot.send_message(group.id, "ещё", message_thread_id=topic)
    await group.deletes_topic(topic)
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(group.id, "ещё", message_thread_id=topic)
    assert "Карточка" not in [message.text for message in chief.at(group).sees]


async def test_a_thrown_out_bot_is_told_once_and_then_refused(api: BotApi, bot: Bot) -> None:
    group = api.group(creator=api.person("Әкімші"))
    await group.removes_bot()
    (told,) = await bot.get_updates()
    assert told.my_chat_member is not None
    assert told.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "Карточка")


async def test_anonymous_administrators_post_as_the_group_and_press_as_themselves(
    api: BotApi, bot: Bot
) -> None:
    chief = api.person("Әкімші")
    group = api.group(creator=chief)
    await group.promotes(chief, anonymous=True)
    await chief.at(group).says("/stats")
    await bot.send_message(group.id, "Кто вы?", reply_markup=inline(me="Я"))
    await chief.at(group).presses("me")
    *_, said, pressed = await bot.get_updates()
    assert said.message is not None
    assert said.message.from_user is not None
    assert said.message.sender_chat is not None
    assert (said.message.from_user.id, said.message.sender_chat.id) == (1087968824, group.id)
    assert pressed.callback_query is not None
    assert pressed.callback_query.from_user.id == chief.id


async def test_a_group_takes_twenty_messages_a_minute(api: BotApi, bot: Bot) -> None:
    group = api.group(creator=api.person())
    for number in range(20):
        await bot.send_message(group.id, f"№ {number}")
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(group.id, "№ 21")
    assert 1 < caught.value.retry_after <= 60
    api.clock.advance(caught.value.retry_after)
    await bot.send_message(group.id, "№ 21")


async def test_faults_before_and_after_the_effect(api: BotApi, bot: Bot) -> None:
    patient = api.person()
    await patient.starts()
    api.fails("reset_before", method="sendMessage")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(patient.id, "потеряно по дороге")
    api.fails("reset_after", method="sendMessage")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(patient.id, "дошло, а ответ потерян")
    api.fails("429", retry_after=7)
    with pytest.raises(TelegramRetryAfter, match="7"):
        await bot.send_message(patient.id, "не сейчас")
    api.fails("5xx", times=2)
    for _ in range(2):
        with pytest.raises(TelegramServerError):
            await bot.send_message(patient.id, "не сейчас")
    await bot.send_message(patient.id, "наконец")
    assert [one.text for one in patient.sees if one.from_bot] == ["дошло, а ответ потерян", "наконец"]
    assert [one.fault for one in api.wire.refused()] == ["reset_before", "reset_after", "429", "5xx", "5xx"]


async def test_a_press_can_be_answered_once_and_soon(api: BotApi, bot: Bot) -> None:
    patient = api.person()
    await patient.starts()
    await bot.send_message(patient.id, "Вопрос", reply_markup=inline(yes="Да"))
    press = await patient.presses("Да")
    await bot.answer_callback_query(press)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(press)
    late = await patient.presses("yes")
    api.clock.advance(60)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(late)


async def test_edits_are_refused_as_telegram_refuses_them(api: BotApi, bot: Bot) -> None:
    patient = api.person()
    mine = await patient.says("моё")
    sent = await bot.send_message(patient.id, "раз", reply_markup=inline(yes="Да"))
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_text(
            "раз", chat_id=patient.id, message_id=sent.message_id, reply_markup=inline(yes="Да")
        )
    await sent.edit_text("раз").as_(bot)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("два", chat_id=patient.id, message_id=mine.id)
    keyboard = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Нөмір")]])
    asked = await bot.send_message(patient.id, "Нөмір?", reply_markup=keyboard)
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("два", chat_id=patient.id, message_id=asked.message_id)
    await patient.deletes(sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("два", chat_id=patient.id, message_id=sent.message_id)
    file = await bot.send_document(patient.id, BufferedInputFile(b"abc", "a.txt"))
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("два", chat_id=patient.id, message_id=file.message_id)


async def test_files_go_both_ways(api: BotApi, bot: Bot) -> None:
    patient = api.person()
    await patient.sends_document("түзету.txt", "мәтін".encode(), "text/plain")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    content = await bot.download(update.message.document)
    assert content is not None
    assert content.read().decode() == "мәтін"
    sent = await bot.send_document(
        patient.id, BufferedInputFile(b"a;b\n", "отчёт.csv"), caption="<i>Есеп</i>", parse_mode="HTML"
    )
    assert sent.document is not None
    assert sent.document.file_name == "отчёт.csv"
    again = await bot.send_document(patient.id, sent.document.file_id)
    assert again.document == sent.document
    assert patient.sees[-2].html == "<i>Есеп</i>"
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(patient.id, BufferedInputFile(b"no picture", "a.png"))


async def test_replies_and_what_is_missing(api: BotApi, bot: Bot) -> None:
    patient = api.person()
    question = await patient.says("вопрос")
    answer = await bot.send_message(
        patient.id, "ответ", reply_parameters=ReplyParameters(message_id=question.id)
    )
    assert answer.reply_to_message is not None
    assert patient.sees[-1].reply_to is not None
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(patient.id, "ответ", reply_parameters=ReplyParameters(message_id=9999))
    lenient = ReplyParameters(message_id=9999, allow_sending_without_reply=True)
    assert (await bot.send_message(patient.id, "ответ", reply_parameters=lenient)).reply_to_message is None


async def test_a_wrong_token_is_unauthorized(api: BotApi, bot: Bot) -> None:
    stranger = Bot("7010990990:AAWrong-Wrong-Wrong-Wrong", session=bot.session)
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()


async def test_a_voice_an_album_and_an_edited_message_reach_the_bot(api: BotApi, bot: Bot) -> None:
    patient = api.person()
    await patient.sends_voice()
    await patient.sends_sticker()
    await patient.sends_location()
    await patient.sends_album(2)
    said = await patient.says("ашыбка")
    await patient.edits(said.id, "ошибка")
    await patient.forwards_contact("+77010000001")
    kinds = [one.message.content_type if one.message else one.event_type for one in await bot.get_updates()]
    assert kinds == ["voice", "sticker", "location", "photo", "photo", "text", "edited_message", "contact"]
    api.repeats_last_update()
    told = await bot.get_updates()
    assert told[-1].update_id == told[-2].update_id
