"""The whole way on real sockets: registry and name server change, the watch learns of it, the next check acts on it."""

import json
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from aidroute.adapters.domain_asking import DomainAsking
from aidroute.adapters.feeds import LocalFileFeed, ask_feeds
from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.adapters.mail_exchange import DnsRecords
from aidroute.adapters.rdap import RdapClient
from aidroute.adapters.rdap_servers import RdapServers
from aidroute.domain.ground import FeedAnswer
from aidroute.domain.pace import Pace
from aidroute.domain.routing_level import RoutingDecision, routing_level
from aidroute.services.checking import Checker, CheckerParts
from aidroute.services.examining import AskFeeds, Examiner, no_feeds
from aidroute.services.one_run import Limits
from aidroute.services.rule_lists import load_rules
from aidroute.services.watching import WatchParts, watch_due
from aidroute.storage.db import Database
from aidroute.storage.link import Check, Link
from aidroute.storage.link_rows import status_of
from tests.support.checking import NOW, Clock, add_links, new_link, the_link
from tests.world.answers import answer, silence
from tests.world.name_server import NameServer, Zone
from tests.world.pages import good
from tests.world.server import World

HOSTS = BrowserHostRules(extra_suffixes=("test",))
RULES = load_rules(HOSTS)
PARKING = min(RULES.host_lists.parking_name_servers)
DAY = timedelta(days=1)
DIRECTORY = {"services": [[["test"], ["https://registry.test/v1/"]]]}
URL = "https://charity.test/donate"


@dataclass
class Charity:
    """A charity on charity.test with its page, its registry and its name server, and those who look after the link."""

    database: Database
    world: World
    name_server: NameServer
    zone: Zone
    clock: Clock = field(default_factory=Clock)
    ask: AskFeeds = no_feeds

    def __post_init__(self) -> None:
        self.world.serve("charity.test", "/donate", good())
        self.world.serve("registry.test", "/rdap/dns.json", answer(200, json.dumps(DIRECTORY)))
        self.register()
        fetcher = self.world.fetcher(clock=self.clock.now)
        rdap = RdapClient(
            fetcher.fetch, HOSTS.registry_domain, RdapServers(fetcher.fetch, "https://registry.test/rdap/dns.json")
        )
        asking = DomainAsking(rdap, DnsRecords(0.5, self.name_server.resolver()), HOSTS.registry_domain)
        self.watching = WatchParts(asking, RULES, self.clock.now, lambda: True, jitter=lambda: 0.0, gap_s=0.0)
        self.checker = Checker(
            CheckerParts(
                database=self.database,
                examiner=Examiner(fetcher.fetch, RULES, self.ask_feeds),
                clock=self.clock.now,
                limits=Limits(slots=4, pace=Pace(gap_s=0.0)),
                jitter=lambda: 0.0,
            )
        )

    def ask_feeds(self, urls: Sequence[str], now: datetime) -> FeedAnswer:
        """Whatever threat list there is now."""
        return self.ask(urls, now)

    def register(self, registered: str = "2012-03-04", ends: str = "2030-03-04", *statuses: str) -> None:
        """What the registry says from now on."""
        says = {
            "objectClassName": "domain", "ldhName": "charity.test", "status": statuses,
            "events": [
                {"eventAction": "registration", "eventDate": f"{registered}T00:00:00Z"},
                {"eventAction": "expiration", "eventDate": f"{ends}T00:00:00Z"},
            ],
        }  # fmt: skip
        self.world.serve("registry.test", "/v1/domain/charity.test", answer(200, json.dumps(says)))

    def pass_time(self, by: timedelta = timedelta()) -> tuple[str, str | None, str]:
        """Some time later the domain is watched and the link is checked, both when they are due."""
        self.clock.move(by)
        watch_due(self.database, self.watching, threading.Event())
        self.checker.run_due()
        link = the_link(self.database)
        return link.state, link.verdict, link.reason

    @property
    def decision(self) -> RoutingDecision:
        return routing_level(status_of(the_link(self.database)), self.clock.now())


@pytest.fixture
def charity(sqlite_database: Database) -> Iterator[Charity]:
    add_links(sqlite_database, [new_link(URL, allowed_domains=["payment.test"])])
    zone: Zone = {("charity.test", "NS"): ("ns1.host.test.", "ns2.host.test.")}
    with World() as world, NameServer(zone) as server:
        yield Charity(sqlite_database, world, server, zone)


