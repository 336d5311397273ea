"""The life of a case: every status with every move, allowed or refused with nothing changed."""

from __future__ import annotations

from itertools import product

import pytest

from dialogs.requests import TRANSITIONS, IllegalMove, Move, RequestStatus, moved

ENDS = {RequestStatus.DONE, RequestStatus.REFUSED, RequestStatus.CANCELLED}

TABLE = """
             take         return  hand-over    wait     resume       answered     done  refuse   cancel
open         in_progress  -       -            -        -            -            -     -        cancelled
in_progress  -            open    in_progress  waiting  -            -            done  refused  cancelled
waiting      -            open    waiting      -        in_progress  in_progress  -     -        cancelled
done         -            -       -            -        -            -            -     -        -
refused      -            -       -            -        -            -            -     -        -
cancelled    -            -       -            -        -            -            -     -        -
"""


def rows() -> list[tuple[RequestStatus, Move, str]]:
    head, *lines = (line.split() for line in TABLE.strip().splitlines())
    return [
        (RequestStatus(line[0]), Move(move), cell)
        for line in lines
        for move, cell in zip(head, line[1:], strict=True)
    ]


def test_the_table_speaks_of_every_status_and_every_move():
    assert {(status, move) for status, move, _cell in rows()} == set(product(RequestStatus, Move))


@pytest.mark.parametrize(("status", "move", "cell"), rows())
def test_each_move_does_what_the_table_says_or_nothing_at_all(status: RequestStatus, move: Move, cell: str):
    before = dict(TRANSITIONS)
    if cell == "-":
        with pytest.raises(IllegalMove) as refused:
            moved(status, move)
        assert (refused.value.status, refused.value.move) == (status, move)
        assert str(refused.value) == f"{move} is not possible from {status}"
    else:
        assert moved(status, move) is RequestStatus(cell)
    assert before == TRANSITIONS


def test_nothing_moves_a_case_that_has_ended():
    assert {status for status in RequestStatus if status.is_end} == ENDS
    assert not {status for status, _move in TRANSITIONS} & ENDS


def test_a_patient_may_cancel_until_the_end_and_no_pause_lasts_for_ever():
    for status in set(RequestStatus) - ENDS:
        assert moved(status, Move.CANCEL) is RequestStatus.CANCELLED
    assert moved(RequestStatus.WAITING, Move.ANSWERED) is RequestStatus.IN_PROGRESS


def test_every_status_can_be_reached_from_the_first():
    reached = {RequestStatus.OPEN}
    while more := {to for (status, _move), to in TRANSITIONS.items() if status in reached} - reached:
        reached |= more
    assert reached == set(RequestStatus)
