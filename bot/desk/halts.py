"""A broadcast that pauses by itself: why, what the group reads, and nothing more goes until a person says so."""

from __future__ import annotations

import sqlalchemy as sa

from bot.desk import posts, progress
from bot.house import House
from bot.storage import broadcasts, recipients
from dialogs.broadcasts import Broadcast, BroadcastAct, Halt
from dialogs.messages import Text, text


def halt(conn: sa.Connection, house: House, broadcast: Broadcast, why: Halt, said: Text) -> None:
    """Pause it and say why, once a pause."""
    if not broadcasts.move(conn, broadcast, BroadcastAct.PAUSE, halt=why.value):
        return
    recipients.recall(conn, broadcast.id)
    named = progress.about(broadcast.id)
    posts.show_card(conn, house, named)
    key = f"broadcast-halted:{broadcast.id}:{why}:{house.now().timestamp():.0f}"
    posts.post(conn, house, key, (said,), about=named)


def halt_all(conn: sa.Connection, house: House, problem: str) -> None:
    """The platform restricts the clinic's number: every running broadcast waits for a person."""
    for broadcast in broadcasts.claim_running(conn):
        halt(
            conn,
            house,
            broadcast,
            Halt.QUALITY,
            text("broadcast-halted-quality", id=broadcast.id, code=problem),
        )
