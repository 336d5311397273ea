"""What an attacker tries inside the talk and what stands in the way: guessing, flooding, what forgetting leaves."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from bot import group_commands, verification
from bot.conversations import LOOK_EVERY, UNREAD_ANSWERS, Conversations
from bot.desk import register
from bot.ports import Heard
from bot.storage import inbox, outbox, people, persons
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from bot.storage.inbox import Inbound
from bot.storage.outbox import Lane, Outgoing
from bot.storage.people import Contact
from bot.storage.records import codes
from dialogs.commands import AnswerFound, CallOffered, CodeHeldBack, CodeSent, CodeWrong, Intent
from dialogs.messages import Language, Typed
from dialogs.requests import Proof, ProofMethod
from tests.clinic import CHIEF, PHONE, Clinic


@pytest.fixture
async def clinic(database: Database, keyring: Keyring) -> Clinic:
    return await Clinic(database, keyring).opens()


async def meets(clinic: Clinic, who: str = "66") -> Contact:
    return await clinic.database.write(
        lambda conn: people.meet(conn, clinic.keyring, "telegram", who, clinic.moment)
    )


async def asks(clinic: Clinic, contact: Contact, phone: str = PHONE) -> CodeSent | CodeHeldBack:
    return await clinic.database.write(
        lambda conn: verification.send_code(conn, clinic.house, contact, phone, Language.ENGLISH)
    )


async def calls(clinic: Clinic, contact: Contact, phone: str = PHONE) -> CallOffered | CodeHeldBack:
    return await clinic.database.write(
        lambda conn: verification.offer_call(conn, clinic.house, contact, phone)
    )


async def guesses(clinic: Clinic, contact: Contact, code: str, phone: str = PHONE) -> CodeWrong | None:
    def guess(conn: sa.Connection) -> CodeWrong | None:
        people.find(conn, clinic.keyring, contact.channel, contact.address, clinic.moment)  # as a turn does
        return verification.check_code(conn, clinic.house, contact, phone, code)

    return await clinic.database.write(guess)


async def forgets(clinic: Clinic, contact: Contact) -> None:
    await clinic.database.write(lambda conn: people.forget(conn, contact))


def number(last: int) -> str:
    return f"+7701555{last:04}"


# --- Codes ----------------------------------------------------------------------------------------


async def test_being_forgotten_does_not_begin_the_limits_on_a_number_anew(clinic: Clinic) -> None:
    sent = 0
    for _life in range(6):
        stranger = await meets(clinic)
        sent += isinstance(await asks(clinic, stranger), CodeSent)
        clinic.moment += timedelta(seconds=121)
        await forgets(clinic, stranger)
    assert sent <= 5  # three in ten minutes; the sixth asks after more than ten
    assert await clinic.database.read(
        lambda conn: conn.execute(sa.select(codes.c.phone).distinct()).scalars().all()
    ) == [None]


async def test_a_code_of_a_forgotten_person_proves_nothing_any_more(clinic: Clinic) -> None:
    stranger = await meets(clinic)
    await asks(clinic, stranger)
    code = next(one.payload["code"] for one in await clinic.said() if one.kind == "code")
    await forgets(clinic, stranger)
    assert await guesses(clinic, stranger, code) == CodeWrong(0, expired=True)


async def test_one_person_cannot_have_codes_sent_to_many_numbers(clinic: Clinic) -> None:
    stranger = await meets(clinic)
    answers = [await asks(clinic, stranger, number(each)) for each in range(50)]
    assert sum(isinstance(answer, CodeSent) for answer in answers) == verification.PER_CONTACT[0][0]


async def test_many_accounts_cannot_spend_the_clinics_money_on_codes(clinic: Clinic) -> None:
    most = verification.FOR_EVERYBODY[0][0]
    answers = [await asks(clinic, await meets(clinic, str(each)), number(each)) for each in range(most + 20)]
    assert sum(isinstance(answer, CodeSent) for answer in answers) == most


async def test_many_who_ask_for_one_number_in_the_same_moment_send_one_code(clinic: Clinic) -> None:
    strangers = [await meets(clinic, str(each)) for each in range(8)]
    answers = await asyncio.gather(*(asks(clinic, stranger) for stranger in strangers))
    assert sum(isinstance(answer, CodeSent) for answer in answers) == 1


async def test_guesses_made_in_the_same_moment_are_all_counted(clinic: Clinic) -> None:
    stranger = await meets(clinic)
    await asks(clinic, stranger)
    right = next(one.payload["code"] for one in await clinic.said() if one.kind == "code")
    wrong = [f"{(int(right) + each) % 1_000_000:06}" for each in range(1, 21)]
    answers = await asyncio.gather(*(guesses(clinic, stranger, code) for code in wrong))
    assert sorted(answer.left for answer in answers if answer)[-5:] == [0, 1, 2, 3, 4]
    assert await guesses(clinic, stranger, right) == CodeWrong(0)


async def test_one_person_cannot_fill_the_group_with_calls_to_listen_for(clinic: Clinic) -> None:
    stranger = await meets(clinic)
    answers = [await calls(clinic, stranger, number(each)) for each in range(20)]
    assert sum(isinstance(answer, CallOffered) for answer in answers) == verification.CALLS_PER_CONTACT[0][0]


async def test_a_heard_call_proves_nothing_to_anybody_else(clinic: Clinic) -> None:
    caller, other = await meets(clinic), await meets(clinic, "67")
    await calls(clinic, caller)

    def hear(conn: sa.Connection) -> tuple[bool, bool, str | None, str | None]:
        call = conn.execute(sa.select(codes.c.id)).scalar_one()
        first, again = (verification.heard(conn, clinic.house, call, "1") for _time in range(2))
        proven = [verification.heard_phone(conn, clinic.house, call, who.id) for who in (other, caller)]
        return first, again, proven[0], proven[1]

    assert await clinic.database.write(hear) == (True, False, None, PHONE)


# --- Floods ---------------------------------------------------------------------------------------


class Mute:
    """Answers nothing well."""

    def find(self, question: str, language: Language | None) -> AnswerFound:
        return AnswerFound(question, Intent.OUT_OF_SCOPE)

    def is_stop(self, words: str) -> bool:
        return False

    def is_urgent(self, words: str) -> bool:
        return False


async def test_who_writes_faster_than_a_chat_takes_messages_gets_the_newest_answers(clinic: Clinic) -> None:
    talk, seq = Conversations(clinic.database, clinic.house, Mute()), 0
    for each in range(UNREAD_ANSWERS * 3):
        update = Inbound("telegram", str(each), "telegram:66", b"{}", clinic.moment)
        [seq] = await clinic.database.write(partial(inbox.store, keyring=clinic.keyring, updates=[update]))
        await talk.hear(Heard(seq, "telegram", "66", Typed("рақмет")))
    waiting = await clinic.said("66")
    assert UNREAD_ANSWERS <= len(waiting) < UNREAD_ANSWERS + LOOK_EVERY
    assert waiting[-1].key == f"turn:{seq}"


async def test_one_patient_who_writes_and_writes_rings_the_group_once_a_minute(clinic: Clinic) -> None:
    filed = await clinic.files()
    await clinic.clears()
    patient = await meets(clinic, "77")
    adds = partial(register.add_message, house=clinic.house, contact=patient, number=filed)
    for each in range(30):
        await clinic.database.write(partial(adds, words=f"{each}"))
    rings = [one for one in await clinic.said() if one.key.startswith("ring:")]
    assert len(rings) == 1
    clinic.moment += timedelta(minutes=1)
    await clinic.database.write(partial(adds, words="тағы"))
    assert len([one for one in await clinic.said() if one.key.startswith("ring:")]) == 2


# --- What is left ---------------------------------------------------------------------------------


async def test_nothing_that_waits_to_be_tried_again_reaches_who_was_forgotten(clinic: Clinic) -> None:
    patient = await meets(clinic, "77")
    news = Outgoing("tell:1", "telegram", "77", "message", {"html": ["сөз"]}, Lane.NOTICE, "26-00001-0")
    letter = Inbound("telegram", "5", "telegram:77", "құпия".encode(), clinic.moment)

    def fails(conn: sa.Connection) -> None:
        outbox.queue(conn, clinic.keyring, [news], clinic.moment)
        conn.execute(sa.text("UPDATE outbox SET attempts = 3, failing_since = not_before, problem = 'x'"))
        [seq] = inbox.store(conn, clinic.keyring, [letter])
        for _time in range(inbox.ATTEMPTS):
            inbox.fail(conn, seq, "ValueError", clinic.moment)

    await clinic.database.write(fails)
    assert await clinic.database.read(inbox.dead) == 1
    await forgets(clinic, patient)
    assert await clinic.said() == []
    assert await clinic.database.read(inbox.dead) == 0


async def test_an_error_of_the_database_does_not_repeat_what_was_written(database: Database) -> None:
    secret = "құпия дерек"
    with pytest.raises(sa.exc.DBAPIError) as error:
        await database.write(
            lambda conn: conn.execute(sa.text("SELECT :words FROM nowhere"), {"words": secret})
        )
    assert secret not in str(error.value)


async def test_what_is_deleted_from_the_file_is_overwritten(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    pragma = await database.write(lambda conn: conn.execute(sa.text("PRAGMA secure_delete")).scalar())
    await database.close()
    assert pragma == 1


async def test_a_reason_with_signs_that_no_database_keeps_is_taken_without_them(clinic: Clinic) -> None:
    answer = await clinic.database.write(
        lambda conn: group_commands.holiday(conn, clinic.house, CHIEF, "2027-03-25 off Наурыз\x00‮ ертең")
    )
    assert dict(answer[0].args)["reason"] == "Наурыз ертең"


# --- Somebody else's cases ------------------------------------------------------------------------


async def test_who_parted_the_messengers_is_not_joined_again_from_the_other_one(clinic: Clinic) -> None:
    """A number may have had another owner: who still holds its old account must not read on after a *no*."""

    def tried(conn: sa.Connection) -> tuple[int, int, int]:
        old, owner = (
            people.meet(conn, clinic.keyring, channel, "55", clinic.moment)
            for channel in ("telegram", "whatsapp")
        )
        for contact in (old, owner):
            people.prove(conn, clinic.keyring, contact, Proof(PHONE, ProofMethod.CONTACT, clinic.moment))

        def joins(channel: str) -> int:
            contact = people.find(conn, clinic.keyring, channel, "55", clinic.moment)
            assert contact is not None
            return len(persons.join(conn, clinic.keyring, contact, clinic.moment))

        first = joins("telegram")
        persons.part(conn, owner.id, apart=True)
        return first, joins("telegram"), joins("whatsapp")

    assert await clinic.database.write(tried) == (1, 0, 1)
