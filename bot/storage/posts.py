"""Which case a delivered message is about, both ways: from a reply to its case, from a case to its card."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.storage.tables import insert_new, posts


def about_of(conn: sa.Connection, channel: str, address: str, remote_id: str) -> str | None:
    """The case a message is about, or None when it is about no case."""
    at = posts.c.channel == channel, posts.c.address == address, posts.c.remote_id == remote_id
    return conn.execute(sa.select(posts.c.about).where(*at)).scalar_one_or_none()


def last_post(conn: sa.Connection, channel: str, address: str, about: str, kind: str) -> str | None:
    """The newest message of this kind about the case at this address: the card to edit, if there is one."""
    return conn.execute(
        sa.select(posts.c.remote_id)
        .where(
            posts.c.about == about,
            posts.c.kind == kind,
            posts.c.channel == channel,
            posts.c.address == address,
        )
        .order_by(posts.c.sent_at.desc())
        .limit(1)
    ).scalar_one_or_none()


def post_of(conn: sa.Connection, channel: str, address: str, remote_id: str) -> tuple[str, str] | None:
    """The case a message is about and what kind of post it is, or None."""
    at = posts.c.channel == channel, posts.c.address == address, posts.c.remote_id == remote_id
    row = conn.execute(sa.select(posts.c.about, posts.c.kind).where(*at)).one_or_none()
    return (row.about, row.kind) if row else None


def remember(
    conn: sa.Connection, channel: str, address: str, about: str, kind: str, remote_id: str, now: datetime
) -> None:
    """Note a message or a topic that no outbox row stands for."""
    row = {"channel": channel, "address": address, "remote_id": remote_id, "about": about, "kind": kind}
    statement = insert_new(posts, conn.dialect.name, ("channel", "address", "remote_id"))
    conn.execute(statement.values(row | {"key": f"{kind}:{about}:{remote_id}", "sent_at": now}))


def sent_as(conn: sa.Connection, key: str) -> tuple[str, str, str, str] | None:
    """Channel, address, platform's name and case of the message that was queued under this key, or None."""
    row = conn.execute(sa.select(posts).where(posts.c.key == key)).first()
    return (row.channel, row.address, row.remote_id, row.about) if row else None
