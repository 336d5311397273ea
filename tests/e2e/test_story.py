"""The main story: a patient's correction goes from the chat to the staff group and back, over HTTP."""

from __future__ import annotations

import pytest

from tests.e2e.stage import PATIENCE, Stage


async def test_a_correction_is_filed_taken_answered_and_done(stage: Stage) -> None:
    patient, first, second = stage.patient, stage.first, stage.second
    await stage.greets()
    number = await stage.files()
    receipt = next(one for one in reversed(patient.sees) if number in one.text)
    assert "Request registered" in receipt.text

    card = await stage.card(number, "staff-take", "staff-details")
    assert "+7 701 *** ** 01" in card.text

    assert await stage.does(first, "staff-take", number)
    await patient.hears("taken up", PATIENCE)
    await stage.card(number, "staff-done")
    again = await stage.at_desk(second).presses_data(card.message_id, f"-.staff-take:{number}")
    assert "Қызметкер 1" in await stage.toast(again)

    await stage.does(first, "staff-details", number)
    shown = await stage.at_desk(first).waits_for(lambda one: one.only_you, PATIENCE)
    assert "Құпия Дұрыс" in shown.text
    assert shown.protected
    assert not [one for one in stage.at_desk(second).sees if one.only_you]

    await stage.does(first, "staff-ask", number)
    await stage.replies(first, "write to the applicant", "Қай мекенжай дұрыс?")
    asked = await patient.hears("Қай мекенжай дұрыс?", PATIENCE)
    assert "Қызметкер" not in asked.text
    assert "The clinic writes" in asked.text
    stage.keeps("Бірінші жауабым осы")
    await patient.replies(asked, "Бірінші жауабым осы")
    await patient.hears("added to the request", PATIENCE)
    await stage.walks(patient, f"answer:{number}", "=Екінші жауабым осы")
    await stage.rests()
    await stage.does(first, "staff-details", number)
    await stage.at_desk(first).waits_for(
        lambda one: one.only_you and "Бірінші жауабым" in one.text and "Екінші жауабым" in one.text, PATIENCE
    )

    assert "Documents seen" in await stage.does(first, "staff-done", number)
    assert (await stage.asks("SELECT status FROM cases")) == [("in_progress",)]
    await stage.does(first, "staff-documents-seen", number)
    await stage.rests()
    await stage.does(first, "staff-done", number)
    await stage.does(first, "staff-outcome", f"{number}:corrected")
    await stage.replies(first, "write an explanation", "Картаңыз түзетілді")
    done = await patient.hears("is done", PATIENCE)
    assert "Data corrected" in done.text
    assert "Картаңыз түзетілді" in done.text
    assert (await stage.asks("SELECT status FROM cases")) == [("done",)]
    assert stage.refusals() == []


async def test_a_typed_number_is_proven_by_the_code_sent_to_it(stage: Stage) -> None:
    patient = stage.patient
    stage.keeps("+77015550177", "7015550177", "701 555 01 77")
    await stage.greets()
    await stage.corrects()
    await stage.walks(patient, "verify-code", "=8 (701) 555-01-77")
    await stage.rests()
    [(phone, code)] = stage.texts.got
    assert phone == "+77015550177"
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    await patient.says(wrong)
    await patient.hears("4 tries left", PATIENCE)
    await patient.says(f"{code[:3]} {code[3:]}")
    receipt = await patient.hears("Request registered", PATIENCE)
    card = await stage.card(stage.number_in(receipt), "staff-take")
    assert "+7 701 *** ** 77" in card.text
    assert "by code" in card.text


async def test_a_call_heard_by_the_reception_proves_a_number(stage: Stage) -> None:
    patient = stage.patient
    stage.keeps("+77015550178", "7015550178", "701 555 01 78")
    await stage.greets()
    await stage.corrects()
    told = await stage.walks(patient, "verify-call", "=+7 701 555 01 78")
    expected = await stage.at_desk(stage.first).waits_for(
        lambda one: "A call is expected" in one.text, PATIENCE
    )
    code = next(line for line in expected.text.splitlines() if line.startswith("Code: ")).removeprefix(
        "Code: "
    )
    assert code in told.text
    await patient.says(code)
    await patient.hears("say the code on the phone", PATIENCE)
    button = expected.choices[0]
    toast = await stage.toast(await stage.at_desk(stage.first).presses(button))
    assert toast == "The number is proven."
    receipt = await patient.hears("Request registered", PATIENCE)
    late = await stage.toast(await stage.at_desk(stage.second).presses(button))
    assert "Too late" in late
    card = await stage.card(stage.number_in(receipt), "staff-take")
    assert "call to the clinic" in card.text
    assert await stage.asks("SELECT count(*) FROM cases") == [(1,)]


