"""Whether mail to an address can arrive at all: the MX records of its domain. No mail is sent, nothing is dialled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import dns.exception
import dns.rdatatype
import dns.resolver

from aidroute.domain.mail import MailAnswer, MailExchange

_LOOKUP_SECONDS = 5.0


class NoSuchDomain(Exception):
    """The domain does not exist."""


class NoAnswer(Exception):
    """The name servers could not be asked, or failed."""


class RecordLookup(Protocol):
    """Answers one DNS question with the records' texts, empty when the name has none of that type.

    Raises ``NoSuchDomain`` and ``NoAnswer``.
    """

    def __call__(self, name: str, record_type: str) -> Sequence[str]:
        """The records of this type under this name, as text."""
        ...


class DnsRecords:
    """Asks the machine's name servers. Safe for many threads."""

    def __init__(self, seconds: float = _LOOKUP_SECONDS, resolver: dns.resolver.Resolver | None = None) -> None:
        self._resolver = resolver
        self._seconds = seconds

    def __call__(self, name: str, record_type: str) -> Sequence[str]:
        """The records' texts. Raises ``NoSuchDomain`` and ``NoAnswer``."""
        try:
            resolver = self._resolver or dns.resolver.get_default_resolver()
            found = resolver.resolve(
                name.rstrip(".") + ".", record_type, lifetime=self._seconds, raise_on_no_answer=False, search=False
            )
        except dns.resolver.NXDOMAIN as error:
            raise NoSuchDomain(name) from error
        except (dns.exception.DNSException, OSError) as error:
            raise NoAnswer(name) from error
        return [record.to_text() for record in found.rrset or ()]


def ask_mail_exchange(domain: str, now: datetime, lookup: RecordLookup) -> MailExchange:
    """Where mail for this domain goes. Never raises for what the name servers do."""
    try:
        answer, hosts = _exchangers(domain, lookup)
    except NoSuchDomain:
        answer, hosts = MailAnswer.NO_DOMAIN, ()
    except NoAnswer:
        answer, hosts = MailAnswer.UNKNOWN, ()
    return MailExchange(domain, now, answer, hosts)


def _exchangers(domain: str, lookup: RecordLookup) -> tuple[MailAnswer, tuple[str, ...]]:
    ranked = sorted(filter(None, (_preference_and_host(text) for text in lookup(domain, "MX"))))
    hosts = tuple(host for _, host in ranked)
    if hosts == ("",):
        return MailAnswer.REFUSES, ()
    named = tuple(host for host in hosts if host)
    if named:
        return MailAnswer.ACCEPTS, named
    if lookup(domain, "A") or lookup(domain, "AAAA"):
        return MailAnswer.ACCEPTS, (domain,)
    return MailAnswer.NO_EXCHANGE, ()


def _preference_and_host(text: str) -> tuple[int, str] | None:
    preference, _, host = text.partition(" ")
    if not preference.isdigit() or not host:
        return None
    return int(preference), host.strip().rstrip(".").lower()
