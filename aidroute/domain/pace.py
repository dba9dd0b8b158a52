"""Politeness: who may be asked next, so that no server is asked faster than it should be.

A *lane* is one server: an address with all the hosts that are known to live on it, or a single host while its
address is not known. Between two starts in one lane lies a gap, and one host answers a few requests at a time. Nobody
waits for a lane: whoever asks for work gets a job that may start now, or hears when the next one may.

Among lanes that may start, a lower rank goes first; among equals the lane in which most waits, because the longest
queue decides when the whole run ends; then what was added first.

Times are seconds on a clock that never goes back, passed in by the caller. Not safe for several threads.
"""

from __future__ import annotations

import heapq
import ipaddress
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

NEVER_YET = float("-inf")


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast one server is asked. W3C's link checker allows itself one request a second; so do we."""

    gap_s: float = 1.0
    per_host: int = 1


class Errand(Protocol):
    """Something to be done at a host. ``lane`` is where it is known to live, '' while that is not known."""

    @property
    def host(self) -> str:
        """The host to be asked."""
        ...

    @property
    def lane(self) -> str:
        """Its address group, or ''."""
        ...

    @property
    def rank(self) -> int:
        """How urgent it is; 0 goes first."""
        ...


Job = TypeVar("Job", bound=Errand)


def address_group(addresses: Iterable[str]) -> str:
    """One stable name for the server behind these addresses: 'at:' and the smallest address, or a /64 for IPv6.

    '' when there is no readable address. Hosts with the same name share their pace.
    """
    found = [address for address in map(_address, addresses) if address is not None]
    if not found:
        return ""
    first = min(found, key=lambda address: (address.version, int(address)))
    if first.version == 6:
        return f"at:{ipaddress.ip_network((first, 64), strict=False).network_address}"
    return f"at:{first}"


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


@dataclass(slots=True)
class _Lane(Generic[Job]):
    jobs: deque[tuple[int, Job]] = field(default_factory=deque)
    next_start: float = NEVER_YET
    is_listed: bool = False
    """Whether one of the two heaps holds this lane."""


class Lanes(Generic[Job]):
    """Jobs that wait, by lane, in the order of their adding."""

    def __init__(self, pace: Pace) -> None:
        """Start empty, at this pace."""
        self._pace = pace
        self._lanes: dict[str, _Lane[Job]] = {}
        self._lane_of_host: dict[str, str] = {}
        self._running: Counter[str] = Counter()
        self._waiting: list[tuple[float, str]] = []
        self._ready: list[tuple[int, int, int, str]] = []
        self._blocked: defaultdict[str, set[str]] = defaultdict(set)
        """Lanes that wait for this host to finish."""
        self._count = 0
        self._size = 0

    def __len__(self) -> int:
        """How many jobs wait."""
        return self._size

    def add(self, job: Job, *, first: bool = False) -> None:
        """Put a job in its lane, at the end, or before the others of that lane."""
        if job.lane:
            self._lane_of_host.setdefault(job.host, job.lane)
        name = self.lane_of(job)
        lane = self._lanes.setdefault(name, _Lane())
        self._count += 1
        if first:
            lane.jobs.appendleft((lane.jobs[0][0] if lane.jobs else 0, job))
        else:
            lane.jobs.append((self._count, job))
        self._size += 1
        self._list(name, lane)

    def take(self, now: float) -> Job | None:
        """A job that may start at ``now``, the most urgent first, or None. Tell :meth:`finish` when it is done."""
        while self._waiting and self._waiting[0][0] <= now:
            name = heapq.heappop(self._waiting)[1]
            jobs = self._lanes[name].jobs
            if jobs:
                order, head = jobs[0]
                heapq.heappush(self._ready, (head.rank, -len(jobs), order, name))
            else:
                self._lanes[name].is_listed = False
        while self._ready:
            name = heapq.heappop(self._ready)[-1]
            lane = self._lanes[name]
            lane.is_listed = False
            if lane.next_start > now:
                self._list(name, lane)
                continue
            job = self._pick(name, lane)
            if job is None:
                continue
            self._running[job.host] += 1
            lane.next_start = now + self._pace.gap_s
            self._list(name, lane)
            return job
        return None

    def next_start(self) -> float | None:
        """When the next lane may start; None when all that wait are waiting for a host to finish."""
        if self._ready:
            return NEVER_YET
        return self._waiting[0][0] if self._waiting else None

    def finish(self, host: str) -> None:
        """One job at this host is done."""
        self._running[host] -= 1
        if self._running[host] <= 0:
            del self._running[host]
        for name in self._blocked.pop(host, ()):
            self._list(name, self._lanes[name])

    def settle_in(self, job: Job, lane_name: str, now: float) -> bool:
        """A job that was taken turns out to live in another lane. True when it may start there now.

        Otherwise it waits in that lane, before the others, and is no longer running: take another one.
        """
        if self._lane_of_host.get(job.host) == lane_name:
            return True
        self._move_host(job.host, lane_name)
        lane = self._lanes.setdefault(lane_name, _Lane())
        if lane.next_start <= now:
            lane.next_start = now + self._pace.gap_s
            return True
        self.finish(job.host)
        self.add(job, first=True)
        return False

    def drop_host(self, host: str) -> list[Job]:
        """Take out every waiting job of a host that wants to be left alone."""
        name = self._lane_of_host.get(host, host)
        lane = self._lanes.get(name)
        if lane is None:
            return []
        dropped = [job for _, job in lane.jobs if job.host == host]
        lane.jobs = deque((order, job) for order, job in lane.jobs if job.host != host)
        self._size -= len(dropped)
        return dropped

    def clear(self) -> list[Job]:
        """Take out every waiting job."""
        dropped = [job for lane in self._lanes.values() for _, job in lane.jobs]
        for lane in self._lanes.values():
            lane.jobs.clear()
        self._size = 0
        return dropped

    def lane_of(self, job: Job) -> str:
        """The lane a job belongs to, by what is known now."""
        return self._lane_of_host.get(job.host) or job.lane or job.host

    def knows_lane_of(self, job: Job) -> bool:
        """Whether the server of this job's host is known, so that nothing needs to be looked up."""
        return bool(job.lane) or job.host in self._lane_of_host

    def waiting_by_lane(self) -> dict[str, int]:
        """How many jobs wait in each lane that has any."""
        return {name: len(lane.jobs) for name, lane in self._lanes.items() if lane.jobs}

    def _pick(self, name: str, lane: _Lane[Job]) -> Job | None:
        """The first job in the lane whose host is free; without one the lane waits for its busy hosts."""
        for position, (_, job) in enumerate(lane.jobs):
            if self._running[job.host] < self._pace.per_host:
                del lane.jobs[position]
                self._size -= 1
                return job
        for _, job in lane.jobs:
            self._blocked[job.host].add(name)
        return None

    def _list(self, name: str, lane: _Lane[Job]) -> None:
        if lane.jobs and not lane.is_listed:
            lane.is_listed = True
            heapq.heappush(self._waiting, (lane.next_start, name))

    def _move_host(self, host: str, lane_name: str) -> None:
        """Everything that waits for this host waits in its new lane from now on."""
        old = self._lanes.get(self._lane_of_host.get(host, host))
        self._lane_of_host[host] = lane_name
        if old is None:
            return
        moved = [each for each in old.jobs if each[1].host == host]
        old.jobs = deque(each for each in old.jobs if each[1].host != host)
        lane = self._lanes.setdefault(lane_name, _Lane())
        lane.jobs.extend(moved)
        self._list(lane_name, lane)
