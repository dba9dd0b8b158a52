"""Which addresses a connection may be opened to: the guard between the checker and private networks."""

from __future__ import annotations

import ipaddress
from typing import Protocol

# Refused although ``ipaddress`` calls some of them global: protocol assignments, 6to4 relays, and the
# metadata services of two cloud operators (Azure's wire server, Alibaba's metadata address).
_REFUSED_V4 = tuple(
    ipaddress.IPv4Network(text) for text in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "100.100.100.200/32")
)

# Only global unicast is ever public in IPv6 (RFC 4291 section 2.4); inside it, these are not: IETF protocol
# assignments with Teredo (2001::/23), documentation (RFC 3849, RFC 9637) and 6to4, which hides an IPv4 address.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_REFUSED_V6 = tuple(ipaddress.IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))


class AddressPolicy(Protocol):
    """Decides for one numeric address whether a connection to it may be opened."""

    def permits(self, address: str) -> bool:
        """True when a connection to this numeric address is allowed; False for anything unreadable."""
        ...


class PublicAddresses:
    """The policy of every running installation: globally routable addresses, everything else refused."""

    def permits(self, address: str) -> bool:
        """True for a globally routable unicast address. Scoped, mapped and malformed ones are judged strictly."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(parsed, ipaddress.IPv6Address):
            if parsed.ipv4_mapped is not None:
                return _is_public_v4(parsed.ipv4_mapped)
            return _is_public_v6(parsed)
        return _is_public_v4(parsed)


def _is_public_v4(address: ipaddress.IPv4Address) -> bool:
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not any(address in network for network in _REFUSED_V4)


def _is_public_v6(address: ipaddress.IPv6Address) -> bool:
    if address.scope_id is not None or address not in _GLOBAL_UNICAST or not address.is_global:
        return False
    return not any(address in network for network in _REFUSED_V6)
