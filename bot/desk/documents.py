"""Files for the staff group, drawn at delivery: the report of a broadcast, the page of a comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import sqlalchemy as sa

from bot.desk.comparisons import page
from bot.desk.progress import write_report
from bot.desk.publishing import compared
from bot.storage import editions


def write(conn: sa.Connection, name: str, of: int, file: Path) -> str:
    """Write the document into ``file``; gives the name people see. Raises LookupError for an unknown one."""
    return DOCUMENTS[name](conn, of, file)


def report(conn: sa.Connection, broadcast: int, file: Path) -> str:
    """Everybody a broadcast was for."""
    write_report(conn, broadcast, file)
    return f"broadcast-{broadcast}.csv"


def comparison(conn: sa.Connection, edition: int, file: Path) -> str:
    """An edition beside the one it follows."""
    kept = editions.by_id(conn, edition)
    if kept is None:
        raise LookupError(edition)
    old, changes = compared(conn, kept)
    file.write_text(page(old, kept.edition, changes), encoding="utf-8")
    return f"policy-{kept.edition.version}.html"


DOCUMENTS: Mapping[str, Callable[[sa.Connection, int, Path], str]] = {
    "report": report,
    "comparison": comparison,
}
