"""What is known about mail for a domain: the facts behind an e-mail channel, which is shown and never routed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailAnswer(StrEnum):
    """What the domain's name servers say about mail."""

    ACCEPTS = "accepts"
    """A mail exchanger is named, or the domain itself has an address (RFC 5321 5.1)."""
    REFUSES = "refuses"
    """A null MX: the domain says that it takes no mail (RFC 7505)."""
    NO_DOMAIN = "no_domain"
    NO_EXCHANGE = "no_exchange"
    """The domain exists, but names no mail exchanger and has no address."""
    RETURNED = "returned"
    """The domain did not exist, and is there again: perhaps somebody else's. Kept until a person has looked."""
    UNKNOWN = "unknown"
    """The name servers gave no answer: says nothing about the domain."""


@dataclass(frozen=True, slots=True)
class MailExchange:
    """The mail exchangers of one domain at one time, best first."""

    domain: str
    asked_at: datetime
    answer: MailAnswer
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailStanding:
    """What the newest conclusive answer about a domain was, and when it came. Nobody is ever routed by it."""

    domain: str
    answer: MailAnswer
    checked_at: datetime | None = None
    """None while no answer was conclusive."""

    @property
    def takes_mail(self) -> bool:
        """True when the domain names somewhere for mail to go."""
        return self.answer is MailAnswer.ACCEPTS

    @property
    def refuses_mail(self) -> bool:
        """True when it is known that mail goes nowhere. Without an answer neither this nor ``takes_mail`` is true."""
        return self.answer not in {MailAnswer.ACCEPTS, MailAnswer.UNKNOWN}


def after(kept: MailAnswer, newest: MailAnswer) -> MailAnswer:
    """What stands of a domain after its newest conclusive answer.

    A name that was gone and is there again, whatever it says, may have been registered by somebody else, so it never
    reopens by itself (liveness finding 7: recovery is more dangerous than failure).
    """
    was_gone = kept in {MailAnswer.NO_DOMAIN, MailAnswer.RETURNED}
    return MailAnswer.RETURNED if was_gone and newest is not MailAnswer.NO_DOMAIN else newest


def mail_domain(address: str) -> str:
    """The domain of an e-mail address, lower case; '' when the text is none."""
    local, at_sign, domain = address.strip().rpartition("@")
    return domain.rstrip(".").lower() if local and at_sign else ""
