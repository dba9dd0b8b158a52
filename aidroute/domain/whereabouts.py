"""Whose place an address is, seen from the link a person approved: own, allowed, another tenant's, or a stranger's."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import unquote

from aidroute.domain.link import LinkIdentity
from aidroute.domain.rules import PathWords, Rules, is_listed
from aidroute.domain.urls import Address, InvalidUrl, parse


class Place(StrEnum):
    """Where an address lies."""

    OWN = "own"
    ALLOWED = "allowed"
    """A domain a person approved beside the own one: an alias, a payment processor."""
    PLATFORM = "platform"
    """On the shared platform, but no tenant's page: its home, its search."""
    OTHER_TENANT = "other_tenant"
    FOREIGN = "foreign"


ROOT_SEGMENTS = frozenset({"index", "home", "homepage", "default", "start", "main", "accueil", "startseite", "inicio"})
HARMLESS_ROOT_KEYS = frozenset({"lang", "language", "locale", "hl", "utm_source", "utm_medium", "utm_campaign", "ref"})


def read_address(url: str, rules: Rules) -> Address | None:
    """An address that was asked for, None when it can't be read."""
    try:
        return parse(url, rules.hosts)
    except InvalidUrl:
        return None


def place_of(address: Address, identity: LinkIdentity, rules: Rules) -> Place:
    """Whose place ``address`` is. A shared platform's domain is its tenant's only below the tenant's prefix."""
    own = identity.registrable_domain
    if not own:
        approved = read_address(identity.url, rules)
        own = approved.registrable_domain if approved else ""
    if address.registrable_domain == own:
        return _place_on_own_domain(address, identity, rules)
    allowed = frozenset(domain.lower() for domain in identity.allowed_domains)
    if is_listed(address.host, allowed) or address.registrable_domain in allowed:
        return Place.ALLOWED
    return Place.FOREIGN


def is_own_host(host: str, identity: LinkIdentity, rules: Rules) -> bool:
    """Whether a bare host belongs to the link's own domain or to an allowed one."""
    registrable = rules.hosts.registrable_domain(host) if host else ""
    known = {identity.registrable_domain, *(domain.lower() for domain in identity.allowed_domains)}
    return bool(registrable) and (registrable in known or is_listed(host, frozenset(known)))


def is_root(address: Address) -> bool:
    """True for a home page: no path, or only an index or language page, and no query that picks another page."""
    parts = segments(address.path)
    keys = {pair.partition("=")[0].lower() for pair in address.query.split("&") if pair}
    if keys - HARMLESS_ROOT_KEYS:
        return False
    if parts and _is_language(parts[0]):
        parts = parts[1:]
    return not parts or (len(parts) == 1 and parts[0].partition(".")[0] in ROOT_SEGMENTS)


def segments(path: str) -> list[str]:
    """The segments of a path, decoded, in lower case, without empty ones."""
    return [unquote(part).lower() for part in path.split("/") if part]


def has_segment(address: Address, listed: frozenset[str]) -> str:
    """The first path segment that stands on a list, with or without a file ending; '' when none does."""
    for part in segments(address.path):
        if part in listed or part.partition(".")[0] in listed:
            return part
    return ""


def _place_on_own_domain(address: Address, identity: LinkIdentity, rules: Rules) -> Place:
    prefix = segments(identity.tenant_prefix)
    path = segments(address.path)
    if not prefix or path[: len(prefix)] == prefix:
        return Place.OWN
    return Place.PLATFORM if is_root(address) or _is_platform_page(path, rules.paths) else Place.OTHER_TENANT


def _is_platform_page(path: list[str], words: PathWords) -> bool:
    known = words.platform | words.closed | words.not_found | words.login | words.sections
    if path[0] in words.sections:
        return True
    return all(part in known or part.partition(".")[0] in known for part in path)


def _is_language(segment: str) -> bool:
    code, _, region = segment.replace("_", "-").partition("-")
    return len(code) == 2 and code.isalpha() and (not region or (len(region) in {2, 4} and region.isalpha()))
