"""What threat lists, registration and name servers say about a link. Missing facts say nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from aidroute.domain.examined_link import ExaminedLink, concluded
from aidroute.domain.ground import FEED_FRESH_FOR, FeedListing, FeedScope
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
    """The domain is no longer in the hands it was in when a person approved the link."""
    parking = _parking_name_server(link)
    if parking and (link.ground.name_servers_at_approval or not link.standing.is_intact):
        return concluded(Verdict.PARKED, "parking_name_server", fired("parking_name_server", parking))
    alarm = _registration_alarm(link)
    if alarm is not None:
        return concluded(Verdict.HIJACK_SUSPECT, alarm.code, alarm)
    if has_new_registrar(link) and has_new_name_servers(link) and _is_page_unlike(link):
        reason = "registrar_and_name_servers_changed"
        return concluded(Verdict.HIJACK_SUSPECT, reason, fired(reason, _registrars(link)))
    return None


def ground_warnings(link: ExaminedLink) -> list[FiredRule]:
    """What a maintainer should hear of, although visitors are still well served."""
    found = []
    registration, now = link.ground.registration, link.observation.ended_at
    expires_at = registration.expires_at if registration else None
    if expires_at is not None and expires_at - now < EXPIRY_NOTICE:
        found.append(fired("domain_expiring", expires_at.date().isoformat()))
    if has_new_registrar(link):
        found.append(fired("registrar_changed", _registrars(link)))
    if has_new_name_servers(link):
        found.append(fired("name_servers_changed", " ".join(link.ground.name_servers)))
    if _parking_name_server(link):
        found.append(fired("parking_name_server", _parking_name_server(link)))
    return found


def is_ground_clean(link: ExaminedLink) -> bool:
    """False when anything at all was said against the ground, or when who should have spoken was not heard lately.

    Decides for links that machines can't read.
    """
    registration, now = link.ground.registration, link.observation.ended_at
    if link.ground.unknown or link.ground.stale_feeds:
        return False
    if any(_is_about(link, listing) for listing in link.ground.listings):
        return False
    if has_new_registrar(link) or has_new_name_servers(link) or _parking_name_server(link):
        return False
    if registration is None:
        return True
    has_expired = registration.expires_at is not None and registration.expires_at < now
    return _registration_alarm(link) is None and not has_expired and not _statuses(link) & ON_HOLD


def has_new_registrar(link: ExaminedLink) -> bool:
    """Both registrars are known, and they are two."""
    registration, before = link.ground.registration, link.ground.registrar_at_approval
    now = registration.registrar if registration else ""
    return bool(now and before) and plain_registrar(now) != plain_registrar(before)


def has_new_name_servers(link: ExaminedLink) -> bool:
    """Both sets are known, and none of the old servers' domains answers any more."""
    before = {_server_domain(link, server) for server in link.ground.name_servers_at_approval}
    now = {_server_domain(link, server) for server in link.ground.name_servers}
    return bool(before and now) and not before & now


def _registration_alarm(link: ExaminedLink) -> FiredRule | None:
    registration, approved_at = link.ground.registration, link.identity.approved_at
    if registration is None:
        return None
    registered_at = registration.registered_at
    if registered_at is not None and approved_at is not None and registered_at > approved_at:
        return fired("registered_after_approval", registered_at.date().isoformat())
    lapsing = _statuses(link) & LAPSING
    return fired("domain_lapsed", " ".join(sorted(lapsing))) if lapsing else None


def plain_statuses(statuses: Iterable[str]) -> frozenset[str]:
    """RDAP statuses without the spaces and signs that registries write them with."""
    return frozenset(status.lower().replace(" ", "").replace("-", "").replace("_", "") for status in statuses)


def _statuses(link: ExaminedLink) -> frozenset[str]:
    registration = link.ground.registration
    return plain_statuses(registration.statuses if registration else ())


def _parking_name_server(link: ExaminedLink) -> str:
    """A name server on the parking list that was not there at approval, '' when none."""
    before = {_host(server) for server in link.ground.name_servers_at_approval}
    for server in map(_host, link.ground.name_servers):
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


def _registrars(link: ExaminedLink) -> str:
    now = link.ground.registration.registrar if link.ground.registration else ""
    return f"{link.ground.registrar_at_approval} -> {now}"


def _server_domain(link: ExaminedLink, server: str) -> str:
    return link.rules.hosts.registrable_domain(_host(server)) or _host(server)


def _host(name: str) -> str:
    return name.strip().rstrip(".").lower()


def plain_registrar(registrar: str) -> str:
    """A registrar's name without the differences in spelling that mean nothing."""
    return " ".join(registrar.lower().replace(",", " ").replace(".", " ").split())
