"""Puts together what watches the ground under links: registries, name servers, threat lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aidroute.adapters.domain_asking import DomainAsking
from aidroute.adapters.feeds import LocalFileFeed, ThreatFeed, ask_feeds
from aidroute.adapters.fetch import production_fetcher
from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.adapters.mail_exchange import DnsRecords
from aidroute.adapters.rdap import RdapClient
from aidroute.adapters.rdap_servers import FILE_NAME, RdapServers
from aidroute.domain.ground import FeedAnswer
from aidroute.services import feed_alerting, listed_links
from aidroute.services.checking import CheckerParts
from aidroute.services.examining import AskFeeds
from aidroute.services.watching import WatchParts
from aidroute.settings import Settings
from aidroute.storage.db import Database


def threat_feeds(settings: Settings) -> tuple[ThreatFeed, ...]:
    """The threat lists of this installation; a list of another kind is added here."""
    path = settings.threat_list_path
    if path is None:
        return ()
    return (LocalFileFeed(path, BrowserHostRules(), renewed_every=settings.threat_list_renewed_every),)


def feeds_asker(feeds: Sequence[ThreatFeed]) -> AskFeeds:
    """Asks all these lists about the addresses of one check."""
    hosts = BrowserHostRules()

    def ask(urls: Sequence[str], now: datetime) -> FeedAnswer:
        return ask_feeds(feeds, urls, hosts, now)

    return ask


def domain_asking(settings: Settings) -> DomainAsking:
    """Asks registries and name servers about domains, the registries by the same guarded fetcher as every link."""
    hosts = BrowserHostRules()
    fetch = production_fetcher(settings.base_url).fetch
    rdap = RdapClient(fetch, hosts.registry_domain, RdapServers(fetch, kept_at=settings.instance / FILE_NAME))
    return DomainAsking(rdap, DnsRecords(), hosts.registry_domain)


def watch_parts(settings: Settings, checker: CheckerParts) -> WatchParts:
    """What the watch of this installation is made of, with the checker's rules, clock and canary."""
    return WatchParts(
        ask=domain_asking(settings), rules=checker.examiner.rules, clock=checker.clock, canary=checker.canary
    )


def look_after_feeds(database: Database, feeds: Sequence[ThreatFeed], now: datetime) -> int:
    """Tell the operator which lists are out of date, and have listed links checked at once; gives their number."""
    if not feeds:
        return 0
    feed_alerting.tell(database, {feed.name: is_out_of_date(feed, now) for feed in feeds}, now)
    return listed_links.bring_forward(database, feeds_asker(feeds), now)


def is_out_of_date(feed: ThreatFeed, now: datetime) -> bool:
    """Whether a list can't be relied on; one that fails can't."""
    return bool(ask_feeds([feed], (), BrowserHostRules(), now).stale_feeds)
