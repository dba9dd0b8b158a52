"""One run of the checker: takes links as long as some are due, keeps the threads busy, writes results in batches."""

from __future__ import annotations

import queue
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from aidroute.domain.pace import Pace
from aidroute.domain.verdict_names import Verdict
from aidroute.services import claiming, run_log
from aidroute.services.check_recording import Finding, Jitter, Recorded, draw_jitter, record
from aidroute.services.check_threads import CheckThreads, Hands, Job, Outcome, Unchecked, outcomes_of_unstarted
from aidroute.services.claiming import ClaimedLink, Leases, Shortlist, Wish
from aidroute.services.own_network import OwnNetwork
from aidroute.services.pacing import Dispatcher
from aidroute.services.run_log import Conclusion
from aidroute.services.run_window import RunWindow
from aidroute.storage import link_queue
from aidroute.storage.channel import Channel
from aidroute.storage.db import Database

SETTLE_EVERY_S = 1.0
SETTLE_AT = 256
"""Results are written every second, or when so many have come."""
ASK_AGAIN_S = 1.0
"""How long an empty claim is believed while checks are under way."""
WRITE_RETRIES_S = 30.0
"""How long a database that refuses to be written is tried before the run is given up; the leases then run out."""
SIGN_OF_LIFE_S = 10.0
"""A run that waits for slow servers says so often enough not to be taken for dead."""
STOP_WITHIN_S = 5.0

Progress = Callable[[Finding], None]

