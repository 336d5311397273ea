"""Tables of people, cases and what is set while running. What a person said is sealed bytes; times are instants."""

from __future__ import annotations

import sqlalchemy as sa

from bot.storage.tables import Instant, Serial, metadata

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("id", Serial, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("language", sa.Text),
    sa.Column("consent", sa.Boolean),
    sa.Column("messages", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("phone", sa.LargeBinary),
    sa.Column("phone_blind", sa.LargeBinary, index=True),
    sa.Column("proof", sa.Text),
    sa.Column("proven_at", Instant),
    sa.Column("person", sa.BigInteger, index=True, comment="joined contacts share it"),
    sa.Column("apart", sa.Boolean, nullable=False, server_default=sa.false(), comment="wants no joining"),
    sa.Column("state", sa.LargeBinary),
    sa.Column("turn", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_choice", sa.Text, nullable=False, server_default=""),
    sa.Column("reachable", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("since", Instant, nullable=False),
    sa.Column("heard_at", Instant, nullable=False),
    sa.UniqueConstraint("channel", "address"),
)
"""One reachable identity, its conversation's state beside it.

The address is opaque: the messenger's id of the chat or of the person. Only where Meta gives none (webhooks before
2026) it is the WhatsApp number.
"""

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("seq", Serial, primary_key=True),
    sa.Column("contact", sa.ForeignKey("contacts.id"), nullable=False, index=True),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("granted", sa.Boolean, nullable=False),
    sa.Column("text_version", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
)
"""The consent ledger: append-only."""

reached = sa.Table(
    "reached",
    metadata,
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("at", Instant, nullable=False, index=True),
)
"""WhatsApp people written to outside their 24 hours, for as long as Meta counts them."""

codes = sa.Table(
    "codes",
    metadata,
    sa.Column("id", Serial, primary_key=True),
    sa.Column("contact", sa.ForeignKey("contacts.id"), nullable=False, index=True),
    sa.Column("phone_blind", sa.LargeBinary, nullable=False, index=True),
    sa.Column("phone", sa.LargeBinary),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("code_blind", sa.LargeBinary, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("spent_at", Instant),
    sqlite_autoincrement=True,
)
"""One-time codes sent to a claimed phone, and call-in codes reception listens for."""

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("number", sa.Text, primary_key=True),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("contact", sa.ForeignKey("contacts.id"), index=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("whom", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text),
    sa.Column("status", sa.Text, nullable=False, index=True),
    sa.Column("content", sa.LargeBinary, comment="the Draft, sealed"),
    sa.Column("phone", sa.LargeBinary),
    sa.Column("phone_blind", sa.LargeBinary, index=True),
    sa.Column("proof", sa.Text),
    sa.Column("proven_at", Instant),
    sa.Column("edition", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("due_at", Instant, nullable=False, index=True),
    sa.Column("owner", sa.Text),
    sa.Column("owner_name", sa.LargeBinary),
    sa.Column("documents_seen_by", sa.Text),
    sa.Column("authority_checked_by", sa.Text),
    sa.Column("refusal_by", sa.Text),
    sa.Column(
        "unheard",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="the patient wrote, nobody answered",
    ),
    sa.Column("undelivered", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column(
        "head", sa.Text, nullable=False, server_default="", comment="audit head printed on the receipt"
    ),
    sa.Column("outcome", sa.Text, nullable=False, server_default="", comment="what was done, or the ground"),
    sa.Column("shown", sa.Text, nullable=False, server_default="", comment="how urgent its card looks"),
    sa.Column("closed_at", Instant),
    sa.UniqueConstraint("year", "sequence"),
)

clocks = sa.Table(
    "clocks",
    metadata,
    sa.Column("case", sa.ForeignKey("cases.number"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("article", sa.Text, nullable=False),
    sa.Column("working_days", sa.Integer, nullable=False),
    sa.Column("due_at", Instant, nullable=False),
)

pauses = sa.Table(
    "pauses",
    metadata,
    sa.Column("id", Serial, primary_key=True),
    sa.Column("case", sa.ForeignKey("cases.number"), nullable=False, index=True),
    sa.Column("began_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
)
"""When a case waited for its patient: the clocks stood still."""

asked = sa.Table(
    "asked",
    metadata,
    sa.Column("case", sa.ForeignKey("cases.number"), primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, comment="the right value and the wrong one, sealed"),
    sa.Column("outcome", sa.Text, nullable=False, server_default=""),
)
"""The fields a correction asks for, in the order they were asked; each has an outcome of its own."""

reminders = sa.Table(
    "reminders",
    metadata,
    sa.Column("case", sa.ForeignKey("cases.number"), primary_key=True),
    sa.Column("clock", sa.Text, primary_key=True),
    sa.Column("mark", sa.Text, primary_key=True),
    sa.Column("at", Instant, nullable=False),
)
"""Which marks of a clock staff were told of: a row is written once, whoever looks."""

holidays = sa.Table(
    "holidays",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("working", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
)
"""The clinic's own word on a day, which wins over the state's calendar."""

timeline = sa.Table(
    "timeline",
    metadata,
    sa.Column("seq", Serial, primary_key=True),
    sa.Column("case", sa.ForeignKey("cases.number"), nullable=False, index=True),
    sa.Column("key", sa.Text, nullable=False, unique=True, comment="row name for the seal"),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False, comment="patient, staff:<id> or bot"),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False, server_default=""),
    sa.Column("words", sa.LargeBinary),
    sa.Column(
        "internal",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="never shown to the patient",
    ),
)

editions = sa.Table(
    "editions",
    metadata,
    sa.Column("id", Serial, primary_key=True),
    sa.Column("lang", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("effective", sa.Date),
    sa.Column("body", sa.Text, nullable=False, comment="the parsed edition as JSON: public text, not sealed"),
    sa.Column("imported_at", Instant, nullable=False),
    sa.Column("published_at", Instant, comment="until then it is looked at by the clinic alone"),
    sa.Column(
        "material", sa.Boolean, nullable=False, server_default=sa.false(), comment="asks for consent anew"
    ),
    sa.Column("touched", sa.Text, nullable=False, server_default="[]", comment="clauses it changed, as JSON"),
    sa.UniqueConstraint("lang", "version"),
)

ratings = sa.Table(
    "ratings",
    metadata,
    sa.Column("clause", sa.Text, primary_key=True),
    sa.Column("edition", sa.Text, primary_key=True),
    sa.Column("helped", sa.Integer, nullable=False, server_default="0"),
    sa.Column("did_not", sa.Integer, nullable=False, server_default="0"),
)
"""Did this help? Counted without the person."""

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)

settings = sa.Table(
    "settings",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""What is set while running: the linked group, its language, the link code's hash, the desk's own rules."""
