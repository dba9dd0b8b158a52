"""What it means when no page came: addresses that may not be asked, failures below HTTP, statuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from aidroute.domain.examined_link import ExaminedLink, concluded
from aidroute.domain.hysteresis import (
    CERTIFICATE_NOT_YET_VALID,
    DNS_TEMPORARY,
    FORBIDDEN_BY_LAW,
    NO_IPV6_HERE,
    PAGE_404,
    PAGE_410,
    PORT_OF_OWN_REDIRECT,
    TLS_PROTOCOL,
)
from aidroute.domain.judgement import Judgement
from aidroute.domain.observation import Failure
from aidroute.domain.retry_after import retry_after
from aidroute.domain.urls import InvalidUrl, parse
from aidroute.domain.verdict_names import Verdict
from aidroute.domain.whereabouts import Place

_FAILURES = {
    Failure.INVALID_URL: (Verdict.INVALID_URL, "invalid_url"),
    Failure.UNSAFE_ADDRESS: (Verdict.UNSAFE_TARGET, "address"),
    Failure.UNSAFE_PORT: (Verdict.UNSAFE_TARGET, "port"),
    Failure.UNSAFE_SCHEME: (Verdict.UNSAFE_TARGET, "scheme"),
    Failure.OWN_ROUTE: (Verdict.UNSAFE_TARGET, "own_route"),
    Failure.DNS_NO_NAME: (Verdict.DNS_DEAD, "no_such_name"),
    Failure.DNS_TEMPORARY: (Verdict.TIMEOUT, DNS_TEMPORARY),
    Failure.NO_IPV6_HERE: (Verdict.INCONCLUSIVE, NO_IPV6_HERE),
    Failure.CONNECT_REFUSED: (Verdict.REFUSED, "refused"),
    Failure.CONNECT_TIMEOUT: (Verdict.TIMEOUT, "connect_timeout"),
    Failure.TLS_PROTOCOL: (Verdict.TLS_INVALID, TLS_PROTOCOL),
    Failure.RESPONSE_TIMEOUT: (Verdict.TIMEOUT, "no_answer"),
    Failure.BODY_TIMEOUT: (Verdict.TIMEOUT, "slow_body"),
    Failure.BAD_RESPONSE: (Verdict.PROTOCOL_ERROR, "bad_response"),
    Failure.BROKEN_BODY: (Verdict.PROTOCOL_ERROR, "broken_body"),
    Failure.BROKEN_ENCODING: (Verdict.PROTOCOL_ERROR, "broken_encoding"),
    Failure.BOMB: (Verdict.PROTOCOL_ERROR, "bomb"),
    Failure.HEADER_FLOOD: (Verdict.PROTOCOL_ERROR, "header_flood"),
    Failure.UNASKED_ENCODING: (Verdict.BLOCKED, "undecodable"),
    Failure.CLIENT_LIMIT: (Verdict.BLOCKED, "client_limit"),
    Failure.CLIENT_UNSUPPORTED: (Verdict.BLOCKED, "client_unsupported"),
    Failure.NO_LOCATION: (Verdict.PROTOCOL_ERROR, "no_location"),
    Failure.BAD_LOCATION: (Verdict.PROTOCOL_ERROR, "bad_location"),
    Failure.REDIRECT_LOOP: (Verdict.REDIRECT_LOOP, "loop"),
    Failure.TOO_MANY_REDIRECTS: (Verdict.REDIRECT_LOOP, "too_many_redirects"),
    Failure.ROBOTS: (Verdict.BLOCKED, "robots"),
    Failure.INTERNAL: (Verdict.INCONCLUSIVE, "bug"),
}

UNSAFE_FAILURES = frozenset(
    {Failure.UNSAFE_ADDRESS, Failure.UNSAFE_PORT, Failure.UNSAFE_SCHEME, Failure.OWN_ROUTE, Failure.INVALID_URL}
)
OUR_FAILURES = frozenset({Failure.NO_IPV6_HERE, Failure.INTERNAL})
"""Endings that say something about us and nothing about the link."""

CERTIFICATE_REASONS = {
    9: CERTIFICATE_NOT_YET_VALID,
    10: "certificate_expired",
    18: "certificate_self_signed",
    19: "certificate_self_signed",
    20: "certificate_unknown_authority",
    21: "certificate_unknown_authority",
    23: "certificate_revoked",
    62: "certificate_other_host",
    64: "certificate_other_host",
}
"""OpenSSL's X509_V_ERR numbers."""

