"""Counting by the day, and nothing else: no address, no question, no person.

A count waits in memory and is written by a thread of its own, so that a visitor's way out never waits for the
database and never fails with it.
"""

from __future__ import annotations

import atexit
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.exc import SQLAlchemyError

from aidroute.storage import day_counter
from aidroute.storage.db import Database

LED_THERE = "go"
"""Name of the counter of visitors led to a channel; its subject is the channel's slug."""

CLICK_DAYS = 7
"""Days that ``link.recent_clicks`` looks back, today included."""

WRITE_AFTER_S = 5.0
MOST_WAITING = 10_000
"""Different counters kept while the database is away; beyond that new ones are not counted."""

Key = tuple[date, str, str]


class DayCounters:
    """Counts of one process on their way to the database. Safe to call from many threads."""

    def __init__(self, database: Database, write_after_s: float = WRITE_AFTER_S) -> None:
        """Write to ``database``, ``write_after_s`` seconds after the first count that waits."""
        self._database = database
        self._write_after_s = write_after_s
        self._lock = threading.Lock()
        self._waiting: Counter[Key] = Counter()
        self._timer: threading.Timer | None = None
        atexit.register(self.write)

    def add(self, name: str, subject: str, day: date) -> None:
        """Count once more. Returns at once and never raises; a lost count harms nobody, a lost visitor does."""
        key = (day, name, subject)
        with self._lock:
            if key in self._waiting or len(self._waiting) < MOST_WAITING:
                self._waiting[key] += 1
            if self._timer is None:
                self._timer = threading.Timer(self._write_after_s, self.write)
                self._timer.daemon = True
                self._timer.start()

    def write(self) -> bool:
        """Write what waits, in one transaction. False when the database is away: then it goes on waiting."""
        with self._lock:
            self._timer = None
            waiting, self._waiting = self._waiting, Counter()
        if not waiting:
            return True
        try:
            add_counts(self._database, waiting)
        except SQLAlchemyError:
            with self._lock:
                self._waiting.update(waiting)
            return False
        return True

    def close(self) -> None:
        """Write what waits and stop the timer: the end of this process's counting."""
        atexit.unregister(self.write)
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
        self.write()


def add_counts(database: Database, counts: Mapping[Key, int]) -> None:
    """Add to the day counters; several processes may do so at the same time."""
    with database.write() as session:
        for (day, name, subject), number in sorted(counts.items()):
            day_counter.add(session, day_counter.DayCounter(day=day, name=name, subject=subject, count=number))


def refresh_recent_clicks(database: Database, today: date) -> int:
    """Set every link's ``recent_clicks`` to the visitors led there in the last seven days; a job for once a day.

    Returns how many links had any. What is busy is checked first.
    """
    since = today - timedelta(days=CLICK_DAYS - 1)
    with database.write() as session:
        clicks = day_counter.counts_by_subject(session, LED_THERE, since, today)
        return day_counter.set_recent_clicks(session, clicks)
