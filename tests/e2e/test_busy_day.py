"""A day of 200 cases in one group: the platform is never asked too fast, and every card is right in the evening."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from bot.app import Parts, open_app
from bot.demo.bot_api import BotApi
from bot.demo.bot_api import Clock as PlatformClock
from bot.desk import register
from bot.desk.acts import Desk
from bot.pace import Pace
from bot.platform_limits import LIMITS
from bot.storage import people
from dialogs.context import Context
from dialogs.messages import Language
from dialogs.requests import Draft, RequestKind
from dialogs.staff import Act, Staff
from tests.clock import VirtualClock
from tests.e2e.stage import MONDAY, Answerer, Log, Stage

CASES = 200
BURSTS = (60, 5, 40, 30, 1, 64)
"""How many people write within one moment, at different hours of the day."""


class SharedClock(VirtualClock):
    """The sender's clock and the platform's move together."""

    def __init__(self, platform: PlatformClock) -> None:
        super().__init__()
        self._platform = platform
        self._told = 0.0

    def now(self) -> datetime:
        return self._platform.now()

    def _wake(self) -> None:
        self._platform.advance(self.seconds - self._told)
        self._told = self.seconds
        super()._wake()


@pytest.mark.timeout(400)
async def test_a_day_of_200_cases_in_one_group(sqlite_url: str) -> None:
    api = BotApi(PlatformClock(MONDAY, frozen=True), rates=True)
    stage = Stage(api, await api.start(), sqlite_url, Log())
    clock = SharedClock(api.clock)
    patients = [api.person(f"Адам {place}", language_code="en") for place in range(CASES)]
    for patient in patients:
        await patient.says("/start")
    parts = Parts(now=clock.now, pace=Pace(LIMITS, clock=clock, sleep=clock.sleep), answers=Answerer())
    staff = [Staff("1", "Қызметкер 1"), Staff("2", "Қызметкер 2")]
    done: list[str] = []
    try:
        async with open_app(stage.settings(), parts) as app:
            app.open_telegram()
            await app.room.open()

            def files(conn: sa.Connection, address: str) -> str:
                contact = people.meet(conn, app.keyring, "telegram", address, clock.now())
                people.set_language(conn, contact.id, Language.ENGLISH)
                context = Context(
                    clock.now().astimezone(app.house.zone),
                    app.house.clinic,
                    app.shelf.policy(Language.ENGLISH),
                    Language.ENGLISH,
                    consent=True,
                )
                draft = Draft(RequestKind.QUESTION, words="why")
                return register.file(conn, app.house, contact, draft, context).number  # type: ignore[union-attr]

            waiting = iter(patients)
            for burst in BURSTS:
                writers = [str(next(waiting).id) for _ in range(burst)]
                numbers = [
                    await app.database.write(lambda conn, who=who: files(conn, who)) for who in writers
                ]
                for place, number in enumerate(numbers):
                    desk = staff[place % 2]
                    await app.database.write(
                        lambda conn, n=number, who=desk: Desk(conn, app.house, who).press(Act.TAKE, n)
                    )
                await app.outbox.drain()
                for place, number in enumerate(numbers):
                    desk = staff[place % 2]
                    await app.database.write(
                        lambda conn, n=number, who=desk: Desk(conn, app.house, who).finish(n, "answered")
                    )
                await app.outbox.drain()
                done += numbers
                clock.pass_by(1800)
    finally:
        await api.close()
    assert [one.description for one in api.wire.refused() if "Too Many" in str(one.description)] == []
    assert len(set(done)) == CASES
    cards = {one.text.partition("\n")[0]: one.text for one in stage.at_desk(stage.chief).sees if one.from_bot}
    for number in done:
        (card,) = (text for title, text in cards.items() if f"{number} ·" in title)
        assert "Орындалды" in card
