"""What an edition changes, made to be looked at: marked words for a phone, a page with both texts side by side."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from dialogs.broadcasts import touched_clauses
from dialogs.policy import Comparison, Edition, Mark, MarkKind, marks

AROUND = 6
"""Unchanged words shown on either side of a change; longer runs are left out."""
PAGE = 3000
"""Characters of marked text in one post."""
SIGNS = {MarkKind.SAME: "{}", MarkKind.REMOVED: "<s>{}</s>", MarkKind.ADDED: "<b>{}</b>"}


def marked(old: Edition | None, new: Edition, comparison: Comparison) -> list[str]:
    """Each touched clause as a paragraph of HTML: gone words struck out, new ones bold."""
    was = {now: before for before, now in comparison.renumbered}
    return [_paragraph(old, new, number, was.get(number)) for number in touched_clauses(comparison)]


def _paragraph(old: Edition | None, new: Edition, number: str, was: str | None) -> str:
    if was is not None:
        return f"<b>{was} → {number}</b>"
    before, after = _words(old, number), _words(new, number)
    runs = list(marks(before, after))
    said = " ".join(SIGNS[run.kind].format(escape(_short(run, runs), quote=False)) for run in runs)
    return f"<b>{number}</b> {said}"


def _words(edition: Edition | None, number: str) -> str:
    clause = edition.clause(number) if edition else None
    return clause.text if clause else ""


def _short(run: Mark, runs: list[Mark]) -> str:
    words = run.words.split()
    if run.kind is not MarkKind.SAME or len(words) <= 2 * AROUND + 2:
        return run.words
    head = words[:AROUND] if run is not runs[0] else []
    tail = words[-AROUND:] if run is not runs[-1] else []
    return " ".join([*head, "…", *tail])


def paged(paragraphs: list[str], longest: int = PAGE) -> list[list[str]]:
    """Paragraphs in pages: as many as fit together, a long one alone."""
    pages: list[list[str]] = []
    room = 0
    for paragraph in paragraphs:
        if not pages or len(paragraph) > room:
            pages.append([])
            room = longest
        pages[-1].append(paragraph)
        room -= len(paragraph)
    return pages


STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1b1f}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #d5d5dc;padding:.6rem;vertical-align:top;"
    "text-align:left;width:48%}th:first-child,td:first-child{width:4rem}del{background:#ffe1e0}"
    "ins{background:#d9f5dd;text-decoration:none}td{white-space:pre-line}"
)


def page(old: Edition | None, new: Edition, comparison: Comparison) -> str:
    """An HTML page with the touched clauses of both editions side by side; it loads nothing from anywhere."""
    was = {now: before for before, now in comparison.renumbered}
    rows = "".join(_row(old, new, number, was.get(number)) for number in touched_clauses(comparison))
    title = f"{old.version if old else '—'} → {new.version}"
    return (
        f'<!doctype html><html lang="{new.lang}"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style><h1>{title}</h1>'
        f"<table><tr><th></th><th>{old.version if old else '—'}</th><th>{new.version}</th></tr>{rows}</table></html>"
    )


def _row(old: Edition | None, new: Edition, number: str, was: str | None) -> str:
    runs = list(marks(_words(old, was or number), _words(new, number)))
    left = " ".join(_sides(runs, MarkKind.REMOVED, "del"))
    right = " ".join(_sides(runs, MarkKind.ADDED, "ins"))
    name = f"{was} → {number}" if was else number
    return f"<tr><th>{name}</th><td>{left}</td><td>{right}</td></tr>"


def _sides(runs: list[Mark], own: MarkKind, tag: str) -> Iterator[str]:
    for run in runs:
        words = escape(run.words)
        if run.kind is own:
            yield f"<{tag}>{words}</{tag}>"
        elif run.kind is MarkKind.SAME:
            yield words
