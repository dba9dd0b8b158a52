"""From the facts of one check to one of 24 verdicts. Pure: the same facts always mean the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from aidroute.domain.examined_link import ExaminedLink, concluded
from aidroute.domain.ground import Ground
from aidroute.domain.judgement import Judgement
from aidroute.domain.link import LinkIdentity
from aidroute.domain.observation import Failure, Observation
from aidroute.domain.page import inspect
from aidroute.domain.rate_limits import rest_asked_for
from aidroute.domain.rules import Rules
from aidroute.domain.text_print import distance
from aidroute.domain.verdict_content import changed_content, missing_content, suspended_page
from aidroute.domain.verdict_danger import danger_at_any_status, danger_on_page
from aidroute.domain.verdict_good import working
from aidroute.domain.verdict_ground import ground_alarm, is_ground_clean, listed_threat
from aidroute.domain.verdict_names import Verdict, VerdictClass
from aidroute.domain.verdict_network import (
    bad_status,
    no_answer,
    own_network_down,
    own_trouble,
    refused_address,
    unsafe_hop,
)
from aidroute.domain.verdict_redirects import downgraded, led_elsewhere, strange_end
from aidroute.domain.verdict_walls import bot_wall, declared_wall, unclaimed_service, wall_path

Judge = Callable[[ExaminedLink], Judgement | None]

SAME_PAGE = 3
"""Bits: pages for two addresses that differ in nothing but the address they mention."""
CUT_SHORT = frozenset({Failure.BODY_TIMEOUT, Failure.BROKEN_BODY})


def classify(observation: Observation, identity: LinkIdentity, rules: Rules, ground: Ground | None = None) -> Judgement:
    """What one check means for a link a person approved. Never raises; the verdict is one of the closed set.

    The first judge that has something to say decides. What could cost a donor money comes before what could cost
    time, and what only says something about our own network comes before both.
    """
    link = ExaminedLink(observation, identity, rules, ground or Ground())
    judgement = _first(link, _JUDGES) or working(link)
    return _finished(link, judgement)


def with_sibling(judgement: Judgement, observation: Observation, sibling: Observation) -> Judgement:
    """The judgement after a second look: ``sibling`` is a GET of a random path beside the link's.

    When the host gives the same page for any path, the link's page is no page: ``soft_404`` (reason sibling_equal).
    Only to be asked when ``judgement.wants_sibling``; otherwise the judgement comes back as it was.
    """
    if not judgement.wants_sibling:
        return judgement
    settled = replace(judgement, wants_sibling=False)
    if sibling.status != observation.status or not sibling.body.content or not _is_same_page(observation, sibling):
        return settled
    equal = concluded(Verdict.SOFT_404, "sibling_equal", snippet=sibling.requested_url)
    return replace(settled, verdict=equal.verdict, reason=equal.reason, fired=(*equal.fired, *judgement.fired))


def _first(link: ExaminedLink, judges: tuple[Judge, ...]) -> Judgement | None:
    return next((found for judge in judges if (found := judge(link)) is not None), None)


def _danger(link: ExaminedLink) -> Judgement | None:
    """What the page shows of dangers, whatever its status says and whether or not it arrived as a whole.

    Headers and marks of bot walls can be put on any page, so this is looked at before them.
    """
    if link.observation.is_unchanged or link.observation.failure not in {Failure.NONE, *CUT_SHORT}:
        return None
    is_page = 200 <= link.status < 300
    if link.observation.failure in CUT_SHORT:
        return _first(link, (danger_at_any_status, danger_on_page)) if is_page else None
    return _first(link, (danger_at_any_status,) if is_page else (unclaimed_service, danger_at_any_status))


def _page(link: ExaminedLink) -> Judgement | None:
    """What the page of a successful answer says."""
    return None if link.observation.is_unchanged else _first(link, _PAGE_JUDGES)


def _error_page(link: ExaminedLink) -> Judgement | None:
    """What the page of an unsuccessful answer says beside its status."""
    is_error = not 200 <= link.status < 300 and not link.observation.not_modified
    return _first(link, _ERROR_PAGE_JUDGES) if is_error else None


_PAGE_JUDGES: tuple[Judge, ...] = (
    declared_wall,
    bot_wall,
    danger_on_page,
    unclaimed_service,
    led_elsewhere,
    missing_content,
    changed_content,
)
_ERROR_PAGE_JUDGES: tuple[Judge, ...] = (declared_wall, wall_path, bot_wall, suspended_page)
_JUDGES: tuple[Judge, ...] = (
    refused_address,
    listed_threat,
    own_network_down,
    unsafe_hop,
    strange_end,
    own_trouble,
    ground_alarm,
    _danger,
    downgraded,
    no_answer,
    _error_page,
    bad_status,
    _page,
)


def _finished(link: ExaminedLink, judgement: Judgement) -> Judgement:
    """The judgement with what every check keeps: differences, fingerprint, the state of the ground."""
    is_unchanged = link.observation.is_unchanged
    has_page = bool(link.observation.body.content) and not is_unchanged and judgement.verdict is not Verdict.INVALID_URL
    is_clean = (
        judgement.ground_is_clean and judgement.verdict_class is not VerdictClass.DANGER and is_ground_clean(link)
    )
    return replace(
        judgement,
        retry_after=_wait_asked_for(link, judgement),
        ground_is_clean=is_clean,
        is_full_read=not is_unchanged,
        differences=link.differences if has_page else judgement.differences,
        title=link.page.title if has_page else "",
        text_simhash=link.page.text_simhash if has_page else None,
    )


def _wait_asked_for(link: ExaminedLink, judgement: Judgement) -> timedelta | None:
    """What the answer said of our pace: a wait it names, or that it takes no further question for now."""
    if judgement.retry_after is not None or not link.observation.hops:
        return judgement.retry_after
    return rest_asked_for(dict(link.observation.hops[-1].headers), link.observation.ended_at)


def _is_same_page(one: Observation, other: Observation) -> bool:
    if one.body.sha256 and one.body.sha256 == other.body.sha256:
        return True
    ours, theirs = inspect(one.body, one.final_url), inspect(other.body, other.final_url)
    if ours.text_simhash is None or theirs.text_simhash is None:
        return ours.text == theirs.text and ours.title == theirs.title
    return distance(ours.text_simhash, theirs.text_simhash) <= SAME_PAGE
