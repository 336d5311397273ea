"""What tired, curious and hostile people send: everything is answered, nothing is registered that should not be."""

from __future__ import annotations

import pytest

from bot.demo.bot_api import Seen
from tests.e2e.stage import PATIENCE, Stage


async def _at_value(stage: Stage) -> None:
    await stage.greets()
    await stage.walks(stage.patient, "menu-rectify", "whom-self", "field-other")


async def test_everything_unreadable_is_answered_and_the_step_stays(stage: Stage) -> None:
    patient = stage.patient
    await _at_value(stage)
    sent = (
        (patient.sends_voice, "voice messages"),
        (patient.sends_sticker, "stickers"),
        (patient.sends_photo, "photos"),
        (patient.sends_album, "photos"),
        (patient.sends_location, "locations"),
        (lambda: patient.sends_document("паспорт.pdf", b"%PDF"), "files"),
        (patient.shares_contact_of_another, "No contact is needed"),
        (patient.forwards_contact, "No contact is needed"),
    )
    for send, answer in sent:
        await send()
        await patient.hears(answer, PATIENCE)
    mine = await patient.says("Дұрыс деректі жаздым")
    stage.keeps("Дұрыс деректі жаздым", "Түзетілген дерек")
    await patient.hears("skip", PATIENCE)
    await patient.edits(mine.id, "Түзетілген дерек")
    await patient.hears("edited messages", PATIENCE)
    await stage.walks(patient, "skip")
    review = await patient.hears("Check before sending", PATIENCE)
    assert "Дұрыс деректі жаздым" in review.text
    assert stage.refusals() == []


@pytest.mark.parametrize(
    "typed",
    [
        "\x00\x00",
        "‮‮",
        " \n \t ",
        "/",
        "/etc/passwd",
        "/start@someone_else",
        "/case 26-00001-0",
        "x" * 4096,
        "<" * 4096,
        "👩‍👩‍👧‍👦" * 300,
        "123456789012",
    ],
)
async def test_words_that_cannot_be_taken_are_refused_in_words(stage: Stage, typed: str) -> None:
    await _at_value(stage)
    await stage.patient.says(typed)
    await stage.patient.hears("", PATIENCE)
    await stage.rests()
    assert await stage.asks("SELECT count(*) FROM cases") == [(0,)]
    assert stage.refusals() == []
    assert not [event for event in stage.log.events if event.get("level") == "error"]
    await stage.patient.says("/menu")
    await stage.patient.hears("menu-rectify", PATIENCE)


async def test_markup_signs_and_direction_marks_reach_the_desk_as_plain_words(stage: Stage) -> None:
    patient, first = stage.patient, stage.first
    await _at_value(stage)
    value = "<b>Қате</b> & <script>alert(1)</script> " + "& < > " * 150
    await stage.walks(patient, f"={value.strip()}")
    stage.keeps("‮кері", "\x00")
    await patient.says("‮кері\x00 жазылған 🙂")
    await patient.hears("send", PATIENCE)
    await stage.walks(patient, "send", "verify-share")
    await patient.shares_contact()
    number = stage.number_in(await patient.hears("Request registered", PATIENCE))
    await stage.does(first, "staff-details", number)
    shown = await stage.at_desk(first).waits_for(lambda one: one.only_you and "Қате" in one.text, PATIENCE)
    assert "<script>alert(1)</script>" in shown.text
    assert "‮" not in shown.text
    assert "кері жазылған 🙂" in shown.text
    assert stage.refusals() == []


async def test_an_essay_of_markup_signs_is_read_whole_by_the_desk_and_by_the_patient(stage: Stage) -> None:
    patient, first = stage.patient, stage.first
    await stage.greets()
    await stage.walks(patient, "=Сұрақ бар еді", "answer-operator")
    essay = ("&&&&&&&& < " * 181).strip()
    assert 1900 < len(essay) <= 2000
    await stage.walks(patient, f"={essay}", "send")
    number = stage.number_in(await patient.hears("Request registered", PATIENCE))
    await stage.walks(patient, f"request:{number}", "request-message", f"={essay}")
    await stage.does(first, "staff-take", number)
    await stage.does(first, "staff-details", number)
    await stage.rests()
    shown = [one for one in stage.at_desk(first).sees if one.only_you]
    assert sum(one.text.count("<") for one in shown) == 2 * 181
    await stage.does(first, "staff-ask", number)
    await stage.replies(first, "write to the applicant", essay + " ")
    await patient.hears("The clinic writes", PATIENCE)
    assert stage.refusals() == []


