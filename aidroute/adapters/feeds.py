"""Lists of dangerous addresses. A feed is a plug-in: any object with a name and these two questions.

A list that is missing or old is worth an alert and says nothing about any link; it is never a clean bill.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from aidroute.domain.ground import FeedAnswer, FeedListing, FeedScope
from aidroute.domain.host_names import HostRules
from aidroute.domain.urls import Address, InvalidUrl, parse

_LARGEST_FILE = 64 * 1024 * 1024
_LONGEST_LINE = 4096

# What a hosts file puts before the name it blocks.
_HOSTS_FILE_ADDRESSES = frozenset({"0.0.0.0", "127.0.0.1", "::", "::1"})  # noqa: S104 -- read, never bound to


class ThreatFeed(Protocol):
    """One list of dangerous addresses. Safe for many threads; may raise, and is then taken as unavailable."""

    @property
    def name(self) -> str:
        """What the list is called, for evidence and alerts."""
        ...

    def listings(self, addresses: Sequence[Address], now: datetime) -> tuple[FeedListing, ...]:
        """Which of these addresses stand on the list."""
        ...

    def is_stale(self, now: datetime) -> bool:
        """True when the list is missing or was not renewed as often as it should be."""
        ...


def ask_feeds(feeds: Iterable[ThreatFeed], urls: Sequence[str], host_rules: HostRules, now: datetime) -> FeedAnswer:
    """Ask every feed about every address of a chain (stored address and all hops). Never raises."""
    addresses = list(filter(None, (_readable(url, host_rules) for url in dict.fromkeys(urls))))
    listings: list[FeedListing] = []
    stale: list[str] = []
    for feed in feeds:
        try:
            listings += feed.listings(addresses, now)
            is_stale = feed.is_stale(now)
        except Exception:  # noqa: BLE001 -- a stranger's plug-in must not end a check
            is_stale = True
        if is_stale:
            stale.append(feed.name)
    return FeedAnswer(tuple(listings), tuple(stale))


@dataclass(frozen=True, slots=True)
class _Content:
    hosts: frozenset[str]
    urls: frozenset[str]
    read_at: datetime
    modified_at: datetime
    size: int


class LocalFileFeed:
    """A text file with one host or URL per line, as operators keep them and as block lists are published.

    ``#`` begins a comment; the form of a hosts file (``0.0.0.0 name``) is read too. A host lists its subdomains with
    it; a URL with a path lists itself alone. ``renewed_every`` is how often something renews the file; None for a
    list that is kept by hand and never grows old.
    """

    def __init__(
        self, path: Path, host_rules: HostRules, name: str = "local", renewed_every: timedelta | None = None
    ) -> None:
        self._path = path
        self._host_rules = host_rules
        self._name = name
        self._renewed_every = renewed_every
        self._content: _Content | None = None
        self._is_missing = False
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """What the list is called."""
        return self._name

    def listings(self, addresses: Sequence[Address], now: datetime) -> tuple[FeedListing, ...]:
        """Which of these addresses stand in the file. An unreadable file lists nothing and is stale."""
        content = self._read(now)
        if content is None:
            return ()
        is_current = not self._is_missing and not self._is_old(content, now)
        refreshed_at = now if is_current else min(content.modified_at, content.read_at)
        found = []
        for address in addresses:
            host = _listed_host(address.host, content.hosts)
            if host:
                found.append(FeedListing(self._name, host, refreshed_at, FeedScope.HOST))
            elif _without_scheme(address) in content.urls:
                found.append(FeedListing(self._name, address.url, refreshed_at, FeedScope.URL))
        return tuple(found)

    def is_stale(self, now: datetime) -> bool:
        """True when the file can't be read or was not renewed in time."""
        content = self._read(now)
        return content is None or self._is_missing or self._is_old(content, now)

    def _is_old(self, content: _Content, now: datetime) -> bool:
        return self._renewed_every is not None and now - content.modified_at > self._renewed_every

    def _read(self, now: datetime) -> _Content | None:
        """The file's content, read again only when the file changed; what was read last when it can't be read now."""
        with self._lock:
            try:
                facts = self._path.stat()
                modified_at = datetime.fromtimestamp(facts.st_mtime, UTC)
                known = self._content
                if known is None or (known.modified_at, known.size) != (modified_at, facts.st_size):
                    self._content = self._parsed(now, modified_at, facts.st_size)
                self._is_missing = False
            except OSError:
                self._is_missing = True
            return self._content

    def _parsed(self, now: datetime, modified_at: datetime, size: int) -> _Content:
        if size > _LARGEST_FILE:
            raise OSError(f"{self._path} is larger than a list can be")
        hosts: set[str] = set()
        urls: set[str] = set()
        with self._path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                self._take(line[:_LONGEST_LINE], hosts, urls)
        return _Content(frozenset(hosts), frozenset(urls), now, modified_at, size)

    def _take(self, line: str, hosts: set[str], urls: set[str]) -> None:
        words = line.partition("#")[0].split() if "://" not in line else line.split()[:1]
        if len(words) > 1 and words[0] in _HOSTS_FILE_ADDRESSES:
            words = words[1:]
        for word in words:
            if word.startswith("#"):
                continue
            address = _readable(word if "://" in word else f"http://{word}", self._host_rules)
            if address is None:
                continue
            if address.path == "/" and not address.query:
                hosts.add(address.host)
            else:
                urls.add(_without_scheme(address))


def _readable(url: str, host_rules: HostRules) -> Address | None:
    try:
        return parse(url, host_rules)
    except InvalidUrl:
        return None


def _listed_host(host: str, listed: frozenset[str]) -> str:
    labels = host.split(".")
    parents = (".".join(labels[at:]) for at in range(len(labels) - 1))
    return next((parent for parent in parents if parent in listed), "")


def _without_scheme(address: Address) -> str:
    """One swindle is reached by http and by https."""
    return address.url.partition("://")[2]
