"""Opening a connection: one lookup, every address vetted, the vetted address dialled and no other."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from aidroute.adapters.addresses import AddressPolicy
from aidroute.adapters.deadline import Deadline, Guard, Watchdog
from aidroute.adapters.failures import HopFailed, name_failure
from aidroute.adapters.resolve import BoundedLookup, Endpoint
from aidroute.domain.observation import Failure, Tls

# This many addresses are tried for one name; a name with more gets no longer wait.
_MOST_ADDRESSES = 8

# What a machine says that has no IPv6 of its own, as opposed to a peer that does not answer.
_NO_ROUTE_HERE = frozenset({errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})

OpenConnection = Callable[[Endpoint, float], socket.socket]
"""Connects to one endpoint within so many seconds. Raises ``OSError``."""


@dataclass(slots=True)
class Exchange:
    """What one request saw on its way to the server. Filled in while it goes."""

    host: str
    port: int
    deadline: Deadline
    addresses: tuple[str, ...] = ()
    endpoint: Endpoint | None = None
    attempts: int = 0
    tls: Tls | None = None
    guards: list[Guard] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The address that answered, or the empty string."""
        return self.endpoint.address if self.endpoint else ""

    def finish(self) -> None:
        """Take the watchdog off every connection of this request."""
        for guard in self.guards:
            guard.release()
        self.guards.clear()


@dataclass(frozen=True, slots=True)
class DialTimes:
    """Seconds that opening a connection may take, all inside the check's deadline."""

    lookup: float
    lookup_again_after: float
    connect: float
    connect_with_others_left: float


@dataclass(frozen=True, slots=True)
class Dialler:
    """Opens connections to allowed addresses only. Shared by all threads."""

    lookup: BoundedLookup
    policy: AddressPolicy
    watchdog: Watchdog
    times: DialTimes
    open_connection: OpenConnection
    sleep: Callable[[float], None]

    def dial(self, exchange: Exchange) -> socket.socket:
        """A connected socket to an allowed address of the exchange's host, under the watchdog.

        Raises ``HopFailed``: no such name, an address that is not allowed (one is enough to refuse the name), or
        no address that answers.
        """
        endpoints = self._resolve(exchange)
        exchange.addresses = tuple(endpoint.address for endpoint in endpoints)
        refused = [endpoint.address for endpoint in endpoints if not self.policy.permits(endpoint.address)]
        if refused:
            raise HopFailed(
                Failure.UNSAFE_ADDRESS,
                f"{exchange.host} leads to {refused[0]}, an address that is not on the public internet.",
            )
        return self._connect(exchange, endpoints[:_MOST_ADDRESSES])

    def dial_again(self, exchange: Exchange) -> socket.socket:
        """Another connection to the very address that answered before, without a new lookup. Raises ``HopFailed``."""
        if exchange.endpoint is None:
            return self.dial(exchange)
        try:
            connection = self.open_connection(exchange.endpoint, exchange.deadline.at_most(self.times.connect))
        except OSError as error:
            raise _connect_failed(exchange, [(exchange.endpoint, error)]) from error
        return self._watched(connection, exchange)

    def _watched(self, connection: socket.socket, exchange: Exchange) -> socket.socket:
        exchange.guards.append(self.watchdog.watch(connection, exchange.deadline))
        return connection

    def _resolve(self, exchange: Exchange) -> list[Endpoint]:
        try:
            return self._ask(exchange)
        except socket.gaierror as error:
            if name_failure(error) is not Failure.DNS_NO_NAME:
                raise _lookup_failed(exchange, error) from error
        # A name server that lost a zone for a moment answers "no such name" too: ask once more before believing it.
        self.sleep(exchange.deadline.at_most(self.times.lookup_again_after))
        if exchange.deadline.is_over():
            raise HopFailed(Failure.DNS_TEMPORARY, f"{exchange.host} was not found; there was no time to ask twice.")
        try:
            return self._ask(exchange)
        except socket.gaierror as error:
            raise _lookup_failed(exchange, error) from error

    def _ask(self, exchange: Exchange) -> list[Endpoint]:
        found = self.lookup(exchange.host, exchange.port, exchange.deadline.at_most(self.times.lookup))
        endpoints = list(dict.fromkeys(found))
        if not endpoints:
            raise socket.gaierror(socket.EAI_NONAME, "the name has no address")
        return endpoints

    def _connect(self, exchange: Exchange, endpoints: Sequence[Endpoint]) -> socket.socket:
        errors: list[tuple[Endpoint, OSError]] = []
        for position, endpoint in enumerate(endpoints, start=1):
            if errors and exchange.deadline.is_over():
                break
            is_last = position == len(endpoints)
            allowed = self.times.connect if is_last else self.times.connect_with_others_left
            exchange.attempts = position
            try:
                connection = self.open_connection(endpoint, exchange.deadline.at_most(allowed))
            except OSError as error:
                errors.append((endpoint, error))
                continue
            exchange.endpoint = endpoint
            return self._watched(connection, exchange)
        raise _connect_failed(exchange, errors)


def open_tcp(endpoint: Endpoint, within: float) -> socket.socket:
    """Connect to one endpoint within so many seconds. Raises ``OSError``."""
    connection = socket.socket(endpoint.family, socket.SOCK_STREAM)
    try:
        connection.settimeout(within)
        connection.connect(endpoint.sockaddr)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        connection.close()
        raise
    return connection


def _lookup_failed(exchange: Exchange, error: socket.gaierror) -> HopFailed:
    failure = name_failure(error)
    if failure is Failure.DNS_NO_NAME:
        detail = f"The name {exchange.host} does not exist, or has no address."
    else:
        detail = f"The name servers gave no answer about {exchange.host}."
    return HopFailed(failure, detail, error.errno)


def _connect_failed(exchange: Exchange, errors: Sequence[tuple[Endpoint, OSError]]) -> HopFailed:
    """The failure to report when no address answered: what the most reachable kind of address said last."""
    only_v6 = all(endpoint.family == socket.AF_INET6 for endpoint, _ in errors)
    if only_v6 and all(error.errno in _NO_ROUTE_HERE for _, error in errors):
        return HopFailed(
            Failure.NO_IPV6_HERE,
            f"{exchange.host} is reachable over IPv6 only, and this machine has no IPv6.",
            errors[-1][1].errno,
        )
    telling = [error for endpoint, error in errors if error.errno not in _NO_ROUTE_HERE] or [errors[-1][1]]
    error = telling[-1]
    if isinstance(error, TimeoutError) or error.errno == errno.ETIMEDOUT:
        return HopFailed(Failure.CONNECT_TIMEOUT, f"{exchange.host} did not accept a connection in time.", error.errno)
    return HopFailed(Failure.CONNECT_REFUSED, f"{exchange.host} refused the connection.", error.errno)
