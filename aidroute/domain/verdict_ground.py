"""What threat lists, registration and name servers say about a link. Missing facts say nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from aidroute.domain.examined_link import ExaminedLink, concluded
from aidroute.domain.ground import FEED_FRESH_FOR, FeedListing, FeedScope, Ground
from aidroute.domain.judgement import FiredRule, Judgement, fired
from aidroute.domain.rules import is_listed
from aidroute.domain.urls import Address
from aidroute.domain.verdict_names import Verdict
from aidroute.domain.whereabouts import read_address

EXPIRY_NOTICE = timedelta(days=21)
LAPSING = frozenset({"redemptionperiod", "pendingdelete", "pendingrestore"})
"""RDAP statuses (RFC 8056) of a name whose owner lost it or is about to."""
ON_HOLD = frozenset({"serverhold", "clienthold", "inactive"})


def listed_threat(link: ExaminedLink) -> Judgement | None:
    """An address of the chain stands on a threat list that was refreshed within the last half hour."""
    for listing in link.ground.listings:
        if _is_fresh(link, listing) and _is_about(link, listing):
            return concluded(Verdict.MALICIOUS, "threat_list", fired(f"feed_{listing.feed}", listing.entry))
    return None


def ground_alarm(link: ExaminedLink) -> Judgement | None:
    """The domain is no longer in the hands it was in when a person approved the link; or one that may answer for it."""
    found = (_alarm(link, ground) for ground in (link.ground, *link.ground.beside))
    return next((judgement for judgement in found if judgement is not None), None)


def _alarm(link: ExaminedLink, ground: Ground) -> Judgement | None:
    parking = _parking_name_server(link, ground)
    if parking and (ground.name_servers_at_approval or not link.standing.is_intact):
        return concluded(Verdict.PARKED, "parking_name_server", fired("parking_name_server", parking))
    alarm = _registration_alarm(link, ground)
    if alarm is not None:
        return concluded(Verdict.HIJACK_SUSPECT, alarm.code, alarm)
    if has_new_registrar(ground) and has_new_name_servers(link, ground) and _is_page_unlike(link):
        reason = "registrar_and_name_servers_changed"
        return concluded(Verdict.HIJACK_SUSPECT, reason, fired(reason, _registrars(ground)))
    return None


def ground_warnings(link: ExaminedLink) -> list[FiredRule]:
    """What a maintainer should hear of, although visitors are still well served."""
    found: dict[str, FiredRule] = {}
    for ground in (link.ground, *link.ground.beside):
        for warning in _warnings(link, ground):
            found.setdefault(warning.code, warning)
    return list(found.values())


def _warnings(link: ExaminedLink, ground: Ground) -> list[FiredRule]:
    found = []
    registration, now = ground.registration, link.observation.ended_at
    expires_at = registration.expires_at if registration else None
    if expires_at is not None and expires_at - now < EXPIRY_NOTICE:
        found.append(fired("domain_expiring", expires_at.date().isoformat()))
    if has_new_registrar(ground):
        found.append(fired("registrar_changed", _registrars(ground)))
    if has_new_name_servers(link, ground):
        found.append(fired("name_servers_changed", " ".join(ground.name_servers)))
    if _parking_name_server(link, ground):
        found.append(fired("parking_name_server", _parking_name_server(link, ground)))
    return found


def is_ground_clean(link: ExaminedLink) -> bool:
    """False when anything at all was said against the ground, or when who should have spoken was not heard lately.

    Decides for links that machines can't read. Of the domains beside the link's own, silence counts only of the one
    that the check ended on.
    """
    if link.ground.stale_feeds or any(_is_about(link, listing) for listing in link.ground.listings):
        return False
    final = link.final.registrable_domain if link.final is not None else ""
    if link.ground.unknown or any(ground.unknown for ground in link.ground.beside if ground.domain == final):
        return False
    return all(_is_nothing_said(link, ground) for ground in (link.ground, *link.ground.beside))


def _is_nothing_said(link: ExaminedLink, ground: Ground) -> bool:
    registration, now = ground.registration, link.observation.ended_at
    if has_new_registrar(ground) or has_new_name_servers(link, ground) or _parking_name_server(link, ground):
        return False
    if registration is None:
        return True
    has_expired = registration.expires_at is not None and registration.expires_at < now
    is_on_hold = bool(plain_statuses(registration.statuses) & ON_HOLD)
    return _registration_alarm(link, ground) is None and not has_expired and not is_on_hold


def has_new_registrar(ground: Ground) -> bool:
    """Both registrars are known, and they are two."""
    now = ground.registration.registrar if ground.registration else ""
    before = ground.registrar_at_approval
    return bool(now and before) and plain_registrar(now) != plain_registrar(before)


def has_new_name_servers(link: ExaminedLink, ground: Ground) -> bool:
    """Both sets are known, and none of the old servers' domains answers any more."""
    before = {_server_domain(link, server) for server in ground.name_servers_at_approval}
    now = {_server_domain(link, server) for server in ground.name_servers}
    return bool(before and now) and not before & now


def _registration_alarm(link: ExaminedLink, ground: Ground) -> FiredRule | None:
    registration, approved_at = ground.registration, link.identity.approved_at
    if registration is None:
        return None
    registered_at = registration.registered_at
    if registered_at is not None and approved_at is not None and registered_at > approved_at:
        return fired("registered_after_approval", registered_at.date().isoformat())
    lapsing = plain_statuses(registration.statuses) & LAPSING
    return fired("domain_lapsed", " ".join(sorted(lapsing))) if lapsing else None


def plain_statuses(statuses: Iterable[str]) -> frozenset[str]:
    """RDAP statuses without the spaces and signs that registries write them with."""
    return frozenset(status.lower().replace(" ", "").replace("-", "").replace("_", "") for status in statuses)


def _parking_name_server(link: ExaminedLink, ground: Ground) -> str:
    """A name server on the parking list that was not there at approval, '' when none."""
    before = {_host(server) for server in ground.name_servers_at_approval}
    for server in map(_host, ground.name_servers):
        if is_listed(server, link.rules.host_lists.parking_name_servers) and server not in before:
            return server
    return ""


def _is_page_unlike(link: ExaminedLink) -> bool:
    return not (200 <= link.status < 300 and link.standing.is_intact)


def _is_fresh(link: ExaminedLink, listing: FeedListing) -> bool:
    return link.observation.ended_at - listing.refreshed_at <= FEED_FRESH_FOR


def _is_about(link: ExaminedLink, listing: FeedListing) -> bool:
    """A listed page is that page only; a listed host is everything on it and below it."""
    known = [address for address in (link.requested, *link.visited, link.final) if address is not None]
    if listing.scope is FeedScope.URL:
        listed = read_address(listing.entry, link.rules)
        return listed is not None and _page(listed) in map(_page, known)
    entry = frozenset({_host(listing.entry)})
    return any(is_listed(address.host, entry) for address in known)


def _page(address: Address) -> tuple[str, str, str]:
    return address.host, address.path.rstrip("/"), address.query


def _registrars(ground: Ground) -> str:
    now = ground.registration.registrar if ground.registration else ""
    return f"{ground.registrar_at_approval} -> {now}"


def _server_domain(link: ExaminedLink, server: str) -> str:
    return link.rules.hosts.registrable_domain(_host(server)) or _host(server)


def _host(name: str) -> str:
    return name.strip().rstrip(".").lower()


def plain_registrar(registrar: str) -> str:
    """A registrar's name without the differences in spelling that mean nothing."""
    return " ".join(registrar.lower().replace(",", " ").replace(".", " ").split())
