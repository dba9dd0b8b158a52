"""Where a link led: to strangers, to the front door, to a login, down to plain HTTP."""

from __future__ import annotations

import re

from aidroute.domain.examined_link import ExaminedLink, concluded
from aidroute.domain.host_names import UrlProblem
from aidroute.domain.hysteresis import DOWNGRADE
from aidroute.domain.judgement import Judgement
from aidroute.domain.observation import Failure
from aidroute.domain.rules import is_listed
from aidroute.domain.urls import Address, InvalidUrl, join
from aidroute.domain.verdict_names import Verdict
from aidroute.domain.whereabouts import Place, has_segment, is_root, read_address, segments

ERROR_KEYS = frozenset({"err", "e", "status", "code", "page", "msg", "message", "reason"})
_PARKING_LABEL = re.compile(r"ww[0-9]{1,2}\.")
"""ww16.example.org: the name under which parking services answer for a domain."""


def strange_end(link: ExaminedLink) -> Judgement | None:
    """The last address belongs to somebody else, whatever it answered."""
    final = link.final
    unknown = _to_unlisted_name(link)
    if unknown:
        return concluded(Verdict.HIJACK_SUSPECT, "foreign_domain", snippet=unknown)
    if final is None or link.final_place not in {Place.FOREIGN, Place.OTHER_TENANT}:
        return None
    if link.final_place is Place.OTHER_TENANT:
        return concluded(Verdict.HIJACK_SUSPECT, "other_tenant", snippet=final.url)
    return strange_host(link, final, "foreign_domain")


def _to_unlisted_name(link: ExaminedLink) -> str:
    """A redirect to a name under no suffix that we know: nobody approved it, and newer lists may know it."""
    if link.observation.failure is not Failure.BAD_LOCATION or not link.visited or not link.observation.hops:
        return ""
    location = link.observation.hops[-1].location
    try:
        join(link.visited[-1], location, link.rules.hosts)
    except InvalidUrl as error:
        return location if error.problem is UrlProblem.NOT_PUBLIC else ""
    return ""


def strange_host(link: ExaminedLink, address: Address, reason: str) -> Judgement:
    """What it means that a link leads to a host that nobody approved."""
    hosts = link.rules.host_lists
    if is_listed(address.host, hosts.parking):
        return concluded(Verdict.PARKED, "parking_host", snippet=address.url)
    if is_listed(address.host, hosts.walls):
        return concluded(Verdict.BLOCKED, "bot_wall", snippet=address.url)
    if is_listed(address.host, hosts.sign_in):
        return concluded(Verdict.AUTH_REQUIRED, "redirect_to_login", snippet=address.url)
    return concluded(Verdict.HIJACK_SUSPECT, reason, snippet=address.url)


def led_elsewhere(link: ExaminedLink) -> Judgement | None:
    """The own server answered, but not with the page that was asked for."""
    requested, final = link.requested, link.final
    if requested is None or final is None or not link.has_moved or _is_as_approved(link, final):
        return None
    paths = link.rules.paths
    if _names_an_error(final, paths.not_found) and not _names_an_error(requested, paths.not_found):
        return concluded(Verdict.SOFT_404, "not_found_path", snippet=final.url)
    for listed, verdict, reason in (
        (paths.not_found, Verdict.SOFT_404, "not_found_path"),
        (paths.login, Verdict.AUTH_REQUIRED, "redirect_to_login"),
        (paths.closed, Verdict.SOFT_404, "campaign_closed"),
        (paths.wall, Verdict.BLOCKED, "bot_wall"),
    ):
        if has_segment(final, listed) and not has_segment(requested, listed):
            return concluded(verdict, reason, snippet=final.url)
    is_parking_path = has_segment(final, paths.parking) and not has_segment(requested, paths.parking)
    if is_parking_path or (_PARKING_LABEL.match(final.host) and not _PARKING_LABEL.match(requested.host)):
        return concluded(Verdict.PARKED, "parking_lander", snippet=final.url)
    return _to_a_front_door(link, requested, final)


def downgraded(link: ExaminedLink) -> Judgement | None:
    """An encrypted link passes an unencrypted step: enough for somebody on the way to send the donor elsewhere."""
    if link.requested is None or link.requested.scheme != "https" or link.final is None:
        return None
    plain = next((address.url for address in (*link.visited, link.final) if address.scheme == "http"), "")
    if not plain or _is_as_approved(link, link.final):
        return None
    return concluded(Verdict.TLS_INVALID, DOWNGRADE, snippet=plain)


def _names_an_error(address: Address, words: frozenset[str]) -> bool:
    """A query like ?404, ?notfound=1 or ?status=404; a number that picks a page (?page_id=404) is none."""
    pairs = [pair.partition("=") for pair in address.query.lower().split("&") if pair]
    return any(name in words or (name in ERROR_KEYS and value in words) for name, _, value in pairs)


def _to_a_front_door(link: ExaminedLink, requested: Address, final: Address) -> Judgement | None:
    if link.final_place is Place.PLATFORM:
        return concluded(Verdict.SOFT_404, "campaign_closed", snippet=final.url)
    if not is_root(final) or _is_still_the_page(link):
        return None
    if link.final_place is Place.ALLOWED:
        before = read_address(link.baseline.final_url, link.rules) if link.baseline else None
        was_deeper = before is not None and before.host == final.host and not is_root(before)
        return concluded(Verdict.SOFT_404, "campaign_closed", snippet=final.url) if was_deeper else None
    if is_root(requested) or not _is_same_site(link, requested, final):
        return None
    return concluded(Verdict.SOFT_404, "redirect_to_root", snippet=final.url)


def _is_still_the_page(link: ExaminedLink) -> bool:
    """All there, and with the form or under the title of the page: an account number stands in every footer."""
    return link.standing.is_intact and (link.keeps_form or link.standing.title_likeness == 1)


def _is_same_site(link: ExaminedLink, requested: Address, final: Address) -> bool:
    """True for a redirect within one owner's domain; give.charity.org/x to charity.org/ is one, too."""
    return requested.registrable_domain == final.registrable_domain or link.final_place is Place.OWN


def _is_as_approved(link: ExaminedLink, final: Address) -> bool:
    """The person who approved the link was led to this very address."""
    before = read_address(link.baseline.final_url, link.rules) if link.baseline and link.baseline.final_url else None
    return before is not None and before.url == final.url


def is_path_shorter(link: ExaminedLink) -> bool:
    """Weak sign: the redirect lost at least half of the path's segments."""
    if link.requested is None or link.final is None or not link.has_moved:
        return False
    before, now = len(segments(link.requested.path)), len(segments(link.final.path))
    return before >= 2 and now <= before // 2