async def test_a_name_of_markup_is_a_name(closed: Stage) -> None:
    closed.first = closed.api.person("<b>Қызметкер & Ко</b>", language_code="kk")
    closed.group.seat(closed.first.user, "member")
    await closed.opens()
    await closed.speaks_english()
    await closed.greets()
    number = await closed.files()
    await closed.does(closed.first, "staff-take", number)
    card = await closed.card_says(number, "In progress")
    assert "<b>Қызметкер & Ко</b>" in card.text
    assert closed.refusals() == []


async def test_two_taps_at_once_count_as_one_and_old_buttons_lead_back(stage: Stage) -> None:
    patient = stage.patient
    await stage.greets()
    menu = next(one for one in reversed(patient.sees) if "menu-rectify" in one.choices)
    await stage.corrects()
    proof = await patient.hears("verify-share", PATIENCE)
    for _tap in range(3):
        await patient.presses("verify-code", on=proof)
    await stage.rests()
    assert len([one for one in patient.sees if "Type your phone number" in one.text]) == 1
    await patient.presses("menu-settings", on=menu)
    back = await patient.hears("old button", PATIENCE)
    assert "Type your phone number" in back.text
    stage.keeps("+77015550101")
    await patient.presses("back", on=back)
    await patient.hears("verify-share", PATIENCE)
    await patient.presses("verify-share")
    await patient.waits_for(lambda one: patient.keyboard, PATIENCE)
    await patient.shares_contact()
    await patient.shares_contact()
    await patient.hears("No contact is needed", PATIENCE)
    review = next(one for one in reversed(patient.sees) if "send" in one.choices)
    for _tap in range(2):
        await patient.presses("send", on=review)
    await stage.rests()
    assert await stage.asks("SELECT count(*) FROM cases") == [(1,)]
    assert all(press.answered for press in stage.api.world.presses.values())


async def test_made_up_callback_data_leaves_a_patient_where_they_are(stage: Stage) -> None:
    patient = stage.patient
    await stage.greets()
    menu: Seen = await patient.hears("menu-rectify", PATIENCE)
    made_up = ["", ".", "0.", "-.", "x", "\x00", "4.\x00send", "-.send", "-.whom-self", "-.forget-yes"]
    made_up += [
        "-.notice-decline",
        "-.staff-take:26-00001-0",
        "9" * 64,
        "-." + "ү" * 30,
        "-.request:26-00001-0",
    ]
    for data in made_up:
        query = await patient.presses_data(menu.message_id, data)
        assert await stage.toast(query) == "", data
    await stage.rests()
    assert await stage.asks("SELECT count(*) FROM cases") == [(0,)]
    assert not [event for event in stage.log.events if event.get("level") == "error"]
    [(consent, choice)] = await stage.asks("SELECT consent, last_choice FROM contacts")
    assert consent
    assert "\x00" not in choice
    await patient.says("/menu")
    await patient.hears("menu-rectify", PATIENCE)


async def test_typed_words_are_never_kept_unsealed_not_even_as_a_command(stage: Stage) -> None:
    await stage.greets()
    stage.keeps("/+77015550199", "77015550199")
    await stage.patient.says("/+77015550199")
    await stage.patient.hears("did not understand", PATIENCE)
    await stage.rests()
    assert await stage.holds("77015550199") == []


async def test_another_patients_case_looks_like_none(stage: Stage) -> None:
    await stage.greets()
    number = await stage.files()
    other = stage.api.person("Басқа", language_code="en", phone="+77015550102")
    stage.keeps("+77015550102", "Басқа Есім")
    await stage.greets(other)
    menu = await other.hears("menu-rectify", PATIENCE)
    for act in ("request", "answer"):
        await other.presses_data(menu.message_id, f"-.{act}:{number}")
        await other.hears("", PATIENCE)
    await other.says("менің сөзім")
    await other.hears("no such open request", PATIENCE)
    await stage.rests()
    assert await stage.asks("SELECT count(*) FROM timeline") == [(1,)]


