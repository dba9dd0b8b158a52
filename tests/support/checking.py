"""Links to check and a made-up web, for tests of the queue: what a page says is not their subject."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.ground import Ground
from aidroute.domain.judgement import Judgement
from aidroute.domain.link import Baseline, LinkIdentity
from aidroute.domain.observation import Body, Failure, Hop, Observation
from aidroute.domain.pace import Pace
from aidroute.domain.rules import Rules
from aidroute.domain.verdict_names import Verdict
from aidroute.services.checking import Checker, CheckerParts
from aidroute.services.examining import Examiner
from aidroute.services.one_run import Limits
from aidroute.storage.channel import Channel
from aidroute.storage.db import Database
from aidroute.storage.link import Check, Link
from aidroute.storage.organization import Organization

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class PlainHosts:
    """Host rules without lists: the last two labels are the registrable domain."""

    def to_ascii(self, host: str) -> str:
        return host.lower()

    def registrable_domain(self, host: str) -> str:
        return ".".join(host.split(".")[-2:])


RULES = Rules(hosts=PlainHosts())


@dataclass
class Clock:
    """A wall clock and a monotonic clock that tests move; both also go on with real time."""

    offset: timedelta = timedelta()
    began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return NOW + self.offset + timedelta(seconds=time.monotonic() - self.began)

    def move(self, by: timedelta) -> None:
        self.offset += by


@dataclass(frozen=True)
class Page:
    """What a made-up server answers."""

    status: int = 200
    failure: Failure = Failure.NONE
    lasts_s: float = 0.0
    retry_after: str = ""
    goes_to: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    wants_sibling: bool = False


@dataclass
class Web:
    """Answers requests as it was told, and notes who was asked when."""

    clock: Clock = field(default_factory=Clock)
    pages: dict[str, Page] = field(default_factory=dict)
    default: Page = field(default_factory=Page)
    is_unplugged: bool = False
    asked: list[tuple[float, FetchRequest]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    in_flight: int = 0
    most_in_flight: int = 0
    before: Callable[[FetchRequest], None] | None = None

    def fetch(self, request: FetchRequest) -> Observation:
        began = self.clock.now()
        with self.lock:
            self.asked.append((time.monotonic(), request))
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            if self.before:
                self.before(request)
            page = self.pages.get(request.url, self.default)
            if self.is_unplugged:
                page = replace(page, failure=Failure.DNS_TEMPORARY, status=0)
            time.sleep(page.lasts_s)
            return observation(request, page, began, self.clock.now())
        finally:
            with self.lock:
                self.in_flight -= 1

    def canary(self) -> bool:
        return not self.is_unplugged

    @property
    def urls(self) -> list[str]:
        return [request.url for _, request in self.asked]


def observation(request: FetchRequest, page: Page, began: datetime, ended: datetime) -> Observation:
    final = page.goes_to or request.url
    headers = (("retry-after", page.retry_after), *page.headers) if page.retry_after else page.headers
    return Observation(
        requested_url=request.url,
        started_at=began,
        ended_at=ended,
        hops=(Hop(request.url, page.status, headers=headers),) if page.status else (),
        final_url=final if page.status else "",
        failure=page.failure,
        body=Body(b"<title>Give</title>", "text/html", sha256="0" * 64),
        not_modified=page.status == 304,
        conditional=bool(request.etag or request.last_modified),
        checker_version="test",
    )


FAILURES = {
    Failure.DNS_NO_NAME: Verdict.DNS_DEAD,
    Failure.DNS_TEMPORARY: Verdict.TIMEOUT,
    Failure.CONNECT_REFUSED: Verdict.REFUSED,
    Failure.RESPONSE_TIMEOUT: Verdict.TIMEOUT,
    Failure.CONNECT_TIMEOUT: Verdict.TIMEOUT,
}


def plain_judge(seen: Observation, identity: LinkIdentity, rules: Rules, _ground: Ground | None) -> Judgement:
    """The few rules that tests of the queue need."""
    host = seen.final_url.split("/")[2] if seen.final_url else ""
    retry = dict(seen.hops[-1].headers).get("retry-after") if seen.hops else None
    wait = timedelta(seconds=int(retry)) if retry else None
    if seen.failure is not Failure.NONE:
        reason = "dns_temporary" if seen.failure is Failure.DNS_TEMPORARY else seen.failure.value
        return Judgement(FAILURES[seen.failure], reason)
    if host and rules.hosts.registrable_domain(host) != identity.registrable_domain:
        return Judgement(Verdict.HIJACK_SUSPECT, "foreign_domain")
    if seen.status == 429:
        return Judgement(Verdict.RATE_LIMITED, "status_429", retry_after=wait)
    if seen.status in {404, 410}:
        return Judgement(Verdict.GONE, f"status_{seen.status}")
    if seen.status >= 500:
        return Judgement(Verdict.SERVER_ERROR, f"status_{seen.status}", retry_after=wait)
    return Judgement(Verdict.LIVE, is_full_read=not seen.not_modified)


def plain_capture(seen: Observation, _rules: Rules) -> Baseline:
    return Baseline(captured_at=seen.started_at, final_url=seen.final_url, title="Give")


def checker_of(database: Database, web: Web, **changes: object) -> Checker:
    """A checker of a made-up web, without gaps between requests and without jitter unless told otherwise."""
    limits = Limits(slots=8, pace=Pace(gap_s=0.0))
    parts = CheckerParts(
        database=database,
        examiner=Examiner(web.fetch, RULES, judge=plain_judge, capture=plain_capture),
        clock=web.clock.now,
        canary=web.canary,
        limits=limits,
        jitter=lambda: 0.0,
    )
    return Checker(replace(parts, **changes))  # type: ignore[arg-type]


def new_link(url: str, **values: object) -> Link:
    """A link a person approved, due now."""
    host = url.split("/")[2]
    plain: dict[str, object] = {
        "url": url,
        "url_as_typed": url,
        "host": host,
        "registrable_domain": ".".join(host.split(".")[-2:]),
        "allowed_domains": [],
        "approved_at": NOW - timedelta(days=1),
        "dns_failures": [],
        "recent_changes": [],
        "next_check_at": NOW - timedelta(minutes=1),
    }
    return Link(**plain | values)


def new_organization(number: int) -> Organization:
    return Organization(
        id=number, slug=f"org-{number}", position=number, name=f"Org {number}", summary={}, kind="other",
        purpose="humanitarian", places=[], website="", confusable_with=[],
    )  # fmt: skip


def new_channel(number: int, organization: int, **values: object) -> Channel:
    """An approved donation page of an organization, unless told otherwise."""
    plain: dict[str, object] = {"kind": "donation_page", "status": "approved", "operator": "organization"}
    empty: dict[str, object] = {
        name: [] for name in ("needs", "countries", "currencies", "methods", "receipts", "emergencies")
    }
    always = {"slug": f"c-{number}", "organization_id": organization, "title": {}, "support": ["money"], "note": {}}
    return Channel(**always | plain | empty | values)


def add_links(database: Database, links: Iterable[Link]) -> list[int]:
    """Store links; gives their ids."""
    rows = list(links)
    with database.write() as session:
        session.add_all(rows)
        session.flush()
        return [row.id for row in rows]


def many_links(number: int, hosts: int, seed: int = 1, **values: object) -> list[Link]:
    """So many links on so many made-up hosts, the hosts drawn evenly."""
    chance = random.Random(seed)
    return [new_link(f"https://h{chance.randrange(hosts)}.example.org/give/{n}", **values) for n in range(number)]


def links(session: Session) -> list[Link]:
    return list(session.scalars(select(Link).order_by(Link.id)))


def all_links(database: Database) -> list[Link]:
    with database.read() as session:
        return links(session)


def the_link(database: Database) -> Link:
    (link,) = all_links(database)
    return link


def all_checks(database: Database) -> list[Check]:
    with database.read() as session:
        return list(session.scalars(select(Check).order_by(Check.id)))
