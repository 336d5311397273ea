"""The staff group itself: linked, left, upgraded, lost and found; commands; strangers, the anonymous, two at once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial

import sqlalchemy as sa

from bot.app import Parts, open_app
from bot.demo.bot_api import Group
from bot.desk import register
from bot.desk.acts import Desk
from bot.storage import cases, people
from dialogs.commands import Registered
from dialogs.context import Context
from dialogs.messages import Language
from dialogs.requests import Draft, RequestKind
from dialogs.staff import Act, Staff
from tests.e2e.stage import PATIENCE, Stage


def _bot_in(stage: Stage, group: Group) -> str:
    return group.chat.member(stage.api.world.bot.id).status


async def test_a_group_is_linked_by_its_code_and_gets_the_cards_it_missed(closed: Stage) -> None:
    closed.linked_by_settings = False
    await closed.opens()
    await closed.greets()
    await closed.corrects()
    await closed.walks(closed.patient, "verify-share")
    await closed.patient.shares_contact()
    number = closed.number_in(await closed.patient.hears("Request registered", PATIENCE))
    [said] = [event for event in closed.log.events if event["event"] == "staff-group-not-linked"]
    chief = closed.at_desk(closed.chief)
    await chief.says("/link 0000-0000-0000")
    await chief.waits_for(lambda one: one.from_bot, PATIENCE)
    assert not [one for one in chief.sees if number in one.text]
    await chief.says(str(said["send_in_the_group"]).lower().replace("/link", "/LINK"))
    await closed.card(number, "staff-take")
    await chief.says(str(said["send_in_the_group"]))
    await closed.rests()
    assert _bot_in(closed, closed.group) == "administrator"


async def test_a_group_the_bot_is_dragged_into_is_left_at_once(stage: Stage) -> None:
    stranger = stage.api.person("Бөтен", language_code="ru")
    other = stage.api.group("Басқа топ", creator=stranger, bot=None)
    await other.adds_bot(by=stranger)
    await stranger.at(other).waits_for(lambda one: "one linked group" in one.text, PATIENCE)
    assert await stage.api.world.changes.until(lambda: _bot_in(stage, other) == "left", PATIENCE)
    assert _bot_in(stage, stage.group) == "administrator"


async def test_a_group_that_became_a_supergroup_keeps_its_cases_also_after_a_restart(closed: Stage) -> None:
    closed.group = closed.api.group(
        creator=closed.chief, members=(closed.first, closed.second), supergroup=False
    )
    await closed.opens()
    await closed.speaks_english()
    await closed.greets()
    number = await closed.files()
    await closed.group.upgrades()
    await closed.rests()
    await closed.walks(closed.patient, f"request:{number}", "request-message", "=Топ көшкен соң жаздым")
    chief = closed.at_desk(closed.chief)
    await chief.waits_for(lambda one: "the applicant wrote" in one.text, PATIENCE)
    await closed.card(number, "staff-take")
    await closed.reopens()
    await chief.says("/queue")
    await chief.hears("1 request not finished", PATIENCE)
    await closed.does(closed.first, "staff-take", number)
    await closed.card(number, "staff-done")
    assert _bot_in(closed, closed.group) == "administrator"


async def test_a_group_that_lost_the_bot_has_its_cases_again_when_it_is_back(stage: Stage) -> None:
    await stage.greets()
    number = await stage.files()
    await stage.group.removes_bot()
    await stage.rests()
    await stage.walks(stage.patient, f"request:{number}", "request-message", "=Топта ешкім жоқта жаздым")
    await stage.group.adds_bot(by=stage.chief)
    await stage.at_desk(stage.chief).hears("The group is linked", PATIENCE)
    await stage.card_says(number, "awaits a reply")
    assert _bot_in(stage, stage.group) == "member"


async def test_staff_ask_for_the_queue_a_card_the_language_and_help(stage: Stage) -> None:
    chief = stage.at_desk(stage.chief)
    await chief.says("/queue")
    await chief.hears("Every request is finished", PATIENCE)
    await stage.greets()
    number = await stage.files()
    first_card = await stage.card(number)
    await chief.says("/queue@qupia_demo_bot")
    listed = await chief.hears("1 request not finished", PATIENCE)
    assert number in listed.text
    await chief.says(f"/case {number}")
    assert (await chief.hears(f"staff-take:{number}", PATIENCE)).message_id > first_card.message_id
    for unknown in ("/case 99-99999-9", "/case", "/case <b>"):
        await chief.says(unknown)
        await chief.hears("Give the number", PATIENCE)
    await chief.says("/language de")
    await chief.hears("Choose the language", PATIENCE)
    await chief.says("/language ru")
    await chief.hears("Язык группы", PATIENCE)
    await chief.says("/help")
    await chief.hears("/case N", PATIENCE)
    before = len(chief.sees)
    for talk in ("бәріне сәлем", "/weather", "<b>", "/"):
        await chief.says(talk)
    await stage.rests()
    assert len(chief.sees) == before + 4
    assert stage.refusals() == []


async def test_strangers_and_the_anonymous_change_nothing(stage: Stage) -> None:
    await stage.greets()
    number = await stage.files()
    card = await stage.card(number)
    stranger = stage.api.person("Бөтен", language_code="ru")
    for act in ("staff-take", "staff-details"):
        query = await stranger.at(stage.group).presses_data(card.message_id, f"-.{act}:{number}")
        assert "clinic's staff only" in await stage.toast(query)
    assert not stranger.sees
    await stage.group.loses(stage.second, by=stage.chief)
    query = await stage.at_desk(stage.second).presses_data(card.message_id, f"-.staff-details:{number}")
    assert "clinic's staff only" in await stage.toast(query)
    stage.group.seat(stage.chief.user, "creator", anonymous=True)
    chief = stage.at_desk(stage.chief)
    await chief.says("/queue")
    await chief.hears("Turn anonymity off", PATIENCE)
    await chief.replies(card, "жазғаным кімнен?")
    await chief.hears("Turn anonymity off", PATIENCE)
    await stage.rests()
    assert await stage.asks("SELECT status, owner FROM cases") == [("open", None)]
    assert not [one for one in stage.patient.sees if "жазғаным" in one.text]


async def test_made_up_and_misplaced_buttons_do_nothing(stage: Stage) -> None:
    await stage.greets()
    number = await stage.files()
    card = await stage.card(number)
    first = stage.at_desk(stage.first)
    made_up = (
        "",
        ".",
        "-.",
        "-.staff-take:",
        "-.staff-take:99-99999-9",
        f"-.staff-outcome:{number}:erased",
        f"-.staff-ground:{number}:because",
        f"-.staff-no-words:{number}:corrected",
        f"-.staff-take-over:{number}:",
        "-.staff-heard:1",
        "-.staff-heard:²",
        "-.staff-heard:99999999999999999999999",
        f"-.request:{number}",
        "9" * 64,
        "\x00.\x00",
        "‮.‮",
    )
    for data in made_up:
        assert await stage.toast(await first.presses_data(card.message_id, data)), data
    await stage.rests()
    assert await stage.asks("SELECT status, owner FROM cases") == [("open", None)]
    assert not [event for event in stage.log.events if event.get("level") == "error"]


async def test_of_two_staff_at_once_one_takes_the_case_two_hundred_times(closed: Stage) -> None:
    parts = Parts(now=lambda: datetime.now(UTC), answers=closed.answers, codes=closed.texts)
    rivals = [Staff("1", "Қызметкер 1", False), Staff("2", "Қызметкер 2", False)]
    async with open_app(closed.settings(), parts) as app:
        house = app.house

        def files(nth: int, conn: sa.Connection) -> str:
            now = house.now().astimezone(house.zone)
            contact = people.meet(conn, house.keyring, "telegram", f"{nth}", now)
            policy = house.shelf.policy(Language.KAZAKH)
            context = Context(
                now=now, clinic=house.clinic, policy=policy, language=Language.KAZAKH, consent=True
            )
            filed = register.file(conn, house, contact, Draft(RequestKind.QUESTION, words="?"), context)
            assert isinstance(filed, Registered)
            return filed.number

        def take(by: Staff, number: str, conn: sa.Connection) -> str:
            return Desk(conn, house, by).press(Act.TAKE, number).key

        def owner(number: str, conn: sa.Connection) -> str:
            case = cases.find(conn, house.keyring, number)
            assert case is not None
            return case.owner

        for nth in range(200):
            number = await app.database.write(partial(files, nth))
            told = await asyncio.gather(*(app.database.write(partial(take, by, number)) for by in rivals))
            assert sorted(told) == ["denied-taken", "toast-taken"]
            winner = rivals[told.index("toast-taken")]
            assert await app.database.read(partial(owner, number)) == winner.id
        taken = "SELECT count(*) FROM timeline WHERE what = 'taken'"
        assert await closed.asks(taken) == [(200,)]
