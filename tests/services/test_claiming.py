"""Taking links out of the queue."""

from datetime import timedelta

from sqlalchemy import select

from aidroute.services.claiming import Leases, Shortlist, Wish, claim, claim_one, new_token
from aidroute.storage.db import Database
from aidroute.storage.link import HostPause, Link
from tests.support.checking import NOW, add_links, all_links, many_links, new_link

LEASES = Leases()


def test_what_one_worker_has_another_does_not_get_until_the_lease_ends(database: Database) -> None:
    add_links(database, many_links(6, 6))
    one, other = Wish(new_token(), 4), Wish(new_token(), 10)
    first = claim(database, one, LEASES, NOW)
    second = claim(database, other, LEASES, NOW)
    assert len(first) == 4
    assert {link.id for link in first}.isdisjoint(link.id for link in second)
    assert claim(database, other, LEASES, NOW) == []
    after = NOW + LEASES.lease + timedelta(seconds=1)
    again = claim(database, other, LEASES, after)
    assert len(again) == 6
    assert {link.token for link in again}.isdisjoint(link.token for link in first)


def test_a_lane_belongs_to_one_worker(database: Database) -> None:
    add_links(database, [new_link(f"https://one.example.org/{n}") for n in range(4)])
    assert len(claim(database, Wish(new_token(), 2), LEASES, NOW)) == 2
    assert claim(database, Wish(new_token(), 2), LEASES, NOW) == []


def test_hosts_on_one_server_are_one_lane(database: Database) -> None:
    add_links(database, [new_link(f"https://t{n}.example.org/", address_group="at:203.0.113.5") for n in range(3)])
    assert len(claim(database, Wish(new_token(), 1), LEASES, NOW)) == 1
    assert claim(database, Wish(new_token(), 1), LEASES, NOW) == []
    with database.read() as session:
        assert list(session.scalars(select(HostPause.host))) == ["at:203.0.113.5"]


def test_no_lane_takes_all_the_places(database: Database) -> None:
    add_links(database, [new_link(f"https://big.example.org/{n}") for n in range(50)])
    add_links(database, many_links(10, 10))
    got = claim(database, Wish(new_token(), 60), Leases(per_lane=5), NOW)
    assert sum(link.host == "big.example.org" for link in got) == 5
    assert len(got) == 15


def test_a_full_lane_gets_nothing_more(database: Database) -> None:
    add_links(database, [new_link(f"https://one.example.org/{n}") for n in range(4)])
    worker = new_token()
    claim(database, Wish(worker, 2), LEASES, NOW)
    own = frozenset({"one.example.org"})
    assert claim(database, Wish(worker, 2, own, ("one.example.org",)), LEASES, NOW) == []
    assert len(claim(database, Wish(worker, 2, own), LEASES, NOW)) == 2


def test_a_lane_for_which_nothing_was_got_is_free_again(database: Database) -> None:
    add_links(database, [new_link("https://one.example.org/1")])
    shortlist = Shortlist()
    worker = new_token()
    shortlist_of_another = Shortlist()
    # Both have seen the link; the second comes too late for it and must not keep the lane.
    late = Wish(worker, 0)
    claim(database, late, LEASES, NOW, shortlist)
    claim(database, Wish(new_token(), 1), LEASES, NOW, shortlist_of_another)
    with database.write() as session:
        session.scalars(select(Link)).one().next_check_at = NOW + timedelta(hours=6)
        pause = session.scalars(select(HostPause)).one()
        pause.lease_token = pause.lease_until_at = None
    assert claim(database, Wish(worker, 1), LEASES, NOW, shortlist) == []
    with database.read() as session:
        assert session.scalars(select(HostPause.lease_token)).one() is None


def test_one_link_can_be_leased_before_its_time_but_not_from_another_worker(database: Database) -> None:
    (link_id,) = add_links(database, [new_link("https://one.example.org/", next_check_at=NOW + timedelta(hours=3))])
    claimed = claim_one(database, link_id, LEASES, NOW)
    assert claimed is not None
    assert claimed.token == all_links(database)[0].lease_token
    assert claim_one(database, link_id, LEASES, NOW) is None
    assert claim_one(database, link_id + 1, LEASES, NOW) is None
