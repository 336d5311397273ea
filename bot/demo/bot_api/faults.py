"""Switchable faults: what a network and a busy server do to a bot."""

from dataclasses import dataclass, field

KINDS = ("429", "5xx", "reset_before", "reset_after", "slow")


@dataclass(slots=True)
class Fault:
    """One fault for the next ``times`` requests (None: until cleared), for one method or for all.

    ``429``: refused with ``retry_after`` seconds. ``5xx``: answered 502, nothing done. ``reset_before``:
    the connection breaks, nothing done. ``reset_after``: done, but the answer is lost. ``slow``: the
    answer takes ``seconds`` of the emulated clock.
    """

    kind: str
    method: str | None = None
    times: int | None = 1
    retry_after: int = 3
    seconds: float = 5.0
    chat_id: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}, one of {', '.join(KINDS)}")


@dataclass(slots=True)
class Faults:
    """The faults switched on now, oldest first."""

    on: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Switch a fault on."""
        self.on.append(fault)

    def clear(self) -> None:
        """Everything works again."""
        self.on.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits this request, counted down. Polling is hit only when named."""
        for fault in self.on:
            named = fault.method and fault.method.lower() == method
            everywhere = fault.method is None and method != "getupdates"
            if (named or everywhere) and fault.chat_id in (None, chat_id):
                self._count(fault)
                return fault
        return None

    def _count(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.on.remove(fault)
