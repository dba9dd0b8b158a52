"""Which server speaks for which registry (RDAP bootstrap, RFC 9224): asked once a week, kept in a file with its date.

Without the list nothing is known of any registration, so an old list is used until a newer one can be had.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.observation import Failure, Observation

BOOTSTRAP_URL = "https://data.iana.org/rdap/dns.json"
"""IANA's list of the registries' RDAP servers, by top-level domain."""

FILE_NAME = "rdap-servers.json"
KEPT_FOR = timedelta(days=7)
RETRIED_AFTER = timedelta(hours=6)
_LARGEST = 1024 * 1024

Fetch = Callable[[FetchRequest], Observation]

log = structlog.get_logger("aidroute.rdap")


@dataclass(frozen=True, slots=True)
class _Known:
    servers: Mapping[str, str]
    fetched_at: datetime


class RdapServers:
    """The registries' servers by top-level domain. Safe for many threads; ``kept_at`` outlives the process."""

    def __init__(self, fetch: Fetch, bootstrap_url: str = BOOTSTRAP_URL, kept_at: Path | None = None) -> None:
        self._fetch = fetch
        self._bootstrap_url = bootstrap_url
        self._kept_at = kept_at
        self._known: _Known | None = None
        self._ask_at: datetime | None = None
        self._lock = threading.Lock()

    def servers(self, now: datetime) -> Mapping[str, str]:
        """Top-level domain -> https address ending in '/'. Empty when the list could not be had: unknown, not none."""
        with self._lock:
            if self._ask_at is None:
                self._known = self._read(now)
                self._ask_at = self._known.fetched_at + KEPT_FOR if self._known else now
            if now >= self._ask_at:
                self._ask(now)
            return self._known.servers if self._known else {}

    def _ask(self, now: datetime) -> None:
        request = FetchRequest(self._bootstrap_url, accept="application/json", follow_robots=False, body_bytes=_LARGEST)
        found = read_bootstrap(json_of(self._fetch(request)))
        if not found:
            self._ask_at = now + RETRIED_AFTER
            return
        self._known, self._ask_at = _Known(found, now), now + KEPT_FOR
        self._write(self._known)

    def _read(self, now: datetime) -> _Known | None:
        """The kept list; None when there is none, or none that can be read, or one from the future."""
        try:
            document = json.loads(self._kept_at.read_bytes()[: 4 * _LARGEST]) if self._kept_at else {}
            fetched_at = datetime.fromisoformat(document["fetched_at"]).astimezone(UTC)
            servers = {str(name): str(url) for name, url in document["servers"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        is_sound = bool(servers) and all(url.startswith("https://") for url in servers.values())
        return _Known(servers, fetched_at) if is_sound and fetched_at <= now else None

    def _write(self, known: _Known) -> None:
        if self._kept_at is None:
            return
        text = json.dumps({"fetched_at": known.fetched_at.isoformat(), "servers": dict(known.servers)})
        fresh = self._kept_at.with_name(f"{self._kept_at.name}.{os.getpid()}")
        try:
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(self._kept_at)
        except OSError:
            log.warning("the list of registries could not be kept; it will be asked for again", exc_info=True)


def read_bootstrap(document: Any) -> dict[str, str]:
    """Top-level domain -> https address of its server, ending in '/'. Empty for anything unreadable."""
    servers: dict[str, str] = {}
    for service in listed(document, "services"):
        if not isinstance(service, list) or len(service) < 2:
            continue
        addresses = [url for url in texts(service[1]) if url.lower().startswith("https://")]
        if addresses:
            servers.update({name.lower().strip("."): addresses[0].rstrip("/") + "/" for name in texts(service[0])})
    return servers


def json_of(observation: Observation) -> Any:
    """The document of a whole and successful answer, None for every other one."""
    is_whole = observation.failure is Failure.NONE and not observation.body.is_truncated
    if not is_whole or observation.status != 200:
        return None
    try:
        return json.loads(observation.body.content)
    except (ValueError, RecursionError):
        return None


def listed(document: Any, name: str) -> Sequence[Any]:
    """The list of this name in a document, empty when there is none."""
    value = document.get(name) if isinstance(document, dict) else None
    return value if isinstance(value, list) else []


def texts(value: Any) -> list[str]:
    """The texts of a list, empty for anything else."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
