"""A look at the moment of a click."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from aidroute.domain.directory import Link as DirectoryLink
from aidroute.domain.observation import Failure
from aidroute.services.rechecking import BUDGET, ClickRechecks, Recheck
from aidroute.storage.db import Database
from aidroute.storage.link import HostPause, Link
from aidroute.storage.link_rows import directory_link
from tests.support.checking import NOW, Page, Web, add_links, all_checks, checker_of, new_link, the_link

URL = "https://give.example.org/donate"

Make = Callable[..., ClickRechecks]


def live_link(database: Database, ago: timedelta, **values: object) -> DirectoryLink:
    seen_at = NOW - ago
    plain: dict[str, object] = {
        "state": "live",
        "verdict": "live",
        "last_ok_at": seen_at,
        "last_checked_at": seen_at,
        "next_check_at": NOW + timedelta(hours=3),
    }
    add_links(database, [new_link(URL, **plain | values)])
    return directory_link(the_link(database))


@pytest.fixture
def make(database: Database) -> Iterator[Make]:
    made: list[ClickRechecks] = []

    def rechecks(web: Web, budget: timedelta = BUDGET) -> ClickRechecks:
        made.append(ClickRechecks(checker_of(database, web).parts, budget))
        return made[-1]

    yield rechecks
    for each in made:
        each.close()


def test_a_link_seen_well_within_the_hour_is_not_asked_again(database: Database, make: Make) -> None:
    web = Web()
    link = live_link(database, timedelta(minutes=59))
    assert make(web).confirm(link, NOW) is Recheck.FRESH
    assert web.asked == []


def test_an_older_one_is_looked_at_and_the_look_is_written_as_a_check(database: Database, make: Make) -> None:
    web = Web()
    link = live_link(database, timedelta(hours=2))
    assert make(web).confirm(link, NOW) is Recheck.CONFIRMED
    row = the_link(database)
    assert row.last_ok_at is not None
    assert row.last_ok_at >= NOW
    assert row.lease_token is None
    assert [check.verdict for check in all_checks(database)] == ["live"]
    ((_, request),) = web.asked
    assert request.within is not None
    assert request.within < timedelta(seconds=1.5)


@pytest.mark.parametrize(
    "page", [Page(404), Page(500), Page(0, Failure.RESPONSE_TIMEOUT), Page(200, goes_to="https://evil.test/")]
)
def test_anything_but_good_sends_nobody_accuses_nobody_and_is_checked_at_once(
    database: Database, make: Make, page: Page
) -> None:
    web = Web(default=page)
    link = live_link(database, timedelta(hours=2))
    rechecks = make(web)
    assert rechecks.confirm(link, NOW) is Recheck.UNCONFIRMED
    row = the_link(database)
    assert (row.state, row.verdict, row.consecutive_failures, row.lease_token) == ("live", "live", 0, None)
    assert row.next_check_at <= web.clock.now()
    assert all_checks(database) == []
    assert rechecks.confirm(link, NOW) is Recheck.UNCONFIRMED
    assert len(web.asked) == 1, "a link that just failed is not asked again by the next click"


def test_a_hundred_visitors_share_one_look(sqlite_database: Database) -> None:
    web = Web(default=Page(lasts_s=0.2))
    link = live_link(sqlite_database, timedelta(hours=2))
    rechecks = ClickRechecks(checker_of(sqlite_database, web).parts)
    with ThreadPoolExecutor(100) as visitors:
        answers = list(visitors.map(lambda _: rechecks.confirm(link, NOW), range(100)))
    assert set(answers) == {Recheck.CONFIRMED}
    assert len(web.asked) == 1
    rechecks.close()


def test_a_look_of_another_process_that_began_before_counts_too(database: Database, make: Make) -> None:
    has_begun, may_end = threading.Event(), threading.Event()

    def hold(_request: object) -> None:
        has_begun.set()
        assert may_end.wait(20)

    web = Web(before=hold)
    link = live_link(database, timedelta(hours=2))
    patient = timedelta(seconds=20)
    one, other = make(web, patient), make(web, patient)
    with ThreadPoolExecutor(2) as visitors:
        first = visitors.submit(one.confirm, link, NOW)
        assert has_begun.wait(20)
        second = visitors.submit(other.confirm, link, NOW)
        time.sleep(0.3)
        may_end.set()
        assert (first.result(), second.result()) == (Recheck.CONFIRMED, Recheck.CONFIRMED)
    assert len(web.asked) == 1


def test_two_processes_share_one_look(database: Database, make: Make) -> None:
    web = Web(default=Page(lasts_s=0.3))
    link = live_link(database, timedelta(hours=2))
    patient = timedelta(seconds=20)
    one, other = make(web, patient), make(web, patient)
    with ThreadPoolExecutor(2) as visitors:
        answers = list(visitors.map(lambda process: process.confirm(link, NOW), (one, other)))
    assert answers == [Recheck.CONFIRMED] * 2
    assert len(web.asked) == 1


def test_a_slow_server_costs_the_visitor_no_more_than_the_budget(sqlite_database: Database) -> None:
    web = Web(default=Page(lasts_s=4.0))
    link = live_link(sqlite_database, timedelta(hours=2))
    rechecks = ClickRechecks(checker_of(sqlite_database, web).parts, budget=timedelta(seconds=0.5))
    began = time.monotonic()
    assert rechecks.confirm(link, NOW) is Recheck.UNCONFIRMED
    assert time.monotonic() - began < 1.5
    rechecks.close()


def test_a_host_that_asked_to_be_left_alone_is_not_asked_for_a_click(database: Database, make: Make) -> None:
    with database.write() as session:
        session.add(HostPause(host="give.example.org", next_start_at=NOW + timedelta(minutes=10), pauses_in_row=0))
    web = Web()
    link = live_link(database, timedelta(hours=2))
    assert make(web).confirm(link, NOW) is Recheck.UNCONFIRMED
    assert web.asked == []


def test_a_good_look_does_not_open_a_link_that_was_closed_meanwhile(database: Database, make: Make) -> None:
    link = live_link(database, timedelta(hours=2))
    with database.write() as session:
        row = session.scalars(select(Link)).one()
        row.state = "quarantined"
    assert make(Web()).confirm(link, NOW) is Recheck.UNCONFIRMED
    assert the_link(database).state == "quarantined"


def test_a_missing_database_sends_nobody(sqlite_database: Database) -> None:
    link = live_link(sqlite_database, timedelta(hours=2))
    parts = checker_of(sqlite_database, Web()).parts
    away = Database.open("sqlite:////nonexistent/aidroute.sqlite")
    rechecks = ClickRechecks(replace(parts, database=away))
    assert rechecks.confirm(link, NOW) is Recheck.UNCONFIRMED
    rechecks.close()


def test_many_links_at_once_do_not_become_a_flood(sqlite_database: Database) -> None:
    release = threading.Event()
    web = Web()
    web.before = lambda _request: release.wait(5) and None
    ids = add_links(
        sqlite_database,
        [new_link(f"https://h{n}.example.org/", state="live", last_ok_at=NOW - timedelta(hours=2)) for n in range(30)],
    )
    with sqlite_database.read() as session:
        links = [directory_link(row) for row in session.scalars(select(Link).where(Link.id.in_(ids)))]
    rechecks = ClickRechecks(checker_of(sqlite_database, web).parts, budget=timedelta(seconds=0.3))
    with ThreadPoolExecutor(30) as visitors:
        answers = list(visitors.map(lambda link: rechecks.confirm(link, NOW), links))
    assert set(answers) == {Recheck.UNCONFIRMED}
    assert len(web.asked) <= 8
    release.set()
    rechecks.close()
