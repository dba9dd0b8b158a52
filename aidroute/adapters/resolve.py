"""From a host name to the addresses to connect to, in bounded time."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as LookupTooLong
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address that answers for a name: what ``socket.connect`` needs."""

    family: int
    address: str
    port: int

    @property
    def sockaddr(self) -> tuple[str, int]:
        """The argument of ``socket.connect``."""
        return (self.address, self.port)


class Resolver(Protocol):
    """Answers one lookup. Raises ``socket.gaierror`` as ``getaddrinfo`` does."""

    def __call__(self, host: str, port: int) -> Sequence[Endpoint]:
        """Every address of this host, in the order in which to try them."""
        ...


def system_resolver(host: str, port: int) -> Sequence[Endpoint]:
    """The machine's own resolver. Raises ``socket.gaierror``.

    A name is asked for as absolute (with its final dot), so that a search list of the machine can't turn the name
    of a charity into a host of the local network.
    """
    name = host if _is_literal(host) else host.rstrip(".") + "."
    answers = socket.getaddrinfo(name.strip("[]"), port, type=socket.SOCK_STREAM)
    return [Endpoint(int(family), str(sockaddr[0]), int(sockaddr[1])) for family, _, _, _, sockaddr in answers]


class BoundedLookup:
    """Any resolver, with an end: ``getaddrinfo`` can't be interrupted, so it runs on a thread that can be left."""

    def __init__(self, resolver: Resolver, workers: int = 64) -> None:
        self._resolver = resolver
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="lookup")

    def __call__(self, host: str, port: int, within: float) -> Sequence[Endpoint]:
        """The addresses of a host. Raises ``socket.gaierror``; ``EAI_AGAIN`` when no answer came within the seconds."""
        literal = _literal_endpoint(host, port)
        if literal is not None:
            return [literal]
        answer: Future[Sequence[Endpoint]] = self._pool.submit(self._resolver, host, port)
        try:
            return answer.result(timeout=within)
        except LookupTooLong as error:
            answer.cancel()
            raise socket.gaierror(socket.EAI_AGAIN, "no answer from the name servers in time") from error

    def close(self) -> None:
        """Let the threads go; lookups under way are not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _is_literal(host: str) -> bool:
    return _literal_endpoint(host, 0) is not None


def _literal_endpoint(host: str, port: int) -> Endpoint | None:
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    return Endpoint(int(family), str(address), port)
