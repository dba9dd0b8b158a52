"""The scheduler: one tick every few seconds, and a table of what is to be done how often. No logic of its own.

APScheduler keeps one job in memory and nothing else; what is due stands in our tables. Its clock is the wall clock: set
back by an hour, it would wait that hour. So a watchdog on the monotonic clock brings a missing tick back.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor as TickThread
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

TICK = "tick"
MISSED_TICKS = 3
ONE_TICKER_AT_A_TIME = 4_116_204
"""Key of the PostgreSQL advisory lock that the one ticking process holds."""

log = structlog.get_logger("aidroute.scheduler")


class Turn(Protocol):
    """Decides whether this process is the one that ticks."""

    def is_mine(self) -> bool:
        """Take the turn if nobody has it; True while it is this process's."""
        ...

    def leave(self) -> None:
        """Let another process have it."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table. ``every`` is the time between two beginnings; a late one begins at the next tick."""

    name: str
    every: timedelta
    use_case: Callable[[], object]


class Scheduler:
    """Begins the use cases of a table when they are due, each on a thread of its own and never twice at once."""

    def __init__(self, table: Sequence[Entry], tick: timedelta, turn: Turn | None = None) -> None:
        """Do nothing yet. Without ``turn`` this process always ticks."""
        self._table = tuple(table)
        self._tick_s = tick.total_seconds()
        self._turn = turn
        self._running: dict[str, threading.Thread] = {}
        self._begun_at: dict[str, float] = {}
        self._ticked_at = time.monotonic()
        self._stopped = threading.Event()
        self._watchdog = threading.Thread(target=self._watch, name="scheduler-watchdog", daemon=True)
        self._timer = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()}, executors={"default": TickThread(1)}, timezone=UTC
        )

    def start(self) -> None:
        """Begin ticking, the first time at once."""
        # It would say at each tick that the one before is not over; the table knows that better.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._timer.add_job(
            self._tick,
            IntervalTrigger(seconds=self._tick_s, timezone=UTC),
            id=TICK,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )
        self._timer.start()
        self._watchdog.start()

    def stop(self, within_s: float = 10.0) -> None:
        """Begin nothing more and wait a little for what goes on. The use cases must have been told to stop."""
        if self._stopped.is_set():
            return
        self._stopped.set()
        self._timer.shutdown(wait=False)
        ends_at = time.monotonic() + within_s
        while time.monotonic() < ends_at and any(thread.is_alive() for thread in self._running.values()):
            time.sleep(0.05)
        if self._turn:
            self._turn.leave()

    @property
    def ticked_s_ago(self) -> float:
        """Seconds since the last tick."""
        return time.monotonic() - self._ticked_at

    def _tick(self) -> None:
        self._ticked_at = time.monotonic()
        if self._stopped.is_set() or (self._turn and not self._turn.is_mine()):
            return
        for entry in self._table:
            if self._is_due(entry):
                self._begin(entry)

    def _begin(self, entry: Entry) -> None:
        self._begun_at[entry.name] = time.monotonic()
        # A daemon: a use case that hangs must not keep the process from ending.
        thread = threading.Thread(target=_perform, args=(entry,), name=f"due: {entry.name}", daemon=True)
        self._running[entry.name] = thread
        thread.start()

    def _is_due(self, entry: Entry) -> bool:
        running = self._running.get(entry.name)
        if running is not None and running.is_alive():
            return False
        begun_at = self._begun_at.get(entry.name)
        # Half a tick early rather than nearly a whole one late.
        slack_s = min(self._tick_s / 2, entry.every.total_seconds() / 2)
        return begun_at is None or time.monotonic() - begun_at >= entry.every.total_seconds() - slack_s

    def _watch(self) -> None:
        while not self._stopped.wait(self._tick_s):
            if self.ticked_s_ago <= MISSED_TICKS * self._tick_s:
                continue
            log.warning("no tick came; bringing it back", seconds=round(self.ticked_s_ago, 1))
            try:
                self._timer.modify_job(TICK, next_run_time=datetime.now(UTC))
            except Exception:
                log.exception("the tick could not be brought back")


def _perform(entry: Entry) -> None:
    try:
        entry.use_case()
    except Exception:
        log.exception("a scheduled use case failed; it is tried again when it is due", use_case=entry.name)


class FileTurn:
    """The turn on one machine: a lock on a file, which the kernel frees when its process dies."""

    def __init__(self, path: Path) -> None:
        """Use this file; it is made when it is not there and stays empty."""
        self._path = path
        self._descriptor: int | None = None

    def is_mine(self) -> bool:
        """Take the lock if nobody has it."""
        if self._descriptor is not None:
            return True
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def leave(self) -> None:
        """Free the lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class DatabaseTurn:
    """The turn on one PostgreSQL database: an advisory lock of a connection that is used for nothing else."""

    def __init__(self, engine: Engine) -> None:
        """Connect by this engine when asked for the first time."""
        self._engine = engine
        self._connection: Connection | None = None

    def is_mine(self) -> bool:
        """Take the lock if nobody has it; a connection that broke has lost it and begins anew."""
        try:
            if self._connection is not None:
                self._connection.execute(text("SELECT 1"))
                return True
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            asked = text("SELECT pg_try_advisory_lock(:key)")
            if connection.execute(asked, {"key": ONE_TICKER_AT_A_TIME}).scalar_one():
                self._connection = connection
                return True
            connection.close()
        except SQLAlchemyError:
            log.warning("the turn to tick could not be asked for", exc_info=True)
            self._drop()
        return False

    def leave(self) -> None:
        """Free the lock. When this returns another process can have it: a broken connection frees it a moment later."""
        if self._connection is not None:
            try:
                freed = text("SELECT pg_advisory_unlock(:key)")
                self._connection.execute(freed, {"key": ONE_TICKER_AT_A_TIME})
            except SQLAlchemyError:
                log.warning("the turn to tick could not be given back; the database frees it with the connection")
        self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            # Closing would only give it back to the pool, with the lock on it.
            connection.invalidate()
            connection.close()
