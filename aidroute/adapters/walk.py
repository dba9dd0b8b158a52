"""From the stored address to the last answer: our own redirect loop, one guarded request per hop."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from aidroute.adapters.body import as_body
from aidroute.adapters.client import Answer, Client
from aidroute.adapters.deadline import Deadline
from aidroute.adapters.failures import Ending
from aidroute.domain.host_names import HostRules
from aidroute.domain.observation import Body, Failure, Hop, Tls
from aidroute.domain.rate_limits import HEADERS as RATE_LIMIT_HEADERS
from aidroute.domain.urls import Address, InvalidUrl, join

REDIRECTS = frozenset({301, 302, 303, 307, 308})

KEPT_HEADERS = (
    "server", "content-type", "content-length", "content-encoding", "content-disposition", "retry-after", "refresh",
    "etag", "last-modified", "www-authenticate", "upgrade", "via", "x-powered-by", "x-ratelimit-limit",
    *RATE_LIMIT_HEADERS, "cf-mitigated", "cf-ray", "x-datadome", "x-amzn-waf-action", "x-iinfo", "x-sucuri-id",
    "x-sucuri-block", "x-akamai-request-id", "x-vercel-mitigated",
)  # fmt: skip
"""Headers a hop keeps: what a verdict reads, and what tells a bot wall or a platform from a page."""

_LONGEST_KEPT_VALUE = 512

# A reload after minutes is a page that refreshes itself, no redirect.
_LONGEST_REFRESH_WAIT = 60
_REFRESH = re.compile(r"\s*(\d{0,6})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?(['\"]?)(.+?)\2\s*\Z", re.IGNORECASE | re.DOTALL)

FindRedirect = Callable[[Body, str], tuple[str, str] | None]
"""(kind, absolute URL) where a page sends a browser by itself: ``domain.page.literal_redirect``."""

MayFetch = Callable[[Address], bool]
"""False when the host's robots.txt asks our product token to stay away from this address."""


@dataclass(frozen=True, slots=True)
class WalkRules:
    """Where a walk may go and how far."""

    host_rules: HostRules
    ports: frozenset[int]
    own_base: Address | None
    redirects: int
    body_bytes: int
    find_redirect: FindRedirect


@dataclass(frozen=True, slots=True)
class Start:
    """Where one walk begins and what it carries."""

    address: Address
    validators: Mapping[str, str] = field(default_factory=dict)
    """If-None-Match and If-Modified-Since, sent only to the address they belong to."""
    validators_for: str = ""
    page_sha256: str = ""
    """Of the page that is known well at ``validators_for``; '' when none is."""
    follow_domains: frozenset[str] = frozenset()
    """Registrable domains to which a page's own redirect (meta refresh, script) is followed."""
    body_bytes: int = 0
    """A cap of its own for this walk; 0 for the usual one."""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Trail:
    """What a walk has seen so far. It survives whatever ends the walk."""

    hops: list[Hop] = field(default_factory=list)
    final_url: str = ""
    ending: Ending = field(default_factory=lambda: Ending(Failure.NONE, ""))
    tls: Tls | None = None
    addresses: tuple[str, ...] = ()
    attempts: int = 1
    body: Body = field(default_factory=Body)
    conditional: bool = False
    not_modified: bool = False
    is_known_page: bool = False
    retried: bool = False

    def end(self, failure: Failure, detail: str) -> None:
        """The walk is over for this reason."""
        self.ending = Ending(failure, detail)

    def learn(self, answer: Answer) -> None:
        """Keep what the newest request saw of names, addresses and certificates."""
        exchange = answer.exchange
        self.addresses = exchange.addresses
        self.attempts = max(1, exchange.attempts)
        self.tls = exchange.tls or self.tls
        self.final_url = answer.address.url

    def go_on(self, location: str, kind: str) -> None:
        """Note on the newest hop where it sent us, and how."""
        last = self.hops[-1]
        self.hops[-1] = Hop(
            last.url, last.status, location[:2048], kind, last.elapsed, last.address, last.headers, last.cookies_set
        )


