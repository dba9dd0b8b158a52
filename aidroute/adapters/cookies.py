"""Cookies for the length of one check: some sites redirect until a cookie comes back.

Written for hostile headers: ``http.cookiejar`` takes seconds of CPU for half a megabyte of semicolons. What no browser
keeps (RFC 6265bis: more than 4096 bytes, a foreign or a public domain) is not kept here either.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from aidroute.domain.host_names import HostRules
from aidroute.domain.urls import Address

_LONGEST = 4096
_LONGEST_ATTRIBUTE = 1024
_MOST_ATTRIBUTES = 20
_MOST = 60
_MOST_SENT_BYTES = 16 * 1024
_NEVER_VALUES = frozenset("\0\r\n")


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie. ``is_shared`` ones also go to hosts below ``domain``."""

    name: str
    value: str
    domain: str
    path: str
    is_shared: bool
    is_secure: bool

    def belongs_to(self, address: Address) -> bool:
        """Whether a browser would send it there."""
        is_host = address.host == self.domain or (self.is_shared and address.host.endswith("." + self.domain))
        if not is_host or (self.is_secure and address.scheme != "https"):
            return False
        return address.path == self.path or address.path.startswith(self.path.rstrip("/") + "/")


class CookieJar:
    """What servers set during one check. Not safe for several threads."""

    def __init__(self, host_rules: HostRules) -> None:
        self._host_rules = host_rules
        self._kept: dict[tuple[str, str, str], Cookie] = {}

    def take(self, headers: Iterable[str], address: Address) -> None:
        """Keep what these Set-Cookie headers of an answer from ``address`` say."""
        for header in headers:
            if len(header) <= _LONGEST:
                self._take(header, address)

    def header_for(self, address: Address) -> str:
        """The Cookie header for a request, '' when there is nothing to send."""
        pieces: list[str] = []
        size = 0
        for cookie in self._kept.values():
            if cookie.belongs_to(address) and size < _MOST_SENT_BYTES:
                pieces.append(f"{cookie.name}={cookie.value}" if cookie.name else cookie.value)
                size += len(pieces[-1]) + 2
        return "; ".join(pieces)

    def contents(self) -> frozenset[Cookie]:
        """What is kept, comparable: two visits of one URL with the same cookies are a loop."""
        return frozenset(self._kept.values())

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()

    def _take(self, header: str, address: Address) -> None:
        pair, *parts = header.split(";", _MOST_ATTRIBUTES + 1)
        name, equals, value = pair.partition("=")
        if not equals:
            name, value = "", name
        name, value = name.strip(), value.strip()
        if not (name or value) or _NEVER_VALUES.intersection(pair):
            return
        attributes = _attributes(parts)
        domain, is_shared = self._domain(attributes.get("domain", ""), address)
        if not domain:
            return
        path = attributes.get("path", "")
        path = path if path.startswith("/") else address.path.rpartition("/")[0] or "/"
        key = (domain, path, name)
        self._kept.pop(key, None)
        if not _is_over(attributes) and len(self._kept) < _MOST:
            self._kept[key] = Cookie(name, value, domain, path, is_shared, "secure" in attributes)

    def _domain(self, wanted: str, address: Address) -> tuple[str, bool]:
        """(domain, whether hosts below it get the cookie too); ('', False) for a domain that is not the host's own."""
        domain = wanted.removeprefix(".").lower()
        if not domain:
            return address.host, False
        is_own = address.host == domain or address.host.endswith("." + domain)
        if not is_own or not self._host_rules.registrable_domain(domain):
            return "", False
        return domain, True


def _attributes(parts: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in parts[:_MOST_ATTRIBUTES]:
        name, _, value = part.partition("=")
        if len(value) <= _LONGEST_ATTRIBUTE:
            found[name.strip().lower()] = value.strip()
    return found


def _is_over(attributes: dict[str, str]) -> bool:
    """Whether the cookie is meant to be deleted."""
    age = attributes.get("max-age", "")
    if age.removeprefix("-").isdigit():
        return int(age[:12]) <= 0
    expires = attributes.get("expires", "")[:64]
    if not expires:
        return False
    try:
        return parsedate_to_datetime(expires).timestamp() <= time.time()
    except (ValueError, TypeError, OverflowError, IndexError):
        return False
