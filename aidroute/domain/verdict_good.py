"""A link that works: live, or live with something a maintainer should hear of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address

from aidroute.domain.examined_link import ExaminedLink, concluded
from aidroute.domain.hysteresis import FOREIGN_HOP
from aidroute.domain.judgement import FiredRule, Judgement, fired
from aidroute.domain.observation import Observation
from aidroute.domain.payees import PAYEE_KINDS
from aidroute.domain.rules import is_listed
from aidroute.domain.verdict_ground import ground_warnings
from aidroute.domain.verdict_names import Verdict
from aidroute.domain.verdict_payment import is_new_frame, moved_targets
from aidroute.domain.whereabouts import Place, is_own_host

SLOW = timedelta(seconds=2)
MANY_REDIRECTS = 5
MANY_COOKIES = 50
TLS_NOTICE = timedelta(days=21)
TLS_NOTICE_SHARE = 0.25
PERMANENT = frozenset({301, 308})
OTHER_WORDS = 14
OTHER_TITLE = 0.5
"""Bits of the text's fingerprint, and share of the title's words: from here on a page counts as written anew."""

_COMPARED = tuple(f"{kind}:" for kind in PAYEE_KINDS)
TOLD = frozenset(
    {
        *("domain_expiring", "registrar_changed", "name_servers_changed", "parking_name_server", "foreign_hop"),
        *("payment_provider_moved", "payment_targets_missing", "redesign", "chain_incomplete"),
        *("certificate_expiring", "hidden_frame", "new_payment_script"),
    }
)
"""Warnings that are written to the maintainers; the others only stand on the evidence page."""


def working(link: ExaminedLink) -> Judgement:
    """The verdict on a link that leads where it should. Warnings name what could become a problem, worst first."""
    warnings = _warnings(link)
    expiring = _certificate_expiring(link)
    notes = tuple(warning.code for warning in (*warnings, *expiring) if warning.code in TOLD)
    judgement = _verdict(link, warnings, expiring)
    return replace(judgement, notes=notes, suggested_url=_suggestion(link, judgement))


def _verdict(link: ExaminedLink, warnings: list[FiredRule], expiring: list[FiredRule]) -> Judgement:
    if warnings and warnings[0].code == FOREIGN_HOP:
        return concluded(Verdict.DEGRADED, FOREIGN_HOP, *warnings, *expiring)
    if expiring:
        return concluded(Verdict.TLS_EXPIRING, "certificate_expiring", *expiring, *warnings)
    if warnings:
        return concluded(Verdict.DEGRADED, warnings[0].code, *warnings)
    if link.has_moved and _is_permanent(link):
        return concluded(Verdict.MOVED, "moved_for_good", snippet=link.observation.final_url)
    return Judgement(Verdict.LIVE, _how_it_is_known(link.observation))


def _how_it_is_known(observation: Observation) -> str:
    """'' for a page that was read; else what says that it is the one that was read before."""
    if observation.not_modified:
        return "not_modified"
    return "known_page" if observation.is_known_page else ""


def _suggestion(link: ExaminedLink, judgement: Judgement) -> str:
    """The address to propose: where a permanent redirect or a shortener led."""
    is_better = judgement.verdict is Verdict.MOVED or judgement.reason == "shortener" or _is_permanent(link)
    return link.final.url if link.has_moved and is_better and link.final is not None else ""


def _is_permanent(link: ExaminedLink) -> bool:
    return bool(link.redirects) and all(hop.status in PERMANENT and hop.kind == "http" for hop in link.redirects)


def _warnings(link: ExaminedLink) -> list[FiredRule]:
    """Every warning that holds, worst first: the first one becomes the reason."""
    return [*_way_warnings(link), *ground_warnings(link), *_page_warnings(link), *_speed_warnings(link)]


def _way_warnings(link: ExaminedLink) -> list[FiredRule]:
    found = []
    is_short = _is_shortener(link)
    for address in link.visited[:-1]:
        # The stored address itself was approved, wherever it lies.
        is_strange = address != link.requested and link.place(address) in {Place.FOREIGN, Place.OTHER_TENANT}
        if is_strange and not (is_short and is_listed(address.host, link.rules.host_lists.shorteners)):
            found.append(fired(FOREIGN_HOP, address.url))
            break
    if is_short:
        found.append(fired("shortener", link.observation.requested_url))
    if len(link.redirects) > MANY_REDIRECTS:
        found.append(fired("long_chain", f"{len(link.redirects)} redirects"))
    return found


def _is_shortener(link: ExaminedLink) -> bool:
    """The stored address is a shortener's, or lies outside the domain that the link is said to belong to."""
    if link.requested is None or not link.has_moved:
        return False
    is_listed_one = is_listed(link.requested.host, link.rules.host_lists.shorteners)
    return is_listed_one or not is_own_host(link.requested.host, link.identity, link.rules)


