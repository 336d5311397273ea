"""A correction that asks for several fields: each gets an outcome of its own before the case can be finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from bot.house import House
from bot.storage import asked
from bot.storage.asked import Asked
from dialogs.messages import Text, text
from dialogs.staff import FIELD_OUTCOMES, Case, Staff

WHOLE = {"corrected": "done", "partly-corrected": "partly"}
"""What the outcome of a case says of its only field."""


class AtWork(Protocol):
    """A staff member at work in one transaction: as much of the desk as asking about fields needs."""

    @property
    def conn(self) -> sa.Connection: ...
    @property
    def house(self) -> House: ...
    @property
    def by(self) -> Staff: ...

    def post(self, said: Text, case: Case, kind: str, choices: Sequence[tuple[str, Text]]) -> None:
        """Post in the group under the case's card."""

    def audit(self, act: str, about: str, **detail: str) -> None:
        """Write an audit row."""


@dataclass(frozen=True, slots=True)
class AllSettled:
    """Every field has its outcome; together they make this outcome of the case."""

    outcome: str


def several(conn: sa.Connection, house: House, number: str) -> bool:
    """Whether a case asks for more than one field."""
    return len(asked.asked_of(conn, house.keyring, number)) > 1


def unsettled(conn: sa.Connection, house: House, number: str) -> bool:
    """Whether a case asks for several fields, and of some nobody has said what became of them."""
    fields = asked.asked_of(conn, house.keyring, number)
    return len(fields) > 1 and any(not one.outcome for one in fields)


def ask(desk: AtWork, case: Case) -> Text:
    """Ask what became of each field, from the first on; earlier answers are void."""
    fields = asked.asked_of(desk.conn, desk.house.keyring, case.number)
    for one in fields:
        asked.settle_field(desk.conn, case.number, one.place, "")
    _ask(desk, case, fields[0])
    return text("toast-choose")


def _ask(desk: AtWork, case: Case, one: Asked) -> None:
    choices = [
        (f"staff-field:{case.number}:{one.place}.{outcome}", text(f"field-outcome-{outcome}"))
        for outcome in FIELD_OUTCOMES
    ]
    named = text(f"field-{one.field}")
    said = text("group-field", number=case.number, name=desk.by.name, place=one.place, field=named)
    desk.post(said, case, "choose", choices)


def settle(desk: AtWork, case: Case, data: str) -> Text | AllSettled:
    """Write what became of one field, ``place.outcome``; then ask for the next, or say that all are settled."""
    place, _, outcome = data.partition(".")
    fields = asked.asked_of(desk.conn, desk.house.keyring, case.number)
    if outcome not in FIELD_OUTCOMES or place not in {str(one.place) for one in fields}:
        return text("case-unknown", number=case.number)
    asked.settle_field(desk.conn, case.number, int(place), outcome)
    desk.audit("field-settled", case.number, place=place, outcome=outcome)
    left = [one for one in fields if not one.outcome and one.place != int(place)]
    if left:
        _ask(desk, case, left[0])
        return text("toast-choose")
    outcomes = {one.outcome for one in asked.asked_of(desk.conn, desk.house.keyring, case.number)}
    if outcomes == {"refused"}:
        return text("denied-all-refused")
    return AllSettled("corrected" if outcomes == {"done"} else "partly-corrected")


def told(conn: sa.Connection, house: House, number: str, outcome: str) -> tuple[Text, ...]:
    """What became of each field, for the patient; nothing where there is one field or none."""
    fields = asked.asked_of(conn, house.keyring, number)
    if len(fields) == 1 and outcome in WHOLE:
        asked.settle_field(conn, number, fields[0].place, WHOLE[outcome])
    if len(fields) < 2:
        return ()
    return tuple(
        text("told-field", field=text(f"field-{one.field}"), outcome=text(f"field-outcome-{one.outcome}"))
        for one in fields
    )
