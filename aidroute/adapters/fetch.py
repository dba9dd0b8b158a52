"""One guarded GET: from a stored address to one observation, whatever the other side does.

The hard limits of a check live here and nowhere else: public addresses only, one deadline over everything, bounded
bytes, no proxies, no stored credentials, no cookies kept. No setting and no environment variable loosens them: tests
pass another resolver, another address policy and another authority as arguments.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import certifi

from aidroute.adapters.addresses import AddressPolicy, PublicAddresses
from aidroute.adapters.client import Client, Wire
from aidroute.adapters.deadline import Deadline, Watchdog
from aidroute.adapters.dial import Dialler, DialTimes, OpenConnection, open_tcp
from aidroute.adapters.failures import Ending, HopFailed, ending_of
from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.adapters.resolve import BoundedLookup, Resolver, system_resolver
from aidroute.adapters.robots import PRODUCT_TOKEN, RobotsMemory
from aidroute.adapters.small_files import RobotsAsker, RobotsBudget, SmallFiles
from aidroute.adapters.tls import TlsClient
from aidroute.adapters.walk import FindRedirect, Start, Trail, Walk, WalkRules
from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.host_names import HostRules
from aidroute.domain.observation import Failure, Observation
from aidroute.domain.page import literal_redirect
from aidroute.domain.urls import Address, InvalidUrl, parse

CHECKER_VERSION = "1"
WEB_PORTS = frozenset({80, 443})


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one check may cost. ``total`` bounds wall time; every other time lies inside it."""

    total: timedelta = timedelta(seconds=20)
    lookup: timedelta = timedelta(seconds=5)
    lookup_again_after: timedelta = timedelta(seconds=2)
    """How long a missing name gets before it is asked for once more."""
    connect: timedelta = timedelta(seconds=5)
    connect_with_others_left: timedelta = timedelta(seconds=1.5)
    read: timedelta = timedelta(seconds=10)
    body_bytes: int = 256 * 1024
    redirects: int = 10
    robots_share: float = 0.1
    """The part of ``total`` that asking for robots.txt may use up; without an answer by then the check goes on."""


