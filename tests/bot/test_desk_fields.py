"""A correction of several fields, and the figures of the desk."""

from __future__ import annotations

from typing import Any

import pytest

from bot import charts
from bot.desk.acts import Desk
from bot.group_commands import COMMANDS
from bot.storage.crypto import Keyring
from bot.storage.database import Database
from dialogs.requests import DataField, RequestKind
from dialogs.staff import Act
from tests.clinic import CHIEF, FIRST, GROUP, Clinic


@pytest.fixture
async def clinic(database: Database, keyring: Keyring) -> Clinic:
    return await Clinic(database, keyring).opens()


async def chooses(clinic: Clinic, number: str, *outcomes: str) -> str:
    """The owner says what became of each field; gives the key of the last answer."""
    key = ""
    for place, outcome in enumerate(outcomes, 1):
        answer = await clinic.database.write(
            lambda conn, data=f"{place}.{outcome}": Desk(conn, clinic.house, FIRST).settle_field(number, data)
        )
        key = answer.key
    return key


async def taken(clinic: Clinic) -> str:
    """A case of two fields, ready to be finished."""
    number = await clinic.files(RequestKind.RECTIFY)
    joined = await clinic.files(
        RequestKind.RECTIFY, field=DataField.EMAIL, value="new@example.kz", old="old@example.kz"
    )
    assert joined == number
    for act in (Act.TAKE, Act.DOCUMENTS_SEEN, Act.DONE):
        await clinic.does(FIRST, act, number)
    return number


async def finishes(clinic: Clinic, number: str, outcome: str) -> str:
    answer = await clinic.database.write(lambda conn: Desk(conn, clinic.house, FIRST).finish(number, outcome))
    return answer.key


async def test_each_field_of_a_correction_gets_its_own_outcome(clinic: Clinic) -> None:
    number = await taken(clinic)
    assert await finishes(clinic, number, "corrected") == "denied-fields"
    assert await chooses(clinic, number, "done", "refused") == "toast-write"
    assert await finishes(clinic, number, "partly-corrected") == "toast-done"
    told = (await clinic.said("77"))[-1].words
    assert "Name: Corrected" in told or "Full name: Corrected" in told
    assert "E-mail: Not corrected" in told
    assert (await clinic.case(number))["outcome"] == "outcome-partly-corrected"


async def test_a_correction_of_which_nothing_was_done_is_refused_and_not_finished(clinic: Clinic) -> None:
    number = await taken(clinic)
    assert await chooses(clinic, number, "refused", "refused") == "denied-all-refused"


async def test_made_up_outcomes_of_fields_change_nothing(clinic: Clinic) -> None:
    number = await taken(clinic)
    for data in ("1.fine", "3.done", "x.done", ".", "1"):
        answer = await clinic.database.write(
            lambda conn, data=data: Desk(conn, clinic.house, FIRST).settle_field(number, data)
        )
        assert answer.key == "case-unknown"


async def asks(clinic: Clinic, by: Any, name: str) -> Any:
    return await clinic.database.write(lambda conn: COMMANDS[name](conn, clinic.house, by, ""))


async def test_the_figures_count_what_was_opened_done_refused_and_late(clinic: Clinic) -> None:
    done = await clinic.files(RequestKind.QUESTION)
    late = await clinic.files(RequestKind.ACCESS, who="78")
    await clinic.files(RequestKind.ERASE, who="79")
    for number in (done, late):
        await clinic.does(FIRST, Act.TAKE, number)
    clinic.comes("2026-12-17 10:00")
    await finishes(clinic, done, "answered")
    clinic.comes("2026-12-25 10:00")
    await finishes(clinic, late, "copy-given")
    await asks(clinic, FIRST, "/stats")
    sent = (await clinic.said(GROUP))[-1]
    assert sent.kind == "chart"
    for line in (
        "Requests received: 3",
        "Done: 2",
        "Refused: 0",
        "Overdue now: 1",
        "after the due date: 1",
        "working days): 4",
    ):
        assert line in sent.words, line
    assert charts.draw(sent.payload["chart"]).startswith(b"\x89PNG")


async def test_the_table_is_for_administrators_and_holds_nobodys_data(clinic: Clinic) -> None:
    number = await clinic.files(RequestKind.RECTIFY)
    assert (await asks(clinic, FIRST, "/csv"))[0].key == "denied-administrators"
    await asks(clinic, CHIEF, "/csv")
    sent = (await clinic.said(GROUP))[-1]
    body = sent.payload["body"]
    assert number in body
    for secret in ("555", "Құпия", "77;", "Қызметкер"):
        assert secret not in body
