"""Queues a file for the staff group: only its name and number, so that its size never stands in the outbox."""

from __future__ import annotations

import sqlalchemy as sa

from bot.desk import posts
from bot.house import House
from bot.storage import outbox
from bot.storage.outbox import Lane, Outgoing


def send(conn: sa.Connection, house: House, key: str, name: str, of: int) -> None:
    """Queue the document ``name`` of ``of``, once per ``key``; like a card it is drawn at delivery."""
    address = posts.group(conn)
    if address is None:
        return
    payload = {"document": name, "of": of, "html": [], "rows": []}
    row = Outgoing(key, posts.STAFF_CHANNEL, address, "document", payload, Lane.NOTICE)
    outbox.queue(conn, house.keyring, [row], house.now())
