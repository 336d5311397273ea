"""Forget me: nothing that was said, shown or proven is left in the database, in the clear or by the chat's id."""

from __future__ import annotations

from tests.e2e.stage import PATIENCE, Stage


async def test_whoever_asks_to_be_forgotten_leaves_only_the_register(stage: Stage) -> None:
    patient = stage.patient
    await stage.greets()
    number = await stage.files()
    await stage.does(stage.first, "staff-take", number)
    notice = await patient.hears("taken up", PATIENCE)
    await stage.walks(patient, f"request:{number}", "menu", "menu-settings", "settings-holdings")
    await patient.hears("+7 701 555 01 01", PATIENCE)
    await stage.walks(patient, "settings-forget", "forget-yes")
    farewell = await patient.hears("erased from the bot", PATIENCE)
    assert "1 request stays in the register" in farewell.text
    await stage.rests()
    for secret in stage.secrets:
        assert await stage.holds(secret) == [], secret
    contact = "SELECT language, phone, phone_blind, proof, state, consent FROM contacts"
    assert await stage.asks(contact) == [(None,) * 6]
    assert await stage.asks("SELECT count(*) FROM codes") == [(0,)]
    left = set(await stage.holds(str(patient.id)))
    assert left <= {"outbox"}, left
    linked = f"SELECT count(*) FROM outbox WHERE address = '{patient.id}' AND about IS NOT NULL"
    assert await stage.asks(linked) == [(0,)]

    await patient.replies(notice, "Мен қайта келдім")
    await patient.hears("language-en", PATIENCE)
    await stage.greets()
    menu = await patient.hears("menu-rectify", PATIENCE)
    await patient.presses_data(menu.message_id, f"-.request:{number}")
    await patient.hears("no such open request", PATIENCE)
    await stage.does(stage.first, "staff-ask", number)
    told = await stage.replies(stage.first, "write to the applicant", "Әлі осындасыз ба?")
    assert "no longer in the bot" in told.text


async def test_nothing_a_patient_says_stands_in_the_database_in_the_clear(stage: Stage) -> None:
    await stage.greets()
    await stage.files()
    await stage.rests()
    for secret in stage.secrets:
        assert await stage.holds(secret) == [], secret
