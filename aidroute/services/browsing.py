"""Reading the directory: one immutable snapshot that every page shares.

The snapshot is rebuilt when its version number moved and otherwise only looked at. While the
database is away the last one keeps being served, and says so.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.exc import SQLAlchemyError

from aidroute.domain.directory import Directory
from aidroute.domain.routing_index import RoutingIndex, build_index, refreshed
from aidroute.services.code_lists import country_codes, currency_codes
from aidroute.storage import directory_version, snapshot
from aidroute.storage.db import Database

LOOK_AGAIN_AFTER_S = 0.5
"""How long the version number is trusted without asking the database: a change is seen within this time."""

LONGEST_WAIT_S = 8.0
"""A database that does not answer is asked less and less often, since each asking holds a visitor up."""


class DirectoryUnavailable(Exception):
    """The database cannot be read and no snapshot was ever built: there is nothing honest to show."""


@dataclass(frozen=True)
class View:
    """What one request reads: the directory, arranged for matching, and whether it is the newest."""

    directory: Directory
    index: RoutingIndex
    is_stale: bool = False
    """True when the database could not be asked, so that newer changes may be missing."""

    @cached_property
    def closed_sites(self) -> frozenset[str]:
        """Registrable domains to which no page links as a source."""
        return self.index.closed_sites()

    def is_closed(self, host: str) -> bool:
        """Whether a host, as it stands in addresses (ASCII, lower case), lies on such a site."""
        parts = host.rstrip(".").split(".")
        return any(".".join(parts[at:]) in self.closed_sites for at in range(len(parts)))

    @cached_property
    def generation(self) -> tuple[int, int, datetime]:
        """Differs between two views that may show different things: content, link states, or what time alone ends."""
        return self.directory.version, self.directory.links_version, self.index.valid_until_at


class DirectorySource:
    """Holds the newest snapshot for a whole process. Safe to call from many threads."""

    def __init__(self, database: Database, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Read from ``database``; ``monotonic`` is a clock in seconds that never goes back."""
        self._database = database
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._keeping = threading.Lock()
        self._view: View | None = None
        self._looked_at = float("-inf")
        self._trusted_for_s = LOOK_AGAIN_AFTER_S

    def current(self, now: datetime) -> View:
        """The newest view at ``now``.

        Raises :class:`DirectoryUnavailable` when there has never been one and the database is away.
        """
        view = self._view
        if view is None or self._is_time_to_look():
            view = self._look(now)
        if now >= view.index.valid_until_at:
            view = self._renewed(view, now)
        return view

    def _renewed(self, view: View, now: datetime) -> View:
        """The same directory as it stands at a later instant. What another thread has read meanwhile stays."""
        renewed = View(view.directory, refreshed(view.index, view.directory, now), view.is_stale)
        with self._keeping:
            if self._view is view:
                self._view = renewed
        return renewed

    def forget(self) -> None:
        """Ask the database at the next reading, because this process has just changed something."""
        self._looked_at = float("-inf")

    def _look(self, now: datetime) -> View:
        """Look whether the version moved. One thread looks; the others meanwhile use what there is."""
        if not self._lock.acquire(blocking=self._view is None):
            return self._view or self._look(now)
        try:
            if self._view is None and not self._is_time_to_look():
                raise DirectoryUnavailable("the database could not be read a moment ago")
            return self._keep(self._ask(now))
        finally:
            self._lock.release()

    def _ask(self, now: datetime) -> View:
        """What the database says now; the last view, marked as stale, when it does not answer."""
        try:
            view = self._read(now)
        except SQLAlchemyError as error:
            self._trusted_for_s = min(2 * self._trusted_for_s, LONGEST_WAIT_S)
            if self._view is None:
                raise DirectoryUnavailable("the database cannot be read") from error
            return View(self._view.directory, self._view.index, is_stale=True)
        finally:
            self._looked_at = self._monotonic()
        self._trusted_for_s = LOOK_AGAIN_AFTER_S
        return view

    def _is_time_to_look(self) -> bool:
        return self._monotonic() - self._looked_at >= self._trusted_for_s

    def _read(self, now: datetime) -> View:
        known = self._view
        with self._database.read() as session:
            content_version, links_version = directory_version.current(session)
            if known is None or known.directory.version != content_version:
                directory = snapshot.read_directory(session, country_codes(), currency_codes())
            elif known.directory.links_version != links_version:
                moved = snapshot.links_moved_since(session, known.directory.links_version)
                directory = known.directory.with_links(links_version, moved)
            else:
                return View(known.directory, known.index)
        if known is None:
            return View(directory, build_index(directory, now))
        return View(directory, refreshed(known.index, directory, now))

    def _keep(self, view: View) -> View:
        with self._keeping:
            self._view = view
        return view
