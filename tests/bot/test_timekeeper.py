"""Time passes over open cases: reminders, the digest, cards, working days, quiet nights."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date

import pytest

from bot.calendar import KazakhstanCalendar
from bot.desk import health, posts
from bot.group_commands import COMMANDS
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.timekeeper import Timekeeper
from dialogs.requests import RequestKind
from dialogs.staff import Act, Staff
from tests.clinic import ALMATY, CHIEF, FIRST, GROUP, Clinic


@pytest.fixture
async def clinic(database: Database, keyring: Keyring) -> Clinic:
    return await Clinic(database, keyring).opens()


async def leaders(_group: str) -> Sequence[str]:
    return ["@chief", "Әкімші 2"]


def keeper(clinic: Clinic) -> Timekeeper:
    return Timekeeper(clinic.database, clinic.house, lambda: None, leaders)


async def reminded(clinic: Clinic) -> list[str]:
    return [one.key.partition(":")[2] for one in await clinic.said(GROUP) if one.key.startswith("reminder:")]


async def asks(clinic: Clinic, by: Staff, name: str, rest: str = "") -> str:
    """What a command in the group is answered with."""

    def answer(conn):  # type: ignore[no-untyped-def]
        said = COMMANDS[name](conn, clinic.house, by, rest)
        return "\n".join(clinic.house.wording.label(part, posts.group_language(conn)) for part in said)

    return await clinic.database.write(answer)


async def test_a_case_is_reminded_of_at_half_at_most_and_when_overdue_once_each(clinic: Clinic) -> None:
    number = await clinic.files(RequestKind.ACCESS)  # due 2026-12-21: the 16th is a holiday
    one = keeper(clinic)
    told = []
    for moment in (
        "2026-12-15 18:00",
        "2026-12-18 10:00",
        "2026-12-18 11:00",
        "2026-12-21 12:00",
        "2026-12-22 08:30",
    ):
        clinic.comes(moment)
        for _ in range(3):
            await one.tick()
        told.append(await reminded(clinic))
    half, most, overdue = (f"{number}:answer:{mark}" for mark in ("half", "most", "overdue"))
    assert told == [[], [half], [half], [half, most], [half, most, overdue]]
    last = (await clinic.said(GROUP))[-1]
    assert "@chief, Әкімші 2" in next(s.words for s in await clinic.said(GROUP) if s.key.endswith("overdue"))
    assert last.about in (number, None)


async def test_a_bot_that_slept_tells_only_the_highest_mark(clinic: Clinic) -> None:
    number = await clinic.files(RequestKind.ACCESS)
    clinic.comes("2027-01-11 10:00")
    await keeper(clinic).tick()
    await keeper(clinic).tick()
    assert await reminded(clinic) == [f"{number}:answer:overdue"]


async def test_two_timekeepers_at_once_remind_once(clinic: Clinic) -> None:
    numbers = [await clinic.files(RequestKind.QUESTION, who=str(who)) for who in range(100, 115)]
    clinic.comes("2027-01-11 10:00")
    await asyncio.gather(*(keeper(clinic).tick() for _ in range(4)))
    assert sorted(await reminded(clinic)) == sorted(f"{number}:answer:overdue" for number in numbers)
    digests = [one for one in await clinic.said(GROUP) if one.key.startswith("digest:")]
    assert len(digests) == 1
    counted = "SELECT count(*) FROM audit WHERE act = 'digest-posted'"
    assert await clinic.database.read(lambda conn: conn.exec_driver_sql(counted).scalar()) == 1


async def test_a_case_that_waits_for_its_patient_is_not_reminded_of(clinic: Clinic) -> None:
    number = await clinic.files(RequestKind.ACCESS)
    await clinic.does(FIRST, Act.TAKE, number)
    await clinic.writes(FIRST, number, "please say which years", kind="wait")
    clinic.comes("2027-01-11 10:00")
    await keeper(clinic).tick()
    assert await reminded(clinic) == []
    assert "Waiting" not in await asks(clinic, FIRST, "/overdue")
    await clinic.does(FIRST, Act.RESUME, number)
    await keeper(clinic).tick()
    assert await reminded(clinic) == []
    assert (await clinic.case(number))["due_at"] / 1000 > clinic.moment.timestamp()


async def test_nobody_is_rung_at_night(clinic: Clinic) -> None:
    number = await clinic.files(RequestKind.ACCESS)
    clinic.comes("2026-12-22 00:10")
    await keeper(clinic).tick()
    assert await reminded(clinic) == []
    clinic.comes("2026-12-22 08:00")
    await keeper(clinic).tick()
    assert await reminded(clinic) == [f"{number}:answer:overdue"]


async def test_news_for_a_patient_waits_until_morning(clinic: Clinic) -> None:
    number = await clinic.files(RequestKind.ACCESS)
    clinic.comes("2026-12-15 22:15")
    await clinic.does(FIRST, Act.TAKE, number)
    answer = await clinic.writes(FIRST, number, "we are at it")
    assert answer is not None
    assert answer.key == "group-relayed-later"
    assert {one.not_before.isoformat() for one in await clinic.said("77")} == {"2026-12-16T08:00:00+05:00"}


async def test_the_digest_comes_once_each_working_morning_with_the_audit_head(clinic: Clinic) -> None:
    await clinic.files(RequestKind.ACCESS)
    late = await clinic.files(RequestKind.RECTIFY, who="78")
    for moment in (
        "2026-12-16 09:30",
        "2026-12-17 08:59",
        "2026-12-17 09:00",
        "2026-12-17 15:00",
        "2026-12-19 10:00",
    ):
        clinic.comes(moment)
        await keeper(clinic).tick()
    digests = [one for one in await clinic.said(GROUP) if one.key.startswith("digest:")]
    assert [one.key for one in digests] == ["digest:2026-12-17"]
    assert f"Due today (1): {late}" in digests[0].words
    assert "Fingerprint of the action log" in digests[0].words


async def test_a_card_is_shown_again_when_its_days_or_its_colour_change(clinic: Clinic) -> None:
    number = await clinic.files(RequestKind.ACCESS)
    one = keeper(clinic)
    await one.tick()
    await clinic.clears()
    shown = []
    for moment in (
        "2026-12-15 20:00",
        "2026-12-17 09:00",
        "2026-12-17 21:00",
        "2026-12-18 12:00",
        "2026-12-23 12:00",
    ):
        clinic.comes(moment)
        await one.tick()
        shown.append(any(said.kind == "card" for said in await clinic.said(kinds=True)))
        await clinic.clears()
    assert shown == [False, True, False, True, True]
    card = await clinic.database.read(lambda conn: posts.draw_card(conn, clinic.house, number))
    assert card is not None
    assert "🔴 Overdue: 21 December 2026" in card.payload["html"][0]


async def test_a_day_off_moves_open_cases_and_says_which(clinic: Clinic) -> None:
    number = await clinic.files(RequestKind.RECTIFY)
    assert "Only an administrator" in await asks(clinic, FIRST, "/holiday", "2026-12-17 off decree")
    said = await asks(clinic, CHIEF, "/holiday", "2026-12-17 off decree of the government")
    assert f"{number}: 17 December 2026 → 18 December 2026" in said
    assert [one.words for one in await clinic.said("77")] == [
        f"The calendar of working days has changed. Your request {number} is now due: 18 December 2026."
    ]
    assert "17 December 2026 · day off · decree of the government" in await asks(clinic, FIRST, "/holiday")
    assert "No open request has moved" in await asks(clinic, CHIEF, "/holiday", "2027-03-08 work decree")
    for wrong in ("17.12.2026 off x", "2026-12-17 maybe x", "2026-12-17 off", "2026-02-30 off x"):
        assert "For example" in await asks(clinic, CHIEF, "/holiday", wrong)


async def test_another_process_takes_the_changed_calendar(clinic: Clinic) -> None:
    other = Clinic(clinic.database, clinic.keyring)
    await clinic.files(RequestKind.RECTIFY)
    await asks(clinic, CHIEF, "/holiday", "2026-12-17 off decree")
    number = await other.files(RequestKind.RECTIFY, who="78")
    assert (await other.case(number))["due_at"] == at_end("2026-12-18")
    third = Clinic(clinic.database, clinic.keyring)
    await keeper(third).tick()
    assert third.house.calendar.overrides == {date(2026, 12, 17): False}
    moved = [one for one in await clinic.said("77") if "calendar" in one.words]
    assert len(moved) == 1


def at_end(day: str) -> int:
    from datetime import datetime

    return int(datetime.fromisoformat(f"{day} 23:59:59").replace(tzinfo=ALMATY).timestamp() * 1000)


async def test_a_case_filed_on_a_friday_evening_before_a_holiday(clinic: Clinic) -> None:
    # Friday 19 March 2027 18:05; Nauryz is 21-23 March with its days moved, the law's clock knows it.
    clinic.comes("2027-03-19 18:05")
    number = await clinic.files(RequestKind.ACCESS)
    counted = [day for day in range(20, 32) if KazakhstanCalendar().is_working(date(2027, 3, day))]
    assert (await clinic.case(number))["due_at"] == at_end(f"2027-03-{counted[2]}")
    await asks(clinic, CHIEF, "/holiday", f"2027-03-{counted[0]} off moved by decree")
    assert (await clinic.case(number))["due_at"] == at_end(f"2027-03-{counted[3]}")


async def test_a_search_finds_by_part_phone_and_words_and_never_shows_a_phone(clinic: Clinic) -> None:
    first = await clinic.files(RequestKind.ACCESS)
    second = await clinic.files(RequestKind.RECTIFY, who="78")
    by_part = await asks(clinic, FIRST, "/find", first[3:8])
    by_phone = await asks(clinic, FIRST, "/find", "8 701 555 01 01")
    by_kind = await asks(clinic, FIRST, "/find", "correction")
    by_status = await asks(clinic, FIRST, "/find", "registered")
    assert first in by_part
    assert second not in by_part
    assert first in by_phone
    assert second in by_phone
    assert second in by_kind
    assert first not in by_kind
    assert first in by_status
    assert "555" not in by_part + by_phone + by_kind + by_status
    assert "Nothing was found" in await asks(clinic, FIRST, "/find", "8 701 555 01 02")
    assert "Nothing was found" in await asks(clinic, FIRST, "/find", "banana")
    await clinic.does(FIRST, Act.TAKE, first)
    assert first in await asks(clinic, FIRST, "/mine")
    assert "no unfinished" in await asks(clinic, CHIEF, "/mine")


async def test_a_one_person_clinic_refuses_alone_and_the_log_says_so(clinic: Clinic) -> None:
    number = await clinic.files(RequestKind.ACCESS)
    await clinic.does(FIRST, Act.TAKE, number)
    assert "Only an administrator" in await asks(clinic, FIRST, "/secondperson", "off")
    await clinic.writes(FIRST, number, "no data", kind="refuse:not-our-data")
    denied = await clinic.does(FIRST, Act.APPROVE, number)
    assert denied.key == "denied-second-person"
    await clinic.does(CHIEF, Act.DECLINE, number)
    await asks(clinic, CHIEF, "/secondperson", "off")
    await clinic.writes(FIRST, number, "no data here", kind="refuse:not-our-data")
    assert (await clinic.case(number))["status"] == "refused"
    acts = await clinic.database.read(
        lambda conn: list(conn.exec_driver_sql("SELECT act FROM audit ORDER BY seq").scalars())
    )
    assert "second-person-off" in acts
    assert "refusal-without-second-person" in acts


async def test_administrators_add_words_that_applicants_are_warned_of(clinic: Clinic) -> None:
    assert "Only an administrator" in await asks(clinic, FIRST, "/healthwords", "add маммограмм")
    assert "was changed" in await asks(clinic, CHIEF, "/healthwords", "add Маммограмм")
    assert "маммограмм" in await clinic.database.read(health.words)
    assert "маммограмм" in await asks(clinic, CHIEF, "/healthwords")
    assert "was changed" in await asks(clinic, CHIEF, "/healthwords", "remove маммограмм")
    assert "маммограмм" not in await clinic.database.read(health.words)
    for wrong in ("add x", "add two words", "remove диагноз", "shout"):
        assert "warns first" in await asks(clinic, CHIEF, "/healthwords", wrong)