def _page_warnings(link: ExaminedLink) -> list[FiredRule]:
    if link.baseline is None or link.observation.is_unchanged:
        return []
    found = []
    gone, new = link.differences, moved_targets(link)
    if new:
        found.append(fired("payment_provider_moved", " ".join(new)))
    elif missing := [each for each in gone.missing_payment_targets if not each.startswith(_COMPARED)]:
        found.append(fired("payment_targets_missing", " ".join(missing)))
    if _is_redesigned(link):
        found.append(fired("redesign", link.page.title))
    scripts = [host for host in gone.new_script_origins if not is_own_host(host, link.identity, link.rules)]
    payment = [host for host in scripts if is_listed(host, link.rules.host_lists.processors)]
    if payment:
        found.append(fired("new_payment_script", " ".join(payment)))
    elif scripts:
        found.append(fired("new_script_origin", " ".join(scripts)))
    frames = [frame.url for frame in link.page.frames if frame.is_hidden and is_new_frame(link, frame)]
    if frames:
        found.append(fired("hidden_frame", " ".join(frames)))
    return found


def _is_redesigned(link: ExaminedLink) -> bool:
    """The page takes gifts as before, but is headed and worded anew."""
    far, title = link.differences.text_distance, link.standing.title_likeness
    is_reworded = far is not None and far >= OTHER_WORDS and title is not None and title < OTHER_TITLE
    return is_reworded or (link.standing.is_known and not link.standing.is_intact)


def _speed_warnings(link: ExaminedLink) -> list[FiredRule]:
    found = []
    observation = link.observation
    if observation.tls is not None and observation.tls.chain_completed:
        found.append(fired("chain_incomplete", observation.tls.issuer))
    if observation.elapsed > SLOW:
        found.append(fired("slow", f"{observation.elapsed.total_seconds():.1f} s"))
    failing = [each for each in observation.resolved_addresses[: observation.address_attempts - 1] if _is_v4(each)]
    if failing:
        found.append(fired("address_failing", " ".join(failing)))
    if sum(hop.cookies_set for hop in observation.hops) > MANY_COOKIES:
        found.append(fired("cookie_flood"))
    return found


def _is_v4(address: str) -> bool:
    """IPv6 that fails here may well work elsewhere; an IPv4 address that fails is the host's trouble."""
    try:
        return ip_address(address).version == 4
    except ValueError:
        return False


def _certificate_expiring(link: ExaminedLink) -> list[FiredRule]:
    tls, now = link.observation.tls, link.observation.ended_at
    if tls is None or tls.not_after_at is None or link.final is None or link.final.scheme != "https":
        return []
    left = tls.not_after_at - now
    lifetime = tls.not_after_at - tls.not_before_at if tls.not_before_at is not None else None
    limit = min(TLS_NOTICE, lifetime * TLS_NOTICE_SHARE) if lifetime is not None else TLS_NOTICE
    return [fired("certificate_expiring", f"{left.days} days left")] if left < limit else []
