"""A small web on loopback whose servers do exactly what a test says, byte by byte.

    with World() as world:
        world.serve("charity.test", "/donate", page("<title>Donate</title>"))
        observation = world.fetcher().fetch(FetchRequest("http://charity.test/donate"))

URLs carry no port: the world's resolver leads 80 and 443 to the free ports that were chosen at the start.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import ssl
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from aidroute.adapters.fetch import Fetcher, FetchLimits
from aidroute.adapters.host_rules import BrowserHostRules
from tests.world.certificates import Authority, Wish, shared_authority
from tests.world.names import ADDRESSES, LoopbackWorld, WorldResolver, open_without_ipv6

TEST_LIMITS = FetchLimits(total=timedelta(seconds=3))
BASE_URL = "https://aid.example.org"
"""Where the installation under test says it lives."""

_LONGEST_HEAD = 64 * 1024
_TRIES_FOR_A_PORT = 50
_LONGEST_SILENCE = 30.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    is_tls: bool = False

    @property
    def host(self) -> str:
        return self.headers.get("host", "").partition(":")[0].rstrip(".").lower()

    @property
    def path(self) -> str:
        return urlsplit(self.target).path or "/"


class Peer:
    """One connection from the server's side."""

    def __init__(self, connection: socket.socket, stopping: threading.Event) -> None:
        self.connection = connection
        self._stopping = stopping

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def pause(self, seconds: float) -> bool:
        """Wait; False when the world ends meanwhile."""
        return not self._stopping.wait(seconds)

    def drip(self, data: Iterable[int], every: float) -> None:
        """One byte at a time."""
        for byte in data:
            self.send(bytes([byte]))
            if not self.pause(every):
                return

    def endlessly(self, piece: bytes, seconds: float = 20.0) -> None:
        """The same piece again and again, until the other side or the world has enough."""
        ends_at = time.monotonic() + seconds
        while not self._stopping.is_set() and time.monotonic() < ends_at:
            self.send(piece)

    def hold(self, seconds: float = 20.0) -> None:
        """Keep the connection open and say nothing."""
        self.pause(seconds)

    def reset(self) -> None:
        """End with RST."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def read_request(self, *, is_tls: bool) -> Asked | None:
        """The head of a request, None when none came."""
        head = b""
        while b"\r\n\r\n" not in head and len(head) < _LONGEST_HEAD:
            piece = self.connection.recv(8192)
            if not piece:
                return None
            head += piece
        lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        method, _, rest = lines[0].partition(" ")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])
        }
        return Asked(method, rest.rpartition(" ")[0], headers, is_tls)


Behaviour = Callable[[Peer, Asked], None]
"""Answers one request."""


def fetcher_arguments(http_port: int, https_port: int, ca_file: str) -> dict[str, Any]:
    """Everything a ``Fetcher`` needs to live in a world on these ports, in this process or in another."""
    return {
        "resolver": WorldResolver({80: http_port, 443: https_port}),
        "address_policy": LoopbackWorld(),
        "ports": frozenset({80, 443, http_port, https_port}),
        "ca_file": ca_file,
        "limits": TEST_LIMITS,
        "clock": lambda: datetime.now(UTC),
        "host_rules": BrowserHostRules(extra_suffixes=("test",)),
        "base_url": BASE_URL,
        "open_connection": open_without_ipv6,
    }


Greeting = Callable[[Peer], None]
"""Takes a whole connection, before any TLS and any request."""


@dataclass
class World:
    """The servers of one test. Start and stop it as a context manager.

    ``wanted_ports`` are for programs that can't be told other ports than 80 and 443; 0 chooses a free one.
    """

    authority: Authority = field(default_factory=shared_authority)
    addresses: tuple[str, ...] = tuple(dict.fromkeys(ADDRESSES.values()))
    wanted_ports: tuple[int, int] = (0, 0)
    asked: list[Asked] = field(default_factory=list)
    accepted: Counter[str] = field(default_factory=Counter)
    """Connections that arrived, by address."""

    def __enter__(self) -> Self:
        self._routes: dict[tuple[str, str], Behaviour] = {}
        self._greetings: dict[tuple[str, bool], Greeting] = {}
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._front = self._make_front()
        self._stopping = threading.Event()
        self._connections: set[socket.socket] = set()
        self._fetchers: list[Fetcher] = []
        self._lock = threading.Lock()
        self._selector = selectors.DefaultSelector()
        self.http_port = self._listen(self.wanted_ports[0], is_tls=False)
        self.https_port = self._listen(self.wanted_ports[1], is_tls=True)
        self.resolver = WorldResolver({80: self.http_port, 443: self.https_port})
        self._acceptor = threading.Thread(target=self._accept, name="world", daemon=True)
        self._acceptor.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._acceptor.join(timeout=2)
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()
        with self._lock:
            left = list(self._connections)
        for connection in left:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for fetcher in self._fetchers:
            fetcher.close()

    # -- what a test says

    def serve(self, host: str, path: str, behaviour: Behaviour) -> None:
        """What this host does for this path; ``*`` is every path that has no other answer."""
        self._routes[host, path] = behaviour

    def greet(self, host: str, greeting: Greeting, *, is_tls: bool = False) -> None:
        """Take over every connection to this host's address, on its http or its https port."""
        self._greetings[ADDRESSES[host], is_tls] = greeting

    def certificate(self, host: str, context: ssl.SSLContext) -> None:
        """The TLS context of this host; without one it has a right certificate of the world's authority."""
        self._contexts[host] = context

    def fetcher(self, **changes: Any) -> Fetcher:
        """A fetcher that lives in this world. Any argument of ``Fetcher`` can be given instead."""
        arguments = fetcher_arguments(self.http_port, self.https_port, self.authority.ca_file)
        fetcher = Fetcher(**(arguments | {"resolver": self.resolver} | changes))
        self._fetchers.append(fetcher)
        return fetcher

    def wait(self, seconds: float) -> bool:
        """Wait; False when the world ends meanwhile."""
        return not self._stopping.wait(seconds)

    def chromium_rules(self) -> str:
        """The value of Chromium's --host-resolver-rules that leads its requests into this world, and nowhere else."""
        rules = [
            f"MAP {name}:{port} {address}:{ours}"
            for name, address in ADDRESSES.items()
            for port, ours in ((80, self.http_port), (443, self.https_port))
        ]
        return ", ".join([*rules, "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"])

    def requests_to(self, host: str, path: str | None = None) -> list[Asked]:
        """What a host was asked, robots.txt left out unless it is the path asked for."""
        return [
            asked
            for asked in self.asked
            if asked.host == host and (asked.path == path if path else asked.path != "/robots.txt")
        ]

    # -- the machinery

    def _listen(self, wanted: int, *, is_tls: bool) -> int:
        for _ in range(_TRIES_FOR_A_PORT):
            sockets: list[socket.socket] = []
            port = wanted
            try:
                for address in self.addresses:
                    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
                    sockets.append(listener)
                    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    listener.bind((address, port))
                    port = listener.getsockname()[1]
                    listener.listen(512)
                    listener.setblocking(False)
            except OSError:
                for listener in sockets:
                    listener.close()
                continue
            for address, listener in zip(self.addresses, sockets, strict=True):
                self._selector.register(listener, selectors.EVENT_READ, (address, is_tls))
            return port
        raise RuntimeError("no free port on every loopback address of the world")

    def _accept(self) -> None:
        while not self._stopping.is_set():
            for key, _ in self._selector.select(timeout=0.1):
                address, is_tls = key.data
                try:
                    connection, _ = key.fileobj.accept()  # type: ignore[union-attr]
                except OSError:
                    continue
                connection.setblocking(True)
                self.accepted[address] += 1
                threading.Thread(
                    target=self._attend, args=(connection, address, is_tls), name="world-peer", daemon=True
                ).start()

    def _attend(self, connection: socket.socket, address: str, is_tls: bool) -> None:
        with self._lock:
            self._connections.add(connection)
        current = connection
        connection.settimeout(_LONGEST_SILENCE)
        try:
            greeting = self._greetings.get((address, is_tls))
            if greeting is not None:
                greeting(Peer(connection, self._stopping))
                return
            if is_tls:
                current = self._front.wrap_socket(connection, server_side=True)
                with self._lock:
                    self._connections.add(current)
            self._answer(Peer(current, self._stopping), is_tls=is_tls)
        except (OSError, ValueError):
            pass  # the other side left, or the world ended
        finally:
            with self._lock:
                self._connections -= {connection, current}
            for each in (current, connection):
                with contextlib.suppress(OSError):
                    each.close()

    def _answer(self, peer: Peer, *, is_tls: bool) -> None:
        asked = peer.read_request(is_tls=is_tls)
        if asked is None:
            return
        self.asked.append(asked)
        behaviour = self._routes.get((asked.host, asked.path))
        if behaviour is None and asked.path != "/robots.txt":
            behaviour = self._routes.get((asked.host, "*"))
        (behaviour or not_here)(peer, asked)

    def _make_front(self) -> ssl.SSLContext:
        """A context that shows the certificate of the host that was asked for, and none without SNI."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

        def choose(encrypted: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> None:
            if name:
                encrypted.context = self._contexts.get(name) or self.authority.server_context(Wish((name,)))

        context.sni_callback = choose
        return context


def not_here(peer: Peer, _asked: Asked) -> None:
    """The plain 404 of a path that nobody wrote."""
    peer.send(
        b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 9\r\nConnection: close\r\n\r\n"
        b"not here\n"
    )
