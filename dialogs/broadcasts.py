"""The rules of a broadcast: its life, who may do what to it, and what it says about a new edition. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dialogs.messages import Language, Text, text
from dialogs.policy import Comparison, Edition, number_key
from dialogs.staff import Staff


class BroadcastStatus(StrEnum):
    """Where a broadcast stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"

    @property
    def is_end(self) -> bool:
        """Whether nothing more will be sent."""
        return self in (BroadcastStatus.STOPPED, BroadcastStatus.DONE)


class BroadcastAct(StrEnum):
    """What moves a broadcast; those staff do are the ids of their buttons."""

    SUBMIT = "broadcast-submit"
    RETURN = "broadcast-return"
    APPROVE = "broadcast-approve"
    START = "start"
    PAUSE = "broadcast-pause"
    RESUME = "broadcast-resume"
    STOP = "broadcast-stop"
    FINISH = "finish"


class Halt(StrEnum):
    """Why a broadcast paused by itself; a person resumes it."""

    CANARY = "canary"
    QUALITY = "quality"


_S, _A = BroadcastStatus, BroadcastAct

TRANSITIONS: Mapping[tuple[BroadcastStatus, BroadcastAct], BroadcastStatus] = {
    (_S.DRAFT, _A.SUBMIT): _S.SUBMITTED,
    (_S.DRAFT, _A.STOP): _S.STOPPED,
    (_S.SUBMITTED, _A.RETURN): _S.DRAFT,
    (_S.SUBMITTED, _A.APPROVE): _S.APPROVED,
    (_S.SUBMITTED, _A.STOP): _S.STOPPED,
    (_S.APPROVED, _A.START): _S.RUNNING,
    (_S.APPROVED, _A.STOP): _S.STOPPED,
    (_S.RUNNING, _A.PAUSE): _S.PAUSED,
    (_S.RUNNING, _A.STOP): _S.STOPPED,
    (_S.RUNNING, _A.FINISH): _S.DONE,
    (_S.PAUSED, _A.RESUME): _S.RUNNING,
    (_S.PAUSED, _A.STOP): _S.STOPPED,
}
"""Every lawful move; anything else raises and changes nothing."""


class IllegalBroadcastMove(ValueError):
    """The broadcast does not move that way from where it stands."""


def broadcast_moved(status: BroadcastStatus, act: BroadcastAct) -> BroadcastStatus:
    """The status after a lawful act. Raises IllegalBroadcastMove."""
    try:
        return TRANSITIONS[status, act]
    except KeyError:
        raise IllegalBroadcastMove(f"{act} at {status}") from None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast as the desk sees it. ``words`` are paragraphs of HTML by language.

    ``edition`` is the version it tells about, ``corrects`` the broadcast whose words it puts right.
    ``submitted_by`` is a staff id. ``canary_passed``: the first few went well, or somebody said to go on.
    ``halt`` names why it paused by itself; empty when a person paused it.
    """

    id: int
    status: BroadcastStatus
    words: Mapping[Language, tuple[str, ...]]
    edition: str = ""
    corrects: int | None = None
    submitted_by: str = ""
    canary_passed: bool = False
    halt: str = ""

    @property
    def wordless(self) -> tuple[Language, ...]:
        """Languages nobody has written it in yet."""
        return tuple(language for language in Language if not self.words.get(language))


def denial(broadcast: Broadcast, act: BroadcastAct, by: Staff, *, two_people: bool = True) -> Text | None:
    """Why this person may not do this to this broadcast now; None when they may."""
    if not by.administrator:
        return text("denied-administrators")
    if (broadcast.status, act) not in TRANSITIONS:
        status = text(f"broadcast-status-{broadcast.status}")
        return text("broadcast-denied-status", id=broadcast.id, status=status)
    if act is BroadcastAct.APPROVE and two_people and broadcast.submitted_by == by.id:
        return text("broadcast-denied-second-person")
    if act is BroadcastAct.SUBMIT and broadcast.wordless:
        return text("broadcast-denied-wordless", language=text(f"language-name-{broadcast.wordless[0]}"))
    return None


# --- How it goes ---------------------------------------------------------------------------------


class Fate(StrEnum):
    """What became of one recipient; all but the first two are final."""

    WAITING = "waiting"
    QUEUED = "queued"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    OPTED_OUT = "opted-out"
    FAILED = "failed"
    UNKNOWN = "unknown"


UNSETTLED = (Fate.WAITING, Fate.QUEUED)
CANARY = 20
"""The first recipients: the rest wait for what becomes of them."""
TOLERATED = 10
"""Per cent of the first ones that may go wrong before a person has to look."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many recipients met which fate."""

    counts: Mapping[Fate, int] = field(default_factory=dict)

    def of(self, *fates: Fate) -> int:
        """How many met any of these."""
        return sum(self.counts.get(fate, 0) for fate in fates)

    @property
    def total(self) -> int:
        """Everybody it was meant for."""
        return self.of(*Fate)

    @property
    def settled(self) -> int:
        """Those whose fate is final."""
        return self.total - self.of(*UNSETTLED)

    @property
    def gone_wrong(self) -> int:
        """Unreachable, failed or unknown: whoever opted out was rightly passed over."""
        return self.of(Fate.UNREACHABLE, Fate.FAILED, Fate.UNKNOWN)

    @property
    def too_many_wrong(self) -> bool:
        """Whether more went wrong than may without a person's look."""
        return self.gone_wrong * 100 > max(self.settled, 1) * TOLERATED


