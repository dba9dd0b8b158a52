"""The state of a link over time: one bad minute does not condemn it, and one good one does not clear it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from aidroute.domain.hysteresis import (
    CONFIRM_MISSING_PAGE,
    CONFIRM_SECOND,
    DNS_TEMPORARY,
    FOREIGN_HOP,
    INTERVAL,
    LONGEST_WAIT,
    LONGEST_WAIT_DEAD,
    NO_IPV6_HERE,
    Urgency,
    confirm_in,
    first_wait,
    is_held_danger,
    jittered,
    urgency_of,
    watch_in,
)
from aidroute.domain.judgement import Judgement
from aidroute.domain.link import LinkStatus
from aidroute.domain.verdict_names import LinkState, Verdict, VerdictClass

FAILURES_TO_GO_DOWN = 3
SUCCESSES_TO_RECOVER = 2
RECOVERY_SPAN = timedelta(minutes=5)
DEAD_AFTER = timedelta(hours=72)
DEAD_DAYS = 3
LONG_DNS_OUTAGE = timedelta(hours=24)
LONG_OUTAGE = timedelta(days=14)
FLAP_WINDOW = timedelta(hours=24)
FLAP_CHANGES = 4
STEADY_SUCCESSES = 3
STEADY_SPAN = timedelta(hours=1)
UNSTABLE_INTERVAL = timedelta(minutes=30)
BLOCKED_INTERVAL = timedelta(days=1)
RATE_LIMIT_WAIT = timedelta(hours=1)
INCONCLUSIVE_WAIT = timedelta(minutes=5)
FULL_GET_EVERY = timedelta(days=7)
KEPT_DNS_FAILURES = 50

OUT_OF_SERVICE = frozenset({LinkState.DOWN, LinkState.DEAD})

AGAINST_A_WORD = frozenset({Verdict.CONTENT_CHANGED, Verdict.SOFT_404, Verdict.GONE, Verdict.UNSAFE_TARGET})
"""What was seen at the address itself and differs from what a person saw there: their word was about something else.
Failures of the network say nothing about the page, and leave the word as it is."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The times of the state machine (liveness 2.2). ``interval`` is how often this link is checked when it is well."""

    interval: timedelta = INTERVAL
    jitter: float = 0.0
    """In [-1, 1], drawn by the caller; moves the next regular check by up to a tenth of its distance."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One change of state, for the log that is kept for ever."""

    flipped_at: datetime
    from_state: LinkState
    to_state: LinkState
    verdict: Verdict | None
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """What one judgement did to a link."""

    status: LinkStatus
    flip: Flip | None
    next_check_in: timedelta | None
    """None: never again by itself (an invalid or retired address)."""
    notices: tuple[str, ...] = ()
    """Codes of what people must hear: link_down, link_dead, link_quarantined, link_unstable, link_recovered, and the
    judgement's notes when they are new."""


def advance(status: LinkStatus, judgement: Judgement, at: datetime, policy: Policy | None = None) -> Step:
    """The next status of a link after a judgement made at ``at`` (the start of its check). Total and pure."""
    policy = policy or Policy()
    if status.state is LinkState.RETIRED:
        return Step(status, None, None)
    if judgement.verdict is Verdict.INCONCLUSIVE:
        return _inconclusive(status, judgement, at)
    judgement, status = _with_dns_memory(judgement, status, at)
    if judgement.verdict is Verdict.RATE_LIMITED:
        return _rate_limited(status, judgement)
    newer = replace(status, last_checked_at=at, ground_is_clean=judgement.ground_is_clean)
    if status.state is LinkState.QUARANTINED:
        return _quarantined_still(newer, judgement, at, policy)
    move = _MOVES[judgement.verdict_class]
    if judgement.verdict is Verdict.CONTENT_CHANGED or is_held_danger(judgement.verdict, judgement.reason):
        move = _failure
    return move(newer, judgement, at, policy)


def clear(status: LinkStatus, at: datetime) -> Step:
    """A person looked at a link that was closed and released it: unverified until the next good check, due at once.

    Nothing that was counted before is kept. The caller resets the baseline with it: what the page shows next is the
    new normal. Retired links stay retired.
    """
    if status.state is LinkState.RETIRED:
        return Step(status, None, None)
    fresh = LinkStatus(state_since_at=at)
    flip = Flip(at, status.state, fresh.state, status.verdict, "cleared_by_person")
    return Step(fresh, flip, timedelta())


