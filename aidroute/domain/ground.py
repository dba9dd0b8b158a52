"""The ground a link stands on: who registered its domain, which name servers answer, what threat lists say.

Everything here is optional. A fact that is missing means unknown: it never clears a link and never accuses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FEED_FRESH_FOR = timedelta(minutes=30)
"""A listing is acted on only when the list was refreshed this recently (terms of the Safe Browsing lists)."""


class FeedScope(StrEnum):
    """What a listing is about. A listed page on a shared platform says nothing about its other tenants."""

    HOST = "host"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Registration:
    """What the registry says about one registrable domain (RDAP). None and '' mean that it does not say."""

    domain: str
    fetched_at: datetime
    registered_at: datetime | None = None
    expires_at: datetime | None = None
    registrar: str = ""
    statuses: tuple[str, ...] = ()
    """RDAP status values as sent, e.g. 'redemption period'."""


@dataclass(frozen=True, slots=True)
class FeedListing:
    """One address of the checked chain stands on a threat list."""

    feed: str
    entry: str
    """The listed host or URL."""
    refreshed_at: datetime
    scope: FeedScope = FeedScope.HOST


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """What all threat lists together say about one check's addresses."""

    listings: tuple[FeedListing, ...] = ()
    stale_feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """The facts known about a link's ground at the time of a check, beside those noted at approval."""

    registration: Registration | None = None
    registrar_at_approval: str = ""
    name_servers: tuple[str, ...] = ()
    name_servers_at_approval: tuple[str, ...] = ()
    listings: tuple[FeedListing, ...] = ()
    stale_feeds: tuple[str, ...] = ()
    """Names of lists that could not be refreshed: worth an alert to the operator, no alarm, and no clean bill."""
    unknown: tuple[str, ...] = ()
    """Who could say something about the domain and has not lately ('registry', 'name_servers'): no alarm, and no clean
    bill."""
    beside: tuple[Ground, ...] = ()
    """The same of the further domains that may answer for the link: gifts end there as well."""
    domain: str = ""
    """The registrable domain this is about; '' where only the link's own is spoken of."""
    end_is_shared: bool = False
    """Three or more different links of the host were led to where this one ended."""
