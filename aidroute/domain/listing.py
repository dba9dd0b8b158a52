"""The list of organizations: filters with counts, in an order that does not move while somebody pages through it.

Built once per version of the directory, as sets of positions (see ``bitset``); a filter is an AND, a count a popcount.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from aidroute.domain import bitset
from aidroute.domain.directory import Channel, Directory, Mention, Organization
from aidroute.domain.inclusion import may_hold_channel
from aidroute.domain.routing_index import RoutingIndex
from aidroute.domain.vocabulary import ChannelStatus, Purpose, RoutingLevel

PAGE = 20


class Facet(StrEnum):
    """What organizations can be filtered by. The values are the names of parameters in an address."""

    NEED = "need"
    PLACE = "place"
    PURPOSE = "purpose"
    STATE = "state"
    KIND = "kind"


NO_CHANNEL = "none"
"""Value of ``Facet.STATE`` for organizations that have no approved channel."""

STATES = (*(level.value for level in RoutingLevel), NO_CHANNEL)
"""Values of ``Facet.STATE``, best first: the level of an organization's best channel."""

Chosen = Mapping[Facet, str]
"""Filters that are set, each with its value."""


@dataclass(frozen=True)
class OrganizationList:
    """All organizations in their listed order, and for each facet the sets of positions that have a value."""

    slugs: tuple[str, ...]
    values: Mapping[Facet, Mapping[str, int]]
    best_level: Mapping[str, RoutingLevel]
    """The level of the best approved channel; organizations without one are not in it."""
    position_of: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page: the slugs on it, how many there are in all, and what each further choice would leave.

    ``counts`` of a facet are made with all other filters set, so that every count is what choosing it would show.
    ``next_after`` asks for the next page, '' on the last.
    """

    slugs: tuple[str, ...]
    total: int
    counts: Mapping[Facet, Mapping[str, int]]
    next_after: str = ""


def build_list(index: RoutingIndex) -> OrganizationList:
    """Arrange the organizations of a directory: places to give first, then by name."""
    directory = index.directory
    ordered = sorted(directory.organizations.values(), key=lambda each: _order(directory, each))
    members: dict[Facet, dict[str, list[int]]] = {facet: defaultdict(list) for facet in Facet}
    for position, organization in enumerate(ordered):
        for facet, value in _values(directory, organization):
            members[facet][value].append(position)
    arranged = OrganizationList(
        slugs=tuple(each.slug for each in ordered),
        values={facet: _sets(found, len(ordered)) for facet, found in members.items()},
        best_level={},
        position_of={each.slug: position for position, each in enumerate(ordered)},
    )
    return with_levels(arranged, index)


def with_levels(arranged: OrganizationList, index: RoutingIndex) -> OrganizationList:
    """The same list with the levels of a newer index over the same content: all that moves when links do."""
    best_level = _best_levels(index)
    members: dict[str, list[int]] = defaultdict(list)
    for position, slug in enumerate(arranged.slugs):
        level = best_level.get(slug)
        members[level.value if level else NO_CHANNEL].append(position)
    states = _sets(members, len(arranged.slugs))
    return replace(arranged, values={**arranged.values, Facet.STATE: states}, best_level=best_level)


def list_organizations(
    listed: OrganizationList, chosen: Chosen, found: Sequence[str] | None = None, after: str = "", limit: int = PAGE
) -> Listing:
    """The page that follows the organization ``after``, of those that have every chosen value.

    ``found`` are the slugs a search found, the likeliest first: then only these, and in that order. A value that no
    organization has leaves nobody. An ``after`` that is not there begins at the first page.
    """
    everything = (1 << len(listed.slugs)) - 1
    base = everything if found is None else _set_of(listed, found)
    sets = {facet: listed.values[facet].get(value, 0) for facet, value in chosen.items()}
    left = base
    for bits in sets.values():
        left &= bits
    page = _page(listed, left, found, after, limit + 1)
    return Listing(
        slugs=tuple(page[:limit]),
        total=left.bit_count(),
        counts={facet: _counts(listed, facet, base, sets) for facet in Facet},
        next_after=page[limit - 1] if len(page) > limit else "",
    )


def is_place_to_give(directory: Directory, organization: Organization) -> bool:
    """False for bodies that are listed only because an appeal names them: assessors, media, platforms, governments.

    An organization that no appeal names is judged by its purpose alone.
    """
    if organization.purpose is Purpose.NOT_HUMANITARIAN:
        return False
    named = directory.mentions_of.get(organization.slug, ())
    return not named or may_hold_channel(mention.role for mention in named)


def offered_channels(directory: Directory, slug: str) -> tuple[Channel, ...]:
    """The approved channels of an organization."""
    return tuple(channel for channel in directory.channels_of.get(slug, ()) if channel.status is ChannelStatus.APPROVED)


def needs_served(directory: Directory, slug: str) -> tuple[str, ...]:
    """The needs that an organization's approved channels serve, in the vocabulary's order."""
    served = {need for channel in offered_channels(directory, slug) for need in channel.needs}
    return tuple(need for need in directory.vocabulary.needs if need in served)


def strongest_mention(directory: Directory, slug: str) -> Mention | None:
    """The mention that says most about an organization: roles of giving before all others."""
    order = ("recommended_recipient", "issuer", "deliverer_of_aid")
    mentions = directory.mentions_of.get(slug, ())
    return min(mentions, key=lambda each: order.index(each.role) if each.role in order else len(order), default=None)


def _order(directory: Directory, organization: Organization) -> tuple[bool, str, str]:
    gives = is_place_to_give(directory, organization) and bool(offered_channels(directory, organization.slug))
    return not gives, sort_key(organization.name), organization.slug


def sort_key(name: str) -> str:
    """A name for alphabetical order: small letters, accents aside."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _best_levels(index: RoutingIndex) -> dict[str, RoutingLevel]:
    rank = {level: position for position, level in enumerate(RoutingLevel)}
    best: dict[str, RoutingLevel] = {}
    for channel, decision in zip(index.channels, index.decisions, strict=True):
        if channel.status is not ChannelStatus.APPROVED:
            continue
        held = best.get(channel.organization)
        if held is None or rank[decision.level] < rank[held]:
            best[channel.organization] = decision.level
    return best


