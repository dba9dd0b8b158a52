"""One rendering at a time for each page: whoever asks meanwhile waits for it, but not for ever."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass, field

from aidroute.web.page_cache.kept import KeptAnswer


@dataclass(slots=True)
class Flight:
    """One rendering under way. ``result`` is set when it has landed; None means: nothing that can be shared."""

    landed: threading.Event = field(default_factory=threading.Event)
    result: KeptAnswer | None = None


class Flights:
    """The renderings under way, by what is rendered. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[Hashable, Flight] = {}

    def join(self, what: Hashable) -> tuple[Flight, bool]:
        """The flight for ``what``, and whether the caller is its pilot, who renders and must call `land`."""
        with self._lock:
            flight = self._under_way.get(what)
            if flight is not None:
                return flight, False
            flight = self._under_way[what] = Flight()
            return flight, True

    def land(self, what: Hashable, result: KeptAnswer | None) -> None:
        """Hand the result to those who wait, and let the next one who asks begin anew."""
        with self._lock:
            flight = self._under_way.pop(what)
        flight.result = result
        flight.landed.set()
