"""Tables of broadcasts: what is told to many, and one row for each of those it is told to."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import Instant, Serial, metadata

broadcasts = sa.Table(
    "broadcasts",
    metadata,
    sa.Column("id", Serial, primary_key=True),
    sa.Column("status", sa.Text, nullable=False, index=True),
    sa.Column(
        "words", sa.Text, nullable=False, comment="paragraphs of HTML by language, as JSON: public text"
    ),
    sa.Column("edition", sa.Text, nullable=False, server_default=""),
    sa.Column("corrects", sa.ForeignKey("broadcasts.id")),
    sa.Column("submitted_by", sa.Text, nullable=False, server_default=""),
    sa.Column("approved_by", sa.Text, nullable=False, server_default=""),
    sa.Column("canary_passed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("halt", sa.Text, nullable=False, server_default="", comment="why it paused by itself"),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("began_at", Instant),
    sa.Column("ended_at", Instant),
)

recipients = sa.Table(
    "recipients",
    metadata,
    sa.Column("broadcast", sa.ForeignKey("broadcasts.id"), primary_key=True),
    sa.Column("contact", sa.ForeignKey("contacts.id"), primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("fate", sa.Text, nullable=False),
    sa.Column("remote_id", sa.Text),
    sa.Column("edits", sa.Text, comment="the message a correction puts right"),
    sa.Column("problem", sa.Text),
    sa.Column("at", Instant),
    sa.Index("ix_recipients_fate", "broadcast", "fate", "channel", "contact"),
)
"""Fixed when a broadcast begins, by one statement. No address stands here: it is looked up at the sending."""
