"""The kept answers of one process, bounded by bytes: the least recently used goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict

from aidroute.web.page_cache.kept import KeptAnswer
from aidroute.web.page_cache.keys import PageName

# One answer may take this part of the shelf at most, so that a single large page cannot empty it.
LARGEST_PART = 8


class Shelf:
    """Answers by name. Safe to use from many threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._lock = threading.Lock()
        self._answers: OrderedDict[PageName, KeptAnswer] = OrderedDict()
        self._bytes = 0
        self._dropped = 0

    def take(self, name: PageName) -> KeptAnswer | None:
        """The answer kept under this name, fresh or not."""
        # Without the lock, which the threads of a busy server would queue for: each step is one step of the dictionary.
        answer = self._answers.get(name)
        if answer is not None:
            try:  # noqa: SIM105 - suppress() would cost more than all the rest
                self._answers.move_to_end(name)
            except KeyError:
                pass  # dropped for want of room since the line above
        return answer

    def put(self, name: PageName, answer: KeptAnswer) -> None:
        """Keep an answer, unless it is too large, and drop the least recently used ones to make room."""
        size = self._weight(name, answer)
        with self._lock:
            before = self._answers.pop(name, None)
            if before is not None:
                self._bytes -= self._weight(name, before)
            if size > self._most // LARGEST_PART:
                return
            self._answers[name] = answer
            self._bytes += size
            while self._bytes > self._most:
                other, oldest = self._answers.popitem(last=False)
                self._bytes -= self._weight(other, oldest)
                self._dropped += 1

    def figures(self) -> tuple[int, int, int]:
        """How many answers are kept, their bytes, and how many were dropped for want of room so far."""
        with self._lock:
            return len(self._answers), self._bytes, self._dropped

    @staticmethod
    def _weight(name: PageName, answer: KeptAnswer) -> int:
        return len(name[0]) + len(name[1]) + answer.size
