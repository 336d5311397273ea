"""Meta's error codes and what each means for the message, the channel and the operator: one table.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes (2026-11-22).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from bot.ports import Outcome, Rejected, TryLater, Unanswered, Unreachable


class Means(Enum):
    """What becomes of a message Meta refused."""

    TEMPLATE_NEEDED = auto()
    TEMPLATE_MISSING = auto()
    TOO_FAST = auto()
    WAIT = auto()
    UNREACHABLE = auto()
    REJECTED = auto()
    PLAIN_TEXT = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One code's meaning. ``seconds`` is the first wait, doubled at each attempt up to ``longest``.

    ``alert``: the operator has to do something. ``whole_channel``: everybody waits. ``halts``: broadcasts stop until
    a person has looked, while answers to people are still tried.
    """

    code: int
    name: str
    means: Means
    seconds: float = 0.0
    longest: float = 3600.0
    whole_channel: bool = False
    alert: bool = False
    halts: bool = False

    @property
    def problem(self) -> str:
        """Code and name, as it stands in tables and on cards."""
        return f"{self.code} {self.name}"

    @property
    def unreachable(self) -> bool:
        """Nothing else would arrive either."""
        return self.means is Means.UNREACHABLE

    @property
    def opted_out(self) -> bool:
        """The person told WhatsApp to stop messages from the clinic."""
        return self.code == OPTED_OUT

    def outcome(self, attempts: int) -> Outcome:
        """What the deliverer is told after ``attempts`` earlier ones."""
        match self.means:
            case Means.TOO_FAST | Means.WAIT:
                wait = min(self.seconds * 2.0 ** min(attempts, 16), self.longest)
                return TryLater(wait, whole_channel=self.whole_channel)
            case Means.UNREACHABLE:
                return Unreachable(self.problem)
            case Means.UNKNOWN:
                return Unanswered(self.problem)
        return Rejected(self.problem)


WINDOW_CLOSED = 131047
OPTED_OUT = 131050
TEMPLATE_ABSENT = 132001


def _locked(code: int, name: str) -> Refusal:
    """The account cannot send at all: nothing is lost while the operator puts it right."""
    return Refusal(code, name, Means.WAIT, 900.0, whole_channel=True, alert=True)


_TABLE = (
    # Access: the token or its rights.
    _locked(0, "not-authenticated"),
    _locked(3, "no-capability"),
    _locked(10, "permission-denied"),
    _locked(190, "token-expired"),
    _locked(131005, "access-denied"),
    _locked(133010, "number-not-registered"),
    # Speed.
    Refusal(4, "app-limit", Means.TOO_FAST, 60.0, whole_channel=True),
    Refusal(80007, "account-limit", Means.TOO_FAST, 60.0, whole_channel=True),
    Refusal(130429, "throughput", Means.TOO_FAST, 1.0, 60.0, whole_channel=True),
    Refusal(131056, "pair-limit", Means.TOO_FAST, 6.0, 300.0),
    Refusal(131064, "messaging-limit", Means.WAIT, 3600.0, 6 * 3600.0),
    # Standing: quality, locks, money.
    Refusal(131048, "quality", Means.WAIT, 300.0, 6 * 3600.0, alert=True, halts=True),
    _locked(368, "policy-block"),
    _locked(131031, "account-locked"),
    _locked(131042, "payment"),
    _locked(131057, "maintenance"),
    _locked(131037, "display-name"),
    # The person.
    Refusal(131026, "undeliverable", Means.UNREACHABLE),
    Refusal(131030, "not-on-test-list", Means.UNREACHABLE, alert=True),
    Refusal(131021, "own-number", Means.UNREACHABLE),
    Refusal(130497, "country", Means.UNREACHABLE),
    Refusal(130472, "experiment", Means.REJECTED),
    Refusal(131049, "not-delivered-by-meta", Means.REJECTED),
    Refusal(OPTED_OUT, "opted-out", Means.REJECTED),
    Refusal(131062, "needs-phone", Means.REJECTED, alert=True),
    # The message.
    Refusal(WINDOW_CLOSED, "window-closed", Means.TEMPLATE_NEEDED),
    Refusal(100, "parameter", Means.PLAIN_TEXT),
    Refusal(131008, "parameter-missing", Means.PLAIN_TEXT),
    Refusal(131009, "parameter-value", Means.PLAIN_TEXT),
    Refusal(131051, "type-unsupported", Means.PLAIN_TEXT),
    Refusal(TEMPLATE_ABSENT, "template-absent", Means.TEMPLATE_MISSING, alert=True),
    Refusal(132015, "template-paused", Means.TEMPLATE_MISSING, alert=True),
    Refusal(132016, "template-disabled", Means.TEMPLATE_MISSING, alert=True),
    Refusal(132000, "template-values", Means.REJECTED, alert=True),
    Refusal(132005, "template-too-long", Means.REJECTED, alert=True),
    Refusal(132007, "template-policy", Means.REJECTED, alert=True),
    Refusal(132012, "template-format", Means.REJECTED, alert=True),
    # Meta's own trouble: whether the message went is not known.
    Refusal(1, "unknown", Means.UNKNOWN),
    Refusal(2, "unavailable", Means.UNKNOWN),
    Refusal(131000, "something-went-wrong", Means.UNKNOWN),
    Refusal(131016, "unavailable", Means.UNKNOWN),
)
REFUSALS = {refusal.code: refusal for refusal in _TABLE}


def reading_of(code: int, status: int = 400) -> Refusal:
    """A code's meaning; an unknown one is Meta's trouble with a 5xx, a rejection otherwise."""
    known = REFUSALS.get(code)
    if known is not None:
        return known
    if 200 <= code < 300:
        return _locked(code, "permission")
    means = Means.UNKNOWN if status >= 500 else Means.WAIT if status == 429 else Means.REJECTED
    return Refusal(code, f"http-{status}", means, 5.0, 300.0)
