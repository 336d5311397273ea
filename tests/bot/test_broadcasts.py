"""A broadcast reaches everybody it may, once: whom it is for, the first few, the last question, stop and go on."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.broadcasts import Broadcasts, gate
from bot.desk.broadcasting import Broadcasting
from bot.outbox import Outbox
from bot.pace import Pace
from bot.ports import Rejected, TryLater, Unanswered, Unreachable
from bot.storage import broadcasts, fates, people, recipients
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.records import contacts
from dialogs.broadcasts import BroadcastStatus, Fate
from dialogs.messages import Language, Text
from dialogs.requests import Purpose
from dialogs.staff import Staff
from tests.clinic import CHIEF, Clinic
from tests.clock import VirtualClock
from tests.office import Platform

SECOND = Staff("4", "Әкімші 2", administrator=True)
WORDS = {language: (f"Words in {language}.",) for language in Language}
ENDS = (Fate.SENT, Fate.UNREACHABLE, Fate.OPTED_OUT, Fate.FAILED, Fate.UNKNOWN)


class Office:
    """A clinic, people who may be told, and a platform that records."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.clock = VirtualClock()
        self.platform = Platform(self.clock)
        self.worker = Broadcasts(
            clinic.database, clinic.house, lambda: ["telegram"], lambda: None, None, self.clock.sleep
        )

    async def people(self, count: int, *, first: int = 1, **values: Any) -> None:
        """So many people who agreed to everything."""
        now = self.clinic.moment
        row = {
            "channel": "telegram",
            "language": "ru",
            "consent": True,
            "messages": True,
            "since": now,
            "heard_at": now,
        }
        made = [{**row, **values, "address": f"{5000 + n}"} for n in range(first, first + count)]
        await self.clinic.database.write(lambda conn: conn.execute(contacts.insert(), made))

    async def does(self, who: Staff, name: str, rest: str) -> Text:
        """An administrator presses a button."""
        return await self.clinic.database.write(
            lambda conn: Broadcasting(conn, self.clinic.house, who).press(name, rest)
        )

    async def approved(self) -> int:
        """A broadcast that two administrators have agreed on."""
        id = await self.clinic.database.write(lambda conn: broadcasts.draft(conn, WORDS, self.clinic.moment))
        await self.does(CHIEF, "broadcast-submit", f"{id}")
        await self.does(SECOND, "broadcast-approve", f"{id}")
        return id

    def outbox(self) -> Outbox:
        pace = Pace({}, clock=self.clock, sleep=self.clock.sleep)
        house, senders = self.clinic.house, {"telegram": self.platform}
        return Outbox(
            self.clinic.database,
            self.clinic.keyring,
            senders,
            pace,
            lambda: self.clinic.moment,
            gate=gate(house),
        )

    async def goes(self, rounds: int = 12) -> None:
        """Rounds of feeding and sending."""
        for _ in range(rounds):
            await self.worker.tick()
            await self.outbox().drain()

    async def status(self, id: int) -> BroadcastStatus:
        found = await self.clinic.database.read(lambda conn: broadcasts.find(conn, id))
        assert found is not None
        return found.status

    async def fates(self, id: int) -> dict[str, int]:
        tally = await self.clinic.database.read(lambda conn: fates.tally(conn, id))
        return {fate.value: count for fate, count in tally.counts.items()}

    def sent_to(self) -> list[str]:
        return [
            one.address for _, one in self.platform.got if one.key.startswith("broadcast:") and one.lane == 2
        ]


@pytest.fixture
async def office(database: Database, keyring: Keyring) -> Office:
    return Office(await Clinic(database, keyring).opens())


async def test_everybody_who_may_be_told_is_told_once_in_their_language(office: Office) -> None:
    await office.people(30)
    await office.people(3, first=100, language="kk")
    await office.people(2, first=200, messages=False)
    await office.people(2, first=300, consent=False)
    await office.people(2, first=400, reachable=False)
    id = await office.approved()
    await office.goes()
    assert (await office.status(id), await office.fates(id)) == (BroadcastStatus.DONE, {"sent": 33})
    assert len(office.sent_to()) == len(set(office.sent_to())) == 33
    said = {one.address: one.payload["html"] for _, one in office.platform.got if one.lane == 2}
    assert (said["5100"], said["5001"]) == (["Words in kk."], ["Words in ru."])


async def test_under_every_message_one_tap_ends_them(office: Office) -> None:
    await office.people(1)
    await office.approved()
    await office.goes(4)
    (told,) = [one.payload for _, one in office.platform.got if one.lane == 2]
    assert told["timeless"]
    assert told["rows"] == [[["settings-notices-off", "Больше не присылать"]]]


