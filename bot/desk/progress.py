"""A broadcast's card in the staff group: where it stands, how far it is, what can be done; and its report."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.desk import posts
from bot.house import House
from bot.ports import Drawn
from bot.storage import broadcasts, fates
from bot.storage.outbox import Lane
from bot.storage.posts import last_post
from bot.storage.tables import outbox
from dialogs.broadcasts import Broadcast, BroadcastStatus, Fate, Halt, Tally, bar
from dialogs.messages import Choice, Language, Prompt, Rows, Text, rows, text
from dialogs.quiet import is_quiet

RECENT = timedelta(seconds=10)
"""Over which the rate is told."""


def about(id: int) -> str:
    """How posts and the audit log name a broadcast."""
    return f"{broadcasts.PREFIX}{id}"


def number(named: str | None) -> int | None:
    """The broadcast a post is about; None when it is about something else."""
    rest = (named or "").removeprefix(broadcasts.PREFIX)
    return int(rest) if named and named.startswith(broadcasts.PREFIX) and rest.isdigit() else None


def draw(conn: sa.Connection, house: House, id: int) -> Drawn | None:
    """The card as it is now, in the group's language; it stands in no topic."""
    broadcast, address = broadcasts.find(conn, id), posts.group(conn)
    if broadcast is None or address is None:
        return None
    spoken = house.wording.speak(
        Prompt(_body(conn, house, broadcast), _buttons(conn, broadcast)), posts.group_language(conn)
    )
    message = last_post(conn, posts.STAFF_CHANNEL, address, about(id), "card")
    payload = spoken.payload(0) | {"html": ["\n".join(spoken.html)], "timeless": True}
    return Drawn(about(id), payload, message, None, "")


def _body(conn: sa.Connection, house: House, broadcast: Broadcast) -> tuple[Text, ...]:
    status = text(f"broadcast-status-{broadcast.status}")
    began, _ = broadcasts.times(conn, broadcast.id)
    return (
        text("broadcast-card-title", id=broadcast.id),
        *((text("broadcast-card-edition", version=broadcast.edition),) if broadcast.edition else ()),
        *((text("broadcast-card-corrects", id=broadcast.corrects),) if broadcast.corrects else ()),
        text("broadcast-card-status", status=status),
        *(_before(conn, house, broadcast) if began is None else _under_way(conn, house, broadcast)),
    )


def _before(conn: sa.Connection, house: House, broadcast: Broadcast) -> tuple[Text, ...]:
    if broadcast.status.is_end:
        return ()
    written = [language for language in Language if broadcast.words.get(language)]
    names = ", ".join(language.value for language in written) or "—"
    count = broadcasts.audience(conn)
    waits = broadcast.status is BroadcastStatus.APPROVED and is_quiet(house.now(), house.zone)
    judged = broadcast.status in (BroadcastStatus.DRAFT, BroadcastStatus.SUBMITTED)
    return (
        text("broadcast-card-written", languages=names),
        *(() if broadcast.corrects else (text("broadcast-card-audience", count=count),)),
        *((text("broadcast-card-quiet"),) if waits else ()),
        *((text("broadcast-only"),) if judged else ()),
    )


def _under_way(conn: sa.Connection, house: House, broadcast: Broadcast) -> tuple[Text, ...]:
    counts, now = fates.tally(conn, broadcast.id), house.now()
    running = broadcast.status is BroadcastStatus.RUNNING
    quiet = running and is_quiet(now, house.zone)
    return (
        text(
            "broadcast-card-bar",
            bar=bar(counts.settled, counts.total),
            done=counts.settled,
            total=counts.total,
        ),
        *(_pace(counts, recent_rate(conn, now)) if running and not quiet else ()),
        *((text("broadcast-card-quiet"),) if quiet else ()),
        *_halted(broadcast, counts),
        *outcomes(counts),
    )


def _halted(broadcast: Broadcast, counts: Tally) -> tuple[Text, ...]:
    match broadcast.halt:
        case Halt.CANARY:
            return (text("broadcast-card-canary", count=counts.gone_wrong),)
        case Halt.QUALITY:
            return (text("broadcast-card-quality"),)
    return ()


def _pace(counts: Tally, rate: float) -> tuple[Text, ...]:
    if rate <= 0:
        return ()
    left = counts.of(Fate.WAITING, Fate.QUEUED) / rate
    return (text("broadcast-card-rate", rate=round(rate), minutes=max(1, round(left / 60))),)


def outcomes(counts: Tally) -> tuple[Text, ...]:
    """One line for each fate somebody met."""
    met = [fate for fate in Fate if counts.of(fate) and fate is not Fate.QUEUED]
    return tuple(text(f"broadcast-fate-{fate}", count=counts.of(fate)) for fate in met)


def recent_rate(conn: sa.Connection, now: datetime) -> float:
    """Messages of broadcasts that came to their end a second, lately."""
    since = outbox.c.settled_at >= now - RECENT, outbox.c.lane == int(Lane.BROADCAST)
    return int(conn.execute(sa.select(sa.func.count()).where(*since)).scalar_one()) / RECENT.total_seconds()


_S = BroadcastStatus
OFFERED: Mapping[BroadcastStatus, tuple[tuple[str, ...], ...]] = {
    _S.DRAFT: (
        ("preview", "test"),
        ("words:kk", "words:ru", "words:en"),
        ("submit", "stop"),
    ),
    _S.SUBMITTED: (
        ("preview", "test"),
        ("approve", "return"),
        ("stop",),
    ),
    _S.APPROVED: (("stop",),),
    _S.RUNNING: (("pause", "stop"), ("correct",)),
    _S.PAUSED: (("resume", "stop"), ("correct", "report")),
    _S.STOPPED: (("correct", "report"),),
    _S.DONE: (("correct", "report"),),
}
"""Which buttons the card shows at each status; who may press is checked at the press."""


def _buttons(conn: sa.Connection, broadcast: Broadcast) -> Rows:
    never_began = broadcast.status.is_end and broadcasts.times(conn, broadcast.id)[0] is None
    offered = () if never_began else OFFERED[broadcast.status]
    return rows(*([_button(name, broadcast.id) for name in line] for line in offered))


def _button(name: str, id: int) -> Choice:
    act, _, language = name.partition(":")
    if language:
        return Choice(f"broadcast-{act}:{id}:{language}", text(f"broadcast-write-{language}"))
    return Choice(f"broadcast-{act}:{id}", text(f"broadcast-{act}"))


# --- The report -----------------------------------------------------------------------------------

HEADER = ("contact", "channel", "language", "fate", "problem", "at")


def write_report(conn: sa.Connection, id: int, file: Path) -> None:
    """Everybody and what became of it, as CSV: the contact's row, never an address. Any number of rows."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for row in fates.each(conn, id):
            at = row.at.astimezone(UTC).isoformat(timespec="seconds") if row.at else ""
            writer.writerow((row.contact, row.channel, row.language, row.fate, row.problem or "", at))
