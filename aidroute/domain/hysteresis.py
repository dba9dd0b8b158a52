"""How much confirmation a verdict needs before a link goes down, and when it is looked at again."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from aidroute.domain.verdict_names import CLASS_OF, Verdict, VerdictClass

CONFIRM_FIRST = timedelta(seconds=30)
CONFIRM_SECOND = timedelta(minutes=5)
CONFIRM_MISSING_PAGE = timedelta(seconds=60)
"""A 404 is asked again once, in a fresh session, after a minute."""
CONFIRM_CHANGED_PAGE = timedelta(hours=1)

INTERVAL = timedelta(hours=6)
LONGEST_WAIT = timedelta(days=1)
LONGEST_WAIT_DEAD = timedelta(days=7)
JITTER_SHARE = 0.1

PAGE_410 = "status_410"
PAGE_404 = "status_404"
FORBIDDEN_BY_LAW = "status_451"
PORT_OF_OWN_REDIRECT = "redirect_port"
DNS_TEMPORARY = "dns_temporary"
NO_IPV6_HERE = "no_ipv6_here"
FOREIGN_HOP = "foreign_hop"

CERTIFICATE_NOT_YET_VALID = "certificate_not_yet_valid"
TLS_PROTOCOL = "tls_protocol"
DOWNGRADE = "downgrade"
SLOW_TLS_REASONS = frozenset({CERTIFICATE_NOT_YET_VALID, TLS_PROTOCOL, DOWNGRADE})
"""Often a clock or a moment of maintenance; every other certificate error closes the link at once."""


class Urgency(StrEnum):
    """How many observations it takes."""

    AT_ONCE = "at_once"
    AFTER_ONE_CONFIRMATION = "after_one_confirmation"
    AFTER_THREE = "after_three"


def urgency_of(verdict: Verdict, reason: str) -> Urgency:
    """How many bad observations in a row take a link down (liveness 2.2)."""
    if verdict is Verdict.DNS_DEAD or (verdict is Verdict.TLS_INVALID and reason not in SLOW_TLS_REASONS):
        return Urgency.AT_ONCE
    if verdict is Verdict.GONE:
        return Urgency.AT_ONCE if reason == PAGE_410 else Urgency.AFTER_ONE_CONFIRMATION
    if CLASS_OF[verdict] is VerdictClass.DANGER and not is_held_danger(verdict, reason):
        return Urgency.AT_ONCE
    return Urgency.AFTER_THREE


def is_held_danger(verdict: Verdict, reason: str) -> bool:
    """True for the one danger that waits for confirmation: the own server redirects to a port we do not open.

    Such a redirect is far more often a broken configuration than an attack, and nobody else can have sent it.
    """
    return verdict is Verdict.UNSAFE_TARGET and reason == PORT_OF_OWN_REDIRECT


def confirm_in(verdict: Verdict, failures: int, failing_for: timedelta) -> timedelta:
    """When to look again at a link that may be failing, after ``failures`` bad observations in a row."""
    if verdict is Verdict.CONTENT_CHANGED:
        return CONFIRM_CHANGED_PAGE
    if failures <= 1:
        return CONFIRM_MISSING_PAGE if verdict is Verdict.GONE else CONFIRM_FIRST
    if failures == 2:
        return CONFIRM_SECOND
    return max(CONFIRM_FIRST, CONFIRM_SECOND - failing_for)


def first_wait(verdict: Verdict) -> timedelta:
    """The first step of the back-off once a link is down."""
    return timedelta(days=1) if verdict in {Verdict.AUTH_REQUIRED, Verdict.TAKEOVER_RISK} else timedelta(hours=1)


def watch_in(verdict: Verdict | None) -> timedelta:
    """How often a quarantined link is still observed, so that a person sees how it went on."""
    return timedelta(hours=1) if verdict in {Verdict.HIJACK_SUSPECT, Verdict.MALICIOUS} else timedelta(days=1)


def jittered(wait: timedelta, jitter: float) -> timedelta:
    """``wait`` moved by up to a tenth; ``jitter`` in [-1, 1], anything outside is cut to it."""
    return wait * (1 + JITTER_SHARE * min(1.0, max(-1.0, jitter)))
