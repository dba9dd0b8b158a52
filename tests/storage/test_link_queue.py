"""The order of the queue, and what is kept out of it."""

from datetime import timedelta

from aidroute.storage.db import Database
from aidroute.storage.link import HostPause
from aidroute.storage.link_queue import NEVER, ClaimTerms, candidates, has_too_far, make_all_due, pull_back
from tests.support.checking import NOW, add_links, all_links, many_links, new_link

LEASE = timedelta(seconds=120)


def found(database: Database, limit: int = 100, per_lane: int = 30) -> list[str]:
    """Hosts of the links a worker would try for, in order."""
    hosts = {link.id: link.host.split(".")[0] for link in all_links(database)}
    with database.read() as session:
        terms = ClaimTerms("me", "batch", NOW, LEASE, limit, per_lane)
        return [hosts[link_id] for link_id, _ in candidates(session, terms)]


def test_clicked_before_held_before_old(database: Database) -> None:
    add_links(
        database,
        [
            new_link("https://new.example.org/"),
            new_link("https://old.example.org/", next_check_at=NOW - timedelta(days=9)),
            new_link("https://held.example.org/", held=True),
            new_link("https://clicked.example.org/", recent_clicks=1),
            new_link("https://busy.example.org/", recent_clicks=7),
            new_link("https://later.example.org/", next_check_at=NOW + timedelta(seconds=1)),
        ],
    )
    assert found(database) == ["busy", "clicked", "held", "old", "new"]


def test_the_longest_lane_has_a_place_however_late_its_links_came(database: Database) -> None:
    add_links(database, many_links(100, 100, next_check_at=NOW - timedelta(hours=5)))
    add_links(database, [new_link(f"https://big.example.org/{n}") for n in range(12)])
    got = found(database, limit=40, per_lane=5)
    assert got[40:] == ["big"] * 5
    assert "big" not in got[:40]


def test_paused_leased_and_retired_links_are_kept_out(database: Database) -> None:
    soon = NOW + timedelta(minutes=1)
    add_links(
        database,
        [
            new_link("https://free.example.org/"),
            new_link("https://paused.example.org/"),
            new_link("https://theirs.example.org/"),
            new_link("https://mine.example.org/"),
            new_link("https://neighbour.example.org/", address_group="at:203.0.113.5"),
            new_link("https://leased.example.org/", lease_until_at=soon, lease_token="t:1"),
            new_link("https://retired.example.org/", state="retired"),
            new_link("https://never.example.org/", next_check_at=NEVER),
        ],
    )
    with database.write() as session:
        session.add_all(
            [
                HostPause(host="paused.example.org", next_start_at=soon, pauses_in_row=1),
                HostPause(host="at:203.0.113.5", next_start_at=soon, pauses_in_row=0),
                HostPause(host="theirs.example.org", next_start_at=NOW, lease_until_at=soon, lease_token="them"),
                HostPause(host="mine.example.org", next_start_at=NOW, lease_until_at=soon, lease_token="me"),
            ]
        )
    assert found(database) == ["free", "mine"]


def test_what_lies_too_far_ahead_is_due_at_once(database: Database) -> None:
    add_links(database, [new_link("https://a.example.org/", next_check_at=NOW + timedelta(days=30))])
    add_links(database, [new_link("https://b.example.org/", next_check_at=NEVER)])
    week = timedelta(days=8)
    with database.read() as session:
        assert has_too_far(session, NOW, week)
    with database.write() as session:
        assert pull_back(session, NOW, week) == 1
    assert found(database) == ["a"]
    with database.read() as session:
        assert not has_too_far(session, NOW, week)


def test_everything_that_is_ever_checked_can_be_made_due(database: Database) -> None:
    add_links(database, [new_link("https://a.example.org/", next_check_at=NOW + timedelta(hours=5))])
    add_links(database, [new_link("https://b.example.org/", state="retired")])
    add_links(database, [new_link("https://c.example.org/", next_check_at=NEVER, state="quarantined")])
    with database.write() as session:
        assert make_all_due(session, NOW) == 1
    assert found(database) == ["a"]
