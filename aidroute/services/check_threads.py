"""The threads of one run: each takes a job that may start now, checks its link, and puts the result in a queue."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from queue import SimpleQueue

import structlog

from aidroute.domain.judgement import Judgement
from aidroute.domain.link_state import may_ask_conditionally
from aidroute.domain.observation import Failure, Observation
from aidroute.domain.verdict_names import Verdict
from aidroute.services.check_recording import Finding
from aidroute.services.claiming import ClaimedLink
from aidroute.services.evidence import evidence_of
from aidroute.services.examining import (
    Doubt,
    Examined,
    Examiner,
    examine,
    has_yardstick_of_today,
    request_for,
    settle_doubt,
    sibling_request,
)
from aidroute.services.host_pausing import wants_to_be_left_alone
from aidroute.services.pacing import Dispatcher

AddressOf = Callable[[str], str]
"""The lane of a host's server ('at:...'), '' when it cannot be told. May take as long as a name lookup."""

STACK_BYTES = 512 * 1024
"""Enough for a check; the usual 8 MB would be reserved a thousand times."""

log = structlog.get_logger("aidroute.checking")


@dataclass(frozen=True, slots=True)
class Job:
    """A link to be checked, or the second look that settles a doubt about it."""

    link: ClaimedLink
    start_before: float
    """On the monotonic clock: later the rest of the lease would not do."""
    doubt: Doubt | None = None

    @property
    def host(self) -> str:
        """The host to be asked."""
        return self.link.host

    @property
    def lane(self) -> str:
        """The server it answered from last, '' while none is known."""
        return self.link.lane

    @property
    def rank(self) -> int:
        """How urgent it is."""
        return self.link.rank


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A link whose lease is to be given back without a check."""

    link: ClaimedLink


Outcome = Finding | Unchecked


@dataclass(slots=True)
class SiblingMemory:
    """Which hosts had a made-up address asked of them today: once a day is enough."""

    asked_on: dict[str, date] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def may_ask(self, host: str, now: datetime) -> bool:
        """Whether this host may be asked today; from now on it was."""
        with self.lock:
            if self.asked_on.get(host) == now.date():
                return False
            if len(self.asked_on) > 10_000:
                self.asked_on.clear()
            self.asked_on[host] = now.date()
            return True


@dataclass(frozen=True, slots=True)
class Hands:
    """What the threads work with."""

    examiner: Examiner
    address_of: AddressOf
    siblings: SiblingMemory
    clock: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic


class CheckThreads:
    """Threads that work off a dispatcher until it is closed."""

    def __init__(self, dispatcher: Dispatcher[Job], hands: Hands, results: SimpleQueue[Outcome]) -> None:
        """Begin without threads; :meth:`grow_to` makes them."""
        self._dispatcher = dispatcher
        self._hands = hands
        self._results = results
        self._threads: list[threading.Thread] = []

    def grow_to(self, number: int) -> None:
        """Have at least so many threads."""
        before = threading.stack_size(STACK_BYTES)
        try:
            while len(self._threads) < number:
                # A daemon: a check that hangs must not keep the process from ending.
                thread = threading.Thread(target=self._work, name=f"check-{len(self._threads)}", daemon=True)
                thread.start()
                self._threads.append(thread)
        finally:
            threading.stack_size(before)

    def join(self, within_s: float) -> bool:
        """Wait for the threads after the dispatcher was closed; False when some are still busy."""
        ends_at = time.monotonic() + within_s
        for thread in self._threads:
            thread.join(max(0.0, ends_at - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        while (job := self._dispatcher.take()) is not None:
            try:
                may_start = self._may_start(job)
            except Exception:
                log.exception("the server of a host could not be told", host=job.host)
                may_start = True
            if may_start:
                self._perform(job)
                self._dispatcher.finish(job)

    def _may_start(self, job: Job) -> bool:
        """Whether the job may start although its server was not known; if not, it waits in that server's lane."""
        if self._dispatcher.knows_lane_of(job):
            return True
        lane = self._hands.address_of(job.host)
        return not lane or self._dispatcher.settle_in(job, lane)

    def _perform(self, job: Job) -> None:
        """Check, and put the outcome in the queue before the job counts as finished."""
        if self._hands.monotonic() > job.start_before and job.doubt is None:
            self._results.put(Unchecked(job.link))
            return
        try:
            examined = self._examine(job)
        except Exception as error:
            log.exception("a check failed by an error of ours", url=job.link.url)
            examined = _our_error(job.link, error, self._hands.clock())
        if isinstance(examined, Doubt):
            self._dispatcher.add([replace(job, doubt=examined)], first=True)
            return
        dropped = self._dispatcher.leave_alone(job.host) if wants_to_be_left_alone(examined.judgement) else []
        self._results.put(Finding(job.link, examined))
        for outcome in outcomes_of_unstarted(self._hands.examiner, dropped):
            self._results.put(outcome)

    def _examine(self, job: Job) -> Examined | Doubt:
        examiner, now = self._hands.examiner, self._hands.clock()
        if job.doubt is not None:
            return settle_doubt(examiner, job.doubt, examiner.fetch(sibling_request(job.link)))
        found = examine(examiner, job.link, request_for(job.link, _may_be_conditional(job.link, now)))
        if isinstance(found, Doubt) and not self._hands.siblings.may_ask(job.host, now):
            return settle_doubt(examiner, found, None)
        return found


def outcomes_of_unstarted(examiner: Examiner, jobs: Iterable[Job]) -> list[Outcome]:
    """What becomes of jobs that will not be started: given back, or judged by what was seen."""
    return [
        Unchecked(job.link) if job.doubt is None else Finding(job.link, settle_doubt(examiner, job.doubt, None))
        for job in jobs
    ]


def _may_be_conditional(link: ClaimedLink, now: datetime) -> bool:
    return has_yardstick_of_today(link.identity) and may_ask_conditionally(link.status, now)


def _our_error(link: ClaimedLink, error: Exception, now: datetime) -> Examined:
    """An error of ours says nothing about the link; it is written down so that somebody sees it."""
    observation = Observation(
        requested_url=link.url,
        started_at=now,
        ended_at=now,
        failure=Failure.INTERNAL,
        detail="The checker itself failed.",
        exception_chain=(type(error).__name__,),
    )
    judgement = Judgement(Verdict.INCONCLUSIVE, "bug")
    return Examined(observation, judgement, evidence_of(observation, judgement))