def verify(status: LinkStatus, until_at: datetime) -> LinkStatus:
    """A person saw that the link works, with an end to their word (at most 30 days for what machines can't read).

    It decides for links that are blocked to us. A link that went down and now answers with a bot wall counts as
    blocked from then on; every other state is left to the checks.
    """
    is_walled = status.state is LinkState.DOWN and status.verdict is Verdict.BLOCKED
    state = LinkState.BLOCKED if is_walled else status.state
    return replace(status, state=state, verified_until_at=until_at)


def may_ask_conditionally(status: LinkStatus, now: datetime) -> bool:
    """Whether the next check may be a conditional GET: only when all is well and the page was read within a week."""
    is_well = status.state is LinkState.LIVE and not status.held and status.verdict is Verdict.LIVE
    return is_well and status.last_full_get_at is not None and now - status.last_full_get_at < FULL_GET_EVERY


def _inconclusive(status: LinkStatus, judgement: Judgement, at: datetime) -> Step:
    """Our own trouble says nothing about the link: not even the time of its last check moves."""
    if judgement.reason == NO_IPV6_HERE and status.state not in {LinkState.QUARANTINED, *OUT_OF_SERVICE}:
        status = replace(status, verdict=judgement.verdict, reason=judgement.reason, last_checked_at=at)
        return Step(status, None, BLOCKED_INTERVAL)
    return Step(status, None, INCONCLUSIVE_WAIT)


def _with_dns_memory(judgement: Judgement, status: LinkStatus, at: datetime) -> tuple[Judgement, LinkStatus]:
    """Names that keep failing to resolve: three failures over a day are a dead name, whatever the resolver calls it."""
    is_dns = judgement.verdict is Verdict.DNS_DEAD or judgement.reason == DNS_TEMPORARY
    if not is_dns:
        if status.state in OUT_OF_SERVICE or not status.dns_failures:
            return judgement, status
        return judgement, replace(status, dns_failures=())
    failures = (*status.dns_failures[:1], *status.dns_failures[1:][-KEPT_DNS_FAILURES:], at)
    status = replace(status, dns_failures=failures)
    if judgement.reason == DNS_TEMPORARY and len(failures) >= 3 and at - failures[0] >= LONG_DNS_OUTAGE:
        judgement = replace(judgement, verdict=Verdict.DNS_DEAD, reason="dns_temporary_for_a_day")
    return judgement, status


def _success(status: LinkStatus, judgement: Judgement, at: datetime, policy: Policy) -> Step:
    changes = _recent(status.recent_changes, at)
    if status.consecutive_failures:
        changes = (*changes, at)
    newer = replace(
        status,
        last_ok_at=at,
        last_full_get_at=at if judgement.is_full_read else status.last_full_get_at,
        failing_since_at=status.failing_since_at if status.state in OUT_OF_SERVICE else None,
        consecutive_failures=0,
        consecutive_successes=status.consecutive_successes + 1,
        success_since_at=status.success_since_at if status.consecutive_successes else at,
        recent_changes=changes,
    )
    if status.state in OUT_OF_SERVICE:
        return _recovery(newer, judgement, at, policy)
    if status.state is LinkState.UNSTABLE:
        is_steady = newer.consecutive_successes >= STEADY_SUCCESSES and _span(newer.success_since_at, at) >= STEADY_SPAN
        if not is_steady:
            return _moved_to(LinkState.UNSTABLE, newer, judgement, at, UNSTABLE_INTERVAL)
        newer = replace(newer, recent_changes=())
    elif status.consecutive_failures and len(changes) >= FLAP_CHANGES:
        return _moved_to(LinkState.UNSTABLE, newer, judgement, at, UNSTABLE_INTERVAL)
    return _working(newer, judgement, at, policy)


def _working(status: LinkStatus, judgement: Judgement, at: datetime, policy: Policy) -> Step:
    is_news = judgement.notes and (status.verdict, status.reason) != (judgement.verdict, judgement.reason)
    status = replace(status, failing_since_at=None, recheck_interval=None, dns_failures=())
    wait = timedelta(days=1) if judgement.verdict is Verdict.TLS_EXPIRING else policy.interval
    notices = judgement.notes if is_news else ()
    return _moved_to(LinkState.LIVE, status, judgement, at, jittered(wait, policy.jitter), notices)


