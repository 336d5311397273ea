"""The desk's rules: every role, act, status and mark is decided, and each refusal says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from dialogs.messages import Language, Text
from dialogs.requests import TRANSITIONS, Move, RequestKind, RequestStatus, Whom
from dialogs.staff import (
    GROUNDS,
    MOVES,
    OUTCOMES,
    WHEN,
    Act,
    Allowed,
    Case,
    Denied,
    Staff,
    decide,
    grounds,
)
from tests.dialogs.shell import NOON

OWNER = Staff("1", "Қызметкер 1")
COLLEAGUE = Staff("2", "Қызметкер 2")
ADMINISTRATOR = Staff("3", "Әкімші", administrator=True)
PEOPLE = {"owner": OWNER, "colleague": COLLEAGUE, "administrator": ADMINISTRATOR}
S = RequestStatus


def case(status: RequestStatus, kind: RequestKind = RequestKind.ERASE, **marks: object) -> Case:
    """A case without marks; one that was taken belongs to the owner."""
    owner = OWNER if status is not S.OPEN else Staff("", "")
    plain = Case(
        "26-00001-0",
        kind,
        Whom.SELF,
        status,
        Language.KAZAKH,
        "telegram",
        NOON,
        NOON + timedelta(days=1),
        owner=owner.id,
        owner_name=owner.name,
    )
    return replace(plain, **marks)  # type: ignore[arg-type]


def why(decision: object) -> str:
    return decision.why.key if isinstance(decision, Denied) else "yes"


# Who may do what to a case without marks. "-" stands for "not at this status".
TABLE = """
                         open               in_progress                        waiting
                         owner  coll  adm   owner       coll       adm         owner      coll       adm