async def test_a_patient_who_blocked_the_bot_and_came_back_is_heard_again(stage: Stage) -> None:
    patient = stage.patient
    await stage.greets()
    number = await stage.files()
    await patient.blocks()
    await stage.does(stage.first, "staff-take", number)
    await stage.card_says(number, "not delivered")
    await patient.unblocks()
    await patient.starts()
    await patient.hears("menu-rectify", PATIENCE)
    await stage.does(stage.first, "staff-ask", number)
    await stage.replies(stage.first, "write to the applicant", "Қайта қош келдіңіз")
    await patient.hears("Қайта қош келдіңіз", PATIENCE)
    await stage.rests()
    card = await stage.card(number)
    assert "not delivered" not in card.text


async def test_a_repeated_update_changes_nothing(stage: Stage) -> None:
    patient = stage.patient
    await stage.greets()
    await stage.walks(patient, "menu-rectify")
    for step in ("whom-self", "field-name", "=Құпия Дұрыс", "skip", "send"):
        await stage.walks(patient, step)
        stage.api.repeats_last_update()
        stage.api.repeats_last_update()
        await stage.rests()
    await patient.presses("verify-share")
    await patient.waits_for(lambda one: patient.keyboard, PATIENCE)
    await patient.shares_contact()
    stage.api.repeats_last_update()
    number = stage.number_in(await patient.hears("Request registered", PATIENCE))
    await stage.rests()
    said = [one.text for one in patient.sees if one.from_bot]
    assert len(said) == len(set(said)) or said.count(said[-1]) == 1
    assert await stage.asks("SELECT count(*) FROM cases") == [(1,)]
    await stage.does(stage.first, "staff-take", number)
    stage.api.repeats_last_update()
    await stage.rests()
    assert len([one for one in patient.sees if "taken up" in one.text]) == 1


async def test_what_was_sent_while_the_bot_was_down_is_heard_at_its_start(stage: Stage) -> None:
    patient = stage.patient
    await stage.greets()
    number = await stage.files()
    card = await stage.card(number)
    await stage.closes()
    await patient.presses(f"request:{number}")
    stage.keeps("Түнде жаздым")
    await stage.at_desk(stage.first).presses_data(card.message_id, f"-.staff-take:{number}")
    await stage.opens()
    await patient.hears("taken up", PATIENCE)
    await patient.waits_for(lambda one: "request-message" in one.choices, PATIENCE)
    await stage.card(number, "staff-done")
    await stage.rests()
    assert stage.refusals() in (
        [],
        ["Bad Request: query is too old and response timeout expired or query ID is invalid"],
    )


async def test_an_emergency_comes_first_and_its_words_are_not_kept(stage: Stage) -> None:
    patient = stage.patient
    await stage.greets()
    number = await stage.files()
    stage.keeps("I cannot breathe")
    await stage.walks(patient, f"request:{number}", "request-message")
    await patient.says("I cannot breathe")
    await patient.hears("103", PATIENCE)
    await stage.does(stage.first, "staff-take", number)
    notice = await patient.hears("taken up", PATIENCE)
    await patient.replies(notice, "I cannot breathe")
    await patient.hears("103", PATIENCE)
    await stage.rests()
    assert await stage.asks("SELECT count(*) FROM timeline WHERE what = 'message'") == [(0,)]


async def test_a_fault_in_hearing_logs_its_place_without_the_words_and_is_made_up_for(stage: Stage) -> None:
    await stage.greets()
    stage.answers.broken = True
    stage.keeps("Менің surname қате жазылған")
    await stage.patient.says("Менің surname қате жазылған")
    await stage.logs("update not heard")
    stage.answers.broken = False
    await stage.patient.hears("correct your data", PATIENCE)


async def test_who_cannot_be_heard_after_every_try_is_told_to_send_it_again(stage: Stage) -> None:
    await stage.greets()
    stage.answers.broken = True
    await stage.patient.says("Менің surname қате жазылған")
    await stage.patient.hears("not handled", 2 * PATIENCE)
    stage.answers.broken = False
    await stage.patient.says("Менің surname қате жазылған")
    await stage.patient.hears("correct your data", PATIENCE)
