"""One request, one answer: the guarded transport put to work for a single thread."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import requests

from aidroute.adapters.body import BodyRead, read_body
from aidroute.adapters.cookies import Cookie, CookieJar
from aidroute.adapters.deadline import Deadline
from aidroute.adapters.dial import Dialler, Exchange
from aidroute.adapters.failures import Ending, ending_of
from aidroute.adapters.tls import GetBytes, TlsClient
from aidroute.adapters.transport import GuardedAdapter
from aidroute.domain.host_names import HostRules
from aidroute.domain.observation import Failure
from aidroute.domain.urls import Address

# Endings that a connection shut down by our own watchdog looks like.
_LOOKS_SHUT = frozenset(
    {Failure.BAD_RESPONSE, Failure.TLS_PROTOCOL, Failure.BROKEN_BODY, Failure.BROKEN_ENCODING, Failure.INTERNAL}
)


@dataclass(frozen=True, slots=True)
class Wire:
    """What all clients share: how connections are opened and what every request says of itself."""

    dialler: Dialler
    tls: TlsClient
    headers: Mapping[str, str]
    read_seconds: float
    host_rules: HostRules


@dataclass(slots=True)
class Answer:
    """What one request brought: an answer's head with its body still to be read, or an ending without one."""

    address: Address
    exchange: Exchange
    elapsed: timedelta = timedelta()
    response: requests.Response | None = None
    ending: Ending = field(default_factory=lambda: Ending(Failure.NONE, ""))

    @property
    def status(self) -> int:
        """The status, 0 when no answer came."""
        return self.response.status_code if self.response is not None else 0

    def header(self, name: str) -> str:
        """One header's value ('' when absent); several of one name come joined by a comma."""
        return str(self.response.headers.get(name, "")) if self.response is not None else ""

    def header_names(self) -> frozenset[str]:
        """The names of all headers that came, in lower case."""
        return frozenset(name.lower() for name in self.response.headers) if self.response is not None else frozenset()

    def header_values(self, name: str) -> list[str]:
        """Every value of one header, as UTF-8 where the server sent UTF-8."""
        if self.response is None:
            return []
        return [_as_utf8(value) for value in self.response.raw.headers.getlist(name)]


class Client:
    """Sends requests one after the other and remembers cookies between them. For one thread at a time.

    ``close`` after each check: it forgets cookies and connections and makes the client ready for the next check.
    """

    def __init__(self, wire: Wire, get: GetBytes) -> None:
        self._wire = wire
        self._adapter = GuardedAdapter(wire.dialler, wire.tls, get)
        self._cookies = CookieJar(wire.host_rules)
        self._answer: Answer | None = None

    def ask(
        self,
        address: Address,
        deadline: Deadline,
        extra_headers: Mapping[str, str] | None = None,
        posted: bytes | None = None,
    ) -> Answer:
        """GET an address over a new connection, or POST what is given. Never raises for what the other side does."""
        self._let_go()
        exchange = Exchange(address.host, address.port, deadline)
        self._adapter.exchange = exchange
        self._answer = answer = Answer(address, exchange)
        began = time.monotonic()
        try:
            answer.response = self._send(address, deadline, extra_headers or {}, posted)
            # As they came, not decoded: a value goes back byte for byte.
            self._cookies.take(answer.response.raw.headers.getlist("set-cookie"), address)
        except Exception as error:  # noqa: BLE001 -- every ending gets a name; nothing may leave the checker
            answer.ending = _if_shut(ending_of(error), deadline, Failure.RESPONSE_TIMEOUT)
        answer.elapsed = timedelta(seconds=time.monotonic() - began)
        return answer

    def _send(
        self, address: Address, deadline: Deadline, extra_headers: Mapping[str, str], posted: bytes | None
    ) -> requests.Response:
        headers = {**self._wire.headers, **extra_headers}
        cookies = self._cookies.header_for(address)
        if cookies:
            headers["Cookie"] = cookies
        request = requests.PreparedRequest()
        request.prepare("GET" if posted is None else "POST", address.url, headers=headers, data=posted)
        read_seconds = self._wire.read_seconds
        return self._adapter.send(request, stream=True, timeout=(read_seconds, deadline.at_most(read_seconds)))

    def read(self, answer: Answer, cap: int) -> BodyRead:
        """The start of the body of the newest answer, at most ``cap`` decoded bytes."""
        if answer.response is None:
            return BodyRead(b"")
        read = read_body(answer.response.raw, answer.header("content-encoding"), cap)
        deadline = answer.exchange.deadline
        if deadline.is_over() and not read.is_truncated and read.failure in _LOOKS_SHUT | {Failure.NONE}:
            detail = "The page was still arriving when the time for the check was over."
            return replace(read, failure=Failure.BODY_TIMEOUT, detail=detail)
        return read

    def cookies(self) -> frozenset[Cookie]:
        """What the servers of this check have set so far."""
        return self._cookies.contents()

    def close(self) -> None:
        """Forget everything about this check."""
        self._let_go()
        self._cookies.clear()

    def _let_go(self) -> None:
        answer, self._answer = self._answer, None
        if answer is not None:
            answer.exchange.finish()
            if answer.response is not None:
                answer.response.raw.close()
        self._adapter.close()


def _if_shut(ending: Ending, deadline: Deadline, failure: Failure) -> Ending:
    """The ending, unless our own deadline caused it."""
    if deadline.is_over() and ending.failure in _LOOKS_SHUT:
        return replace(ending, failure=failure, detail="The time for the check was over before an answer came.")
    return ending


def _as_utf8(value: Any) -> str:
    """A header value as meant: http.client hands bytes out as Latin-1, servers send UTF-8."""
    text = str(value)
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
