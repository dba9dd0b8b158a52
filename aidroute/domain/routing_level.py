"""How far a visitor is taken for a link as it stands now: a stopped checker closes routing by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from aidroute.domain.hysteresis import FORBIDDEN_BY_LAW, NO_IPV6_HERE
from aidroute.domain.link import LinkStatus
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.domain.vocabulary import RoutingLevel

FRESH_FOR = timedelta(hours=48)
"""A conclusive good check is believed this long (8 missed checks; liveness 2.2)."""

CLOCK_SLACK = timedelta(hours=1)
"""A check that lies further in the future than this was written by a wrong clock and proves nothing."""

REPORTS_FOR_CAUTION = 2

_WITHHELD = {
    LinkState.QUARANTINED: "quarantined",
    LinkState.DOWN: "down",
    LinkState.DEAD: "dead",
    LinkState.RETIRED: "retired",
}
_HELD = {
    LinkState.UNVERIFIED: "never_checked",
    LinkState.SUSPECT: "waiting_for_confirmation",
    LinkState.UNSTABLE: "unstable",
}
_AN_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class RoutingDecision:
    """The level, why it is not better, and when time alone will change it."""

    level: RoutingLevel
    cautions: tuple[str, ...] = ()
    """Codes: never_checked, stale, waiting_for_confirmation, unstable, blocked_unverified, ground_not_clean,
    held, reported_wrong; for withheld links quarantined, down, dead, retired, forbidden_by_law."""
    next_change_at: datetime | None = None


def routing_level(status: LinkStatus, now: datetime) -> RoutingDecision:
    """Whether visitors may be led to a link at ``now``.

    ``go`` needs a conclusive good check at most 48 h old, or, for a link that machines can't read (blocked, or IPv6
    only where we have none), a person's word that has not run out, nothing said against its ground, and a check that
    met no worse within 48 h. Everything unknown is ``caution``; everything known to be bad is ``withheld``.
    """
    closed = _WITHHELD.get(status.state)
    if closed is None and status.verdict is Verdict.BLOCKED and status.reason == FORBIDDEN_BY_LAW:
        closed = "forbidden_by_law"
    if closed:
        return RoutingDecision(RoutingLevel.WITHHELD, (closed,))
    cautions, ends_at = _seen_by_us(status, now)
    if cautions and _is_unreadable(status):
        cautions, ends_at = _seen_by_people(status, now)
    if status.wrong_reports >= REPORTS_FOR_CAUTION:
        cautions = (*cautions, "reported_wrong")
    if cautions:
        return RoutingDecision(RoutingLevel.CAUTION, cautions)
    return RoutingDecision(RoutingLevel.GO, (), ends_at)


def _is_unreadable(status: LinkStatus) -> bool:
    is_out_of_reach = status.verdict is Verdict.INCONCLUSIVE and status.reason == NO_IPV6_HERE
    is_calm = status.state in {LinkState.LIVE, LinkState.UNVERIFIED}
    return status.state is LinkState.BLOCKED or (is_out_of_reach and is_calm)


def _seen_by_us(status: LinkStatus, now: datetime) -> tuple[tuple[str, ...], datetime | None]:
    if status.state in _HELD:
        return (_HELD[status.state],), None
    if status.held or status.state is LinkState.BLOCKED:
        return ("held",), None
    if not _is_fresh(status.last_ok_at, now):
        return ("stale",), None
    return (), _end_of_freshness(status.last_ok_at)


def _seen_by_people(status: LinkStatus, now: datetime) -> tuple[tuple[str, ...], datetime | None]:
    if status.held:
        return ("held",), None
    if status.verified_until_at is None or status.verified_until_at <= now:
        return ("blocked_unverified",), None
    if not status.ground_is_clean:
        return ("ground_not_clean",), None
    if not _is_fresh(status.last_checked_at, now):
        return ("stale",), None
    return (), min(filter(None, (status.verified_until_at, _end_of_freshness(status.last_checked_at))))


def _is_fresh(seen_at: datetime | None, now: datetime) -> bool:
    return seen_at is not None and seen_at <= now + CLOCK_SLACK and now - seen_at <= FRESH_FOR


def _end_of_freshness(seen_at: datetime | None) -> datetime | None:
    return seen_at + FRESH_FOR + _AN_INSTANT if seen_at is not None else None
