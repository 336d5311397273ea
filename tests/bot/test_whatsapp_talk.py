"""The whole desk on WhatsApp: signed webhooks in, buttons out, the case told by template two days later."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.app import App, Parts, open_app
from bot.channels.web import serve
from bot.channels.whatsapp import TEMPLATES
from bot.config import Settings
from bot.demo.bot_api import Clock
from bot.demo.cloud_api import APP_SECRET, PHONE_ID, TOKEN, VERIFY_TOKEN, CloudApi, Patient, Seen
from bot.demo.cloud_api.people import PATIENCE
from bot.desk import posts
from bot.pace import Pace
from dialogs.commands import AnswerFound, Intent
from dialogs.messages import Language, text

MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
WAITING = (
    "SELECT (SELECT count(*) FROM inbox WHERE done_at IS NULL) + "
    "(SELECT count(*) FROM outbox WHERE status = 'queued')"
)


class Nobody:
    """Finds no answers; knows STOP."""

    def find(self, question: str, language: Language | None) -> AnswerFound:
        return AnswerFound(question, Intent.OUT_OF_SCOPE)

    def is_stop(self, words: str) -> bool:
        return words.strip().casefold() in {"stop", "тоқтат", "стоп"}

    def is_urgent(self, words: str) -> bool:
        return False


class Desk:
    """A clinic with WhatsApp alone, over real HTTP both ways."""

    def __init__(self, api: CloudApi, app: App) -> None:
        self.api, self.app = api, app

    async def counts(self, statement: str) -> int:
        """A number out of the database."""
        return await self.app.database.read(lambda conn: conn.execute(sa.text(statement)).scalar_one())

    async def rests(self) -> None:
        """Until everything sent has been heard and everything said has been sent."""
        async with asyncio.timeout(PATIENCE):
            while not await self._is_at_rest():
                await self.api.changes.past(self.api.changes.version, 0.02)

    async def _is_at_rest(self) -> bool:
        """Whether nothing waits, and nothing came to pass while the database was asked."""
        await self.api.consumed()
        seen = self.api.changes.version
        idle = not await self.counts(WAITING) and not self.api.courier.pending
        return idle and seen == self.api.changes.version

    async def greets(self, patient: Patient) -> None:
        await walks(patient, "=сәлем", "language-kk", "notice-agree")

    async def withdraws(self, patient: Patient) -> str:
        """From the menu to the receipt; gives the case's number."""
        await walks(patient, "menu-withdraw", "purpose-email", "continue", "skip", "send", "verify-share")
        await patient.shares_contact()
        receipt = await patient.hears("menu")
        return next(choice for choice in receipt.choices if choice.startswith("request:")).partition(":")[2]

    async def tells(self, number: str) -> None:
        await self.app.database.write(
            lambda conn: posts.tell(
                conn, self.app.house, number, f"tell:{number}", [text("urgent", phone="103")]
            )
        )
        self.app.outbox.wake()


async def walks(patient: Patient, *steps: str) -> Seen:
    """One thing after another, each as soon as the desk has answered; ``=`` types, anything else is pressed."""
    seen: Seen | None = None
    for step in steps:
        await (patient.says(step[1:]) if step.startswith("=") else patient.presses(step))
        seen = await patient.hears()
        if step == "verify-share":
            seen = await patient.waits_for(lambda one: one.kind == "request_contact_info")
    assert seen is not None
    return seen


@pytest.fixture
async def desk(database_url: str):
    clock = Clock(MONDAY, frozen=True)
    api = CloudApi(clock, templates=[template.submission() for template in TEMPLATES], rates=False)
    url = await api.start()
    settings: Any = {
        "_env_file": None,
        "database_url": database_url,
        "data_key": KEY,
        "whatsapp_token": TOKEN,
        "whatsapp_phone_id": PHONE_ID,
        "whatsapp_app_secret": APP_SECRET,
        "whatsapp_verify_token": VERIFY_TOKEN,
        "whatsapp_api_url": url,
    }
    parts = Parts(now=clock.now, pace=Pace({}), answers=Nobody())
    async with open_app(Settings(**settings), parts) as app:
        app.open_whatsapp()
        runner = await serve(app.whatsapp_routes(), "127.0.0.1", 0)
        host, port = runner.addresses[0][:2]
        api.subscribes(f"http://{host}:{port}/whatsapp/webhook")
        desk = Desk(api, app)
        life = asyncio.gather(app.intake.run(), app.outbox.run())
        try:
            yield desk
        finally:
            life.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await life
            await api.close()
            await runner.cleanup()


