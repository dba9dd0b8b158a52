"""What visitors tell us without an account: a link is wrong, a link works after all, somebody is missing.

Nobody who reports is known. To tell two people from one person twice, a report keeps a keyed hash of where it came
from; the key lives one day. Two independent reports lower a link to caution at once, and a person decides later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

MAX_NOTE = 1_000
"""Characters of a visitor's own words."""


class ReportKind(StrEnum):
    """What a visitor says about a channel's link."""

    WRONG = "wrong"
    WORKS = "works"
    """Our checker says that it does not work, and it does: a false alarm of ours."""


class WrongReason(StrEnum):
    """What is wrong with it."""

    NOT_THEIRS = "not_theirs"
    OTHER_ACCOUNT = "other_account"
    BROKEN = "broken"
    NO_GIFTS = "no_gifts"
    OTHER = "other"


class SuggestionKind(StrEnum):
    """What a visitor suggests."""

    ORGANIZATION = "organization"
    CORRECTION = "correction"
    REMOVAL = "removal"


class Outcome(StrEnum):
    """What became of a report or a suggestion."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Witness:
    """One report as far as counting needs it: who said it (a hash of one day) and when."""

    visitor: str
    reported_at: datetime


def independent(reports: Iterable[Witness], since_at: datetime | None) -> int:
    """How many different visitors reported since ``since_at``, the last time a person said that the link is right.

    The same person on another day counts again: it can only make us more careful.
    """
    return len({report.visitor for report in reports if since_at is None or report.reported_at > since_at})


def place_of_visitor(address: str) -> str:
    """What of a network address stands for one visitor: a whole IPv4 address, the /64 of an IPv6 address.

    One household has all addresses of a /64, so each of them counted alone could speak with many voices.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)
