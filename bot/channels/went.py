"""Which parts of a message in several have gone already, so that trying it again goes on where it stopped."""

from __future__ import annotations

from collections import OrderedDict

REMEMBERED = 1000


class Went:
    """The platform's ids of the parts that went, by the row's key: while the process lives, for the last ``most``."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._ids: OrderedDict[str, list[str]] = OrderedDict()

    def of(self, key: str) -> list[str]:
        """The ids so far, to be added to."""
        ids = self._ids.setdefault(key, [])
        while len(self._ids) > self._most:
            self._ids.popitem(last=False)
        return ids

    def forget(self, key: str) -> None:
        """The row came to its end, or begins anew."""
        self._ids.pop(key, None)
