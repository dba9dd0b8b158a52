from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidroute.domain.directory import Directory
from aidroute.domain.listing import (
    NO_CHANNEL,
    Chosen,
    Facet,
    Listing,
    OrganizationList,
    build_list,
    is_place_to_give,
    list_organizations,
    needs_served,
    strongest_mention,
    with_levels,
)
from aidroute.domain.routing_index import build_index
from aidroute.domain.vocabulary import ChannelStatus, Purpose, Role, RoutingLevel
from tests.support.directories import HELD, LIVE, NOW, channel, directory, link, mention, organization

FOOD, HYGIENE = frozenset({"food"}), frozenset({"hygiene"})


def listed_from(made: Directory) -> OrganizationList:
    return build_list(build_index(made, NOW))


@pytest.fixture
def small() -> Directory:
    return directory(
        [
            channel("a-page", "alder", 1, needs=FOOD),
            channel("b-page", "birch", 2, needs=HYGIENE | FOOD),
            channel("c-page", "cedar", 3, status=ChannelStatus.AWAITING),
        ],
        [link(1, LIVE), link(2, HELD), link(3, LIVE)],
        [
            organization("alder", places=("Goris", "Armenia")),
            organization("birch", places=("Armenia",), kind="national NGO"),
            organization("cedar"),
            organization("elm", name="Ábaco", purpose=Purpose.NOT_HUMANITARIAN),
        ],
    )


def pages(listed: OrganizationList, chosen: Chosen, limit: int, found: list[str] | None = None) -> list[Listing]:
    shown = [list_organizations(listed, chosen, found, limit=limit)]
    while shown[-1].next_after and len(shown) < 100:
        shown.append(list_organizations(listed, chosen, found, shown[-1].next_after, limit))
    return shown


def test_places_to_give_come_first_and_equals_by_name_without_accents(small: Directory) -> None:
    assert listed_from(small).slugs == ("alder", "birch", "elm", "cedar")


def test_an_organization_is_found_by_each_of_its_values(small: Directory) -> None:
    listed = listed_from(small)
    assert list_organizations(listed, {Facet.NEED: "food"}).slugs == ("alder", "birch")
    assert list_organizations(listed, {Facet.NEED: "food", Facet.PLACE: "Goris"}).slugs == ("alder",)
    assert list_organizations(listed, {Facet.STATE: RoutingLevel.GO.value}).slugs == ("alder",)
    assert list_organizations(listed, {Facet.STATE: NO_CHANNEL}).slugs == ("elm", "cedar")
    assert list_organizations(listed, {Facet.KIND: "national NGO"}).slugs == ("birch",)


def test_a_channel_that_nobody_approved_counts_for_nothing(small: Directory) -> None:
    listed = listed_from(small)
    assert "cedar" not in listed.best_level
    assert needs_served(small, "cedar") == ()


def test_an_unknown_value_leaves_nobody(small: Directory) -> None:
    shown = list_organizations(listed_from(small), {Facet.NEED: "no-such-need"})
    assert (shown.slugs, shown.total, shown.next_after) == ((), 0, "")
    assert shown.counts[Facet.NEED] == {"food": 2, "hygiene": 1}


@given(
    place=st.sampled_from(["", "Goris", "Armenia"]),
    need=st.sampled_from(["", "food", "hygiene"]),
    state=st.sampled_from(["", "go", "caution", "none"]),
)
def test_every_count_is_what_choosing_it_would_show(place: str, need: str, state: str) -> None:
    made = directory(
        [channel("a-page", "alder", 1, needs=FOOD), channel("b-page", "birch", 2, needs=HYGIENE | FOOD)],
        [link(1, LIVE), link(2, HELD)],
        [organization("alder", places=("Goris", "Armenia")), organization("birch", places=("Armenia",)),
         organization("elm")],
    )  # fmt: skip
    listed = listed_from(made)
    typed = {Facet.PLACE: place, Facet.NEED: need, Facet.STATE: state}
    chosen = {facet: value for facet, value in typed.items() if value}
    for facet, counts in list_organizations(listed, chosen).counts.items():
        for value, count in counts.items():
            assert list_organizations(listed, {**chosen, facet: value}).total == count


@given(number=st.integers(0, 30), limit=st.integers(1, 7))
def test_paging_shows_everybody_once_and_in_one_order(number: int, limit: int) -> None:
    made = directory([], (), [organization(f"org-{each:02}") for each in range(number)])
    listed = listed_from(made)
    shown = [slug for page in pages(listed, {}, limit) for slug in page.slugs]
    assert shown == list(listed.slugs)


def test_a_search_keeps_its_own_order_over_the_pages(small: Directory) -> None:
    listed = listed_from(small)
    found = ["cedar", "alder", "gone-since", "birch"]
    shown = [slug for page in pages(listed, {}, 1, found) for slug in page.slugs]
    assert shown == ["cedar", "alder", "birch"]
    assert list_organizations(listed, {Facet.NEED: "food"}, found).slugs == ("alder", "birch")


def test_an_organization_that_left_the_list_does_not_break_the_next_page(small: Directory) -> None:
    assert list_organizations(listed_from(small), {}, after="no-such", limit=2).slugs == ("alder", "birch")


def test_who_is_only_cited_is_no_place_to_give(small: Directory) -> None:
    birch = small.organizations["birch"]
    assert is_place_to_give(small, birch)
    cited = replace(small, mentions=(mention("birch", Role.CITED_ASSESSOR),))
    assert not is_place_to_give(cited, birch)
    helping = replace(small, mentions=(mention("birch", Role.CITED_ASSESSOR), mention("birch", Role.DELIVERER_OF_AID)))
    assert is_place_to_give(helping, birch)
    assert not is_place_to_give(small, small.organizations["elm"])


def test_the_mention_that_says_most_is_the_one_about_giving(small: Directory) -> None:
    named = replace(small, mentions=(mention("birch", Role.ADDRESSEE), mention("birch", Role.RECOMMENDED_RECIPIENT)))
    found = strongest_mention(named, "birch")
    assert found is not None
    assert found.role is Role.RECOMMENDED_RECIPIENT
    assert strongest_mention(named, "alder") is None


def test_when_only_links_move_only_levels_do(small: Directory) -> None:
    before = listed_from(small)
    moved = small.with_links(2, {2: link(2, LIVE)})
    after = with_levels(before, build_index(moved, NOW))
    assert after == listed_from(moved)
    assert after.best_level["birch"] is RoutingLevel.GO
    assert list_organizations(after, {Facet.STATE: "go"}).slugs == ("alder", "birch")
