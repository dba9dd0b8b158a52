from __future__ import annotations

from dataclasses import replace

from aidroute.domain.directory import Directory
from aidroute.domain.listing import Facet
from aidroute.domain.routing_index import build_index
from aidroute.services.browsing import View
from aidroute.services.listing_organizations import OrganizationLists, Wanted, find_organizations
from aidroute.storage.db import Database
from tests.support.directories import HELD, LIVE, NOW, channel, directory, link, organization


def seen(made: Directory) -> View:
    return View(made, build_index(made, NOW))


def test_the_list_follows_links_and_content(sqlite_database: Database) -> None:
    lists = OrganizationLists()
    first = directory([channel("a-page", "alder", 1)], [link(1, HELD)])
    working = Wanted(chosen={Facet.STATE: "go"})
    assert find_organizations(sqlite_database, lists, seen(first), working).slugs == ()
    better = first.with_links(2, {1: link(1, LIVE)})
    assert find_organizations(sqlite_database, lists, seen(better), working).slugs == ("alder",)
    more = replace(better, organizations={**better.organizations, "birch": organization("birch")})
    assert find_organizations(sqlite_database, lists, seen(more), Wanted()).slugs == ("alder", "birch")


def test_the_same_snapshot_is_arranged_once(sqlite_database: Database) -> None:
    lists = OrganizationLists()
    index = seen(directory([channel("a-page", "alder", 1)], [link(1)])).index
    assert lists.of(index) is lists.of(index)
