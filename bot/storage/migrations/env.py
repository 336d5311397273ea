"""Runs the versions over the connection ``bot.storage.schema`` hands in."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from bot.storage.schema import metadata
from bot.storage.tables import Instant

BOOLEANS = (type(sa.true()), type(sa.false()))


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as what they are in the database: a version never depends on later code."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, sa.BigInteger) and "sqlite" in item._variant_mapping:
        return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    if kind == "server_default" and isinstance(item, sa.DefaultClause) and isinstance(item.arg, BOOLEANS):
        # Spelled out by the database it was drawn on it would be 0 or 1, which PostgreSQL takes for a number.
        return f"sa.{item.arg}()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
