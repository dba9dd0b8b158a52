"""How fast hosts are asked, in what order, and when they are left alone."""

import itertools
from datetime import timedelta

from sqlalchemy import select

from aidroute.domain.pace import Pace
from aidroute.services.one_run import Limits
from aidroute.storage.db import Database
from aidroute.storage.link import HostPause
from tests.support.checking import (
    NOW,
    Page,
    Web,
    add_links,
    checker_of,
    many_links,
    new_link,
)

URL = "https://give.example.org/donate"


def test_a_host_that_says_429_is_left_alone_and_other_hosts_are_not(database: Database) -> None:
    busy = [new_link(f"https://busy.example.org/{n}") for n in range(30)]
    others = [new_link(f"https://h{n}.example.org/") for n in range(10)]
    add_links(database, busy + others)
    web = Web(pages={f"https://busy.example.org/{n}": Page(429, retry_after="600") for n in range(30)})
    checker = checker_of(database, web)
    checker.run_due()
    checker.run_due()
    asked = [url for url in web.urls if "busy" in url]
    assert len(asked) == 1
    assert len(web.urls) == 11
    web.clock.move(timedelta(seconds=590))
    checker.run_due()
    assert len(web.urls) == 11
    web.clock.move(timedelta(seconds=15))
    web.pages.clear()
    checker.run_due()
    assert len([url for url in web.urls if "busy" in url]) == 30


def test_a_host_is_left_alone_even_when_its_links_stood_at_the_front_of_the_queue(sqlite_database: Database) -> None:
    add_links(sqlite_database, [new_link(f"https://busy.example.org/{n}") for n in range(200)])
    add_links(sqlite_database, many_links(200, 50))
    web = Web(default=Page(lasts_s=0.01))
    web.pages = {f"https://busy.example.org/{n}": Page(429, retry_after="600") for n in range(200)}
    checker_of(sqlite_database, web).run_due()
    assert len([url for url in web.urls if "busy" in url]) == 1
    assert len(web.urls) == 201


def test_a_pause_nobody_gave_a_length_doubles(sqlite_database: Database) -> None:
    add_links(sqlite_database, [new_link(URL)])
    web = Web(default=Page(429))
    checker = checker_of(sqlite_database, web)
    pauses = []
    for _ in range(3):
        checker.run_due()
        with sqlite_database.read() as session:
            pauses.append(
                round((session.scalars(select(HostPause.next_start_at)).one() - web.clock.now()) / timedelta(hours=1))
            )
        web.clock.move(timedelta(hours=pauses[-1], minutes=1))
    assert pauses == [1, 2, 4]


def test_one_host_is_never_asked_by_two_threads_or_faster_than_its_gap(database: Database) -> None:
    add_links(database, many_links(24, 4))
    web = Web(default=Page(lasts_s=0.02))
    limits = Limits(slots=16, pace=Pace(gap_s=0.1))
    checker_of(database, web, limits=limits).run_due()
    assert len(set(web.urls)) == len(web.urls) == 24
    for host in range(4):
        starts = sorted(at for at, request in web.asked if f"//h{host}." in request.url)
        assert all(later - earlier >= 0.095 for earlier, later in itertools.pairwise(starts))


def test_hosts_on_one_server_are_asked_one_after_another_from_the_first_check_on(sqlite_database: Database) -> None:
    add_links(sqlite_database, [new_link(f"https://t{n}.example.org/") for n in range(6)])
    web = Web()
    limits = Limits(slots=6, pace=Pace(gap_s=0.1))
    checker_of(sqlite_database, web, limits=limits, address_of=lambda _host: "at:203.0.113.5").run_due()
    starts = sorted(at for at, _ in web.asked)
    assert len(starts) == 6
    assert all(later - earlier >= 0.095 for earlier, later in itertools.pairwise(starts))


def test_no_more_checks_are_under_way_than_there_are_slots(sqlite_database: Database) -> None:
    add_links(sqlite_database, many_links(60, 60))
    web = Web(default=Page(lasts_s=0.02))
    checker_of(sqlite_database, web, limits=Limits(slots=5, pace=Pace(gap_s=0.0))).run_due()
    assert len(web.urls) == 60
    assert web.most_in_flight <= 5


def test_clicked_links_go_first_then_held_ones_then_the_oldest(sqlite_database: Database) -> None:
    add_links(
        sqlite_database,
        [
            new_link("https://new.example.org/"),
            new_link("https://old.example.org/", next_check_at=NOW - timedelta(days=3)),
            new_link("https://held.example.org/", held=True, state="suspect"),
            new_link("https://clicked.example.org/", recent_clicks=9),
        ],
    )
    web = Web()
    checker_of(sqlite_database, web, limits=Limits(slots=1, pace=Pace(gap_s=0.0))).run_due()
    assert [url.split("/")[2].split(".")[0] for url in web.urls] == ["clicked", "held", "old", "new"]


def test_a_run_goes_on_until_the_longest_queue_is_empty(sqlite_database: Database) -> None:
    add_links(sqlite_database, many_links(400, 2))
    web = Web()
    assert checker_of(sqlite_database, web).run_due().finished == 400


def test_days_of_downtime_cost_one_check_per_link(database: Database) -> None:
    add_links(database, many_links(50, 20, next_check_at=NOW - timedelta(days=3)))
    web = Web()
    checker = checker_of(database, web)
    checker.run_due()
    checker.run_due()
    assert len(web.urls) == 50
