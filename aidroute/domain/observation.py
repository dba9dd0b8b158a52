"""The facts of one check, before anybody judges them: what the server did, hop by hop."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Failure(StrEnum):
    """How a hop ended without a usable response. The fetcher names it; the verdict decides what it means."""

    NONE = "none"
    INVALID_URL = "invalid_url"
    UNSAFE_ADDRESS = "unsafe_address"
    UNSAFE_PORT = "unsafe_port"
    UNSAFE_SCHEME = "unsafe_scheme"
    OWN_ROUTE = "own_route"
    DNS_NO_NAME = "dns_no_name"
    """The name does not exist or has no address, asked twice."""
    DNS_TEMPORARY = "dns_temporary"
    NO_IPV6_HERE = "no_ipv6_here"
    CONNECT_REFUSED = "connect_refused"
    CONNECT_TIMEOUT = "connect_timeout"
    TLS_CERTIFICATE = "tls_certificate"
    """``verify_code`` of the TLS facts says which rule of verification failed."""
    TLS_PROTOCOL = "tls_protocol"
    """The peer speaks no TLS, or none that is new enough."""
    RESPONSE_TIMEOUT = "response_timeout"
    BODY_TIMEOUT = "body_timeout"
    BAD_RESPONSE = "bad_response"
    """Not HTTP, closed without a byte, impossible status, contradicting framing."""
    BROKEN_BODY = "broken_body"
    """Reset or framing error in the middle of the body."""
    BROKEN_ENCODING = "broken_encoding"
    """The body is not what Content-Encoding says."""
    BOMB = "bomb"
    """A small compressed body that unfolds past any sense."""
    UNASKED_ENCODING = "unasked_encoding"
    CLIENT_LIMIT = "client_limit"
    """Legal, but more than this client reads (a header line over 64 KiB)."""
    CLIENT_UNSUPPORTED = "client_unsupported"
    """The server wants a newer protocol than this client speaks."""
    HEADER_FLOOD = "header_flood"
    NO_LOCATION = "no_location"
    BAD_LOCATION = "bad_location"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    ROBOTS = "robots"
    """robots.txt names our own product token and opts this path out: the page was not fetched."""
    INTERNAL = "internal"
    """An error of ours: never a statement about the link."""


@dataclass(frozen=True, slots=True)
class Tls:
    """What the TLS handshake showed. ``verify_code`` is OpenSSL's X509_V_ERR number, 0 when it verified."""

    not_before_at: datetime | None = None
    not_after_at: datetime | None = None
    issuer: str = ""
    spki_sha256: str = ""
    verify_code: int = 0
    version: str = ""
    chain_completed: bool = False
    """True when a missing intermediate was fetched by its AIA address, as browsers do."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One request and its answer. ``status`` is 0 when no answer came."""

    url: str
    status: int = 0
    location: str = ""
    kind: str = "http"
    """How the next hop was reached from this one: http, meta_refresh or script."""
    elapsed: timedelta = timedelta()
    address: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    """Selected headers, lower-case names; see ``KEPT_HEADERS`` of the fetcher."""
    cookies_set: int = 0


@dataclass(frozen=True, slots=True)
class Body:
    """The decoded start of the last answer's body, never longer than the limit that was set."""

    content: bytes = b""
    content_type: str = ""
    declared_length: int | None = None
    is_truncated: bool = False
    """True when the cap ended the reading; the page went on."""
    sha256: str = ""
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything one check saw. Facts only: two observers of one event would write the same.

    ``requested_url`` is the stored address, ``final_url`` where the last answer came from.
    """

    requested_url: str
    started_at: datetime
    ended_at: datetime
    hops: tuple[Hop, ...] = ()
    final_url: str = ""
    failure: Failure = Failure.NONE
    detail: str = ""
    """A plain sentence about the failure, safe to show to a maintainer."""
    exception_chain: tuple[str, ...] = ()
    error_number: int | None = None
    tls: Tls | None = None
    resolved_addresses: tuple[str, ...] = ()
    address_attempts: int = 1
    """How many addresses were tried on the last hop before one answered."""
    body: Body = field(default_factory=Body)
    not_modified: bool = False
    """304 to a conditional request of ours."""
    is_known_page: bool = False
    """200 with the very bytes, at the very address, that were last read in full and found well."""
    conditional: bool = False
    canary_failed: bool = False
    """True when our own network was found to be down around this check."""
    retried_on_new_connection: bool = False
    checker_version: str = ""

    @property
    def status(self) -> int:
        """Status of the last answer, 0 when none came."""
        return self.hops[-1].status if self.hops else 0

    @property
    def is_unchanged(self) -> bool:
        """Whether the page is the one that was last read in full and found well: the server says so, or its bytes."""
        return self.not_modified or self.is_known_page

    @property
    def elapsed(self) -> timedelta:
        """Wall time from first byte of work to last."""
        return self.ended_at - self.started_at