_STATUSES = {
    401: (Verdict.AUTH_REQUIRED, "status_401"),
    402: (Verdict.AUTH_REQUIRED, "status_402"),
    404: (Verdict.GONE, PAGE_404),
    408: (Verdict.TIMEOUT, "status_408"),
    410: (Verdict.GONE, PAGE_410),
    420: (Verdict.RATE_LIMITED, "status_420"),
    426: (Verdict.BLOCKED, "client_unsupported"),
    429: (Verdict.RATE_LIMITED, "status_429"),
    440: (Verdict.AUTH_REQUIRED, "status_440"),
    451: (Verdict.BLOCKED, FORBIDDEN_BY_LAW),
    999: (Verdict.BLOCKED, "status_999"),
}
"""Statuses with a meaning of their own; the other 4xx refuse us, the other 5xx are errors of the server."""


def refused_address(link: ExaminedLink) -> Judgement | None:
    """The stored address itself may not be asked for."""
    try:
        parse(link.observation.requested_url, link.rules.hosts)
    except InvalidUrl as error:
        verdict = Verdict.UNSAFE_TARGET if error.is_unsafe_target else Verdict.INVALID_URL
        return concluded(verdict, error.reason_code, snippet=link.observation.requested_url)
    if link.requested is not None and link.requested.host in link.rules.own_hosts:
        return concluded(Verdict.UNSAFE_TARGET, "own_route", snippet=link.requested.url)
    return None


def unsafe_hop(link: ExaminedLink) -> Judgement | None:
    """The guard refused an address, a port or a scheme on the way."""
    failure = link.observation.failure
    if failure not in UNSAFE_FAILURES:
        return None
    verdict, reason = _FAILURES[failure]
    if failure is Failure.UNSAFE_PORT and link.redirects and link.final_place in {Place.OWN, Place.PLATFORM}:
        reason = PORT_OF_OWN_REDIRECT
    if failure is Failure.UNSAFE_ADDRESS and "0.0.0.0" in link.observation.resolved_addresses:  # noqa: S104 - compared, not bound
        reason = "sinkhole"
    return concluded(verdict, reason, snippet=link.observation.detail)


def own_network_down(link: ExaminedLink) -> Judgement | None:
    """Our network was down around the check: nothing that was seen is known to be the link's."""
    return concluded(Verdict.INCONCLUSIVE, "canary_failed") if link.observation.canary_failed else None


def own_trouble(link: ExaminedLink) -> Judgement | None:
    """The error was ours: nothing is known about the link."""
    if link.observation.failure in OUR_FAILURES:
        verdict, reason = _FAILURES[link.observation.failure]
        return concluded(verdict, reason, snippet=link.observation.detail)
    return None


def no_answer(link: ExaminedLink) -> Judgement | None:
    """The request ended without a usable answer."""
    failure, detail = link.observation.failure, link.observation.detail
    if failure is Failure.NONE:
        return None if link.observation.hops else concluded(Verdict.INCONCLUSIVE, "nothing_observed")
    if failure is Failure.TLS_CERTIFICATE:
        code = link.observation.tls.verify_code if link.observation.tls else 0
        code = code or link.observation.error_number or 0
        reason = CERTIFICATE_REASONS.get(code, "certificate_invalid")
        return replace(concluded(Verdict.TLS_INVALID, reason, snippet=detail), ground_is_clean=False)
    verdict, reason = _FAILURES[failure]
    return concluded(verdict, reason, snippet=detail)


def bad_status(link: ExaminedLink) -> Judgement | None:
    """An answer whose status says that there is no page for us."""
    status = link.status
    if 200 <= status < 300 or link.observation.not_modified:
        return None
    named = _STATUSES.get(status)
    if named is None and 400 <= status < 500:
        named = (Verdict.BLOCKED, f"status_{status}")
    if named is None and 500 <= status < 600:
        named = (Verdict.SERVER_ERROR, f"status_{status}")
    verdict, reason = named or (Verdict.PROTOCOL_ERROR, "status_304" if status == 304 else "impossible_status")
    wait = asked_wait(link) if verdict in {Verdict.SERVER_ERROR, Verdict.RATE_LIMITED, Verdict.BLOCKED} else None
    if verdict is Verdict.RATE_LIMITED and wait is None:
        wait = timedelta(hours=1)
    if verdict is Verdict.SERVER_ERROR and status == 503 and wait is not None:
        reason = "maintenance"
    return replace(concluded(verdict, reason, snippet=f"HTTP {status}"), retry_after=wait)


def asked_wait(link: ExaminedLink) -> timedelta | None:
    """What the Retry-After header of the last answer asks for, None without one."""
    value = link.header("retry-after")
    return retry_after(value, link.observation.ended_at) if value else None
