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
from aidroute.domain.ground import FeedAnswer
from aidroute.services.examining import AskFeeds
from aidroute.settings import Settings


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
    rdap = RdapClient(production_fetcher(settings.base_url).fetch, hosts.registry_domain)
    return DomainAsking(rdap, DnsRecords(), hosts.registry_domain)
