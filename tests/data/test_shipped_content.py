"""The shipped content by itself: it is whole, and nobody is led where no one may be led."""

from __future__ import annotations

import re

import pytest

from aidroute.domain.inclusion import may_hold_channel
from aidroute.domain.vocabulary import ChannelKind, Role
from aidroute.services.content_schema import OrganizationFile
from tests.support.shipped import FOLDER, shipped

RECOMMENDED_OR_OFFERING = {
    "all-for-armenia": ChannelKind.OFFICIAL_SITE,
    "womens-fund-armenia": ChannelKind.OFFICIAL_SITE,
    "armenian-caritas": ChannelKind.OFFICIAL_SITE,
    "queer-sista-platform": ChannelKind.EMAIL,
}
NEVER_A_PLACE_TO_GIVE = {
    "amnesty-international",
    "human-rights-watch",
    "freedom-house",
    "global-centre-for-the-responsibility-to-protect",
    "lemkin-institute",
    "international-association-of-genocide-scholars",
    "armenpress",
    "human-rights-defender-of-artsakh",
    "change-org",
}


def organization(slug: str) -> OrganizationFile:
    return shipped().organizations[slug]


def test_everything_that_ships_is_read_without_a_problem() -> None:
    content = shipped()
    assert (len(content.appeals), len(content.organizations), len(content.needs)) == (5, 14, 19)


@pytest.mark.parametrize(("slug", "kind"), RECOMMENDED_OR_OFFERING.items(), ids=RECOMMENDED_OR_OFFERING)
def test_the_four_are_listed_with_exactly_what_is_known(slug: str, kind: ChannelKind) -> None:
    offered = [each for each in organization(slug).channels if each.status == "approved"]
    assert [each.kind for each in offered] == [kind]
    assert "donation page not confirmed" in offered[0].title["en"]
    assert not offered[0].methods
    assert not offered[0].receipts
    assert any(fact.topic == "donation_page" and not fact.found for fact in organization(slug).facts)


@pytest.mark.parametrize("slug", sorted(NEVER_A_PLACE_TO_GIVE))
def test_who_is_cited_publishes_or_hosts_a_petition_is_no_place_to_give(slug: str) -> None:
    assert organization(slug).channels == []
    assert organization(slug).purpose == "not_humanitarian"
    assert "not a relief organization" in organization(slug).summary["en"]


def test_every_organization_with_a_channel_is_named_in_a_role_that_fits() -> None:
    roles: dict[str, set[Role]] = {}
    for appeal in shipped().appeals.values():
        for mention in appeal.mentions:
            roles.setdefault(mention.organization or "", set()).add(mention.role)
    with_channels = {slug for slug, each in shipped().organizations.items() if each.channels}
    assert with_channels == {*RECOMMENDED_OR_OFFERING, "icrc"}
    assert all(may_hold_channel(roles[slug]) for slug in with_channels)


def test_the_one_page_that_was_only_seen_is_not_offered() -> None:
    waiting = [
        each.slug for part in shipped().organizations.values() for each in part.channels if each.status != "approved"
    ]
    assert waiting == ["armenian-caritas-through-caritas-ambrosiana"]


def test_the_icrc_page_promises_nothing_it_does_not_keep() -> None:
    (page,) = organization("icrc").channels
    assert page.url == "https://www.icrc.org/en/donate"
    assert page.emergencies == []
    assert page.receipts == []
    assert "no appeal recommends it" in page.note["en"]
    for country in ("Switzerland", "Australia", "France", "United Kingdom", "United States"):
        assert country in page.note["en"]


def test_the_platform_that_needs_care_shows_only_what_it_published_itself() -> None:
    part = organization("queer-sista-platform")
    assert {contact.citation.strength for contact in part.contacts} == {"appeal"}
    assert part.website == ""
    assert not any(fact.topic == "people" for fact in part.facts)


def test_no_file_carries_an_account_or_a_tax_number() -> None:
    number = re.compile(r"\b[A-Z]{2}\d{2}[ ]?(?:[A-Z0-9]{4}[ ]?){3,7}|\bEIN\b|\b\d{2}-\d{7}\b")
    found = {path.name for path in FOLDER.glob("*/*.yaml") if number.search(path.read_text(encoding="utf-8"))}
    assert found == set()


def test_every_quote_is_short_enough_to_be_no_copy() -> None:
    quotes = [each.quote for appeal in shipped().appeals.values() for each in (*appeal.mentions, *appeal.statements)]
    assert len(quotes) == 57 + 52
    assert max(len(quote.split()) for quote in quotes) <= 12


def test_the_date_two_appeals_disagree_about_stays_visible() -> None:
    (emergency,) = shipped().emergencies.values()
    told = {entry.happened_on: entry.appeals for entry in emergency.timeline}
    assert told["2020-11-10"] == ["lachin-corridor-petition-undated"]
    assert "lachin-corridor-petition-undated" not in told["2020-11-09"]


def test_the_timeline_runs_forward() -> None:
    (emergency,) = shipped().emergencies.values()
    days = [entry.happened_on for entry in emergency.timeline]
    assert days == sorted(days)