def _recovery(status: LinkStatus, judgement: Judgement, at: datetime, policy: Policy) -> Step:
    if _needs_person_to_return(status, at):
        returned = replace(judgement, reason="returned_after_outage")
        return _moved_to(LinkState.QUARANTINED, status, returned, at, watch_in(None))
    is_enough = status.consecutive_successes >= SUCCESSES_TO_RECOVER
    if is_enough and _span(status.success_since_at, at) >= RECOVERY_SPAN:
        step = _working(status, judgement, at, policy)
        return replace(step, notices=("link_recovered", *step.notices))
    # The second success must come at least five minutes after the first.
    left = max(timedelta(seconds=30), RECOVERY_SPAN - _span(status.success_since_at, at))
    return Step(status, None, left)


def _needs_person_to_return(status: LinkStatus, at: datetime) -> bool:
    """A name that was gone and is back may belong to somebody else (liveness, finding 7)."""
    last_dns_at = at if status.verdict is Verdict.DNS_DEAD else max(status.dns_failures, default=None)
    dns_outage = _span(min(status.dns_failures, default=None), last_dns_at) if last_dns_at else timedelta()
    outage = _span(status.failing_since_at, at)
    return status.state is LinkState.DEAD or dns_outage >= LONG_DNS_OUTAGE or outage >= LONG_OUTAGE


def _failure(status: LinkStatus, judgement: Judgement, at: datetime, policy: Policy) -> Step:
    changes = _recent(status.recent_changes, at)
    if not status.consecutive_failures and status.last_ok_at is not None:
        changes = (*changes, at)
    newer = replace(
        status,
        consecutive_failures=status.consecutive_failures + 1,
        consecutive_successes=0,
        success_since_at=None,
        failing_since_at=status.failing_since_at or at,
        last_failed_at=at,
        recent_changes=changes,
        verified_until_at=None if judgement.verdict in AGAINST_A_WORD else status.verified_until_at,
    )
    if status.state in OUT_OF_SERVICE:
        return _still_out(newer, status.last_failed_at, judgement, at, policy)
    if _is_confirmed(newer, status.verdict, judgement, at):
        to = LinkState.QUARANTINED if judgement.verdict_class is VerdictClass.DANGER else LinkState.DOWN
        wait = max(first_wait(judgement.verdict), judgement.retry_after or timedelta())
        newer = replace(newer, recheck_interval=first_wait(judgement.verdict))
        return _moved_to(to, newer, judgement, at, jittered(min(wait, LONGEST_WAIT), policy.jitter))
    wait = confirm_in(judgement.verdict, newer.consecutive_failures, _span(newer.failing_since_at, at))
    wait = max(wait, min(judgement.retry_after or timedelta(), LONGEST_WAIT))
    is_flapping = status.state is LinkState.UNSTABLE or len(changes) >= FLAP_CHANGES
    return _moved_to(LinkState.UNSTABLE if is_flapping else LinkState.SUSPECT, newer, judgement, at, wait)


def _is_confirmed(status: LinkStatus, verdict_before: Verdict | None, judgement: Judgement, at: datetime) -> bool:
    urgency = urgency_of(judgement.verdict, judgement.reason)
    failing_for = _span(status.failing_since_at, at)
    if urgency is Urgency.AT_ONCE:
        return True
    is_second_404 = status.consecutive_failures >= 2 and verdict_before is judgement.verdict
    if urgency is Urgency.AFTER_ONE_CONFIRMATION and is_second_404 and failing_for >= CONFIRM_MISSING_PAGE:
        return True
    return status.consecutive_failures >= FAILURES_TO_GO_DOWN and failing_for >= CONFIRM_SECOND


def _still_out(
    status: LinkStatus, failed_before_at: datetime | None, judgement: Judgement, at: datetime, policy: Policy
) -> Step:
    is_dead = status.state is LinkState.DEAD or _has_died(status, failed_before_at, at)
    longest = LONGEST_WAIT_DEAD if is_dead else LONGEST_WAIT
    before = status.recheck_interval
    step = first_wait(judgement.verdict) if before is None else min(max(before, timedelta(minutes=30)) * 2, longest)
    if is_dead:
        step = max(step, LONGEST_WAIT)
    wait = max(step, min(judgement.retry_after or timedelta(), LONGEST_WAIT))
    newer = replace(status, recheck_interval=step)
    to = LinkState.DEAD if is_dead else LinkState.DOWN
    return _moved_to(to, newer, judgement, at, jittered(wait, policy.jitter))


def _has_died(status: LinkStatus, failed_before_at: datetime | None, at: datetime) -> bool:
    """Down for 72 h, and seen failing on three days: the first, the day of the check before, and today."""
    if status.failing_since_at is None or failed_before_at is None:
        return False
    days = {status.failing_since_at.date(), failed_before_at.date(), at.date()}
    return at - status.failing_since_at >= DEAD_AFTER and len(days) >= DEAD_DAYS


