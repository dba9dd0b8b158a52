"""Which addresses many links of one host end at: a site that leads what it lost to one page says so by that alone.

Remembered in one process for a week: what a restart forgets is learnt again with the next checks.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from urllib.parse import urldefrag, urlsplit

from aidroute.domain.observation import Observation

FEWEST = 3
"""Different links of one host that end at the same address (liveness 1.4, weak sign)."""

REMEMBERED_FOR = timedelta(days=7)
MOST_ENDS = 20_000
MOST_LINKS_OF_ONE = 8


class SharedEnds:
    """For many threads."""

    def __init__(self) -> None:
        self._starts: dict[tuple[str, str], dict[str, datetime]] = {}
        self._lock = threading.Lock()

    def is_shared(self, observation: Observation) -> bool:
        """Whether enough different links of this host were led to where this one ended; from now on it counts too."""
        start, end = (urldefrag(url).url for url in (observation.requested_url, observation.final_url))
        if not end or end == start or _plain(start) == _plain(end):
            return False
        key, now = (urlsplit(start).hostname or "", end), observation.ended_at
        with self._lock:
            if key not in self._starts and len(self._starts) >= MOST_ENDS:
                self._starts.clear()
            known = {url: at for url, at in self._starts.get(key, {}).items() if now - at <= REMEMBERED_FOR}
            if start in known or len(known) < MOST_LINKS_OF_ONE:
                known[start] = now
            self._starts[key] = known
            return len(known) >= FEWEST


def _plain(url: str) -> str:
    """An address without what sites add to every address: the scheme, www, a slash at the end."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"
