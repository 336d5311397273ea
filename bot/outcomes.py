"""What an outcome means for its message: the whole policy of repeating and giving up, without any I/O."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import assert_never

from bot.ports import Delivered, DeliveryStatus, Moved, Outcome, Rejected, TryLater, Unanswered, Unreachable
from bot.storage.deliveries import Claimed, Final, Move, Retry, Settlement
from bot.storage.outbox import Lane

FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0
"""Seconds before the first repetition, doubled each time, up to the longest."""
GIVE_UP = timedelta(hours=24)
FAULTS = 5
"""After so many exceptions the message itself is taken to be at fault."""


def judge(row: Claimed, outcome: Outcome, now: datetime) -> Settlement:
    """Where the row goes from here. A broadcast whose fate is unknown stays so, never sent on a guess."""
    match outcome:
        case Delivered(remote_id):
            return Final(row, DeliveryStatus.SENT, remote_id)
        case Unreachable(problem):
            return Final(row, DeliveryStatus.UNREACHABLE, problem=problem)
        case Rejected(problem):
            return Final(row, DeliveryStatus.REJECTED, problem=problem)
        case Moved(address) if address == row.address:
            return Final(row, DeliveryStatus.REJECTED, problem="moved to itself")
        case Moved(address):
            return Move(row, address)
        case TryLater(seconds, in_turn=True):
            return _later(row, seconds, "in turn", now, failing=False)
        case TryLater(seconds):
            return _again(row, seconds, "try later", now)
        case Unanswered(problem) if row.lane >= Lane.BROADCAST:
            return Final(row, DeliveryStatus.UNKNOWN, problem=problem)
        case Unanswered(problem):
            return _again(row, min(FIRST_WAIT * 2.0**row.attempts, LONGEST_WAIT), problem, now)
        case _:
            assert_never(outcome)


def _again(row: Claimed, seconds: float, problem: str, now: datetime) -> Settlement:
    if row.failing_since is not None and now - row.failing_since >= GIVE_UP:
        return Final(row, DeliveryStatus.UNREACHABLE, problem="gave up")
    return _later(row, seconds, problem, now)


def _later(row: Claimed, seconds: float, problem: str, now: datetime, *, failing: bool = True) -> Retry:
    # The table keeps whole milliseconds and cuts off the rest: one more, so that it is never too early.
    return Retry(row, now + timedelta(seconds=seconds, milliseconds=1), problem, failing)


def fault(row: Claimed, problem: str) -> Outcome:
    """A sender that raised may have sent: repeat, but not for ever: the message would block its address."""
    guessing = row.lane < Lane.BROADCAST and row.attempts + 1 >= FAULTS
    return Rejected(problem) if guessing else Unanswered(problem)
