"""requests, with every seam closed through which a hostile server or the environment could act on us.

Overrides semi-private seams of requests and urllib3 (``get_connection_with_tls_context``, ``ConnectionCls``,
``connect``) and of ``http.client`` (``begin``); pyproject.toml bounds their versions, and the battery guards upgrades.
"""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from typing import Any, cast

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from aidroute.adapters.dial import Dialler, Exchange
from aidroute.adapters.failures import HopFailed
from aidroute.adapters.tls import GetBytes, TlsClient
from aidroute.domain.observation import Failure


class _CountedLines:
    """The stream of an answer's head, which refuses to go on past a number of bytes.

    Not an ``io`` class: those close their stream when they are collected, and the body still comes over it.
    """

    def __init__(self, stream: Any, most: int) -> None:
        self._stream = stream
        self._left = most

    def readline(self, limit: int | None = -1, /) -> bytes:
        line: bytes = self._stream.readline(-1 if limit is None else limit)
        self._left -= len(line)
        if self._left < 0:
            raise HopFailed(Failure.HEADER_FLOOD, "The answer's headers go on past any sense.")
        return line

    def close(self) -> None:
        self._stream.close()


class GuardedResponse(http.client.HTTPResponse):
    """Reads an answer's head: bounded, interim answers passed over, contradictions refused."""

    most_header_bytes = 512 * 1024

    def begin(self) -> None:
        """Read the head of the final answer. Raises ``HopFailed`` or what ``http.client`` raises."""
        stream: Any = self.fp
        self.fp = cast("Any", _CountedLines(stream, self.most_header_bytes))
        try:
            super().begin()
            # http.client passes over 100 only; 102 and 103 are no answers either. 101 was never asked for.
            while 100 <= self.status < 200:
                if self.status == http.HTTPStatus.SWITCHING_PROTOCOLS:
                    raise HopFailed(Failure.BAD_RESPONSE, "The server switched to another protocol, unasked.")
                self.headers = self.msg = cast("Any", None)
                super().begin()
        except http.client.HTTPException as error:
            if type(error) is http.client.HTTPException and "headers" in str(error):
                detail = "The answer has more than 100 headers, more than this checker reads."
                raise HopFailed(Failure.CLIENT_LIMIT, detail) from error
            raise
        finally:
            if self.fp is not None:
                self.fp = stream
        _refuse_contradictions(self.headers)


def _refuse_contradictions(headers: http.client.HTTPMessage) -> None:
    """Framing that two readers would read differently (RFC 9112 section 6.3) is refused."""
    lengths = {part.strip() for value in headers.get_all("content-length", []) for part in value.split(",")} - {""}
    if len(lengths) > 1:
        raise HopFailed(Failure.BAD_RESPONSE, "The answer gives two different lengths.")
    if any(not length.isdigit() for length in lengths):
        raise HopFailed(Failure.BAD_RESPONSE, "The answer's length is not a number.")
    codings = {value.strip().lower() for value in headers.get_all("transfer-encoding", [])}
    if not codings <= {"chunked", "identity"}:
        raise HopFailed(Failure.BAD_RESPONSE, "The answer is framed in a way that was not asked for.")


class _PlainConnection(HTTPConnection):
    """Connects through the dialler, and nowhere else."""

    response_class = GuardedResponse

    def __init__(
        self, host: str, port: int | None = None, *, exchange: Exchange, dialler: Dialler, **options: Any
    ) -> None:
        super().__init__(host, port, **options)
        self._exchange = exchange
        self._dialler = dialler

    def connect(self) -> None:
        self.sock = self._dialler.dial(self._exchange)


class _EncryptedConnection(HTTPSConnection):
    """Connects through the dialler and the shared, verifying context, and in no other way."""

    response_class = GuardedResponse

    def __init__(
        self, host: str, port: int | None = None, *, exchange: Exchange, tls: TlsClient, get: GetBytes, **options: Any
    ) -> None:
        super().__init__(host, port, **options)
        self._exchange = exchange
        self._tls = tls
        self._get = get

    def connect(self) -> None:
        self.sock = self._tls.connect(self._exchange, self._get)
        self.is_verified = True  # the context verifies chain and host name, or the handshake raises


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _EncryptedPool(HTTPSConnectionPool):
    ConnectionCls = _EncryptedConnection


class GuardedAdapter(HTTPAdapter):
    """Sends one request over one new connection that the dialler opened for the current exchange.

    Used without a ``Session``: that would read the whole body of a redirect as soon as it looks for the next hop, even
    when told not to follow, and would look for proxies and passwords in the environment.
    """

    def __init__(self, dialler: Dialler, tls: TlsClient, get: GetBytes) -> None:
        super().__init__(max_retries=0)
        self._dialler = dialler
        self._tls = tls
        self._get = get
        self._pool: HTTPConnectionPool | None = None
        self.exchange: Exchange | None = None

    def init_poolmanager(self, *_arguments: Any, **_options: Any) -> None:
        """No pool manager: a connection belongs to one exchange and is never used again."""

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """The answer as requests has it, cookies left out: the client keeps those, within bounds."""
        response = requests.Response()
        response.status_code = resp.status
        response.headers = CaseInsensitiveDict(resp.headers)
        response.raw = resp
        response.reason = resp.reason
        response.url = req.url or ""
        response.request = req
        return response

    def cert_verify(self, *_arguments: Any, **_options: Any) -> None:
        """Nothing to do: the shared context verifies."""

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: Any,  # noqa: ARG002 -- the seam's signature; verification is not a matter of choice here
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002 -- never a proxy
        cert: Any = None,  # noqa: ARG002 -- never a client certificate
    ) -> HTTPConnectionPool:
        """A pool of one connection, to the host that our own parser found in the URL."""
        exchange = self.exchange
        if exchange is None:
            raise HopFailed(Failure.INTERNAL, "A request was sent outside an exchange.")
        host = exchange.host.strip("[]")
        if (request.url or "").startswith("https:"):
            self._pool = _EncryptedPool(host, exchange.port, maxsize=1, exchange=exchange, tls=self._tls, get=self._get)
        else:
            self._pool = _PlainPool(host, exchange.port, maxsize=1, exchange=exchange, dialler=self._dialler)
        return self._pool

    def close(self) -> None:
        """Close the exchange's connection and forget it."""
        pool, self._pool, self.exchange = self._pool, None, None
        if pool is not None:
            pool.close()
