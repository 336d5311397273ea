"""Cards whose time left has changed are shown again, a few at a time, so that new cases never wait behind them."""

from __future__ import annotations

import sqlalchemy as sa

from bot.desk import posts
from bot.house import House
from bot.storage import cases
from dialogs.staff import Case

AT_ONCE = 3
"""Cards shown again in one look at the clocks: nine a minute, less than half of what a group may be sent."""


def look(conn: sa.Connection, house: House, case: Case) -> str:
    """How urgent the case's card is drawn now: its status's pause, or colour and days."""
    left = posts.left_of(conn, house, case)
    if left is None or case.status in posts.STANDING:
        return "standing"
    return f"{left.colour} {left.days}"


def changed(conn: sa.Connection, house: House) -> list[tuple[str, str, bool]]:
    """Unfinished cases drawn otherwise than they would be now: number, the new look, whether it was ever noted."""
    found = []
    for case, shown in cases.unfinished_with_look(conn, house.keyring):
        now = look(conn, house, case)
        if now != shown:
            found.append((case.number, now, bool(shown)))
    return found


def show_changed(conn: sa.Connection, house: House) -> int:
    """Show the most pressing of them again; gives how many."""
    stale = changed(conn, house)
    new = [(number, now) for number, now, noted in stale if not noted]
    again = [(number, now) for number, now, noted in stale if noted][:AT_ONCE]
    for number, now in (*new, *again):
        cases.mark(conn, number, shown=now)
    for number, _now in again:
        posts.show_card(conn, house, number)
    return len(again)
