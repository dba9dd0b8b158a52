"""Who lives where in the test world. Every name is reserved, every address is loopback."""

from __future__ import annotations

import errno
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field

from aidroute.adapters.dial import open_tcp
from aidroute.adapters.resolve import Endpoint

ADDRESSES = {
    "charity.test": "127.0.0.11",
    "www.charity.test": "127.0.0.11",
    "donate.charity.test": "127.0.0.12",
    "short.test": "127.0.0.13",
    "pki.test": "127.0.0.14",
    "registry.test": "127.0.0.15",
    "xn--80adid3bfkq.test": "127.0.0.16",
    "platform.test": "127.0.0.21",
    "payment.test": "127.0.0.31",
    "otherpay.test": "127.0.0.32",
    "parking.test": "127.0.0.66",
    "evil.test": "127.0.0.67",
    "unknownpay.test": "127.0.0.68",
    "charity.test.evil.test": "127.0.0.67",
    "private.test": "127.0.0.99",
}
PRIVATE = "127.0.0.99"
SHUT = "127.0.0.98"
"""Nothing ever listens here."""
FAR_V6 = "2001:db8::11"
"""Documentation range: the world's connector refuses it before any packet leaves."""


class LoopbackWorld:
    """The test world's address policy: loopback stands for the public internet, one address of it for a private one."""

    def permits(self, address: str) -> bool:
        if address == FAR_V6:
            return True
        return address.startswith("127.") and address != PRIVATE


@dataclass
class WorldResolver:
    """Names to addresses, with the world's ports in the place of 80 and 443. Counts what it was asked."""

    ports: dict[int, int]
    answers: dict[str, tuple[str, ...]] = field(default_factory=lambda: {name: (at,) for name, at in ADDRESSES.items()})
    errors: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, port: int) -> Sequence[Endpoint]:
        self.asked.append(host)
        if host in self.errors:
            raise socket.gaierror(self.errors[host], "as the test wishes")
        if host not in self.answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [_endpoint(address, self.ports.get(port, port)) for address in self.answers[host]]

    def fail(self, host: str, code: int) -> None:
        """From now on a lookup of this host ends in this ``EAI_`` error."""
        self.errors[host] = code


def _endpoint(address: str, port: int) -> Endpoint:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return Endpoint(int(family), address, port)


def open_without_ipv6(endpoint: Endpoint, within: float) -> socket.socket:
    """Connects as a machine without IPv6 does; nothing but loopback is ever dialled."""
    if endpoint.family == socket.AF_INET6:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")
    if not endpoint.address.startswith("127."):
        raise AssertionError(f"a test tried to leave the machine: {endpoint.address}")
    return open_tcp(endpoint, within)