async def test_whoever_submitted_does_not_approve_and_of_two_who_do_one_succeeds(office: Office) -> None:
    await office.people(1)
    id = await office.clinic.database.write(lambda conn: broadcasts.draft(conn, WORDS, office.clinic.moment))
    await office.does(CHIEF, "broadcast-submit", f"{id}")
    assert (await office.does(CHIEF, "broadcast-approve", f"{id}")).key == "broadcast-denied-second-person"
    third = Staff("9", "Әкімші 3", administrator=True)
    answers = await asyncio.gather(
        *(office.does(who, "broadcast-approve", f"{id}") for who in (SECOND, third, SECOND))
    )
    assert sorted(said.key for said in answers) == [
        "broadcast-act-done",
        "broadcast-denied-status",
        "broadcast-denied-status",
    ]


async def test_a_member_who_leads_nothing_changes_nothing(office: Office) -> None:
    id = await office.clinic.database.write(lambda conn: broadcasts.draft(conn, WORDS, office.clinic.moment))
    member = Staff("1", "Қызметкер 1")
    assert (await office.does(member, "broadcast-submit", f"{id}")).key == "denied-administrators"
    assert (await office.does(member, "broadcast-new", "own")).key == "denied-administrators"
    assert await office.status(id) is BroadcastStatus.DRAFT


async def test_somebody_who_opts_out_at_the_last_moment_is_not_sent_to_and_counted(office: Office) -> None:
    await office.people(5)
    id = await office.approved()
    await office.worker.tick()
    await office.worker.tick()
    assert await office.fates(id) == {"queued": 5}
    await office.clinic.database.write(lambda conn: opt_out(conn, office, "5003"))
    await office.goes(4)
    assert "5003" not in office.sent_to()
    assert await office.fates(id) == {"sent": 4, "opted-out": 1}


def opt_out(conn: sa.Connection, office: Office, address: str) -> None:
    contact = people.find(conn, office.clinic.keyring, "telegram", address, office.clinic.moment)
    assert contact is not None
    people.record_consent(
        conn,
        people.Consent(
            contact.id,
            Purpose.MESSAGES,
            False,
            "v",
            Language.RUSSIAN,
            "telegram",
            "inbox:1",
            office.clinic.moment,
        ),
    )


async def test_what_became_of_each_is_told_apart(office: Office) -> None:
    await office.people(40)
    id = await office.approved()
    fates = {"25": Unreachable("x"), "26": Rejected("x"), "27": Unanswered("x"), "28": TryLater(0.0)}
    ids = await contact_ids(office)
    office.platform.answers = {f"broadcast:{id}:{ids[int(n)]}": [fate] for n, fate in fates.items()}
    for _ in range(4):
        await office.goes(4)
        office.clinic.moment += timedelta(seconds=1)
    assert await office.fates(id) == {"sent": 37, "unreachable": 1, "failed": 1, "unknown": 1}
    assert len(office.sent_to()) == 41, "only the one that was put off was tried twice"


async def contact_ids(office: Office) -> list[int]:
    return await office.clinic.database.read(
        lambda conn: list(conn.execute(sa.select(contacts.c.id).order_by(contacts.c.id)).scalars())
    )


async def test_when_too_many_of_the_first_twenty_go_wrong_the_rest_wait_for_a_person(office: Office) -> None:
    await office.people(50)
    id = await office.approved()
    ids = await contact_ids(office)
    office.platform.answers = {f"broadcast:{id}:{ids[n]}": [Rejected("x")] for n in range(3)}
    await office.goes()
    assert (await office.status(id), await office.fates(id)) == (
        BroadcastStatus.PAUSED,
        {"sent": 17, "failed": 3, "waiting": 30},
    )
    assert any(
        "is paused" in one.payload["html"][0] for _, one in office.platform.got if one.kind == "message"
    )
    await office.does(CHIEF, "broadcast-resume", f"{id}")
    await office.goes()
    assert await office.fates(id) == {"sent": 47, "failed": 3}


async def test_a_pause_takes_back_what_is_queued_and_a_resume_goes_on_where_it_stood(office: Office) -> None:
    await office.people(100)
    id = await office.approved()
    await office.goes(2)
    await office.worker.tick()
    await office.worker.tick()
    await office.does(CHIEF, "broadcast-pause", f"{id}")
    await office.goes(3)
    assert await office.fates(id) == {"sent": 20, "waiting": 80}
    await office.does(CHIEF, "broadcast-resume", f"{id}")
    await office.goes()
    assert await office.fates(id) == {"sent": 100}
    assert len(set(office.sent_to())) == len(office.sent_to()) == 100


async def test_what_is_stopped_says_who_was_not_told(office: Office) -> None:
    await office.people(100)
    id = await office.approved()
    await office.goes(2)
    await office.does(CHIEF, "broadcast-stop", f"{id}")
    await office.goes(2)
    assert (await office.status(id), await office.fates(id)) == (
        BroadcastStatus.STOPPED,
        {"sent": 20, "waiting": 80},
    )