def test_a_domain_that_was_registered_anew_is_quarantined_at_once(charity: Charity) -> None:
    assert charity.pass_time() == ("live", "live", "")
    charity.register(registered="2026-11-23")
    charity.clock.move(7.1 * DAY)
    assert charity.pass_time() == ("quarantined", "hijack_suspect", "registered_after_approval")
    charity.register()
    assert charity.pass_time(8 * DAY)[0] == "quarantined"


def test_a_domain_that_moved_to_a_parking_service_is_quarantined(charity: Charity) -> None:
    assert charity.pass_time()[0] == "live"
    charity.zone["charity.test", "NS"] = (f"ns1.{PARKING}.", f"ns2.{PARKING}.")
    assert charity.pass_time(7.1 * DAY) == ("quarantined", "parked", "parking_name_server")


def test_a_domain_in_redemption_is_quarantined_and_one_that_ends_soon_is_noted(charity: Charity) -> None:
    charity.register("2012-03-04", "2026-12-05")
    assert charity.pass_time() == ("live", "degraded", "domain_expiring")
    charity.register("2012-03-04", "2026-12-05", "redemption period")
    assert charity.pass_time(1.1 * DAY) == ("quarantined", "hijack_suspect", "domain_lapsed")


@pytest.mark.parametrize("behaviour", [silence, answer(500, "oops"), answer(404, "{}"), answer(200, "<p>not json</p>")])
def test_a_registry_and_name_servers_that_say_nothing_are_no_alarm(charity: Charity, behaviour: object) -> None:
    charity.world.serve("registry.test", "/v1/domain/charity.test", behaviour)  # type: ignore[arg-type]
    charity.zone.clear()
    assert charity.pass_time() == ("live", "live", "")
    assert charity.decision.level.value == "go"


def test_on_unknown_ground_a_persons_word_is_not_enough_for_a_page_that_machines_cannot_read(charity: Charity) -> None:
    charity.world.serve("charity.test", "/donate", answer(403, "Forbidden"))
    charity.world.serve("registry.test", "/v1/domain/charity.test", answer(500, "oops"))
    with charity.database.write() as session:
        session.execute(update(Link).values(verified_until_at=NOW + 30 * DAY))
    assert charity.pass_time()[0] == "blocked"
    assert charity.decision.cautions == ("ground_not_clean",)
    charity.register()
    charity.pass_time(1.2 * DAY)
    assert charity.decision.level.value == "go"
    charity.zone["charity.test", "NS"] = ("ns1.elsewhere.test.",)
    charity.clock.move(7.1 * DAY)
    watch_due(charity.database, charity.watching, threading.Event())
    assert charity.decision.cautions == ("ground_not_clean",)
    assert charity.pass_time()[0] == "blocked"
    assert charity.decision.cautions == ("ground_not_clean",)


def test_a_listed_host_is_quarantined_and_stays_so_after_it_was_taken_off_the_list(
    charity: Charity, tmp_path: Path
) -> None:
    path = tmp_path / "list.txt"
    path.write_text("elsewhere.test\n", encoding="utf-8")
    feed = LocalFileFeed(path, HOSTS)
    charity.ask = lambda urls, now: ask_feeds([feed], urls, HOSTS, now)
    assert charity.pass_time()[0] == "live"
    path.write_text("elsewhere.test\ncharity.test\n", encoding="utf-8")
    assert charity.pass_time(7 * timedelta(hours=1)) == ("quarantined", "malicious", "threat_list")
    path.write_text("elsewhere.test\n", encoding="utf-8")
    assert charity.pass_time(DAY)[0] == "quarantined"
    with charity.database.read() as session:
        verdicts = list(session.scalars(select(Check.verdict).order_by(Check.id)))
    assert verdicts == ["live", "malicious", "live"]


def test_a_list_that_is_out_of_date_accuses_nobody_and_clears_nobody(charity: Charity, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("elsewhere.test\n", encoding="utf-8")
    old = (NOW - 4 * DAY).timestamp()
    os.utime(path, (old, old))
    feed = LocalFileFeed(path, HOSTS, renewed_every=3 * DAY)
    charity.ask = lambda urls, now: ask_feeds([feed], urls, HOSTS, now)
    assert charity.pass_time()[0] == "live"
    assert charity.decision.level.value == "go"
    assert not the_link(charity.database).ground_is_clean
