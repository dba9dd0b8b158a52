"""A certificate authority of our own, and certificates that are wrong in every way that matters."""

from __future__ import annotations

import atexit
import shutil
import ssl
import tempfile
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a certificate should be like. The defaults are right in every way."""

    names: tuple[str, ...]
    age: timedelta = 30 * DAY
    lasts: timedelta = 90 * DAY
    aia: str = ""
    issued_by: str = "ca"
    """ca, intermediate, plain (a root without key identifiers), stranger (a root nobody trusts) or self."""
    send_chain: bool = True


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common[:64])])


def _root(common: str, *, identifiers: bool = True) -> Holder:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(common))
        .issuer_name(_name(common))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 400 * DAY)
        .not_valid_after(now + 3650 * DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=identifiers)
    )
    if identifiers:
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        builder = builder.add_extension(_ca_usage(), critical=True)
    return Holder(builder.sign(key, hashes.SHA256()), key)


def _ca_usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip


@dataclass
class Authority:
    """The roots of one test process, and the certificates made from them."""

    folder: Path
    ca: Holder = field(default_factory=lambda: _root("aidroute test root"))
    plain: Holder = field(default_factory=lambda: _root("aidroute test root without identifiers", identifiers=False))
    stranger: Holder = field(default_factory=lambda: _root("a root nobody trusts"))
    _contexts: dict[tuple[Wish, str], ssl.SSLContext] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.intermediate = self._make_intermediate()
        self.ca_file = str(self.folder / "ca.pem")
        Path(self.ca_file).write_bytes(self.ca.pem + self.plain.pem)

    def issue(self, wish: Wish) -> Holder:
        """A certificate as wished for."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = self._issuer(wish)
        subject = _name(wish.names[0])
        starts_at = datetime.now(UTC) - wish.age
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject if issuer else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(starts_at)
            .not_valid_after(starts_at + wish.lasts)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in wish.names]), critical=False)
        )
        if issuer and wish.issued_by != "plain":
            identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
            builder = builder.add_extension(identifier, critical=False)
        if wish.aia:
            location = x509.UniformResourceIdentifier(wish.aia)
            description = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, location)
            builder = builder.add_extension(x509.AuthorityInformationAccess([description]), critical=False)
        return Holder(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)

    def server_context(self, wish: Wish, *, only_tls_1_0: bool = False, alpn: tuple[str, ...] = ()) -> ssl.SSLContext:
        """A server's context with such a certificate. The same wish gives the same context."""
        kind = f"{only_tls_1_0}{alpn}"
        with self._lock:
            if (wish, kind) not in self._contexts:
                self._contexts[wish, kind] = self._make_context(wish, only_tls_1_0=only_tls_1_0, alpn=alpn)
            return self._contexts[wish, kind]

    def _make_context(self, wish: Wish, *, only_tls_1_0: bool, alpn: tuple[str, ...]) -> ssl.SSLContext:
        holder = self.issue(wish)
        chain = self.intermediate.pem if wish.issued_by == "intermediate" and wish.send_chain else b""
        key = holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path = self.folder / f"{len(self._contexts)}-{wish.names[0][:40]}.pem"
        path.write_bytes(key + holder.pem + chain)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(path))
        if alpn:
            context.set_alpn_protocols(list(alpn))
        if only_tls_1_0:
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED  # the oldest that OpenSSL still speaks
        return context

    def _issuer(self, wish: Wish) -> Holder | None:
        issuers = {"ca": self.ca, "plain": self.plain, "stranger": self.stranger, "intermediate": self.intermediate}
        return issuers.get(wish.issued_by)

    def _make_intermediate(self) -> Holder:
        key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name("aidroute test intermediate"))
            .issuer_name(self.ca.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 300 * DAY)
            .not_valid_after(now + 1000 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_ca_usage(), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.ca.key.public_key()), critical=False)
        )
        return Holder(builder.sign(self.ca.key, hashes.SHA256()), key)


@cache
def shared_authority() -> Authority:
    """One authority for a whole test process; its files go with it."""
    folder = tempfile.mkdtemp(prefix="aidroute-authority-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Authority(Path(folder))
