"""A new edition in the staff group: read, compared, judged editorial or material, published from its day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import sqlalchemy as sa

from bot.desk import files, posts
from bot.desk.comparisons import marked, paged
from bot.house import House
from bot.storage import audit, editions
from bot.storage.editions import Imported
from dialogs.broadcasts import touched_clauses
from dialogs.messages import Arg, Language, Text, text
from dialogs.policy import Comparison, Edition, compare
from dialogs.staff import Staff
from dialogs.succession import lost, unheard_of

NAMED = 40
"""Clause numbers a list names."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file was not taken: the line that broke it (0: the whole of it), a message key and its values."""

    line: int
    why_key: str
    details: Mapping[str, str | int]


Read = Callable[[str, bytes, str, date | None], Edition | Refused]
"""Name, bytes, language and date of a file into an edition; takes up to seconds, so it is called in a thread."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a caption such as ``/policy kk 2026-12-01`` asks for."""

    lang: Language
    effective: date


def asked(caption: str, today: date) -> Asked | None:
    """The caption's language and date (today when there is none); None when it cannot be read."""
    words = caption.split()[1:]
    if not 1 <= len(words) <= 2 or words[0] not in set(Language):
        return None
    try:
        effective = date.fromisoformat(words[1]) if len(words) == 2 else today
    except ValueError:
        return None
    return Asked(Language(words[0]), effective) if 2000 <= effective.year <= 2100 else None


@dataclass(frozen=True, slots=True)
class Publisher:
    """One administrator at work on an edition in one transaction."""

    conn: sa.Connection
    house: House
    by: Staff

    def received(self, read: Edition | Refused | None, message: str) -> None:
        """A file came: keep it unpublished and show what it changes; a refusal changes nothing."""
        if not self.by.administrator:
            return self._answer(message, text("denied-administrators"))
        if read is None:
            return self._answer(message, text("edition-usage"))
        if isinstance(read, Refused):
            return self._answer(message, *_refusal(read))
        now = self.house.now()
        is_new = editions.add(self.conn, read, now, published=False)
        kept = editions.by_id(self.conn, editions.id_of(self.conn, read))
        assert kept is not None
        if is_new:
            self._audit("edition-imported", kept, lang=read.lang, sha256=read.sha256)
        if kept.published_at is not None:
            return self._answer(message, text("edition-known", version=read.version))
        return self._show(kept, message)

    def _show(self, kept: Imported, message: str) -> None:
        old, comparison = compared(self.conn, kept)
        pages = paged(marked(old, kept.edition, comparison)) if old else []
        buttons = [
            *([(f"edition-changes:{kept.id}:0", text("edition-changes"))] if pages else []),
            (f"edition-judge:{kept.id}:editorial", text("edition-editorial")),
            (f"edition-judge:{kept.id}:material", text("edition-material")),
        ]
        posts.post(
            self.conn,
            self.house,
            f"edition:{kept.id}:{message}",
            (*_summary(kept.edition, old, comparison),),
            choices=buttons,
            reply_to=message,
        )
        if pages:
            files.send(self.conn, self.house, f"comparison:{kept.id}:{message}", "comparison", kept.id)

    # --- Buttons

    def press(self, name: str, rest: str) -> Text:
        """A button under a comparison; the text answers the press."""
        if not self.by.administrator:
            return text("denied-administrators")
        number, _, data = rest.partition(":")
        kept = editions.by_id(self.conn, int(number)) if number.isascii() and number.isdigit() else None
        if kept is None:
            return text("denied-unknown")
        acts: dict[str, Callable[[Imported, str], Text]] = {
            "edition-changes": self.show_changes,
            "edition-judge": self.judge,
            "edition-publish": self.publish,
        }
        return acts[name](kept, data) if name in acts else text("denied-unknown")

    def show_changes(self, kept: Imported, data: str) -> Text:
        """One page of marked clauses, with a button for the next."""
        old, comparison = compared(self.conn, kept)
        pages = paged(marked(old, kept.edition, comparison))
        place = int(data) if data.isascii() and data.isdigit() else 0
        if place >= len(pages):
            return text("denied-unknown")
        more = [(f"edition-changes:{kept.id}:{place + 1}", text("edition-more"))]
        posts.post(
            self.conn,
            self.house,
            f"changes:{kept.id}:{place}:{uuid4().hex}",
            (text("edition-changes-title", version=kept.edition.version, page=place + 1, pages=len(pages)),),
            choices=more if place + 1 < len(pages) else (),
            quoted=pages[place],
        )
        return text("broadcast-act-shown")

    def judge(self, kept: Imported, data: str) -> Text:
        """Editorial or material was said; publishing is a press of its own."""
        if kept.published_at is not None:
            return text("edition-known", version=kept.edition.version)
        material = data == "material"
        told: dict[str, Arg] = {
            "version": kept.edition.version,
            "day": kept.edition.effective or self._today(),
        }
        posts.post(
            self.conn,
            self.house,
            f"judge:{kept.id}:{uuid4().hex}",
            (text("edition-confirm-material" if material else "edition-confirm-editorial", **told),),
            choices=((f"edition-publish:{kept.id}:{data}", text("edition-publish")),),
        )
        return text("toast-choose")

    def publish(self, kept: Imported, data: str) -> Text:
        """Let it come into force on its day."""
        material = data == "material"
        touched = touched_clauses(compared(self.conn, kept)[1])
        now, version = self.house.now(), kept.edition.version
        if not editions.publish(self.conn, kept.id, now, material=material, touched=touched):
            return text("edition-known", version=version)
        self._audit("edition-published", kept, material=str(material), sha256=kept.edition.sha256)
        day = kept.edition.effective or self._today()
        posts.post(
            self.conn,
            self.house,
            f"published:{kept.id}",
            (text("edition-published", version=version, day=day, name=self.by.name),),
            choices=((f"broadcast-new:{kept.id}", text("broadcast-new")),),
        )
        return text("broadcast-act-done")

    # --- Writing it down

    def _today(self) -> date:
        return self.house.now().astimezone(self.house.zone).date()

    def _answer(self, message: str, *said: Text) -> None:
        posts.post(self.conn, self.house, f"edition-answer:{message}", said, reply_to=message)

    def _audit(self, act: str, kept: Imported, **detail: str) -> None:
        actor, about = f"staff:{self.by.id}", kept.edition.version
        audit.append(
            self.conn,
            self.house.keyring,
            at=self.house.now(),
            actor=actor,
            act=act,
            about=about,
            detail=detail,
        )