def bar(done: int, total: int, cells: int = 10) -> str:
    """A bar of progress in signs every messenger shows; full only at the end."""
    filled = cells if done >= total else done * cells // max(total, 1)
    return "▰" * filled + "▱" * (cells - filled)


# --- What it says --------------------------------------------------------------------------------

LISTED = 12
"""Clauses named one by one; more than that nobody reads on a phone."""
RENEWED = 5
"""The same in the notice, which has more to say and is one message too."""
QUOTED = 240
"""Characters up to which a clause's new words are quoted."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What one language's draft is written from.

    ``titles`` are the short titles of the sections; ``official`` is the new edition when it is in this
    language, so that its words may be quoted.
    """

    titles: tuple[str, ...]
    official: Edition | None = None


def drafted(
    comparison: Comparison, sources: Sources, effective: date, url: str, *, material: bool
) -> tuple[Text, ...]:
    """What people are told about a new edition: since when, which clauses, where to read it all."""
    touched = touched_clauses(comparison)
    lines = [_line(number, comparison, sources) for number in touched[:LISTED]]
    more = len(touched) - LISTED
    return (
        text("broadcast-says-title", day=effective),
        *lines,
        *((text("broadcast-says-more", count=more),) if more > 0 else ()),
        *((text("broadcast-says-headings"),) if not touched else ()),
        *((text("broadcast-says-material"),) if material else ()),
        text("broadcast-says-link", url=url),
    )


def touched_clauses(comparison: Comparison) -> tuple[str, ...]:
    """Numbers of the clauses that read otherwise now, are new or are gone, in order.

    A clause that only moved is named by the number it has now.
    """
    moved = {now for _, now in comparison.renumbered}
    found = {*comparison.added, *comparison.changed, *comparison.removed, *moved}
    return tuple(sorted(found, key=number_key))


def _line(number: str, comparison: Comparison, sources: Sources) -> Text:
    was = {now: before for before, now in comparison.renumbered}.get(number)
    if was is not None:
        return _titled(text("broadcast-says-renumbered", number=number, was=was), number, sources)
    if number in comparison.removed:
        return _titled(text("broadcast-says-removed", number=number), number, sources)
    key = "broadcast-says-added" if number in comparison.added else "broadcast-says-changed"
    return _quoted(_titled(text(key, number=number), number, sources), number, sources)


def renewed(numbers: tuple[str, ...], sources: Sources) -> tuple[Text, ...]:
    """The clauses because of which consent is asked for again, each with its new words where they are short."""
    lines = [
        _quoted(_titled(text("notice-changed-clause", number=number), number, sources), number, sources)
        for number in numbers[:RENEWED]
    ]
    more = len(numbers) - RENEWED
    return (*lines, *((text("broadcast-says-more", count=more),) if more > 0 else ()))


def _titled(said: Text, number: str, sources: Sources) -> Text:
    title = _title(number_key(number)[0], sources)
    return text("broadcast-says-titled", what=said, title=title) if title else said


def _title(section: int, sources: Sources) -> str:
    """The section's short title, else its heading in the reader's language, else none."""
    short = sources.titles[section - 1] if section <= len(sources.titles) else ""
    own = sources.official.sections if sources.official else ()
    return short or next((one.heading for one in own if one.number == section), "")


def _quoted(said: Text, number: str, sources: Sources) -> Text:
    clause = sources.official.clause(number) if sources.official else None
    words = clause.text if clause else ""
    if not words or len(words) > QUOTED:
        return said
    return text("broadcast-says-quoted", what=said, words=words)
