"""A made-up directory that shows every kind of answer a page can give, with reserved names."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta

from aidroute.domain.directory import Action, Citation, Confirmation, Directory, Mention, NeedStatement, Receipt
from aidroute.domain.link import LinkStatus
from aidroute.domain.routing_index import build_index
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.domain.vocabulary import (
    ChannelKind,
    ChannelStatus,
    Method,
    Need,
    Operator,
    Role,
    StatementKind,
    Strength,
    Support,
    Vocabulary,
)
from aidroute.services.browsing import View
from aidroute.services.code_lists import country_codes, currency_codes
from tests.support.directories import (
    EMERGENCY,
    HELD,
    LIVE,
    NEVER_CHECKED,
    NOW,
    QUARANTINED,
    appeal,
    channel,
    link,
    organization,
)

NEEDS = (
    "accommodation", "food", "water", "hygiene", "medicine", "health-care", "nutrition", "essential-goods", "fuel",
    "electricity", "evacuation-transport", "safe-passage", "protection", "family-tracing", "communications",
    "education", "livelihood", "cash", "unearmarked",
)  # fmt: skip

DOWN = replace(LIVE, state=LinkState.DOWN, verdict=Verdict.GONE, last_ok_at=NOW - timedelta(days=3))
STALE = replace(LIVE, last_checked_at=NOW - timedelta(days=4), last_ok_at=NOW - timedelta(days=4))

CONFIRMED = Confirmation(NOW - timedelta(days=12), NOW + timedelta(days=170))
EXPIRED = Confirmation(NOW - timedelta(days=400), NOW - timedelta(days=35))

LETTER = replace(
    appeal(),
    title="A letter from the harbour",
    actions=(Action("petition", {"en": "Sign the open letter for a safe way out of the harbour."}),),
)

CHANNELS = (
    channel(
        "harbour-kitchen-donate",
        "harbour-kitchen",
        1,
        needs=frozenset({"food", "hygiene"}),
        countries=frozenset({"FR", "DE", "CH"}),
        currencies=frozenset({"EUR", "CHF"}),
        methods=frozenset({Method.CARD, Method.BANK_TRANSFER}),
        receipts=(Receipt("FR", "Harbour Kitchen France"),),
        confirmation=CONFIRMED,
    ),
    channel(
        "quay-site",
        "quay-relief",
        2,
        kind=ChannelKind.OFFICIAL_SITE,
        citation=Citation("https://example.org/b", "2023-07"),
    ),
    channel("harbour-new-page", "harbour-women", 3, needs=frozenset({"food"}), confirmation=EXPIRED),
    channel("quay-stopped", "quay-relief", 4, needs=frozenset({"food", "unearmarked"})),
    channel("quay-gone", "quay-relief", 5, needs=frozenset({"hygiene"})),
    channel(
        "club-email",
        "harbour-club",
        kind=ChannelKind.EMAIL,
        address="gifts@harbour-club.example.org",
        support=frozenset({Support.MONEY, Support.GOODS}),
        citation=Citation("A letter from the harbour", "2023-03-05", Strength.APPEAL),
    ),
    channel("club-phone", "harbour-club", kind=ChannelKind.PHONE, address="+44 20 7946 0000"),
    channel(
        "club-store",
        "harbour-club",
        kind=ChannelKind.DROP_OFF,
        address="1 Quay Street, Harbour",
        support=frozenset({Support.GOODS}),
        citation=None,
    ),
    channel(
        "friends-fund",
        "harbour-women",
        6,
        needs=frozenset({"medicine"}),
        operator=Operator.INTERMEDIARY,
        operator_name="Friends of the Harbour",
        currencies=frozenset({"EUR"}),
    ),
    channel("seen-once", "harbour-women", 7, status=ChannelStatus.AWAITING),
    channel("old-page", "harbour-women", 8, status=ChannelStatus.RETIRED),
    channel("spring-campaign", "harbour-kitchen", 1, valid_from=date(2023, 3, 1), valid_to=date(2023, 6, 30)),
)

LINKS = (
    link(1, LIVE, "give.harbour-kitchen.example.org"),
    link(2, LIVE, "quay-relief.example.org"),
    link(3, NEVER_CHECKED, "harbour-women.example.org"),
    link(4, QUARANTINED, "quay-relief.example.net"),
    link(5, DOWN, "old.quay-relief.example.org"),
    link(6, STALE, "friends.example.com"),
    link(7, LIVE, "seen.example.com"),
    link(8, LIVE, "retired.example.com"),
    link(9, HELD, "held.example.com"),
)

MENTIONS = (
    Mention(LETTER.slug, "harbour-kitchen", "Harbour Kitchen", Role.RECOMMENDED_RECIPIENT),
    Mention(LETTER.slug, "harbour-club", "The Harbour Club", Role.ISSUER),
    Mention(LETTER.slug, "quay-relief", "Quay Relief", Role.DELIVERER_OF_AID),
)

STATEMENTS = (
    NeedStatement(LETTER.slug, "food", StatementKind.REQUESTED, "food"),
    NeedStatement(LETTER.slug, "hygiene", StatementKind.REQUESTED, "hygiene products"),
    NeedStatement(LETTER.slug, "safe-passage", StatementKind.REQUESTED, "a safe way out"),
)

ORGANIZATIONS = {
    slug: organization(slug) for slug in ("harbour-kitchen", "quay-relief", "harbour-women", "harbour-club")
}

FULL = Directory(
    version=1,
    links_version=1,
    vocabulary=Vocabulary(
        needs={slug: Need(slug, slug, donatable=slug != "safe-passage") for slug in NEEDS},
        countries=country_codes(),
        currencies=currency_codes(),
    ),
    emergencies={EMERGENCY.slug: EMERGENCY},
    appeals={LETTER.slug: LETTER},
    organizations=ORGANIZATIONS,
    channels={each.slug: each for each in CHANNELS},
    links={each.key: each for each in LINKS},
    mentions=MENTIONS,
    statements=STATEMENTS,
)


# Pages are kept by the directory's version, so each directory that is shown has one of its own.
VERSIONS = itertools.count(1)


class FixedSource:
    """A directory that stays as it is, in the place of one that is read from a database."""

    def __init__(self, directory: Directory, *, is_stale: bool = False) -> None:
        self.directory = replace(directory, version=next(VERSIONS))
        self.is_stale = is_stale
        self._views: dict[datetime, View] = {}

    def current(self, now: datetime) -> View:
        if now not in self._views:
            self._views[now] = View(self.directory, build_index(self.directory, now), self.is_stale)
        return self._views[now]


def with_status(directory: Directory, key: int, status: LinkStatus) -> Directory:
    """The same directory with one link in another state."""
    return directory.with_links(directory.links_version + 1, {key: replace(directory.links[key], status=status)})