async def test_the_clinics_own_line_and_a_strangers_contact_prove_nothing(stage: Stage) -> None:
    patient = stage.patient
    await stage.greets()
    await stage.corrects()
    await stage.walks(patient, "verify-code")
    await patient.says("+7 701 099 09 90")
    await patient.hears("the clinic's own number", PATIENCE)
    await stage.walks(patient, "back", "verify-share")
    await patient.shares_contact_of_another()
    await patient.hears("not your own", PATIENCE)
    await patient.forwards_contact()
    await patient.hears("not your own", PATIENCE)
    await patient.shares_contact_of_another("+77015550101", patient.id + 1)
    await patient.hears("not your own", PATIENCE)
    assert await stage.asks("SELECT count(*) FROM cases") == [(0,)]
    assert await stage.asks("SELECT count(*) FROM contacts WHERE proof IS NOT NULL") == [(0,)]


async def test_details_go_to_the_private_chat_when_the_group_cannot_show_them_to_one(stage: Stage) -> None:
    await stage.greets()
    number = await stage.files()
    stage.api.fails("429", method="sendMessage", chat_id=stage.group.id)
    toast = await stage.does(stage.first, "staff-details", number)
    assert "First open a private chat" in toast
    await stage.first.says("hello")
    await stage.first.hears("language-kk", PATIENCE)
    stage.api.fails("429", method="sendMessage", chat_id=stage.group.id)
    toast = await stage.does(stage.first, "staff-details", number)
    assert "shown to you alone" in toast
    shown = await stage.first.hears("Құпия Дұрыс", PATIENCE)
    assert shown.protected


async def test_a_refusal_needs_a_ground_words_and_a_second_person(stage: Stage) -> None:
    patient, first, second = stage.patient, stage.first, stage.second
    await stage.greets()
    number = await stage.files()
    await stage.does(first, "staff-take", number)
    for decision in ("staff-decline", "staff-approve"):
        await stage.does(first, "staff-refuse", number)
        await stage.does(first, "staff-ground", f"{number}:not-confirmed")
        waits = await stage.replies(first, "write the reason of the refusal", f"Құжат жоқ {decision}")
        assert "second person" in waits.text
        await stage.card(number, "staff-approve", "staff-decline")
        assert "cannot approve" in await stage.does(first, "staff-approve", number)
        assert await stage.asks("SELECT status FROM cases") == [("in_progress",)]
        await stage.does(second, decision, number)
        await stage.rests()
    told = await patient.waits_for(lambda one: "refused your request" in one.text, PATIENCE)
    assert "Grounds not confirmed (Art. 24)" in told.text
    assert "Құжат жоқ staff-approve" in told.text
    assert "e-Otinish" in told.text
    assert "Қызметкер" not in told.text
    assert len([one for one in patient.sees if "refused your request" in one.text]) == 1
    assert "not possible" in await stage.toast(
        await stage.at_desk(first).presses_data(
            (await stage.card(number)).message_id, f"-.staff-done:{number}"
        )
    )


async def test_a_case_is_returned_taken_by_another_and_handed_over(stage: Stage) -> None:
    first, second, chief = stage.first, stage.second, stage.chief
    await stage.greets()
    number = await stage.files()
    await stage.does(first, "staff-take", number)
    await stage.card(number, "staff-return")
    assert "Қызметкер 1" in await stage.does(second, "staff-return", number)
    await stage.does(first, "staff-return", number)
    await stage.card(number, "staff-take")
    await stage.does(second, "staff-take", number)
    await stage.card(number, "staff-hand-over")
    assert "offer" in await stage.does(chief, "staff-hand-over", number)
    offer = await stage.at_desk(first).waits_for(lambda one: "hand this request over" in one.text, PATIENCE)
    query = await stage.at_desk(first).presses(offer.choices[0])
    assert "yours" in await stage.toast(query)
    await stage.rests()
    owner = await stage.asks("SELECT owner FROM cases")
    assert owner == [(str(first.id),)]


async def test_waiting_for_the_patient_moves_the_due_date(stage: Stage) -> None:
    patient, first = stage.patient, stage.first
    await stage.greets()
    number = await stage.files()
    await stage.does(first, "staff-take", number)
    due = "SELECT due_at FROM clocks ORDER BY name"
    before = await stage.asks(due)
    await stage.does(first, "staff-wait", number)
    answered = await stage.replies(first, "what the clinic is waiting for", "Туу туралы куәлік керек")
    assert "the deadline is paused" in answered.text
    await patient.hears("Туу туралы куәлік керек", PATIENCE)
    await stage.rests()
    assert await stage.asks("SELECT status FROM cases") == [("waiting",)]
    stage.clock.advance(2 * 24 * 3600)
    await stage.does(first, "staff-resume", number)
    await stage.rests()
    between = await stage.asks(due)
    assert all(later > earlier for (later,), (earlier,) in zip(between, before, strict=True))
    await stage.does(first, "staff-wait", number)
    await stage.replies(first, "what the clinic is waiting for", "Тағы бір қағаз керек")
    told = await patient.hears("Тағы бір қағаз керек", PATIENCE)
    stage.clock.advance(24 * 3600)
    stage.keeps("Қағазды әкелемін")
    await patient.replies(told, "Қағазды әкелемін")
    await patient.hears("added to the request", PATIENCE)
    await stage.rests()
    assert await stage.asks("SELECT status FROM cases") == [("in_progress",)]
    assert all(later > earlier for (later,), (earlier,) in zip(await stage.asks(due), between, strict=True))
    assert await stage.asks("SELECT count(*) FROM pauses WHERE ended_at IS NULL") == [(0,)]


