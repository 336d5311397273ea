"""What the shell's rooms say to each other without knowing each other: a delivery, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from dialogs.commands import Event
from dialogs.messages import Language
from dialogs.staff import Staff


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on its way to one address. ``key`` is its own for ever; ``attempts`` were made before."""

    seq: int
    key: str
    channel: str
    address: str
    lane: int
    kind: str
    payload: Mapping[str, Any]
    about: str | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """The platform took it; ``remote_id`` is what its adapter calls the message ever after."""

    remote_id: str | None = None


@dataclass(frozen=True, slots=True)
class TryLater:
    """Not sent: come back after this many seconds; ``whole_channel`` when everybody has to wait.

    ``in_turn``: nothing failed, it only waits for its turn under a daily limit, however often it has to ask.
    """

    seconds: float
    whole_channel: bool = False
    in_turn: bool = False


@dataclass(frozen=True, slots=True)
class Unreachable:
    """This address takes no messages: blocked, deleted, unknown. ``problem`` is a name, no content."""

    problem: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The platform refuses this message for good. ``problem`` is a name or a code, no content."""

    problem: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Not sent: the address lives on under another name (a group that became a supergroup)."""

    address: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Sent, perhaps: the connection broke or the platform failed before it answered."""

    problem: str


Outcome: TypeAlias = Delivered | TryLater | Unreachable | Rejected | Moved | Unanswered


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case's card as it is now. ``message`` is where it stands already, ``thread`` the case's topic if it has one.

    ``topic`` is the name a topic of this case bears.
    """

    number: str
    payload: Mapping[str, Any]
    message: str | None
    thread: str | None
    topic: str


class Sender(Protocol):
    """One channel's way out."""

    async def send(self, delivery: Delivery) -> Outcome:
        """Try once and say what happened; an exception counts as a fault of the message itself."""


class DeliveryStatus(StrEnum):
    """Where a message stands; all but the first are final."""

    QUEUED = "queued"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Settled:
    """A message came to its end, or its address moved (then ``moved_to`` is set and it is still queued)."""

    seq: int
    key: str
    channel: str
    address: str
    lane: int
    kind: str
    about: str | None
    status: DeliveryStatus
    remote_id: str | None = None
    problem: str | None = None
    moved_to: str | None = None


# --- what is heard -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heard:
    """What a patient did. ``seq`` is the inbox row it is stored in, ``languages`` the order to offer.

    ``answers`` is the ``remote_id`` of the message it replies to; ``call`` a call-in code reception heard.
    """

    seq: int
    channel: str
    address: str
    event: Event
    languages: tuple[Language, ...] = tuple(Language)
    answers: str | None = None
    call: int | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A staff member pressed a button of the group: the choice's id, data and all."""

    by: Staff
    choice: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """A staff member wrote in the group, perhaps as a reply to ``answers`` or in a topic (``thread``).

    ``message`` names their own words.
    """

    by: Staff
    text: str
    answers: str | None
    message: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Rewrote:
    """A staff member edited what they wrote before; ``message`` names it."""

    by: Staff
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class TopicClosed:
    """Somebody closed a topic of the group by hand."""

    thread: str


@dataclass(frozen=True, slots=True)
class Commanded:
    """A staff member sent a command such as ``/queue``; ``rest`` is what follows it."""

    by: Staff
    name: str
    rest: str


@dataclass(frozen=True, slots=True)
class SentFile:
    """A staff member sent a file with a command for its caption; ``data`` is None when it is too large or gone."""

    by: Staff
    name: str
    data: bytes | None
    caption: str
    message: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group lives on under another id."""

    to: str


@dataclass(frozen=True, slots=True)
class Joined:
    """The bot was added to a group."""


@dataclass(frozen=True, slots=True)
class Removed:
    """The bot was removed from a group or lost it."""


@dataclass(frozen=True, slots=True)
class Anonymous:
    """An administrator acted in the group's name: nobody to hold to it."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who is not in the group pressed one of its buttons."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing for the desk: people talking among themselves, a role that changed."""


GroupEvent: TypeAlias = (
    Pressed
    | Wrote
    | Rewrote
    | TopicClosed
    | Commanded
    | SentFile
    | Migrated
    | Joined
    | Removed
    | Anonymous
    | Stranger
    | Ignored
)


@dataclass(frozen=True, slots=True)
class Reaction:
    """What the one who acted is told at once: a toast, or content for their eyes only. ``leave`` the group."""

    toast: str = ""
    private: Mapping[str, Any] | None = None
    leave: bool = False
    private_failed: str = ""


class Patients(Protocol):
    """Hears patients."""

    async def hear(self, heard: Heard) -> bool:
        """One durable turn; False when it had been heard before."""


class StaffRoom(Protocol):
    """Hears the staff group."""

    async def hear(self, seq: int, chat: str, event: GroupEvent) -> Reaction:
        """One durable act; an empty reaction when it had been heard before."""
