"""Certificates that a server forgot to send, found by the address its certificate gives (AIA, RFC 5280 4.2.2.1)."""

from __future__ import annotations

from collections.abc import Callable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID

from aidroute.adapters.failures import HopFailed

# Chains of the public web have one or two intermediates.
_LONGEST_CHAIN = 3
_ADDRESSES_PER_CERTIFICATE = 2


def missing_issuers(leaf: bytes, get: Callable[[str], bytes]) -> list[bytes]:
    """The intermediates above this certificate, nearest first, in DER; empty when none could be had.

    ``get`` fetches a small file and raises ``HopFailed``. Nothing here is trusted: the caller still verifies the
    whole chain up to an authority it knows.
    """
    found: list[bytes] = []
    current = leaf
    for _ in range(_LONGEST_CHAIN):
        issuer = _first_issuer(current, get)
        if issuer is None or issuer in found:
            break
        if _is_self_issued(issuer):
            break
        found.append(issuer)
        current = issuer
    return found


def issuer_addresses(certificate: bytes) -> list[str]:
    """The plain-http addresses at which a certificate says its issuer's certificate lies."""
    try:
        parsed = x509.load_der_x509_certificate(certificate)
        extension = parsed.extensions.get_extension_for_oid(ExtensionOID.AUTHORITY_INFORMATION_ACCESS)
    except (ValueError, TypeError, x509.ExtensionNotFound, x509.InvalidVersion):
        return []
    if not isinstance(extension.value, x509.AuthorityInformationAccess):
        return []
    return [
        str(description.access_location.value)
        for description in extension.value
        if description.access_method == AuthorityInformationAccessOID.CA_ISSUERS
        and str(description.access_location.value).lower().startswith("http://")
    ]


def _first_issuer(certificate: bytes, get: Callable[[str], bytes]) -> bytes | None:
    for address in issuer_addresses(certificate)[:_ADDRESSES_PER_CERTIFICATE]:
        try:
            content = get(address)
        except HopFailed:
            continue
        issuer = _read(content)
        if issuer is not None:
            return issuer
    return None


def _read(content: bytes) -> bytes | None:
    """One certificate out of DER, PEM or a PKCS #7 bag, back as DER."""
    try:
        if content.lstrip().startswith(b"-----BEGIN"):
            return x509.load_pem_x509_certificate(content).public_bytes(Encoding.DER)
        try:
            return x509.load_der_x509_certificate(content).public_bytes(Encoding.DER)
        except ValueError:
            bag = pkcs7.load_der_pkcs7_certificates(content)
            return bag[0].public_bytes(Encoding.DER) if bag else None
    except (ValueError, TypeError, x509.InvalidVersion):
        return None


def _is_self_issued(certificate: bytes) -> bool:
    parsed = x509.load_der_x509_certificate(certificate)
    return parsed.issuer == parsed.subject