def compared(conn: sa.Connection, kept: Imported) -> tuple[Edition | None, Comparison]:
    """The edition this one follows, and what it changes in it."""
    on = kept.edition.effective or kept.imported_at.astimezone(editions.KAZAKHSTAN).date()
    old = editions.in_force(conn, on, without=kept.id).get(kept.edition.lang)
    return old, compare(old, kept.edition)


def _refusal(refused: Refused) -> tuple[Text, ...]:
    why = text(refused.why_key, **refused.details)
    where = (text("edition-refused-line", line=refused.line),) if refused.line else (text("edition-refused"),)
    return (*where, why)


def _summary(new: Edition, old: Edition | None, comparison: Comparison) -> tuple[Text, ...]:
    title = text(
        "edition-title",
        version=new.version,
        language=text(f"language-name-{new.lang}"),
        sections=len(new.sections),
        clauses=len(new.clauses),
    )
    moved = tuple(f"{was} → {now}" for was, now in comparison.renumbered)
    parts = {
        "edition-added": comparison.added if old else (),
        "edition-changed": comparison.changed,
        "edition-removed": comparison.removed,
        "edition-renumbered": moved,
        "edition-headings": tuple(str(number) for number in comparison.sections),
        "edition-empty": comparison.empty,
        "edition-lost": lost(old, new) if old else (),
        "edition-unheard-of": unheard_of(old, new) if old else (),
    }
    against = text("edition-against", version=old.version) if old else text("edition-first")
    told = tuple(text(key, count=len(found), list=_listed(found)) for key, found in parts.items() if found)
    same = (text("edition-same"),) if old and comparison.is_same else ()
    return (title, against, *same, *told, text("edition-judge"))


def _listed(numbers: tuple[str, ...]) -> str:
    return ", ".join(numbers[:NAMED]) + (" …" if len(numbers) > NAMED else "")