@dataclass(kw_only=True)
class Fetcher:
    """Makes guarded GETs for any number of threads. Everything it depends on is an argument."""

    resolver: Resolver
    address_policy: AddressPolicy
    ports: frozenset[int]
    ca_file: str
    limits: FetchLimits
    clock: Callable[[], datetime]
    host_rules: HostRules
    base_url: str
    """Where this installation is reached: named in the User-Agent, refused as a target."""
    find_redirect: FindRedirect = literal_redirect
    robots: RobotsMemory = field(default_factory=RobotsMemory)
    open_connection: OpenConnection = open_tcp
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        """Make what all threads share: the resolver's threads, the watchdog, the verifying TLS context."""
        limits = self.limits
        self._lookup = BoundedLookup(self.resolver)
        times = DialTimes(
            lookup=limits.lookup.total_seconds(),
            lookup_again_after=limits.lookup_again_after.total_seconds(),
            connect=limits.connect.total_seconds(),
            connect_with_others_left=limits.connect_with_others_left.total_seconds(),
        )
        dialler = Dialler(self._lookup, self.address_policy, Watchdog(), times, self.open_connection, self.sleep)
        self._wire = Wire(
            dialler=dialler,
            tls=TlsClient(self.ca_file, dialler),
            headers=_request_headers(self.base_url),
            read_seconds=limits.read.total_seconds(),
            host_rules=self.host_rules,
        )
        self._rules = WalkRules(
            host_rules=self.host_rules,
            ports=self.ports,
            own_base=_own_base(self.base_url, self.host_rules),
            redirects=limits.redirects,
            body_bytes=limits.body_bytes,
            find_redirect=self.find_redirect,
        )
        self._small_files = SmallFiles(self._wire, self._rules)
        self._asker = RobotsAsker(self._small_files, self.robots, self.clock)
        self._threads = threading.local()

    def fetch(self, request: FetchRequest) -> Observation:
        """One observation of one address. Never raises, and ends within the limits' total (plus a moment)."""
        started_at = self.clock()
        trail = Trail()
        client = self._client()
        try:
            total = request.within or self.limits.total
            self._visit(request, client, Deadline(min(total, self.limits.total).total_seconds()), trail)
        except Exception as error:  # noqa: BLE001 -- the last net: a check is an observation, never a crash
            ending = ending_of(error)
            trail.ending = Ending(Failure.INTERNAL, ending.detail, ending.error_number, ending.exception_chain)
        finally:
            client.close()
        return self._observation(request, trail, started_at)

    def post(self, url: str, content: bytes, headers: Mapping[str, str]) -> int:
        """Hand a document over once, to an address under the same guard, and give the status of the answer.

        Redirects are not followed and the answer is not read. Raises ``HopFailed`` when no answer came, ``InvalidUrl``
        for an address that can't be used.
        """
        address = parse(url, self.host_rules)
        if address.port not in self.ports:
            raise HopFailed(Failure.UNSAFE_PORT, f"Port {address.port} is none of the web.")
        client = self._client()
        try:
            answer = client.ask(address, Deadline(self.limits.total.total_seconds()), headers, content)
            if answer.response is None:
                raise HopFailed(answer.ending.failure, answer.ending.detail)
            return answer.status
        finally:
            client.close()

    def close(self) -> None:
        """Let the resolver's threads go."""
        self._lookup.close()

    def _client(self) -> Client:
        client: Client | None = getattr(self._threads, "client", None)
        if client is None:
            client = self._threads.client = Client(self._wire, self._small_files.get)
        return client

    def _visit(self, request: FetchRequest, client: Client, deadline: Deadline, trail: Trail) -> None:
        try:
            address = parse(request.url, self.host_rules)
        except InvalidUrl as error:
            trail.end(error.failure(in_redirect=False), f"The address can't be used: {error.reason_code}.")
            return
        budget = RobotsBudget(deadline.remaining() * self.limits.robots_share)

        def may_fetch(target: Address) -> bool:
            return not request.follow_robots or self._asker.may_fetch(target, deadline, budget)

        Walk(client, self._rules, deadline, may_fetch).go(_start(request, address), trail)

    def _observation(self, request: FetchRequest, trail: Trail, started_at: datetime) -> Observation:
        return Observation(
            requested_url=request.url,
            started_at=started_at,
            ended_at=self.clock(),
            hops=tuple(trail.hops),
            final_url=trail.final_url,
            failure=trail.ending.failure,
            detail=trail.ending.detail,
            exception_chain=trail.ending.exception_chain,
            error_number=trail.ending.error_number,
            tls=trail.tls,
            resolved_addresses=trail.addresses,
            address_attempts=trail.attempts,
            body=trail.body,
            not_modified=trail.not_modified,
            is_known_page=trail.is_known_page,
            conditional=trail.conditional,
            retried_on_new_connection=trail.retried,
            checker_version=CHECKER_VERSION,
        )


def production_fetcher(base_url: str) -> Fetcher:
    """The fetcher of every running installation: the machine's resolver, public addresses, web ports, real limits."""
    return Fetcher(
        resolver=system_resolver,
        address_policy=PublicAddresses(),
        ports=WEB_PORTS,
        ca_file=certifi.where(),
        limits=FetchLimits(),
        clock=lambda: datetime.now(UTC),
        host_rules=BrowserHostRules(),
        base_url=base_url,
    )


def _request_headers(base_url: str) -> dict[str, str]:
    """Who we are, honestly, and what a browser would accept: some servers answer 406 to anything less."""
    return {
        "User-Agent": f"{PRODUCT_TOKEN}/{CHECKER_VERSION} (+{base_url.rstrip('/')}/bot)",
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "en,*;q=0.5",
        "Accept-Encoding": "gzip",
    }


def _own_base(base_url: str, host_rules: HostRules) -> Address | None:
    try:
        return parse(base_url, host_rules)
    except InvalidUrl:
        return None  # an installation on localhost or on a bare address: the address policy refuses it anyway


def _start(request: FetchRequest, address: Address) -> Start:
    validators = {}
    if request.etag:
        validators["If-None-Match"] = request.etag
    if request.last_modified:
        validators["If-Modified-Since"] = request.last_modified
    return Start(
        address=address,
        validators=validators,
        validators_for=request.validators_for or address.url,
        page_sha256=request.page_sha256,
        follow_domains=frozenset(request.follow_domains),
        body_bytes=request.body_bytes,
        headers={"Accept": request.accept} if request.accept else {},
    )