log = structlog.get_logger("aidroute.checking")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is done at a time. ``slots`` checks are under way at once."""

    slots: int = 32
    pace: Pace = field(default_factory=Pace)
    leases: Leases = field(default_factory=Leases)

    @property
    def backlog(self) -> int:
        """How many startable links are kept at hand, so that no slot is ever empty while something is due."""
        return max(64, 4 * self.slots)


@dataclass(slots=True)
class RunSummary:
    """What one run did. ``handed_back`` counts links that were claimed and not checked."""

    claimed: int = 0
    finished: int = 0
    handed_back: int = 0
    lost: int = 0
    flips: int = 0
    notices: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    is_conclusive: bool = True
    note: str = ""

    def add(self, written: Recorded) -> None:
        """Count a batch that was written."""
        self.finished += written.written
        self.lost += written.lost
        self.flips += written.flips
        self.notices += written.notices
        self.verdicts.update(written.verdicts)


@dataclass(frozen=True, slots=True)
class RunParts:
    """What a run needs of its checker."""

    database: Database
    worker: str
    hands: Hands
    network: OwnNetwork
    limits: Limits
    stop: threading.Event
    progress: Progress | None = None
    jitter: Jitter = draw_jitter


class OneRun:
    """Claims, hands out, collects and writes, on the thread that calls :meth:`go`."""

    def __init__(self, parts: RunParts, first: Sequence[ClaimedLink]) -> None:
        """Begin with links that were claimed already."""
        self._parts = parts
        self._dispatcher: Dispatcher[Job] = Dispatcher(parts.limits.pace, parts.hands.monotonic)
        self._results: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._threads = CheckThreads(self._dispatcher, parts.hands, self._results)
        self._window = RunWindow(
            parts.network, parts.hands.examiner.rules.hosts.registrable_domain, self._organizations_of
        )
        self._summary = RunSummary()
        self._run_id = 0
        self._open: dict[str, ClaimedLink] = {}
        """Links that are claimed and not yet written or given back, by token."""
        self._in_lane: Counter[str] = Counter()
        """How many of them are in each lane."""
        self._unwritten: list[Finding] = []
        self._unchecked: list[ClaimedLink] = []
        self._settled_at = self._now_s()
        self._written_at = self._settled_at
        self._ask_again_at = 0.0
        self._refused_since: float | None = None
        self._has_results = False
        self._first = first
        self._shortlist = Shortlist()

    def go(self) -> RunSummary:
        """Check until nothing is due, the run is found inconclusive, or a stop is asked for."""
        with self._parts.database.write() as session:
            self._run_id = run_log.begin(session, self._parts.worker, self._clock())
        try:
            self._take_in(self._first)
            while self._go_on():
                pass
            self._drain()
        finally:
            self._dispatcher.close()
            self._end()
        return self._summary

    # ------------------------------------------------------------------------------------------ one turn

    def _go_on(self) -> bool:
        """One turn: claim, wait for results, write when it is time. False when nothing is left to be done."""
        if self._parts.stop.is_set() or not self._summary.is_conclusive:
            return False
        self._top_up()
        self._collect(0.25)
        # The last results are only those after which nothing more can be had; then lanes are free again.
        is_idle = self._is_idle() and not self._top_up(is_idle=True)
        if is_idle or self._is_time_to_settle():
            self._settle(is_last=is_idle)
        return not is_idle or self._top_up(is_idle=True) or bool(self._unwritten)

    def _is_idle(self) -> bool:
        is_idle = not self._dispatcher.running and not self._dispatcher.waiting
        if is_idle:
            self._collect(0.0)
        return is_idle

    def _is_time_to_settle(self) -> bool:
        return self._now_s() - self._settled_at >= SETTLE_EVERY_S or self._window.sure >= SETTLE_AT

    def _collect(self, wait_s: float) -> None:
        """Take results out of the queue, waiting for the first a little."""
        arrived: list[Finding] = []
        timeout = wait_s
        while True:
            try:
                outcome = self._results.get(timeout > 0, timeout or None)
            except queue.Empty:
                break
            timeout = 0.0
            self._has_results = True
            if isinstance(outcome, Unchecked):
                self._unchecked.append(outcome.link)
            else:
                arrived.append(outcome)
            if len(arrived) >= SETTLE_AT:
                break
        if arrived:
            self._window.add(arrived, self._now_s())

    # ------------------------------------------------------------------------------------------ claiming

    def _top_up(self, *, is_idle: bool = False) -> bool:
        """Claim more when the threads could run out of work. True when something came."""
        waiting = self._dispatcher.waiting_by_lane()
        startable = sum(min(number, 2) for number in waiting.values())
        backlog = self._parts.limits.backlog
        is_asked = not is_idle and self._now_s() < self._ask_again_at
        # A stock is laid in when the first results show that the other workers have had their share.
        is_early = bool(self._open) and not self._has_results
        if startable > backlog // 2 or is_asked or is_early or self._parts.stop.is_set():
            return False
        per_lane = self._parts.limits.leases.per_lane
        wish = Wish(
            worker=self._parts.worker,
            limit=backlog - startable,
            own_lanes=frozenset(self._in_lane),
            full_lanes=tuple(lane for lane, number in self._in_lane.items() if number > per_lane // 2),
        )
        try:
            claimed = claiming.claim(
                self._parts.database, wish, self._parts.limits.leases, self._clock(), self._shortlist
            )
        except SQLAlchemyError:
            log.warning("no links could be claimed", exc_info=True)
            claimed = []
        if not claimed:
            self._ask_again_at = self._now_s() + ASK_AGAIN_S
        self._take_in(claimed)
        return bool(claimed)

    def _take_in(self, claimed: Sequence[ClaimedLink]) -> None:
        if not claimed:
            return
        start_before = self._now_s() + self._parts.limits.leases.start_within.total_seconds()
        self._summary.claimed += len(claimed)
        self._open |= {link.token: link for link in claimed}
        self._in_lane.update(link.lane or link.host for link in claimed)
        refused = self._dispatcher.add(Job(link, start_before) for link in claimed)
        self._unchecked += [job.link for job in refused]
        self._threads.grow_to(min(self._parts.limits.slots, self._dispatcher.waiting + self._dispatcher.running))

    # ------------------------------------------------------------------------------------------ writing

    def _settle(self, *, is_last: bool) -> None:
        """Decide what may be written, and write it with everything that belongs to it in one transaction."""
        self._settled_at = self._now_s()
        decided = self._window.sort(self._now_s(), is_last=is_last)
        self._unwritten += decided.write
        if not decided.run.is_conclusive:
            self._summary.is_conclusive = False
            self._summary.note = decided.run.reason
            log.warning("a run is not believed", reason=decided.run.reason, detail=decided.run.detail)
        self._write()

    def _write(self) -> None:
        is_news = bool(self._unwritten or self._unchecked)
        if not is_news and self._now_s() - self._written_at < SIGN_OF_LIFE_S:
            return
        try:
            written = self._write_once()
        except SQLAlchemyError as error:
            # The results stay here and are tried again with the next ones.
            now = self._now_s()
            self._refused_since = self._refused_since or now
            log.warning("results could not be written", results=len(self._unwritten), error=type(error).__name__)
            if now - self._refused_since > WRITE_RETRIES_S:
                raise
            self._parts.stop.wait(0.2)
            return
        self._refused_since = None
        self._written_at = self._now_s()
        self._dispatcher.ask_again(finding.link.host for finding in self._unwritten)
        self._summary.add(written)
        for finding in self._unwritten:
            if self._parts.progress:
                self._parts.progress(finding)
        self._summary.handed_back += len(self._unchecked)
        self._unwritten, self._unchecked = [], []

    def _write_once(self) -> Recorded:
        now = self._clock()
        done = [finding.link for finding in self._unwritten] + self._unchecked
        in_lane = self._in_lane - Counter(link.lane or link.host for link in done)
        if self._unchecked:
            # By itself: together with the checks it would hold links in an order of its own, and two could wait for
            # each other for ever.
            with self._parts.database.write() as session:
                link_queue.give_back(session, [link.token for link in self._unchecked])
        with self._parts.database.write() as session:
            written = record(session, self._unwritten, now, self._parts.jitter)
            emptied = sorted(self._in_lane.keys() - in_lane.keys())
            gap = timedelta(seconds=self._parts.limits.pace.gap_s)
            link_queue.release_lanes(session, emptied, self._parts.worker, now + gap)
            finished = self._summary.finished + written.written
            run_log.go_on(session, self._run_id, self._summary.claimed, finished, now)
        self._in_lane = in_lane
        for link in done:
            self._open.pop(link.token, None)
        return written

    # ------------------------------------------------------------------------------------------ ending

    def _drain(self) -> None:
        """Nothing new is begun; what is under way is waited for a little, what was not begun is given back."""
        unstarted = self._dispatcher.clear()
        self._sort_out(outcomes_of_unstarted(self._parts.hands.examiner, unstarted))
        patience_s = STOP_WITHIN_S if self._parts.stop.is_set() else self._parts.limits.leases.lease.total_seconds() / 4
        ends_at = self._now_s() + patience_s
        while self._dispatcher.running and self._now_s() < ends_at:
            self._collect(0.25)
            self._sort_out(outcomes_of_unstarted(self._parts.hands.examiner, self._dispatcher.clear()))
        self._collect(0.0)
        if not self._summary.is_conclusive:
            self._unwritten += self._window.freeze_all(self._summary.note)
            self._write()
        else:
            self._settle(is_last=True)
        while self._unwritten and not self._parts.stop.is_set():
            self._write()

    def _sort_out(self, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            self._results.put(outcome)

    def _end(self) -> None:
        conclusion = Conclusion(self._summary.is_conclusive, self._summary.note)
        with self._parts.database.write() as session:
            run_log.end(session, self._run_id, conclusion, self._clock())
            link_queue.give_back(session, list(self._open))
            link_queue.release_lanes(session, sorted(self._in_lane), self._parts.worker, self._clock())
        self._threads.join(0.0 if self._parts.stop.is_set() else 1.0)

    def _organizations_of(self, link_ids: Sequence[int]) -> Mapping[int, str]:
        """Whose channels use these links."""
        with self._parts.database.read() as session:
            rows = session.execute(
                select(Channel.link_id, Channel.organization_id).where(Channel.link_id.in_(link_ids))
            )
            return {link_id: str(owner) for link_id, owner in rows if link_id is not None}

    def _clock(self) -> datetime:
        return self._parts.hands.clock()

    def _now_s(self) -> float:
        return self._parts.hands.monotonic()
