"""What a domain's registry says: registered when, until when, by whom (RDAP, RFC 9083).

Asked through the same guarded fetcher as every link. Whatever is missing, refused or unreadable is unknown: no answer
of a registry clears a link, and none accuses it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from aidroute.adapters.rdap_servers import Fetch, RdapServers, json_of, listed, texts
from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.ground import Registration
from aidroute.domain.observation import Observation
from aidroute.domain.retry_after import DEFAULT, retry_after

_LARGEST_ANSWER = 256 * 1024
_ACCEPT = "application/rdap+json, application/json;q=0.9"
_MOST_STATUSES = 20

RegistryDomain = Callable[[str], str]
"""The domain that a registry knows, '' when there is none: ``BrowserHostRules.registry_domain``."""


_PLEASE_WAIT = frozenset({429, 503})


class RdapClient:
    """Asks registries about domains. Safe for many threads.

    Asks nothing of a server that wants to be left alone.
    """

    def __init__(self, fetch: Fetch, registry_domain: RegistryDomain, directory: RdapServers) -> None:
        self._fetch = fetch
        self._registry_domain = registry_domain
        self._directory = directory
        self._rests_until: dict[str, datetime] = {}

    def registration(self, domain: str, now: datetime) -> Registration | None:
        """What the registry says about a registrable domain; None when nothing could be learnt.

        A tenant of a shared platform (``tenant.github.io``) has no registration of its own: None.
        """
        if not self._is_registered_itself(domain):
            return None
        server = _server_for(domain, self._directory.servers(now))
        if not server or now < self._rests_until.get(server, now):
            return None
        request = FetchRequest(
            f"{server}domain/{domain}", accept=_ACCEPT, follow_robots=False, body_bytes=_LARGEST_ANSWER
        )
        observation = self._fetch(request)
        if observation.status in _PLEASE_WAIT:
            self._rests_until[server] = now + _wait_asked_for(observation, now)
        answer = json_of(observation)
        return read_registration(answer, domain, now) if isinstance(answer, dict) else None

    def has_registry(self, domain: str, now: datetime) -> bool:
        """Whether a registry could say something about a domain; True also while that can't be found out.

        False for a tenant of a shared platform, and for a top-level domain without an RDAP server.
        """
        if not self._is_registered_itself(domain):
            return False
        servers = self._directory.servers(now)
        return not servers or bool(_server_for(domain, servers))

    def _is_registered_itself(self, domain: str) -> bool:
        return bool(domain) and self._registry_domain(domain) == domain


def _server_for(domain: str, servers: Mapping[str, str]) -> str:
    """The server of the longest suffix that has one, '' when none has."""
    labels = domain.split(".")
    suffixes = (".".join(labels[at:]) for at in range(1, len(labels)))
    return next((servers[suffix] for suffix in suffixes if suffix in servers), "")


def _wait_asked_for(observation: Observation, now: datetime) -> timedelta:
    headers = observation.hops[-1].headers if observation.hops else ()
    value = next((value for name, value in headers if name == "retry-after"), "")
    return retry_after(value, now) if value else DEFAULT


def read_registration(document: Mapping[str, Any], domain: str, now: datetime) -> Registration | None:
    """The facts in a registry's answer; None when it speaks of another domain or of none."""
    if document.get("objectClassName") != "domain":
        return None
    spoken_of = {str(document.get(name) or "").rstrip(".").lower() for name in ("ldhName", "unicodeName")}
    if domain not in spoken_of:
        return None
    events = {
        str(event.get("eventAction", "")).lower(): _instant(event.get("eventDate"))
        for event in listed(document, "events")
        if isinstance(event, dict)
    }
    return Registration(
        domain=domain,
        fetched_at=now,
        registered_at=events.get("registration"),
        expires_at=events.get("expiration"),
        registrar=_registrar(document),
        statuses=tuple(text.lower()[:80] for text in texts(document.get("status"))[:_MOST_STATUSES]),
    )


def _registrar(document: Mapping[str, Any]) -> str:
    for entity in listed(document, "entities"):
        if isinstance(entity, dict) and "registrar" in texts(entity.get("roles")):
            return (_card_name(entity) or str(entity.get("handle") or ""))[:200]
    return ""


def _card_name(entity: Mapping[str, Any]) -> str:
    """The ``fn`` of a jCard (RFC 7095): ["vcard", [["fn", {}, "text", "Name"], ...]]."""
    card = entity.get("vcardArray")
    properties = card[1] if isinstance(card, list) and len(card) > 1 and isinstance(card[1], list) else []
    for each in properties:
        if isinstance(each, list) and len(each) > 3 and each[0] == "fn":
            return str(each[3]).strip()
    return ""


def _instant(value: Any) -> datetime | None:
    """An RFC 3339 instant; one without an offset is taken as UTC."""
    try:
        instant = datetime.fromisoformat(str(value))
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
