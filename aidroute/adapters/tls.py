"""Encrypted connections: one verifying context for all checks, and the facts a handshake shows."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import replace

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from aidroute.adapters.deadline import Deadline
from aidroute.adapters.dial import Dialler, Exchange
from aidroute.adapters.failures import HopFailed
from aidroute.adapters.intermediates import missing_issuers
from aidroute.domain.observation import Failure, Tls

GetBytes = Callable[[str, Deadline], bytes]
"""A guarded GET of a small file over plain http. Raises ``HopFailed``."""

# OpenSSL's X509_V_ERR numbers for "an issuer is missing": the server forgot to send an intermediate certificate.
_ISSUER_MISSING = frozenset({20, 21})

# Intermediates kept in the completing context before it is made anew; each weighs a few kilobytes.
_MOST_INTERMEDIATES = 256

_ALPN_REFUSED = "no application protocol"
"""In OpenSSL's own words: Python's table of reasons does not name every alert."""


def verifying_context(ca_file: str) -> ssl.SSLContext:
    """A context that verifies certificate and host name as browsers do, TLS 1.2 and newer.

    ``VERIFY_X509_STRICT`` (default from Python 3.13) refuses roots that browsers accept; ``PARTIAL_CHAIN`` would
    make an intermediate a trust anchor. Both are cleared. Loading the authorities costs some 40 ms: share it.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # Browsers look at the alternative names only: a name that stands in the common name alone proves nothing.
    context.hostname_checks_common_name = False
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.verify_flags &= ~getattr(ssl, "VERIFY_X509_PARTIAL_CHAIN", 0)
    context.set_alpn_protocols(["http/1.1"])
    context.load_verify_locations(cafile=ca_file)
    return context


class TlsClient:
    """Makes encrypted connections for all threads. A chain is completed by its AIA address, as browsers do."""

    def __init__(self, ca_file: str, dialler: Dialler) -> None:
        self._ca_file = ca_file
        self._dialler = dialler
        self._context = verifying_context(ca_file)
        self._completing: ssl.SSLContext | None = None
        self._completed_hosts: set[str] = set()
        self._known_intermediates: set[bytes] = set()
        self._lock = threading.Lock()

    def connect(self, exchange: Exchange, get: GetBytes) -> ssl.SSLSocket:
        """Dial the exchange's host and shake hands. Raises ``HopFailed``; the exchange keeps the TLS facts."""
        connection = self._dialler.dial(exchange)
        completing = self._completing if exchange.host in self._completed_hosts else None
        try:
            return self._shake(connection, exchange, completing or self._context, completed=completing is not None)
        except ssl.SSLCertVerificationError as error:
            if error.verify_code not in _ISSUER_MISSING:
                raise _not_verified(exchange, error) from error
            return self._complete(exchange, get, error)

    def _complete(self, exchange: Exchange, get: GetBytes, first: ssl.SSLCertVerificationError) -> ssl.SSLSocket:
        """Fetch the certificates that the server forgot and shake hands again, still verifying everything."""
        leaf = self._read_certificate(exchange)
        exchange.tls = None  # what an unverified handshake showed is no fact about the link
        found = missing_issuers(leaf, lambda address: get(address, exchange.deadline)) if leaf else []
        if not found:
            raise _not_verified(exchange, first) from first
        context = self._learn(found)
        try:
            encrypted = self._shake(self._dialler.dial_again(exchange), exchange, context, completed=True)
        except ssl.SSLCertVerificationError as error:
            raise _not_verified(exchange, error) from error
        with self._lock:
            self._completed_hosts.add(exchange.host)
        return encrypted

    def _learn(self, certificates: list[bytes]) -> ssl.SSLContext:
        """The completing context, knowing these intermediates too. They help to build a chain; none is trusted."""
        with self._lock:
            if self._completing is None or len(self._known_intermediates) >= _MOST_INTERMEDIATES:
                self._completing = verifying_context(self._ca_file)
                self._known_intermediates.clear()
                self._completed_hosts.clear()
            for certificate in certificates:
                if certificate not in self._known_intermediates:
                    self._completing.load_verify_locations(cadata=certificate)
                    self._known_intermediates.add(certificate)
            return self._completing

    def _read_certificate(self, exchange: Exchange) -> bytes:
        """The server's own certificate, to learn where its issuer's is. Nothing is sent over this connection."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with self._shake(self._dialler.dial_again(exchange), exchange, context, completed=False) as encrypted:
            return encrypted.getpeercert(binary_form=True) or b""

    def _shake(
        self, connection: socket.socket, exchange: Exchange, context: ssl.SSLContext, *, completed: bool
    ) -> ssl.SSLSocket:
        connection.settimeout(exchange.deadline.at_most(exchange.deadline.remaining()))
        try:
            encrypted = context.wrap_socket(connection, server_hostname=exchange.host.rstrip("."))
        except ssl.SSLCertVerificationError:
            connection.close()
            raise
        except (OSError, ValueError) as error:
            connection.close()
            raise _handshake_failed(exchange, error) from error
        exchange.tls = replace(_facts(encrypted), chain_completed=completed)
        return encrypted


def _facts(encrypted: ssl.SSLSocket) -> Tls:
    """What the handshake showed. A certificate that verified but can't be read in full leaves its fields empty."""
    version = encrypted.version() or ""
    try:
        certificate = x509.load_der_x509_certificate(encrypted.getpeercert(binary_form=True) or b"")
        key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return Tls(
            not_before_at=certificate.not_valid_before_utc,
            not_after_at=certificate.not_valid_after_utc,
            issuer=certificate.issuer.rfc4514_string()[:300],
            spki_sha256=hashlib.sha256(key).hexdigest(),
            version=version,
        )
    except (ValueError, TypeError, x509.InvalidVersion, UnsupportedAlgorithm):
        return Tls(version=version)


def _not_verified(exchange: Exchange, error: ssl.SSLCertVerificationError) -> HopFailed:
    exchange.tls = Tls(verify_code=error.verify_code)
    return HopFailed(
        Failure.TLS_CERTIFICATE,
        f"The certificate of {exchange.host} does not verify: {error.verify_message}.",
        error.errno,
    )


def _handshake_failed(exchange: Exchange, error: Exception) -> HopFailed:
    if exchange.deadline.is_over() or isinstance(error, TimeoutError):
        return HopFailed(Failure.RESPONSE_TIMEOUT, f"{exchange.host} did not finish the TLS handshake in time.")
    number = error.errno if isinstance(error, OSError) else None
    if isinstance(error, ssl.SSLError) and _ALPN_REFUSED in str(error).lower().replace("_", " "):
        return HopFailed(
            Failure.CLIENT_UNSUPPORTED, f"{exchange.host} speaks no HTTP/1.1, only newer versions.", number
        )
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        reason = (error.reason or "").replace("_", " ").lower()
        return HopFailed(Failure.TLS_PROTOCOL, f"{exchange.host} speaks no TLS 1.2 or newer: {reason}.", number)
    return HopFailed(Failure.BAD_RESPONSE, f"{exchange.host} broke off the TLS handshake.", number)
