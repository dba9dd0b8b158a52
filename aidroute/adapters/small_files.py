"""Small files that a check needs beside its page: a forgotten certificate, a robots.txt. Through the same guard."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from aidroute.adapters.client import Client, Wire
from aidroute.adapters.deadline import Deadline
from aidroute.adapters.failures import HopFailed
from aidroute.adapters.robots import UNKNOWN, RobotsMemory, RobotsRules, read_robots
from aidroute.adapters.walk import Start, Trail, Walk, WalkRules
from aidroute.domain.observation import Failure
from aidroute.domain.urls import Address, InvalidUrl, parse

_LARGEST = 64 * 1024
_MOST_REDIRECTS = 3
_SECONDS = 5.0


class SmallFiles:
    """Fetches small files with clients of their own, so that a check under way is not disturbed."""

    def __init__(self, wire: Wire, rules: WalkRules) -> None:
        self._wire = wire
        self._rules = replace(
            rules, redirects=_MOST_REDIRECTS, body_bytes=_LARGEST, find_redirect=lambda _body, _url: None
        )

    def get(self, url: str, deadline: Deadline) -> bytes:
        """The content of a small file over plain http. Raises ``HopFailed`` when it could not be had."""
        is_plain = url.lower().startswith("http:")
        trail = self.walk(url, deadline.sooner(_SECONDS)) if is_plain else None
        if trail is None or trail.ending.failure is not Failure.NONE or trail.hops[-1].status != 200:
            raise HopFailed(Failure.BAD_RESPONSE, f"{url[:200]} could not be had.")
        return trail.body.content

    def walk(self, url: str, deadline: Deadline) -> Trail | None:
        """The way to a small file, whatever became of it. None when the address can't be used."""
        try:
            address = parse(url, self._rules.host_rules)
        except InvalidUrl:
            return None
        trail = Trail()
        client = Client(self._wire, self.get)
        try:
            Walk(client, self._rules, deadline, lambda _address: True).go(Start(address), trail)
        finally:
            client.close()
        return trail


@dataclass(slots=True)
class RobotsBudget:
    """Seconds that one check may still spend on asking for robots.txt."""

    seconds: float


class RobotsAsker:
    """Knows what hosts ask of us, and asks them once a day. A robots.txt that can't be had blocks nothing."""

    def __init__(self, files: SmallFiles, memory: RobotsMemory, clock: Callable[[], datetime]) -> None:
        self._files = files
        self._memory = memory
        self._clock = clock

    def may_fetch(self, address: Address, deadline: Deadline, budget: RobotsBudget) -> bool:
        """False only when the host's robots.txt names our product token and refuses this path."""
        rules = self._memory.lookup(address.origin, self._clock())
        if rules is None and budget.seconds > 0:
            began = time.monotonic()
            rules = self._ask(address, deadline.sooner(budget.seconds))
            budget.seconds -= time.monotonic() - began
            self._memory.keep(address.origin, rules, self._clock())
        if rules is None:
            return True
        return rules.allows(f"{address.path}?{address.query}" if address.query else address.path)

    def _ask(self, address: Address, deadline: Deadline) -> RobotsRules:
        trail = self._files.walk(f"{address.origin}/robots.txt", deadline)
        if trail is None or trail.ending.failure is not Failure.NONE or not trail.hops:
            return UNKNOWN
        status = trail.hops[-1].status
        if status == 200:
            return read_robots(trail.body.content)
        return RobotsRules() if 400 <= status < 500 else UNKNOWN