@pytest.fixture
def hidden(desk: Desk) -> Patient:
    """Somebody with a username: WhatsApp shows no number until they share it."""
    return desk.api.person(username="nauqas.1")


async def test_a_case_filed_on_whatsapp_is_told_by_template_two_days_later_and_read_by_its_button(
    desk, hidden
):
    await desk.greets(hidden)
    number = await desk.withdraws(hidden)
    await desk.rests()
    desk.api.clock.advance(2 * 86_400)
    await desk.tells(number)
    told = await hidden.waits_for(lambda one: one.template == "qupia_case_news")
    assert number in told.text
    assert "103" not in told.text
    await hidden.presses(f"request:{number}")
    shown = await hidden.hears(number)
    assert shown.kind in ("button", "list")
    assert not desk.api.wire.refused()


async def test_within_24_hours_the_same_news_is_told_in_words(desk, hidden):
    await desk.greets(hidden)
    number = await desk.withdraws(hidden)
    await desk.rests()
    desk.api.clock.advance(3600)
    await desk.tells(number)
    assert await hidden.waits_for(lambda one: "103" in one.text)


async def test_somebody_whose_number_shows_proves_it_by_one_tap(desk):
    patient = desk.api.person()
    await desk.greets(patient)
    await walks(patient, "menu-withdraw", "purpose-email", "continue", "skip", "send")
    await patient.presses("verify-share")
    receipt = await patient.hears("menu")
    assert any(choice.startswith("request:") for choice in receipt.choices)


async def test_somebodys_card_out_of_the_phone_book_proves_nothing(desk, hidden):
    await desk.greets(hidden)
    await walks(hidden, "menu-withdraw", "purpose-email", "continue", "skip", "send", "verify-share")
    await hidden.shares_contact_of_another(hidden.account.phone)
    await hidden.hears()
    await desk.rests()
    proven = sa.text("SELECT count(*) FROM contacts WHERE proof IS NOT NULL")
    assert await desk.app.database.read(lambda conn: conn.execute(proven).scalar()) == 0


async def test_stop_ends_messages_at_any_step(desk, hidden):
    await desk.greets(hidden)
    await walks(hidden, "menu-rectify")
    await hidden.says("ТОҚТАТ")
    await hidden.hears()
    await desk.rests()
    wanted = sa.text("SELECT messages FROM contacts")
    assert not await desk.app.database.read(lambda conn: conn.execute(wanted).scalar())


async def test_a_webhook_that_comes_twice_is_answered_once(desk, hidden):
    await hidden.says("сәлем")
    await hidden.hears("language-kk")
    await desk.rests()
    before = len(hidden.sees)
    first = desk.api.courier.sent[0]
    desk.api.courier.deliver(first)
    await desk.rests()
    assert len(hidden.sees) == before


async def test_what_failed_after_it_was_taken_stands_on_the_card(desk, hidden):
    await desk.greets(hidden)
    number = await desk.withdraws(hidden)
    await desk.rests()
    desk.api.fails_later(131026)
    await desk.tells(number)
    await desk.rests()
    assert await desk.counts("SELECT count(*) FROM cases WHERE undelivered") == 1
    assert await desk.counts("SELECT count(*) FROM contacts WHERE NOT reachable") == 1


async def test_a_new_number_voids_what_the_old_one_proved(desk, hidden):
    await desk.greets(hidden)
    await desk.withdraws(hidden)
    await desk.rests()
    assert await desk.counts("SELECT count(*) FROM contacts WHERE proof IS NOT NULL") == 1
    await hidden.changes_number("77010000777")
    await desk.rests()
    assert await desk.counts("SELECT count(*) FROM contacts WHERE proof IS NOT NULL") == 0


async def test_the_number_of_a_button_chooses_it_and_a_number_that_is_a_value_does_not(desk, hidden):
    await hidden.says("сәлем")
    await hidden.hears("language-kk")
    await hidden.says("1")
    assert "notice-agree" in (await hidden.hears()).choices


async def test_voice_stickers_photos_places_and_polls_each_get_an_answer(desk, hidden):
    await desk.greets(hidden)
    for act in (
        hidden.sends_voice,
        hidden.sends_sticker,
        hidden.sends_photo,
        hidden.sends_location,
        hidden.sends_poll,
    ):
        await act()
        assert (await hidden.hears()).text
    mine = [one.message_id for one in hidden.sees if one.mine]
    await hidden.edits(mine[0], "басқа")
    assert (await hidden.hears()).text
    await desk.rests()
    assert all(one.read for one in hidden.sees if one.mine)
    assert not desk.api.wire.refused()
