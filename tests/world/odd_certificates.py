"""Certificates that are wrong in rarer ways than those of certificates.py."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from tests.world.certificates import DAY, shared_authority

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Oddity:
    """What is odd. The defaults make a right certificate for charity.test."""

    names: tuple[str, ...] = ("charity.test",)
    """Alternative names; without any the host stands in the common name alone."""
    addresses: tuple[str, ...] = ()
    purpose: str = "server"
    """server or client"""
    rsa_bits: int = 0
    """0 for an elliptic curve."""
    intermediate: str = ""
    """'' for none, expired, or leaf: issued by a certificate that may not issue."""
    unknown_critical: bool = False
    send_root: bool = False


def odd_context(oddity: Oddity) -> ssl.SSLContext:
    """A server's context with such a certificate, made anew at each call."""
    authority = shared_authority()
    issuer: tuple[x509.Certificate, Any] = (authority.ca.certificate, authority.ca.key)
    chain = b""
    if oddity.intermediate:
        issuer = _intermediate(oddity.intermediate, issuer)
        chain += issuer[0].public_bytes(Encoding.PEM)
    if oddity.send_root:
        chain += authority.ca.pem
    certificate, key = _leaf(oddity, issuer)
    path = authority.folder / f"odd-{certificate.serial_number:x}.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(Encoding.PEM) + chain)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")  # or OpenSSL would not show a weak key
    context.load_cert_chain(str(path))
    return context


def _start(common: str, issuer: x509.Certificate, key: Key) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 30 * DAY)
        .not_valid_after(now + 60 * DAY)
    )


def _leaf(oddity: Oddity, issuer: tuple[x509.Certificate, Any]) -> tuple[x509.Certificate, Key]:
    key: Key = ec.generate_private_key(ec.SECP256R1())
    if oddity.rsa_bits:
        key = rsa.generate_private_key(65537, oddity.rsa_bits)
    builder = _start("charity.test", issuer[0], key)
    names: list[x509.GeneralName] = [x509.DNSName(name) for name in oddity.names]
    names += [x509.IPAddress(ipaddress.ip_address(address)) for address in oddity.addresses]
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    purposes = {"server": ExtendedKeyUsageOID.SERVER_AUTH, "client": ExtendedKeyUsageOID.CLIENT_AUTH}
    builder = builder.add_extension(x509.ExtendedKeyUsage([purposes[oddity.purpose]]), critical=True)
    if oddity.unknown_critical:
        # 2.999 is the arc that the standard keeps for examples.
        unknown = x509.UnrecognizedExtension(ObjectIdentifier("2.999.1"), b"\x05\x00")
        builder = builder.add_extension(unknown, critical=True)
    return builder.sign(issuer[1], hashes.SHA256()), key


def _intermediate(kind: str, issuer: tuple[x509.Certificate, Any]) -> tuple[x509.Certificate, Any]:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _start(f"an intermediate, {kind}", issuer[0], key)
    if kind == "expired":
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an intermediate of yesterday")]))
            .issuer_name(issuer[0].subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 300 * DAY)
            .not_valid_after(now - DAY)
        )
    builder = builder.add_extension(x509.BasicConstraints(ca=kind != "leaf", path_length=None), critical=True)
    return builder.sign(issuer[1], hashes.SHA256()), key