async def test_a_patient_follows_joins_and_cancels_a_request(stage: Stage) -> None:
    patient = stage.patient
    await stage.greets()
    number = await stage.files()
    await patient.presses("menu")
    await patient.hears("menu-rectify", PATIENCE)
    await stage.corrects(value="Құпия Екінші", old="Құпия Ескі")
    joined = await patient.hears("Added to your open request", PATIENCE)
    assert stage.number_in(joined) == number
    assert await stage.asks("SELECT count(*) FROM cases") == [(1,)]
    await stage.walks(patient, "menu", "menu-requests", f"request:{number}")
    story = await patient.hears("another request of yours was added", PATIENCE)
    assert "Құпия Екінші" in story.text
    await stage.walks(patient, "request-cancel", "request-cancel-yes")
    await patient.hears("The request is cancelled", PATIENCE)
    await stage.at_desk(stage.first).waits_for(lambda one: "cancelled the request" in one.text, PATIENCE)
    card = await stage.card_says(number, "Cancelled")
    assert card.choices == [f"staff-details:{number}"]
    for act in ("staff-take", "staff-done", "staff-refuse", "staff-approve", "staff-wait"):
        query = await stage.at_desk(stage.first).presses_data(card.message_id, f"-.{act}:{number}")
        assert await stage.toast(query)
    await stage.rests()
    assert await stage.asks("SELECT status FROM cases") == [("cancelled",)]
    assert stage.refusals() == []


async def test_a_question_to_the_clinic_is_answered_by_a_human(stage: Stage) -> None:
    patient, first = stage.patient, stage.first
    await stage.greets()
    question = "Менің суретім кімге көрінеді?"
    await stage.walks(patient, f"={question}", "answer-operator")
    await patient.hears(question, PATIENCE)
    await stage.walks(patient, "operator-use-question", "send")
    receipt = await patient.hears("Request registered", PATIENCE)
    number = stage.number_in(receipt)
    card = await stage.card(number, "staff-take")
    assert "Phone: not proven" in card.text
    await stage.does(first, "staff-take", number)
    card = await stage.card(number, "staff-done")
    stage.keeps("Тек дәрігерге көрінеді")
    await stage.at_desk(first).replies(card, "Тек дәрігерге көрінеді")
    answer = await patient.hears("Тек дәрігерге көрінеді", PATIENCE)
    assert "Қызметкер" not in answer.text
    note = await stage.replies(first, f"{number} ·", "// өзіме ескертпе")
    assert "internal note" in note.text
    await stage.does(first, "staff-done", number)
    await stage.does(first, "staff-outcome", f"{number}:answered")
    await stage.does(first, "staff-no-words", f"{number}:answered")
    await patient.hears("Question answered", PATIENCE)
    assert not [one for one in patient.sees if "ескертпе" in one.text]
    assert stage.answers.asked == [question]


async def test_withdrawing_the_bots_messages_silences_it_before_any_proof(stage: Stage) -> None:
    patient = stage.patient
    await stage.greets()
    await stage.walks(patient, "menu-settings", "settings-notices", "menu")
    assert await stage.asks("SELECT messages FROM contacts") in ([(1,)], [(True,)])
    await stage.walks(patient, "menu-withdraw", "purpose-messages", "continue", "skip", "send")
    await patient.hears("verify-share", PATIENCE)
    assert await stage.asks("SELECT messages FROM contacts") in ([(0,)], [(False,)])
    assert await stage.asks("SELECT count(*) FROM cases") == [(0,)]
    ledger = await stage.asks("SELECT purpose, granted FROM consents ORDER BY seq")
    assert [(purpose, bool(granted)) for purpose, granted in ledger] == [
        ("desk", True),
        ("messages", True),
        ("messages", False),
    ]


@pytest.mark.parametrize("word", ["STOP", "тоқтат", "Стоп"])
async def test_stop_is_heard_at_every_step(stage: Stage, word: str) -> None:
    patient = stage.patient
    await patient.says(word)
    await patient.hears("messages are off", PATIENCE)
    await stage.greets()
    await stage.walks(
        patient, "menu-settings", "settings-notices", "menu", "menu-rectify", "whom-self", "field-name"
    )
    await patient.says(word)
    await patient.hears("messages are off", PATIENCE)
    await stage.walks(patient, "=Құпия Дұрыс", "skip")
    assert not (await stage.asks("SELECT messages FROM contacts"))[0][0]
    await stage.walks(patient, "send", "verify-share")
    await patient.shares_contact()
    number = stage.number_in(await patient.hears("Request registered", PATIENCE))
    await stage.walks(patient, "menu", "menu-settings", "settings-notices")
    await stage.does(stage.first, "staff-take", number)
    notice = await patient.hears("taken up", PATIENCE)
    await patient.replies(notice, word)
    await patient.hears("messages are off", PATIENCE)
    assert not (await stage.asks("SELECT messages FROM contacts"))[0][0]
