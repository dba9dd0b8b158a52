"""Puts the checker together: the real network, the rule lists, the canary, the settings' limits."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from aidroute.adapters.canary import network_is_up
from aidroute.adapters.fetch import Fetcher, production_fetcher
from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.adapters.resolve import BoundedLookup
from aidroute.domain.directory import Link
from aidroute.domain.fetch_request import FetchRequest
from aidroute.domain.pace import address_group
from aidroute.domain.rules import Rules
from aidroute.ground import feeds_asker, threat_feeds
from aidroute.services.checking import CheckerParts
from aidroute.services.examining import Examiner
from aidroute.services.one_run import Limits
from aidroute.services.own_network import Canary
from aidroute.services.rechecking import FRESH_ENOUGH, ClickRechecks
from aidroute.services.rule_lists import load_rules
from aidroute.settings import Settings
from aidroute.storage.db import Database

LookAgain = Callable[[Link, datetime], bool]
"""Whether a visitor may be taken to this link at this instant."""

OBJECTS_BETWEEN_COLLECTIONS = 20_000
LOOKUP_S = 3.0
CANARY_S = 5.0


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def spare_what_stays() -> None:
    """Let the garbage collector pass over what was loaded so far: it stays as long as the process.

    A check leaves many small objects and hardly a cycle; going through everything for them took a tenth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


def checker_parts(settings: Settings, database: Database) -> CheckerParts:
    """What a checker of this installation is made of: real network, shipped rules, the settings' limits."""
    fetcher = production_fetcher(settings.base_url)
    return CheckerParts(
        database=database,
        examiner=Examiner(fetcher.fetch, rules_of(settings), feeds_asker(threat_feeds(settings))),
        clock=utc_now,
        canary=canary_of(fetcher, settings.canary_hosts),
        address_of=ServerOf(BoundedLookup(fetcher.resolver)),
        limits=Limits(slots=settings.worker_slots),
    )


def look_again_at_clicks(settings: Settings, database: Database) -> LookAgain:
    """A second look at the moment of a click, when the last good check is more than an hour old.

    The network is put together at the first click that needs it: most processes never do.
    """
    made = cache(lambda: ClickRechecks(checker_parts(settings, database)))

    def look_again(link: Link, now: datetime) -> bool:
        last_ok_at = link.status.last_ok_at
        if last_ok_at is not None and now - last_ok_at <= FRESH_ENOUGH:
            return True
        return made().confirm(link, now).may_go

    return look_again


def rules_of(settings: Settings) -> Rules:
    """The shipped rule lists; links into this installation itself are refused."""
    own = urlsplit(settings.base_url).hostname or ""
    return load_rules(BrowserHostRules(), frozenset(filter(None, (own,))))


def canary_of(fetcher: Fetcher, hosts: tuple[str, ...]) -> Canary:
    """Whether one of these hosts answers over verified TLS: a captive portal and a dead line both fail that.

    A lookup alone is asked first, because without name servers nothing else can work. Without hosts the answer is
    always yes: nothing is known against our own network.
    """

    def canary() -> bool:
        if not hosts:
            return True
        if not network_is_up(fetcher.resolver, hosts, LOOKUP_S):
            return False
        within = timedelta(seconds=CANARY_S)
        return any(
            fetcher.fetch(FetchRequest(f"https://{host}/", follow_robots=False, body_bytes=1, within=within)).status
            for host in hosts
        )

    return canary


@dataclass(frozen=True, slots=True)
class ServerOf:
    """Names the server a host lives on, so that hosts on one server are asked one after another."""

    lookup: BoundedLookup

    def __call__(self, host: str) -> str:
        """'at:' and its smallest address; '' when the name servers do not say."""
        try:
            return address_group(endpoint.address for endpoint in self.lookup(host, 443, LOOKUP_S))
        except (socket.gaierror, OSError, UnicodeError):
            return ""
