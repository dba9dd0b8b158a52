"""One case, played on real sockets and judged as the product judges."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from aidroute.domain.baseline import capture
from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.judgement import Judgement
from aidroute.domain.link import Baseline, LinkIdentity, LinkStatus
from aidroute.domain.link_state import Step, advance
from aidroute.domain.observation import Observation
from aidroute.domain.routing_level import routing_level
from aidroute.domain.urls import InvalidUrl, parse
from aidroute.domain.verdict import classify, with_sibling
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.domain.vocabulary import RoutingLevel
from tests.battery.cases import Case
from tests.battery.lists import HOSTS, battery_rules
from tests.world.all_scenes import scene_of
from tests.world.pages import good
from tests.world.server import TEST_LIMITS, World
from tests.world.stage import APPROVED_AT, NOW, Outcome, Stage, nothing

TOTAL = TEST_LIMITS.total.total_seconds()
GRACE = 0.5
"""Seconds that a check may take beyond its deadline."""

_WORDS = {RoutingLevel.GO: "yes", RoutingLevel.CAUTION: "hold", RoutingLevel.WITHHELD: "no"}
_CONFIRMATIONS = (timedelta(minutes=1), timedelta(minutes=7), timedelta(minutes=14), timedelta(minutes=75))
_ENVIRONMENT = threading.Lock()


@dataclass
class Played:
    """What came of a case."""

    case: Case
    verdicts: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    """Wall time of each check: fetch and judgement."""
    broken: list[str] = field(default_factory=list)
    """Further promises of the case, or of every check, that were not kept."""
    escaped: str = ""
    """An exception that left the checker."""
    details: list[str] = field(default_factory=list)

    @property
    def is_exact(self) -> bool:
        return bool(self.verdicts) and set(self.verdicts) <= self.case.verdicts

    @property
    def is_unsafe(self) -> bool:
        """A donor would be sent where nobody may be sent."""
        return ("yes" in self.first and "yes" not in self.case.firsts) or (
            "yes" in self.settled and "yes" not in self.case.routables
        )

    @property
    def is_false_alarm(self) -> bool:
        """A good link would be held or withheld."""
        return (self.case.firsts == {"yes"} and set(self.first) != {"yes"}) or (
            self.case.routables == {"yes"} and set(self.settled) != {"yes"}
        )

    @property
    def is_routed_right(self) -> bool:
        return set(self.first) <= self.case.firsts and set(self.settled) <= self.case.routables

    @property
    def overrun(self) -> float:
        """Seconds past the deadline, at worst."""
        return max([0.0, *(seconds - TOTAL for seconds in self.seconds)])


def play(case: Case) -> Played:
    """Set up the world, check every address of the case once, and say what came of it. Never raises."""
    played = Played(case)
    try:
        scene = scene_of(case.id)
        if scene is None:
            played.escaped = "nobody wrote how to play this case"
            return played
        stage = Stage()
        scene(stage)
        if stage.around is not None:
            with _ENVIRONMENT:
                _play_all(stage, played)
        else:
            _play_all(stage, played)
    except Exception as error:  # noqa: BLE001 -- counted and shown: nothing may escape a check
        played.escaped = f"{type(error).__name__}: {error}"
    return played


def _play_all(stage: Stage, played: Played) -> None:
    for url in stage.urls or (stage.url,):
        with World() as world:
            for step in stage.steps:
                step(world)
            with (stage.around or nothing)(world):
                _play_one(stage, world, url, played)


def _play_one(stage: Stage, world: World, url: str, played: Played) -> None:
    identity = _identity(stage, url)
    fetcher = world.fetcher(**stage.fetcher)
    request = FetchRequest(url, follow_domains=stage.allowed_domains, **stage.request)
    began = time.monotonic()
    observation = fetcher.fetch(request)
    if stage.canary_failed:
        observation = replace(observation, canary_failed=True)
    judgement = classify(observation, identity, battery_rules(), stage.ground)
    played.seconds.append(time.monotonic() - began)
    if judgement.wants_sibling:
        sibling = fetcher.fetch(FetchRequest(_beside(url), follow_domains=stage.allowed_domains))
        judgement = with_sibling(judgement, observation, sibling)
    step = advance(_status(stage), judgement, NOW)
    played.verdicts.append(judgement.verdict.value)
    played.reasons.append(judgement.reason)
    played.first.append(_WORDS[routing_level(step.status, NOW).level])
    played.settled.append(_settled(step, judgement))
    played.details.append(f"{observation.failure.value} {observation.status} {observation.detail}".strip())
    outcome = Outcome(world, observation, judgement, step)
    played.broken += [what for what, holds in [*stage.checks, *_always(observation)] if not holds(outcome)]


def _always(observation: Observation) -> list[tuple[str, object]]:
    """What is true of every check."""
    forbidden = {"authorization", "proxy-authorization", "proxy-connection", "content-length", "transfer-encoding"}
    return [
        (
            "GET only, no body",
            lambda o: all(a.method == "GET" and not forbidden & set(a.headers) for a in o.world.asked),
        ),
        ("who we are", lambda o: all("aidroute-linkcheck/" in a.headers.get("user-agent", "") for a in o.world.asked)),
        ("body within the cap", lambda _: len(observation.body.content) <= TEST_LIMITS.body_bytes),
        ("few hops", lambda _: len(observation.hops) <= TEST_LIMITS.redirects + 2),
        ("not our own error", lambda _: observation.failure.value != "internal"),
    ]


def _identity(stage: Stage, url: str) -> LinkIdentity:
    try:
        address = parse(url, HOSTS)
    except InvalidUrl:
        return LinkIdentity(url=url, registrable_domain="", approved_at=APPROVED_AT)
    return LinkIdentity(
        url=address.url,
        registrable_domain=address.registrable_domain,
        tenant_prefix=stage.tenant_prefix,
        allowed_domains=stage.allowed_domains,
        approved_at=APPROVED_AT,
        baseline=_donation_page(url) if stage.approved is None else _baseline(stage, url),
    )


@cache
def _donation_page(url: str) -> Baseline:
    return _baseline(Stage(), url)


def _baseline(stage: Stage, url: str) -> Baseline:
    """The yardstick, taken from a real answer as on the day of approval."""
    try:
        address = parse(url, HOSTS)
    except InvalidUrl:
        return Baseline()
    with World() as world:
        world.resolver.answers.setdefault(address.host, ("127.0.0.11",))
        world.serve("charity.test", "/donate", good())
        world.serve(address.host, address.path, stage.approved or good())
        observation = world.fetcher().fetch(FetchRequest(url, follow_robots=False))
    return replace(capture(observation, battery_rules()), captured_at=APPROVED_AT)


def _status(stage: Stage) -> LinkStatus:
    """Six hours ago all was well; five days ago a person looked."""
    before = NOW - timedelta(hours=6)
    return LinkStatus(
        state=LinkState.QUARANTINED if stage.was_quarantined else LinkState.LIVE,
        verdict=Verdict.MALICIOUS if stage.was_quarantined else Verdict.LIVE,
        state_since_at=APPROVED_AT,
        last_checked_at=before,
        last_ok_at=before,
        last_full_get_at=before,
        verified_until_at=APPROVED_AT + timedelta(days=30),
    )


def _settled(step: Step, judgement: Judgement) -> str:
    """The routing after the same behaviour was seen again and again."""
    status = step.status
    for later in _CONFIRMATIONS:
        status = advance(status, judgement, NOW + later).status
    return _WORDS[routing_level(status, NOW + _CONFIRMATIONS[-1]).level]


def _beside(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/{datetime.now(UTC):%f}-no-such-page"
