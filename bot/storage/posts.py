"""Which case a delivered message is about, both ways: from a reply to its case, from a case to its card."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import posts


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
