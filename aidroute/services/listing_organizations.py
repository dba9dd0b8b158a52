"""Listing organizations: a search, filters with counts, page by page, from the snapshot that every page shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aidroute.domain.listing import Facet, Listing, OrganizationList, build_list, list_organizations, with_levels
from aidroute.domain.routing_index import RoutingIndex
from aidroute.services.browsing import View
from aidroute.services.searching import search
from aidroute.storage.db import Database


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor looks for. ``after`` is the slug that the page before ended with."""

    query: str = ""
    chosen: Mapping[Facet, str] = field(default_factory=dict)
    after: str = ""


class OrganizationLists:
    """Holds the list arranged for the newest snapshot of a process. Safe to use from many threads."""

    def __init__(self) -> None:
        """Begin with nothing arranged."""
        self._newest: tuple[RoutingIndex, OrganizationList] | None = None

    def of(self, index: RoutingIndex) -> OrganizationList:
        """The list of this snapshot. Two threads may arrange it at once; either result is right."""
        newest = self._newest
        if newest is None or not _has_same_content(newest[0], index):
            newest = (index, build_list(index))
        elif newest[0] is not index:
            newest = (index, with_levels(newest[1], index))
        self._newest = newest
        return newest[1]


def find_organizations(database: Database, lists: OrganizationLists, view: View, wanted: Wanted) -> Listing:
    """The page of organizations that answers ``wanted``. While the database is away the snapshot is searched."""
    found = search(database, view.directory, wanted.query) if wanted.query else None
    return list_organizations(lists.of(view.index), wanted.chosen, found, wanted.after)


def _has_same_content(one: RoutingIndex, other: RoutingIndex) -> bool:
    """Whether only links moved between two snapshots: then they share what they list."""
    ours, theirs = one.directory, other.directory
    return ours.organizations is theirs.organizations and ours.channels is theirs.channels
