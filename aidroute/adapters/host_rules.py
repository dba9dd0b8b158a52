"""What a host name is in the eyes of a browser, and which part of it one owner registered."""

from __future__ import annotations

import ipaddress
from functools import cache, lru_cache

import ada_url
from publicsuffixlist import PublicSuffixList

# Characters that end or split a host in the WHATWG parser: their presence means the caller cut the URL wrongly.
_NOT_IN_A_HOST = frozenset("/\\?#@ \t\r\n\0")


class BrowserHostRules:
    """Host names as a visitor's browser reads them (WHATWG URL, UTS 46), domains by the bundled public suffix list.

    The list's private section counts (``github.io`` is a suffix), because two tenants of one platform are two
    owners. ``extra_suffixes`` names further suffixes that a list does not carry, such as ``test``.
    Nothing is fetched: the list comes with the ``publicsuffixlist`` package.
    """

    def __init__(self, extra_suffixes: tuple[str, ...] = ()) -> None:
        self._suffixes = _suffix_list(only_icann=False)
        self._registries = _suffix_list(only_icann=True)
        self._extra = tuple(suffix.strip(".").lower() for suffix in extra_suffixes)
        self._registrable = lru_cache(maxsize=4096)(self._find_registrable)

    def to_ascii(self, host: str) -> str:
        """The host in lower-case ASCII (punycode where needed), a bracketed literal for IPv6.

        Numeric IPv4 in any spelling comes back dotted. Raises ``ValueError`` for what no browser accepts as a host.
        """
        if not host or _NOT_IN_A_HOST.intersection(host) or (":" in host and not host.startswith("[")):
            raise ValueError(f"not a host name: {host!r}")
        try:
            parsed = ada_url.URL(f"http://{host}/")
        except ValueError as error:
            raise ValueError(f"not a host name: {host!r}") from error
        return str(parsed.hostname)

    def registrable_domain(self, host: str) -> str:
        """The part of a host that one owner registered: ``charity.org`` of ``www.charity.org``.

        The empty string for an IP literal, for a public suffix itself and for a name under no listed suffix.
        """
        return self._registrable(host.rstrip(".").lower())

    def registry_domain(self, host: str) -> str:
        """The domain that a registry knows: private suffixes do not count (``github.io`` of ``tenant.github.io``).

        The empty string where :meth:`registrable_domain` has none either.
        """
        plain = host.rstrip(".").lower()
        if not self.registrable_domain(plain):
            return ""
        found: str | None = self._registries.privatesuffix(plain)
        return found or self.registrable_domain(plain)

    def _find_registrable(self, host: str) -> str:
        if _is_ip_literal(host):
            return ""
        for suffix in self._extra:
            if host == suffix:
                return ""
            if host.endswith("." + suffix):
                owner = host[: -len(suffix) - 1].rsplit(".", 1)[-1]
                return f"{owner}.{suffix}"
        found: str | None = self._suffixes.privatesuffix(host)
        return found or ""


@cache
def _suffix_list(*, only_icann: bool) -> PublicSuffixList:
    """The bundled list, read once per process: that takes a tenth of a second."""
    return PublicSuffixList(accept_unknown=False, only_icann=only_icann)


def _is_ip_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
