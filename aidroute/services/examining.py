"""One check of one link: fetch, judge, and keep what is worth keeping. Nothing is written here."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from aidroute.domain.baseline import capture, reread
from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.ground import FeedAnswer, Ground
from aidroute.domain.judgement import Judgement
from aidroute.domain.link import READER, Baseline, LinkIdentity
from aidroute.domain.observation import Body, Observation
from aidroute.domain.rules import Rules
from aidroute.domain.verdict import classify, with_sibling
from aidroute.domain.verdict_names import VerdictClass
from aidroute.services.claiming import ClaimedLink
from aidroute.services.evidence import evidence_of
from aidroute.services.shared_ends import SharedEnds

Fetch = Callable[[FetchRequest], Observation]
AskFeeds = Callable[[Sequence[str], datetime], FeedAnswer]
"""What threat lists say about the addresses of one check. Must be quick; never raises."""
Judge = Callable[[Observation, LinkIdentity, Rules, Ground | None], Judgement]
Capture = Callable[[Observation, Rules], Baseline]

GOOD = frozenset({VerdictClass.OK, VerdictClass.WARN})


def no_feeds(_urls: Sequence[str], _now: datetime) -> FeedAnswer:
    """There is no threat list: nothing is known from one, neither for nor against a link."""
    return FeedAnswer()


@dataclass(frozen=True, slots=True)
class Examiner:
    """What a check is made with: the guarded fetcher, the rule lists, the threat lists, and the judge."""

    fetch: Fetch
    rules: Rules
    ask_feeds: AskFeeds = no_feeds
    judge: Judge = classify
    capture: Capture = capture
    ends: SharedEnds = field(default_factory=SharedEnds)


@dataclass(frozen=True, slots=True)
class Examined:
    """What one check found: facts (the page itself left out), what they mean, and what to keep as proof."""

    observation: Observation
    judgement: Judgement
    evidence: dict[str, Any]
    baseline: Baseline | None = None
    """What the page looks like, for a link that a person approved and that is now seen well for the first time, or for
    the first time by today's reading.
    """

    @property
    def is_good(self) -> bool:
        """Whether visitors would arrive where they should."""
        return self.judgement.verdict_class in GOOD

    @property
    def final_host(self) -> str:
        """The host the last answer came from, '' when none came."""
        return urlsplit(self.observation.final_url).hostname or ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A judgement that a look at a made-up address beside the link would settle."""

    observation: Observation
    judgement: Judgement
    identity: LinkIdentity


def has_yardstick_of_today(identity: LinkIdentity) -> bool:
    """Whether nothing is lost when an unchanged page is not read: all is noted that a later check will compare."""
    if identity.baseline is None:
        return identity.approved_at is None
    return identity.baseline.is_of_today


def request_for(link: ClaimedLink, now_conditional: bool, within: timedelta | None = None) -> FetchRequest:
    """What to ask the network for; conditional or content with known bytes only when the caller says so."""
    return FetchRequest(
        url=link.url,
        etag=link.etag if now_conditional else "",
        last_modified=link.last_modified if now_conditional else "",
        page_sha256=link.page_sha256 if now_conditional else "",
        validators_for=link.validators_for if now_conditional else "",
        follow_domains=link.identity.allowed_domains,
        within=within,
    )


def examine(examiner: Examiner, link: ClaimedLink, request: FetchRequest) -> Examined | Doubt:
    """Fetch and judge a link. A :class:`Doubt` asks for a second look, which :func:`settle_doubt` judges."""
    observation = examiner.fetch(request)
    ground = ground_at(examiner, link.ground, observation)
    identity = _with_yardstick_of_today(examiner, link, observation)
    judgement = examiner.judge(observation, identity, examiner.rules, ground)
    if judgement.wants_sibling:
        return Doubt(observation, judgement, identity)
    return examined(examiner, identity, observation, judgement)


def _with_yardstick_of_today(examiner: Examiner, link: ClaimedLink, observation: Observation) -> LinkIdentity:
    """The identity, its yardstick read anew when it is of an older reading and these bytes were found well by that one.

    Without it a better reader would accuse every page that always held what it sees for the first time.
    """
    baseline, sha256 = link.identity.baseline, observation.body.sha256
    if baseline is None or baseline.is_of_today or not sha256 or sha256 not in {baseline.body_sha256, link.page_sha256}:
        return link.identity
    return replace(link.identity, baseline=reread(baseline, observation, examiner.rules))


def ground_at(examiner: Examiner, known: Ground, observation: Observation) -> Ground:
    """What is known of a link's domain, what threat lists say about its address and every step of the way, and whether
    other links of its host end where it does.
    """
    urls = (observation.requested_url, *(hop.url for hop in observation.hops), observation.final_url)
    told = examiner.ask_feeds([url for url in urls if url], observation.ended_at)
    is_shared = examiner.ends.is_shared(observation)
    return replace(known, listings=told.listings, stale_feeds=told.stale_feeds, end_is_shared=is_shared)


def settle_doubt(examiner: Examiner, doubt: Doubt, sibling: Observation | None) -> Examined:
    """The end of a doubt, by the sibling's page or, without one, by what was known before."""
    judgement = doubt.judgement
    if sibling is not None:
        judgement = with_sibling(judgement, doubt.observation, sibling)
    return examined(examiner, doubt.identity, doubt.observation, judgement)


def examined(examiner: Examiner, identity: LinkIdentity, observation: Observation, judgement: Judgement) -> Examined:
    """Keep the proof and, when nothing of today was noted, what a good page looks like; let the page go."""
    baseline = None
    if judgement.is_full_read and judgement.verdict_class in GOOD and identity.approved_at is not None:
        baseline = _worth_keeping(examiner, identity, observation)
    evidence = evidence_of(observation, judgement)
    return Examined(replace(observation, body=Body(sha256=observation.body.sha256)), judgement, evidence, baseline)


def _worth_keeping(examiner: Examiner, identity: LinkIdentity, observation: Observation) -> Baseline | None:
    """A first yardstick, or one of an older reading that today's reading found well: it is of today from now on."""
    if identity.baseline is None:
        return examiner.capture(observation, examiner.rules)
    return None if identity.baseline.is_of_today else replace(identity.baseline, reader=READER)


def sibling_request(link: ClaimedLink) -> FetchRequest:
    """The second look at a doubtful link."""
    return FetchRequest(sibling_address(link.url), follow_domains=link.identity.allowed_domains)


def sibling_address(url: str) -> str:
    """An address beside this one that nobody can have made."""
    parts = urlsplit(url)
    folder = parts.path.rpartition("/")[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{secrets.token_hex(8)}", "", ""))