def _blocked(status: LinkStatus, judgement: Judgement, at: datetime, policy: Policy) -> Step:
    wait = jittered(BLOCKED_INTERVAL, policy.jitter)
    if status.state in OUT_OF_SERVICE:
        if _needs_person_to_return(status, at):
            returned = replace(judgement, reason="returned_after_outage")
            return _moved_to(LinkState.QUARANTINED, status, returned, at, watch_in(None))
        # It answers, but nobody can see what: no reason to lead people there again by itself.
        return Step(replace(status, verdict=judgement.verdict, reason=judgement.reason), None, wait)
    calmer = replace(status, consecutive_failures=0, failing_since_at=None, recheck_interval=None)
    if status.state is LinkState.UNSTABLE:
        return _moved_to(LinkState.UNSTABLE, calmer, judgement, at, wait)
    return _moved_to(LinkState.BLOCKED, calmer, judgement, at, wait)


def _rate_limited(status: LinkStatus, judgement: Judgement) -> Step:
    """Too many questions of ours: what was known before stays known until it is stale, and nothing was learnt."""
    wait = min(max(judgement.retry_after or RATE_LIMIT_WAIT, RATE_LIMIT_WAIT), LONGEST_WAIT)
    return Step(status, None, wait)


def _danger(status: LinkStatus, judgement: Judgement, at: datetime, policy: Policy) -> Step:
    wait = None if judgement.verdict is Verdict.INVALID_URL else jittered(watch_in(judgement.verdict), policy.jitter)
    newer = replace(
        status,
        consecutive_failures=status.consecutive_failures + 1,
        consecutive_successes=0,
        success_since_at=None,
        failing_since_at=status.failing_since_at or at,
        last_failed_at=at,
    )
    return _moved_to(LinkState.QUARANTINED, newer, judgement, at, wait)


def _quarantined_still(status: LinkStatus, judgement: Judgement, at: datetime, policy: Policy) -> Step:
    """Only a person ends a quarantine. What closed the link stays written on it, unless a new danger says more."""
    if judgement.verdict_class is VerdictClass.DANGER:
        status = replace(status, verdict=judgement.verdict, reason=judgement.reason, last_failed_at=at)
    if judgement.verdict is Verdict.INVALID_URL:
        return Step(status, None, None)
    return Step(status, None, jittered(watch_in(status.verdict), policy.jitter))


_MOVES = {
    VerdictClass.OK: _success,
    VerdictClass.WARN: _success,
    VerdictClass.UNKNOWN: _blocked,
    VerdictClass.BAD_TRANSIENT: _failure,
    VerdictClass.BAD_HARD: _failure,
    VerdictClass.DANGER: _danger,
}

_NOTICE_ON_ENTERING = {
    LinkState.DOWN: "link_down",
    LinkState.DEAD: "link_dead",
    LinkState.UNSTABLE: "link_unstable",
    LinkState.QUARANTINED: "link_quarantined",
}


def _moved_to(  # noqa: PLR0913, PLR0917 - the one place a state changes
    state: LinkState,
    status: LinkStatus,
    judgement: Judgement,
    at: datetime,
    next_check_in: timedelta | None,
    notices: tuple[str, ...] = (),
) -> Step:
    is_held = state in {LinkState.SUSPECT, LinkState.UNSTABLE} or judgement.reason == FOREIGN_HOP
    has_changed = state is not status.state
    newer = replace(
        status,
        state=state,
        verdict=judgement.verdict,
        reason=judgement.reason,
        held=is_held,
        state_since_at=at if has_changed or status.state_since_at is None else status.state_since_at,
    )
    if not has_changed:
        return Step(newer, None, next_check_in, notices)
    flip = Flip(at, status.state, state, judgement.verdict, judgement.reason)
    told = (_NOTICE_ON_ENTERING[state],) if state in _NOTICE_ON_ENTERING else ()
    return Step(newer, flip, next_check_in, (*told, *notices))


def _recent(instants: tuple[datetime, ...], at: datetime) -> tuple[datetime, ...]:
    return tuple(instant for instant in instants if at - instant < FLAP_WINDOW)


def _span(since_at: datetime | None, at: datetime) -> timedelta:
    """How long ago; nothing for an instant that lies ahead, as after a clock was set back."""
    return max(at - since_at, timedelta()) if since_at is not None else timedelta()
