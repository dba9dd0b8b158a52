"""Hands jobs to checking threads at a polite pace. A thread that gets a job can start at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from aidroute.domain.pace import Errand, Lanes, Pace

Job = TypeVar("Job", bound=Errand)


class Dispatcher(Generic[Job]):
    """The lanes of one run, for many threads.

    One idle thread watches the clock for all; the others sleep until there is something for them. So a thousand
    idle threads cost nothing, and no thread that has a job ever waits for a host.
    """

    def __init__(self, pace: Pace, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Begin without jobs. ``monotonic`` gives seconds and never goes back."""
        self._lanes: Lanes[Job] = Lanes(pace)
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._clock = threading.Condition(self._lock)
        self._idle = threading.Condition(self._lock)
        self._has_watcher = False
        self._is_closed = False
        self._running = 0
        self._left_alone: set[str] = set()

    def add(self, jobs: Iterable[Job], *, first: bool = False) -> list[Job]:
        """Let jobs wait for their turn. Gives back those whose host is to be left alone."""
        refused = []
        with self._lock:
            for job in jobs:
                if job.host in self._left_alone:
                    refused.append(job)
                else:
                    self._lanes.add(job, first=first)
            self._wake_one()
        return refused

    def take(self) -> Job | None:
        """The next job that may start now; blocks until there is one. None once the dispatcher is closed."""
        with self._lock:
            while not self._is_closed:
                job = self._lanes.take(self._monotonic())
                if job is not None:
                    self._running += 1
                    self._wake_one()
                    return job
                self._wait()
        return None

    def settle_in(self, job: Job, lane: str) -> bool:
        """Whether a job just taken may start in the lane it turned out to live in; if not, it waits there."""
        with self._lock:
            may_start = self._lanes.settle_in(job, lane, self._monotonic())
            if not may_start:
                self._running -= 1
                self._wake_one()
            return may_start

    def knows_lane_of(self, job: Job) -> bool:
        """Whether the server of the job's host is known."""
        with self._lock:
            return self._lanes.knows_lane_of(job)

    def finish(self, job: Job) -> None:
        """A job that was taken is done."""
        with self._lock:
            self._running -= 1
            self._lanes.finish(job.host)
            self._wake_one()

    def leave_alone(self, host: str) -> list[Job]:
        """Take out what waits for a host, and take nothing more for it until :meth:`ask_again`."""
        with self._lock:
            self._left_alone.add(host)
            return self._lanes.drop_host(host)

    def ask_again(self, hosts: Iterable[str]) -> None:
        """The queue itself now knows how long these hosts are to be left alone."""
        with self._lock:
            self._left_alone.difference_update(hosts)

    def clear(self) -> list[Job]:
        """Take out all that waits."""
        with self._lock:
            return self._lanes.clear()

    def waiting_by_lane(self) -> dict[str, int]:
        """How many jobs wait in each lane."""
        with self._lock:
            return self._lanes.waiting_by_lane()

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        with self._lock:
            return len(self._lanes)

    @property
    def running(self) -> int:
        """How many jobs were taken and are not done."""
        with self._lock:
            return self._running

    def close(self) -> None:
        """Send every thread home; a job under way is finished first."""
        with self._lock:
            self._is_closed = True
            self._clock.notify_all()
            self._idle.notify_all()

    def _wait(self) -> None:
        """Sleep until something changes. The first to come watches the clock for all others."""
        if self._has_watcher:
            self._idle.wait()
            return
        start = self._lanes.next_start()
        self._has_watcher = True
        try:
            self._clock.wait(None if start is None else max(0.0, start - self._monotonic()))
        finally:
            self._has_watcher = False

    def _wake_one(self) -> None:
        """Something changed: the watcher looks, or somebody becomes it. Who finds a job wakes the next."""
        if self._has_watcher:
            self._clock.notify()
        else:
            self._idle.notify()
