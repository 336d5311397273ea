"""Every edition of the policy ever imported: old ones stay citable. Plain functions over a connection."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import sqlalchemy as sa

from bot.storage.records import editions
from bot.storage.tables import insert_new
from dialogs.policy import Clause, Edition, Section

KAZAKHSTAN = timezone(timedelta(hours=5))
"""The whole country's time since 1 March 2024: on which local day an edition was imported."""


@dataclass(frozen=True, slots=True)
class Imported:
    """An edition as it is kept; ids grow in the order of import. Unpublished ones are the clinic's own drafts."""

    id: int
    edition: Edition
    imported_at: datetime
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Renewal:
    """A material edition that holds: whoever agreed before ``since`` is asked again about these clauses."""

    since: datetime
    clauses: tuple[str, ...]


def dumped(edition: Edition) -> str:
    """The edition as JSON text."""
    effective = edition.effective.isoformat() if edition.effective else None
    return json.dumps(asdict(edition) | {"effective": effective}, ensure_ascii=False, separators=(",", ":"))


def loaded(body: str) -> Edition:
    """The edition back from ``dumped``."""
    plain: dict[str, Any] = json.loads(body)
    effective = date.fromisoformat(plain["effective"]) if plain["effective"] else None
    sections = tuple(_section(section) for section in plain["sections"])
    return Edition(**plain | {"effective": effective, "sections": sections})


def _section(plain: dict[str, Any]) -> Section:
    return Section(**plain | {"clauses": tuple(Clause(**clause) for clause in plain["clauses"])})


def add(conn: sa.Connection, edition: Edition, now: datetime, *, published: bool = True) -> bool:
    """Keep an edition; False when this very version in this language is kept already, and nothing changes.

    One that is not published waits for ``publish``.
    """
    statement = insert_new(editions, conn.dialect.name, ("lang", "version")).returning(editions.c.id)
    row = {
        "lang": edition.lang,
        "version": edition.version,
        "sha256": edition.sha256,
        "effective": edition.effective,
        "body": dumped(edition),
        "imported_at": now,
        "published_at": now if published else None,
    }
    if conn.execute(statement, row).first() is not None:
        return True
    return published and publish(conn, id_of(conn, edition), now)


def id_of(conn: sa.Connection, edition: Edition) -> int:
    """Under which id an edition is kept."""
    named = editions.c.lang == edition.lang, editions.c.version == edition.version
    return int(conn.execute(sa.select(editions.c.id).where(*named)).scalar_one())


def publish(
    conn: sa.Connection, id: int, now: datetime, *, material: bool = False, touched: Iterable[str] = ()
) -> bool:
    """Let it come into force on its day; False when it was published before, and nothing changes."""
    waiting = editions.c.id == id, editions.c.published_at.is_(None)
    values = {"published_at": now, "material": material, "touched": json.dumps(list(touched))}
    return conn.execute(editions.update().where(*waiting).values(values)).rowcount == 1


def by_id(conn: sa.Connection, id: int) -> Imported | None:
    """The edition with this id, or None."""
    row = conn.execute(sa.select(editions).where(editions.c.id == id)).one_or_none()
    return _imported(row) if row else None


def newest(conn: sa.Connection) -> Imported | None:
    """The edition published last, or None."""
    query = (
        sa.select(editions)
        .where(editions.c.published_at.is_not(None))
        .order_by(editions.c.published_at.desc())
    )
    row = conn.execute(query.order_by(editions.c.id.desc()).limit(1)).one_or_none()
    return _imported(row) if row else None


def is_material(conn: sa.Connection, id: int) -> bool:
    """Whether it asks for consent anew."""
    return bool(conn.execute(sa.select(editions.c.material).where(editions.c.id == id)).scalar())


def renewals(conn: sa.Connection, on: date) -> list[Renewal]:
    """Material editions that began to hold by a local date."""
    began = sa.or_(editions.c.effective.is_(None), editions.c.effective <= on)
    rows = conn.execute(
        sa.select(editions).where(editions.c.material, editions.c.published_at.is_not(None), began)
    )
    return [Renewal(_since(row), tuple(json.loads(row.touched))) for row in rows]


def _since(row: Any) -> datetime:
    published: datetime = row.published_at
    if row.effective is None:
        return published
    return max(published, datetime.combine(row.effective, time(), KAZAKHSTAN))


def all_editions(conn: sa.Connection) -> list[Imported]:
    """Everything that was imported, the oldest import first."""
    rows = conn.execute(sa.select(editions).order_by(editions.c.id))
    return [_imported(row) for row in rows]


def _imported(row: Any) -> Imported:
    return Imported(row.id, loaded(row.body), row.imported_at, row.published_at)


def find(conn: sa.Connection, version: str, lang: str | None = None) -> Edition | None:
    """The edition of this version; without a language, the first imported under that name."""
    named = sa.select(editions.c.body).where(editions.c.version == version).order_by(editions.c.id).limit(1)
    body = conn.execute(named.where(editions.c.lang == lang) if lang else named).scalar_one_or_none()
    return loaded(body) if body is not None else None


def in_force(conn: sa.Connection, on: date, *, without: int = 0) -> dict[str, Edition]:
    """By language, the edition that holds on a local date; those dated later wait for their day.

    ``without`` is the id of one to be left out: what would hold if it had never been imported.

    A dated edition does not give way to one dated earlier, so that an old one may be imported for the record;
    an undated one holds from the day of its import, until another is imported or comes into force after it.
    """
    rows = conn.execute(_begun(on).where(editions.c.id != without)).all()
    return {lang: _opened(conn, held[-1]) for lang, held in _held(rows).items()}


def history(conn: sa.Connection, on: date) -> dict[str, list[Edition]]:
    """By language, every edition that held until a local date, in the order in which they took over."""
    rows = conn.execute(_begun(on)).all()
    return {lang: [_opened(conn, id) for id in held] for lang, held in _held(rows).items()}


def _held(rows: Iterable[Any]) -> dict[str, list[int]]:
    held: dict[str, list[Any]] = {}
    for row in sorted(rows, key=_takes_over):
        before = held.setdefault(row.lang, [])
        if not before or not _is_older(row, before[-1]):
            before.append(row)
    return {lang: [row.id for row in rows] for lang, rows in held.items()}


def _takes_over(row: Any) -> tuple[date, int]:
    """When an edition began to hold: on its date, or on its publication if that came later."""
    published: date = row.published_at.astimezone(KAZAKHSTAN).date()
    return max(row.effective or published, published), row.id


def _is_older(row: Any, holding: Any) -> bool:
    both_dated = holding.effective and row.effective
    return bool(both_dated and row.effective < holding.effective)


def _begun(on: date) -> sa.Select[Any]:
    """Published editions that had their day by a local date, without their words."""
    columns = editions.c.id, editions.c.lang, editions.c.effective, editions.c.published_at
    began = sa.or_(editions.c.effective.is_(None), editions.c.effective <= on)
    return sa.select(*columns).where(began, editions.c.published_at.is_not(None))


def _opened(conn: sa.Connection, id: int) -> Edition:
    return loaded(conn.execute(sa.select(editions.c.body).where(editions.c.id == id)).scalar_one())


def mark(conn: sa.Connection) -> tuple[int, int]:
    """Changes whenever the published editions do; cheap enough to ask every few seconds."""
    last, count = conn.execute(
        sa.select(sa.func.coalesce(sa.func.max(editions.c.id), 0), sa.func.count(editions.c.published_at))
    ).one()
    return int(last), int(count)