@dataclass(frozen=True, slots=True)
class Walk:
    """One check's way through redirects. ``go`` fills the trail; it raises only for errors of ours."""

    client: Client
    rules: WalkRules
    deadline: Deadline
    may_fetch: MayFetch

    def go(self, start: Start, trail: Trail) -> None:
        """Follow the start to its end: a page, a refusal or a failure."""
        address: Address | None = start.address
        seen: set[tuple[str, object]] = set()
        while address is not None:
            if not self._may_go(address, seen, trail):
                return
            seen.add((address.url, self.client.cookies()))
            answer = self._ask(address, start, trail)
            if answer.response is None:
                trail.ending = answer.ending
                return
            if answer.status in REDIRECTS:
                address = self._redirect_target(answer, trail)
            else:
                address = self._page_target(answer, start, trail, seen)

    def _may_go(self, address: Address, seen: set[tuple[str, object]], trail: Trail) -> bool:
        refusal = self._refusal(address)
        if refusal is None and (address.url, self.client.cookies()) in seen:
            refusal = (Failure.REDIRECT_LOOP, "The redirects lead back to an address they already passed.")
        if refusal is None and len(seen) > self.rules.redirects:
            refusal = (Failure.TOO_MANY_REDIRECTS, f"More than {self.rules.redirects} redirects.")
        if refusal is None and not self.may_fetch(address):
            refusal = (Failure.ROBOTS, f"The robots.txt of {address.host} asks this checker by name to stay away.")
        if refusal is None:
            return True
        # The place that was not visited is a fact too: where the redirects lead counts more than why we stopped.
        if refusal[0] is not Failure.REDIRECT_LOOP:
            trail.hops.append(Hop(address.url))
            trail.final_url = address.url
        trail.end(*refusal)
        return False

    def _refusal(self, address: Address) -> tuple[Failure, str] | None:
        if _is_own(address, self.rules.own_base):
            return Failure.OWN_ROUTE, "The address leads back to this directory itself."
        if address.port not in self.rules.ports:
            return Failure.UNSAFE_PORT, f"Port {address.port} is not one that web pages use."
        return None

    def _ask(self, address: Address, start: Start, trail: Trail) -> Answer:
        headers = dict(start.headers)
        is_conditional = bool(start.validators) and address.url == start.validators_for
        if is_conditional:
            headers.update(start.validators)
            trail.conditional = True
        answer = self.client.ask(address, self.deadline, headers)
        if answer.status == 421 and not trail.retried:
            # Misdirected: a wrong reuse of a connection, says RFC 9110 15.5.20; a new one settles it.
            trail.retried = True
            answer = self.client.ask(address, self.deadline, headers)
        trail.learn(answer)
        trail.hops.append(_hop(answer))
        trail.not_modified = is_conditional and answer.status == 304
        return answer

    def _redirect_target(self, answer: Answer, trail: Trail) -> Address | None:
        locations = list(dict.fromkeys(value.strip() for value in answer.header_values("location")))
        if not locations or not locations[0]:
            trail.end(Failure.NO_LOCATION, "A redirect that does not say where to.")
            return None
        if len(locations) > 1:
            trail.end(Failure.BAD_LOCATION, "A redirect that names two different places.")
            return None
        return self._join(answer.address, locations[0], trail)

    def _join(self, base: Address, location: str, trail: Trail) -> Address | None:
        trail.go_on(location, "http")
        try:
            return join(base, location, self.rules.host_rules)
        except InvalidUrl as error:
            detail = f"The redirect leads to {location[:200]!r}: {error.reason_code}."
            trail.end(error.failure(in_redirect=True), detail)
            return None

    def _page_target(self, answer: Answer, start: Start, trail: Trail, seen: set[tuple[str, object]]) -> Address | None:
        """Where the page itself sends a browser, if we follow it there; None when the walk ends at this page."""
        is_page = 200 <= answer.status < 300
        refresh = _refresh_target(answer.header("refresh")) if is_page else ""
        if refresh:
            target = self._join(answer.address, refresh, trail)
            if target is None or (target.url, self.client.cookies()) not in seen:
                trail.go_on(refresh, "meta_refresh")
                return target
            trail.go_on("", "http")
        read = self.client.read(answer, start.body_bytes or self.rules.body_bytes)
        trail.body = as_body(read, answer.response.headers if answer.response is not None else {})
        trail.ending = Ending(read.failure, read.detail, read.error_number, read.exception_chain)
        if not is_page or read.failure is not Failure.NONE:
            return None
        trail.is_known_page = _is_known(answer, start, trail.body)
        return None if trail.is_known_page else self._literal_target(answer.address, start, trail, seen)

    def _literal_target(
        self, base: Address, start: Start, trail: Trail, seen: set[tuple[str, object]]
    ) -> Address | None:
        found = self.rules.find_redirect(trail.body, base.url)
        if found is None:
            return None
        kind, location = found
        try:
            target = join(base, location, self.rules.host_rules)
        except InvalidUrl:
            return None  # the page is kept, and whoever judges it reads the same redirect there
        if target.registrable_domain not in start.follow_domains | {start.address.registrable_domain}:
            return None
        if (target.url, self.client.cookies()) in seen:
            return None  # a page that reloads itself
        trail.go_on(location, kind)
        trail.body = Body()
        return target


def _hop(answer: Answer) -> Hop:
    came = answer.header_names()
    kept = [
        (name, ", ".join(answer.header_values(name))[:_LONGEST_KEPT_VALUE])
        for name in KEPT_HEADERS
        if name in came and answer.header(name)
    ]
    return Hop(
        url=answer.address.url,
        status=answer.status,
        elapsed=timedelta(microseconds=round(answer.elapsed.total_seconds() * 1_000_000)),
        address=answer.exchange.address,
        headers=tuple(kept),
        cookies_set=len(answer.header_values("set-cookie")),
    )


def _is_known(answer: Answer, start: Start, body: Body) -> bool:
    """The very bytes that were read in full before, at the same address: nothing in them can be new."""
    is_there = answer.status == 200 and answer.address.url == start.validators_for and not body.is_truncated
    return is_there and bool(start.page_sha256) and body.sha256 == start.page_sha256


def _refresh_target(value: str) -> str:
    """The target of a Refresh header that sends the visitor on soon, '' when it does not."""
    match = _REFRESH.match(value[:4096]) if value else None
    if match is None or int(match.group(1) or 0) > _LONGEST_REFRESH_WAIT:
        return ""
    return match.group(3).strip()


def _is_own(address: Address, own_base: Address | None) -> bool:
    if own_base is None or address.host != own_base.host:
        return False
    return address.path.startswith(own_base.path.rstrip("/") + "/") or address.path == own_base.path
