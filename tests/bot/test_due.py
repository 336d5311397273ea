"""``qupia due``: the law's arithmetic on the calendar of Kazakhstan, and the clinic's own days."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands import opening
from bot.config import Settings
from bot.storage import days
from bot.storage.days import Override

VECTORS = {
    "2026-12-15": ("2026-12-17", "2026-12-21", "2027-01-11"),
    "2026-12-30": ("2026-12-31", "2027-01-06", "2027-01-25"),
    "2027-03-12": ("2027-03-16", "2027-03-18", "2027-04-08"),
    "2027-03-18": ("2027-03-19", "2027-03-26", "2027-04-13"),
    "2027-05-05": ("2027-05-06", "2027-05-12", "2027-05-28"),
}
"""Received -> due after 1, 3 and 15 working days."""
Due = Callable[[str, str], dict[str, str]]


@pytest.fixture
def due(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Due:
    """Asks for the due days of a request, by clock."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)

    def ask(kind: str, received: str) -> dict[str, str]:
        with pytest.raises(SystemExit):
            main(["due", kind, "--from", received, "--json"])
        return {clock["name"]: clock["due"][:10] for clock in json.loads(capsys.readouterr().out)["clocks"]}

    return ask


@pytest.mark.parametrize("received", VECTORS)
def test_the_vectors_of_the_calendar_hold_for_every_kind(due: Due, received: str) -> None:
    one, three, fifteen = VECTORS[received]
    for kind in ("rectify", "block", "erase"):
        assert due(kind, received) == {"act": one, "answer": three}
    for kind in ("access", "question"):
        assert due(kind, received) == {"answer": three}
    assert due("withdraw", received) == {"stop": fifteen}


def test_the_hour_of_receipt_changes_nothing_but_the_local_date(due: Due) -> None:
    assert due("rectify", "2026-12-15T23:59")["act"] == "2026-12-17"
    assert due("rectify", "2026-12-15T19:00:00Z")["act"] == "2026-12-17"
    assert due("rectify", "2026-12-17T19:00:00Z")["act"] == "2026-12-21"


def test_a_case_filed_on_friday_at_18_05_before_a_holiday(due: Due) -> None:
    # 19 March 2027 is a Friday; Nauryz is on 21, 22 and 23 March and two of its days fall on working days.
    assert due("rectify", "2027-03-19T18:05") == {"act": "2027-03-25", "answer": "2027-03-29"}


def test_the_clinics_own_days_are_counted_where_a_database_holds_them(due: Due) -> None:
    settings = Settings.load()
    opening.migrate(settings)
    assert due("rectify", "2027-03-24")["act"] == "2027-03-25"
    own = Override(date(2027, 3, 25), False, "decree", "1", datetime(2027, 3, 1, tzinfo=UTC))
    opening.write(settings, lambda conn: days.put(conn, own))
    assert due("rectify", "2027-03-24")["act"] == "2027-03-26"
