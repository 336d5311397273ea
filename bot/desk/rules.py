"""The desk's rules that administrators may set while it runs, read from the database at every act."""

from __future__ import annotations

import sqlalchemy as sa

from bot.house import House
from bot.storage import audit, settings
from dialogs.staff import Staff

SECOND_PERSON = "two-people"
PAID = "paid-broadcast"
"""Whether Telegram's paid broadcasts are used; off until an administrator switches it on."""


def second_person(conn: sa.Connection) -> bool:
    """Whether a refusal needs somebody else's approval: yes, until a one-person clinic switches it off."""
    return settings.get(conn, SECOND_PERSON) != "off"


def set_second_person(conn: sa.Connection, house: House, by: Staff, on: bool) -> None:
    """Switch the second person on or off; the log keeps who did."""
    settings.put(conn, SECOND_PERSON, "on" if on else "off")
    audit.append(
        conn,
        house.keyring,
        at=house.now(),
        actor=f"staff:{by.id}",
        act="second-person-on" if on else "second-person-off",
        about=None,
        detail={},
    )


def paid(conn: sa.Connection) -> bool:
    """Whether broadcasts on Telegram are paid for, at up to 1,000 a second."""
    return settings.get(conn, PAID) == "on"


def set_paid(conn: sa.Connection, house: House, by: Staff, on: bool) -> None:
    """Switch paid broadcasts on or off; the log keeps who did."""
    settings.put(conn, PAID, "on" if on else "off")
    audit.append(
        conn,
        house.keyring,
        at=house.now(),
        actor=f"staff:{by.id}",
        act="paid-broadcast-on" if on else "paid-broadcast-off",
        about=None,
        detail={},
    )