staff-take               yes    yes   yes   taken       taken      taken       taken      taken      taken
staff-return             -      -     -     yes         not-owner  yes         yes        not-owner  yes
staff-hand-over          -      -     -     yes         not-owner  yes         yes        not-owner  yes
staff-details            yes    yes   yes   yes         yes        yes         yes        yes        yes
staff-ask                -      -     -     yes         not-owner  not-owner   yes        not-owner  not-owner
staff-wait               -      -     -     yes         not-owner  not-owner   -          -          -
staff-resume             -      -     -     -           -          -           yes        not-owner  not-owner
staff-documents-seen     -      -     -     yes         not-owner  not-owner   yes        not-owner  not-owner
staff-authority-checked  -      -     -     yes         not-owner  not-owner   yes        not-owner  not-owner
staff-done               -      -     -     yes         not-owner  not-owner   -          -          -
staff-refuse             -      -     -     yes         not-owner  not-owner   -          -          -
staff-approve            -      -     -     no-refusal  no-refusal no-refusal  -          -          -
staff-decline            -      -     -     no-refusal  no-refusal no-refusal  -          -          -
"""


def cells() -> Iterator[tuple[Act, RequestStatus, Staff, str]]:
    lines = [line.split() for line in TABLE.strip().splitlines()[2:]]
    columns = list(product((S.OPEN, S.IN_PROGRESS, S.WAITING), PEOPLE.values()))
    for act, *answers in lines:
        for (status, who), answer in zip(columns, answers, strict=True):
            said = {"yes": "yes", "-": "denied-status"}.get(answer, f"denied-{answer}")
            yield Act(act), status, who, said


def test_the_table_speaks_of_every_act():
    assert [act for act, *_rest in cells()][:: 3 * 3] == list(Act)


@pytest.mark.parametrize(("act", "status", "who", "said"), list(cells()))
def test_each_person_may_do_what_the_table_says(act: Act, status: RequestStatus, who: Staff, said: str):
    assert why(decide(case(status), act, who)) == said


@pytest.mark.parametrize("status", [S.DONE, S.REFUSED, S.CANCELLED])
@pytest.mark.parametrize("act", list(Act))
def test_an_ended_case_is_only_looked_at(act: Act, status: RequestStatus):
    for who in PEOPLE.values():
        assert why(decide(case(status), act, who)) == ("yes" if act is Act.DETAILS else "denied-status")


@pytest.mark.parametrize(
    ("act", "who", "said"),
    [
        (Act.APPROVE, COLLEAGUE, "yes"),
        (Act.APPROVE, OWNER, "denied-second-person"),
        (Act.DECLINE, COLLEAGUE, "yes"),
        (Act.DECLINE, OWNER, "yes"),
        (Act.DONE, OWNER, "denied-refusal-pending"),
        (Act.REFUSE, OWNER, "denied-refusal-pending"),
        (Act.RETURN, OWNER, "denied-refusal-pending"),
        (Act.RETURN, ADMINISTRATOR, "denied-refusal-pending"),
        (Act.WAIT, OWNER, "denied-refusal-pending"),
        (Act.HAND_OVER, OWNER, "yes"),
        (Act.ASK, OWNER, "yes"),
    ],
)
def test_a_proposed_refusal_waits_for_a_second_person(act: Act, who: Staff, said: str):
    assert why(decide(case(S.IN_PROGRESS, refusal_by=OWNER.id), act, who)) == said


def test_whoever_proposed_the_refusal_cannot_approve_it_even_after_handing_over():
    handed = case(S.IN_PROGRESS, refusal_by=OWNER.id, owner=COLLEAGUE.id, owner_name=COLLEAGUE.name)
    assert why(decide(handed, Act.APPROVE, OWNER)) == "denied-second-person"
    assert decide(handed, Act.APPROVE, COLLEAGUE) == Allowed(S.REFUSED)


def test_a_clinic_of_one_person_may_refuse_alone():
    assert decide(case(S.IN_PROGRESS, refusal_by="1"), Act.APPROVE, OWNER, two_people=False) == Allowed(
        S.REFUSED
    )


@pytest.mark.parametrize("kind", list(RequestKind))
@pytest.mark.parametrize("whom", list(Whom))
def test_done_needs_documents_for_a_correction_and_authority_for_somebody_else(kind, whom):
    papers, authority = kind is RequestKind.RECTIFY, whom is not Whom.SELF
    for seen, checked in product((False, True), repeat=2):
        ready = case(S.IN_PROGRESS, kind, whom=whom, documents_seen=seen, authority_checked=checked)
        expected = (
            "denied-documents"
            if papers and not seen
            else "denied-authority"
            if authority and not checked
            else "yes"
        )
        assert why(decide(ready, Act.DONE, OWNER)) == expected


def every_case() -> Iterator[Case]:
    flags = ("documents_seen", "authority_checked", "unheard", "undelivered")
    for status, kind, whom in product(S, RequestKind, Whom):
        for values in product((False, True), repeat=len(flags)):
            for refusal in ("", OWNER.id, COLLEAGUE.id):
                yield case(
                    status, kind, whom=whom, refusal_by=refusal, **dict(zip(flags, values, strict=True))
                )


def test_every_combination_is_decided_and_every_refusal_says_why_in_known_words():
    said: set[Text] = set()
    for each, act, who, two in product(every_case(), Act, PEOPLE.values(), (True, False)):
        decision = decide(each, act, who, two_people=two)
        if isinstance(decision, Denied):
            said.add(decision.why)
            continue
        if act in MOVES:
            assert decision.status is TRANSITIONS[each.status, MOVES[act]]
        else:
            assert decision.status is each.status
    assert {reason.key for reason in said} == {
        "denied-status",
        "denied-taken",
        "denied-not-owner",
        "denied-no-refusal",
        "denied-second-person",
        "denied-refusal-pending",
        "denied-documents",
        "denied-authority",
    }


def test_an_act_that_moves_a_case_is_offered_exactly_where_the_table_of_moves_has_it():
    for act, move in MOVES.items():
        assert WHEN[act] == {status for status, other in TRANSITIONS if other is move}
    assert set(WHEN) == set(Act)
    assert set(MOVES.values()) | {Move.ANSWERED, Move.CANCEL} == set(Move)


@pytest.mark.parametrize("kind", list(RequestKind))
def test_every_kind_has_outcomes_and_grounds(kind: RequestKind):
    assert OUTCOMES[kind]
    assert grounds(kind)


def test_every_ground_is_dated_and_serves_some_kind():
    for ground in GROUNDS:
        assert ground.kinds
        assert datetime.fromisoformat(ground.checked_on)
    assert len({ground.id for ground in GROUNDS}) == len(GROUNDS)
