"""Checking links: claim what is due, fetch and judge it on many threads, write down what was found.

A :class:`Checker` lives as long as its process; each call of :meth:`Checker.run_due` is one run, which goes on until
nothing is due. Any number of processes may do so at the same time on one database (see ``storage.link_queue``).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from aidroute.services import claiming, run_log
from aidroute.services.check_recording import LONGEST_INTERVAL, Jitter, draw_jitter
from aidroute.services.check_threads import AddressOf, Hands, SiblingMemory
from aidroute.services.claiming import ClaimedLink, Wish, new_token
from aidroute.services.examining import Examiner
from aidroute.services.one_run import Limits, OneRun, Progress, RunParts, RunSummary
from aidroute.services.own_network import Canary, OwnNetwork
from aidroute.services.run_log import Conclusion
from aidroute.storage import link_queue
from aidroute.storage.db import Database

NO_NETWORK = "canary_failed"


def always_up() -> bool:
    """A canary that is never asked anything: unknown is no outage."""
    return True


def no_address(_host: str) -> str:
    """Servers are not looked up: each host is a lane of its own until a check has shown its address."""
    return ""


@dataclass(frozen=True, slots=True)
class CheckerParts:
    """What a checker is made of. ``clock`` gives aware UTC instants; ``monotonic`` seconds that never go back."""

    database: Database
    examiner: Examiner
    clock: Callable[[], datetime]
    canary: Canary = always_up
    address_of: AddressOf = no_address
    limits: Limits = field(default_factory=Limits)
    jitter: Jitter = draw_jitter
    monotonic: Callable[[], float] = time.monotonic


class Checker:
    """Checks links for one process. One run at a time; a second call meanwhile does nothing."""

    def __init__(self, parts: CheckerParts) -> None:
        """Take the parts and a name of its own."""
        self.parts = parts
        self.worker = new_token()
        self._network = OwnNetwork(parts.canary, parts.monotonic)
        self._hands = Hands(parts.examiner, parts.address_of, SiblingMemory(), parts.clock, parts.monotonic)
        self._is_running = threading.Lock()
        self._conclusion = Conclusion()

    def run_due(self, stop: threading.Event | None = None, progress: Progress | None = None) -> RunSummary:
        """Check everything that is due, and what becomes due meanwhile; then give the numbers.

        ``stop`` ends it early: nothing new is begun, what was claimed is given back. ``progress`` hears of every
        check that was written. Without a network nothing is claimed, so no link can be blamed for it.
        """
        if not self._is_running.acquire(blocking=False):
            return RunSummary()
        try:
            return self._run(stop or threading.Event(), progress)
        finally:
            self._is_running.release()

    def make_all_due(self) -> int:
        """Make every link due that is ever checked; gives their number."""
        with self.parts.database.write() as session:
            return link_queue.make_all_due(session, self.parts.clock())

    def _run(self, stop: threading.Event, progress: Progress | None) -> RunSummary:
        self._mend_clock_jumps()
        if self._conclusion.note == NO_NETWORK and not self._network.is_up():
            return self._rest(self._conclusion)
        first = self._claim_first()
        if not first:
            # An outage of ours that the canary cannot see ends when links are judged again, not when none is due.
            return self._rest(Conclusion() if self._conclusion.note == NO_NETWORK else self._conclusion)
        if not self._network.is_up():
            self._put_back(first)
            return self._rest(Conclusion(False, NO_NETWORK))
        parts = self.parts
        run = OneRun(
            RunParts(
                database=parts.database,
                worker=self.worker,
                hands=self._hands,
                network=self._network,
                limits=parts.limits,
                stop=stop,
                progress=progress,
                jitter=parts.jitter,
            ),
            first,
        )
        summary = run.go()
        self._conclusion = Conclusion(summary.is_conclusive, summary.note)
        return summary

    def _claim_first(self) -> list[ClaimedLink]:
        """No more than can be begun at once: workers that start together then share the hosts between them."""
        limits = self.parts.limits
        return claiming.claim(self.parts.database, Wish(self.worker, limits.slots), limits.leases, self.parts.clock())

    def _rest(self, conclusion: Conclusion) -> RunSummary:
        self._conclusion = conclusion
        with self.parts.database.write() as session:
            run_log.rest(session, self.worker, conclusion, self.parts.clock())
        return RunSummary(is_conclusive=conclusion.is_conclusive, note=conclusion.note)

    def _put_back(self, links: list[ClaimedLink]) -> None:
        lanes = sorted({link.lane or link.host for link in links})
        with self.parts.database.write() as session:
            link_queue.give_back(session, [link.token for link in links])
            link_queue.release_lanes(session, lanes, self.worker, self.parts.clock())

    def _mend_clock_jumps(self) -> None:
        now = self.parts.clock()
        with self.parts.database.read() as session:
            is_needed = link_queue.has_too_far(session, now, LONGEST_INTERVAL)
        if is_needed:
            with self.parts.database.write() as session:
                link_queue.pull_back(session, now, LONGEST_INTERVAL)