async def test_nobody_is_told_at_night(office: Office) -> None:
    await office.people(60)
    id = await office.approved()
    await office.goes(2)
    office.clinic.comes("2026-12-15 21:30")
    await office.goes(4)
    assert (await office.fates(id))["sent"] == 20
    office.clinic.comes("2026-12-16 08:00")
    await office.goes()
    assert await office.fates(id) == {"sent": 60}


async def test_a_correction_goes_to_those_who_got_the_first_words_and_the_rest_get_the_right_ones(
    office: Office,
) -> None:
    await office.people(60)
    first = await office.approved()
    await office.goes(2)
    await office.does(CHIEF, "broadcast-correct", f"{first}")
    second = first + 1
    await office.clinic.database.write(
        lambda conn: broadcasts.set_words(conn, second, dict.fromkeys(Language, ("Right.",)))
    )
    await office.does(CHIEF, "broadcast-submit", f"{second}")
    await office.does(SECOND, "broadcast-approve", f"{second}")
    await office.goes(4)
    await office.does(CHIEF, "broadcast-resume", f"{first}")
    await office.goes()
    assert (await office.fates(first), await office.fates(second)) == ({"sent": 60}, {"sent": 20})
    edits = [one for _, one in office.platform.got if one.kind == "correction"]
    assert len(edits) == 20
    assert all(one.payload["edits"].startswith("m") and "Right." in one.payload["html"] for one in edits)
    late = [one for _, one in office.platform.got if one.kind == "message" and one.lane == 2][20:]
    assert {tuple(one.payload["html"]) for one in late} == {("Right.",)}


async def test_a_broadcast_that_nobody_agreed_to_get_ends_and_says_so(office: Office) -> None:
    await office.people(3, messages=False)
    id = await office.approved()
    await office.goes(4)
    assert (await office.status(id), await office.fates(id)) == (BroadcastStatus.DONE, {})
    assert f"broadcast-report:{id}" in office.platform.keys
    assert not await office.worker.tick(), "nothing is left to do"


async def test_a_correction_of_words_that_nobody_got_ends(office: Office) -> None:
    await office.people(1)
    first = await office.approved()
    office.platform.answers = {f"broadcast:{first}:{(await contact_ids(office))[0]}": [Unreachable("x")]}
    await office.goes(3)
    await office.does(CHIEF, "broadcast-correct", f"{first}")
    second = first + 1
    await office.does(CHIEF, "broadcast-submit", f"{second}")
    await office.does(SECOND, "broadcast-approve", f"{second}")
    await office.goes(4)
    assert (await office.status(second), await office.fates(second)) == (BroadcastStatus.DONE, {})


async def test_people_of_a_messenger_that_is_switched_off_are_waited_for_in_peace(office: Office) -> None:
    await office.people(3)
    id = await office.approved()
    await office.worker.tick()
    away = Broadcasts(office.clinic.database, office.clinic.house, lambda: [], lambda: None)
    assert not await away.tick(), "nothing to hurry for"
    assert (await office.status(id), await office.fates(id)) == (BroadcastStatus.RUNNING, {"waiting": 3})
    await office.goes(4)
    assert await office.fates(id) == {"sent": 3}


async def test_the_outbox_never_holds_more_than_a_chunk(office: Office) -> None:
    await office.people(1200)
    id = await office.approved()
    await office.goes(3)
    for _ in range(3):
        await office.worker.tick()
    assert (await office.fates(id))["queued"] == recipients.CHUNK


async def test_two_workers_on_one_broadcast_queue_nobody_twice(office: Office) -> None:
    await office.people(300)
    id = await office.approved()
    other = Broadcasts(office.clinic.database, office.clinic.house, lambda: ["telegram"], lambda: None)
    for _ in range(12):
        await asyncio.gather(office.worker.tick(), other.tick())
        await office.outbox().drain()
    assert await office.fates(id) == {"sent": 300}
    assert len(office.sent_to()) == 300


async def test_somebody_forgotten_meanwhile_is_not_told(office: Office) -> None:
    await office.people(30)
    id = await office.approved()
    await office.goes(3)
    await office.worker.tick()

    def forget(conn: sa.Connection) -> None:
        contact = people.find(conn, office.clinic.keyring, "telegram", "5029", office.clinic.moment)
        assert contact is not None
        people.forget(conn, contact)

    await office.clinic.database.write(forget)
    await office.goes()
    assert await office.status(id) is BroadcastStatus.DONE
    assert sum((await office.fates(id)).values()) == 30


async def test_the_report_names_everybody_and_no_address(office: Office, tmp_path: Any) -> None:
    from bot.desk import documents

    await office.people(30)
    id = await office.approved()
    await office.goes()
    file = tmp_path / "report"
    name = await office.clinic.database.read(lambda conn: documents.write(conn, "report", id, file))
    told = file.read_text("utf-8").splitlines()
    assert (name, len(told)) == (f"broadcast-{id}.csv", 31)
    assert told[0] == "contact,channel,language,fate,problem,at"
    assert "5001" not in file.read_text("utf-8")