def _values(directory: Directory, organization: Organization) -> Iterable[tuple[Facet, str]]:
    for need in needs_served(directory, organization.slug):
        yield Facet.NEED, need
    for place in dict.fromkeys(organization.places):
        yield Facet.PLACE, place
    yield Facet.PURPOSE, organization.purpose.value
    yield Facet.KIND, organization.kind


def _sets(members: Mapping[str, Sequence[int]], size: int) -> dict[str, int]:
    return {value: bitset.of(positions, size) for value, positions in members.items()}


def _set_of(listed: OrganizationList, slugs: Sequence[str]) -> int:
    places = (listed.position_of[slug] for slug in slugs if slug in listed.position_of)
    return bitset.of(places, len(listed.slugs))


def _page(listed: OrganizationList, left: int, found: Sequence[str] | None, after: str, most: int) -> list[str]:
    """The next slugs after ``after``, at most ``most``: in the listed order, or in that of a search."""
    if found is not None:
        order = [slug for slug in found if slug in listed.position_of and left >> listed.position_of[slug] & 1]
        start = order.index(after) + 1 if after in order else 0
        return order[start : start + most]
    start = listed.position_of[after] + 1 if after in listed.position_of else 0
    return [listed.slugs[start + position] for position in islice(bitset.members(left >> start), most)]


def _counts(listed: OrganizationList, facet: Facet, base: int, sets: Mapping[Facet, int]) -> dict[str, int]:
    for other, bits in sets.items():
        if other is not facet:
            base &= bits
    counted = ((value, (bits & base).bit_count()) for value, bits in listed.values[facet].items())
    return {value: count for value, count in counted if count}
