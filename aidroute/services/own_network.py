"""Is our own network up? Asked before links are judged by failures that could be ours."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

Canary = Callable[[], bool]
"""Whether something that is always there can be reached now. May take seconds; never raises."""

BELIEVED_FOR_S = 300.0
"""An answer is believed this long for beginning a run; a failure needs a proof that is newer than itself."""


class OwnNetwork:
    """Remembers when the network was last proven to be up, so that the canary is asked only when it matters."""

    def __init__(self, canary: Canary, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Begin without any proof."""
        self._canary = canary
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._proven_at = float("-inf")
        self._answered_at = float("-inf")

    def saw_answer(self, moment: float) -> None:
        """Some server answered: good enough to begin a run, not to blame another (a captive portal answers too)."""
        self._answered_at = max(self._answered_at, moment)

    def is_up(self) -> bool:
        """Whether a run may begin: somebody answered within the last minutes, or the canary does now."""
        believed_since = self._monotonic() - BELIEVED_FOR_S
        return self._answered_at > believed_since or self.was_up_after(believed_since)

    def was_up_after(self, moment: float) -> bool:
        """Whether it was up at some time after ``moment`` (on the monotonic clock): known, or asked now."""
        with self._lock:
            if self._proven_at > moment:
                return True
            asked_at = self._monotonic()
            if not self._canary():
                self._proven_at = self._answered_at = float("-inf")
                return False
            self._proven_at = asked_at
            return True
