"""Runs of the checker on a made-up web and real databases."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from aidroute.domain.link import READER
from aidroute.domain.pace import Pace
from aidroute.services.claiming import Leases
from aidroute.services.one_run import Limits
from aidroute.storage.db import BUSY_TIMEOUT_MS, Database
from aidroute.storage.directory_version import LINKS, current, move
from aidroute.storage.link import CheckRun, Flip, HostPause, Link
from aidroute.storage.link_queue import NEVER
from aidroute.storage.notice import Notice
from tests.support.checking import (
    NOW,
    Page,
    Web,
    add_links,
    all_checks,
    all_links,
    checker_of,
    many_links,
    new_link,
    the_link,
)

URL = "https://give.example.org/donate"


def notices(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Notice.kind).order_by(Notice.id)))


def runs(database: Database) -> list[CheckRun]:
    with database.read() as session:
        return list(session.scalars(select(CheckRun).order_by(CheckRun.id)))


# ---------------------------------------------------------------------------------------------- one check


def test_a_due_link_is_checked_once_and_is_due_again_in_six_hours(database: Database) -> None:
    add_links(database, [new_link(URL)])
    web = Web()
    checker = checker_of(database, web)
    summary = checker.run_due()
    assert (summary.claimed, summary.finished, summary.lost) == (1, 1, 0)
    link = the_link(database)
    assert (link.state, link.verdict, link.lease_token, link.lease_until_at) == ("live", "live", None, None)
    assert link.last_ok_at is not None
    assert timedelta(hours=5, minutes=59) < link.next_check_at - link.last_ok_at < timedelta(hours=6, minutes=1)
    assert checker.run_due().claimed == 0
    assert web.urls == [URL]


def test_a_clicked_link_is_due_again_in_an_hour(database: Database) -> None:
    add_links(database, [new_link(URL, recent_clicks=3)])
    checker_of(database, Web()).run_due()
    link = the_link(database)
    assert link.next_check_at - NOW < timedelta(hours=1, minutes=1)


def test_a_check_leaves_its_proof_under_its_lease(database: Database) -> None:
    add_links(database, [new_link(URL)])
    web = Web(default=Page(404))
    checker_of(database, web).run_due()
    (check,) = all_checks(database)
    assert (check.verdict, check.reason, check.status_code, check.final_url) == ("gone", "status_404", 404, URL)
    assert check.evidence["hops"][0]["url"] == URL
    assert check.lease_token


def test_a_change_of_state_is_kept_with_its_check_and_told_once(database: Database) -> None:
    add_links(database, [new_link(URL, state="live", last_ok_at=NOW - timedelta(hours=6))])
    checker_of(database, Web(default=Page(410))).run_due()
    with database.read() as session:
        (flip,) = session.scalars(select(Flip))
    (check,) = all_checks(database)
    assert (flip.from_state, flip.to_state, flip.verdict, flip.check_id) == ("live", "down", "gone", check.id)
    assert notices(database) == ["link_down"]


def test_written_links_carry_the_moved_links_version(database: Database) -> None:
    add_links(database, many_links(20, 5))
    with database.write() as session:
        before = move(session, LINKS, NOW)
    checker_of(database, Web()).run_due()
    with database.read() as session:
        after = current(session)[1]
    revisions = {link.revision for link in all_links(database)}
    assert after > before
    assert revisions <= set(range(before + 1, after + 1))
    assert max(revisions) == after


def test_an_address_that_can_never_be_asked_is_never_due_again(database: Database) -> None:
    add_links(database, [new_link(URL, state="retired")])
    web = Web()
    checker_of(database, web).run_due()
    assert web.asked == []


def test_an_error_of_ours_is_no_statement_about_the_link(database: Database) -> None:
    add_links(database, [new_link(URL, state="live", verdict="live", last_ok_at=NOW - timedelta(hours=6))])
    web = Web()

    def fails(_request: object) -> None:
        raise RuntimeError("ours")

    web.before = fails
    checker_of(database, web).run_due()
    link = the_link(database)
    (check,) = all_checks(database)
    assert (link.state, link.verdict) == ("live", "live")
    assert (check.verdict, check.reason) == ("inconclusive", "bug")
    assert link.next_check_at - NOW < timedelta(minutes=6)


def test_a_report_that_came_during_the_check_is_not_overwritten(database: Database) -> None:
    (link_id,) = add_links(database, [new_link(URL)])
    web = Web()

    def somebody_reports(_request: object) -> None:
        with database.write() as session:
            row = session.get(Link, link_id)
            assert row
            row.wrong_reports = 2

    web.before = somebody_reports
    checker_of(database, web).run_due()
    assert the_link(database).wrong_reports == 2
    assert the_link(database).state == "live"


# ----------------------------------------------------------------------------------------------- baseline


def test_the_first_full_look_after_approval_becomes_the_baseline(database: Database) -> None:
    add_links(database, [new_link(URL)])
    checker_of(database, Web()).run_due()
    baseline = the_link(database).baseline
    assert baseline is not None
    assert baseline["title"] == "Give"


@pytest.mark.parametrize(("page", "values"), [(Page(404), {}), (Page(200), {"approved_at": None})])
def test_neither_a_bad_page_nor_an_unapproved_one_becomes_the_baseline(
    sqlite_database: Database, page: Page, values: dict[str, object]
) -> None:
    add_links(sqlite_database, [new_link(URL, **values)])
    checker_of(sqlite_database, Web(default=page)).run_due()
    assert the_link(sqlite_database).baseline is None


def test_an_approved_baseline_is_never_replaced_by_a_check(sqlite_database: Database) -> None:
    add_links(sqlite_database, [new_link(URL, baseline={"title": "As approved", "reader": READER})])
    checker_of(sqlite_database, Web()).run_due()
    assert the_link(sqlite_database).baseline == {"title": "As approved", "reader": READER}


# ---------------------------------------------------------------------------------------- conditional GET


def test_a_well_known_page_is_asked_for_only_if_it_changed_and_in_full_once_a_week(sqlite_database: Database) -> None:
    add_links(sqlite_database, [new_link(URL)])
    web = Web(default=Page(headers=(("etag", '"v1"'), ("last-modified", "Sat, 21 Nov 2026 10:00:00 GMT"))))
    checker = checker_of(sqlite_database, web)
    checker.run_due()
    web.default = Page(304)
    for _ in range(3):
        web.clock.move(timedelta(days=3))
        checker.run_due()
    asked = [(request.etag, request.validators_for) for _, request in web.asked]
    assert asked == [("", ""), ('"v1"', URL), ('"v1"', URL), ("", "")]


def test_the_hash_of_a_well_known_page_is_sent_along_and_once_a_week_it_is_read_in_full(
    sqlite_database: Database,
) -> None:
    add_links(sqlite_database, [new_link(URL)])
    web = Web()
    checker = checker_of(sqlite_database, web)
    checker.run_due()
    web.default = Page(304)
    for _ in range(3):
        web.clock.move(timedelta(days=3))
        checker.run_due()
    assert [request.page_sha256 for _, request in web.asked] == ["", "0" * 64, "0" * 64, ""]


def test_after_anything_but_well_a_page_is_read_in_full(sqlite_database: Database) -> None:
    add_links(sqlite_database, [new_link(URL)])
    web = Web(default=Page(headers=(("etag", '"v1"'),)))
    checker = checker_of(sqlite_database, web)
    checker.run_due()
    for status in (500, 200):
        web.default = Page(status)
        web.clock.move(timedelta(hours=7))
        checker.run_due()
    assert [request.etag for _, request in web.asked] == ["", '"v1"', ""]


# --------------------------------------------------------------------------------------------- leases


def test_a_link_that_cannot_be_begun_in_time_is_given_back(sqlite_database: Database) -> None:
    add_links(sqlite_database, [new_link(f"https://one.example.org/{n}") for n in range(3)])
    web = Web(default=Page(lasts_s=0.3))
    leases = Leases(start_within=timedelta(seconds=0.2))
    stop = threading.Event()
    web.before = lambda _request: stop.set() if len(web.asked) == 2 else None
    limits = Limits(slots=2, pace=Pace(gap_s=0.0), leases=leases)
    summary = checker_of(sqlite_database, web, limits=limits).run_due(stop)
    assert summary.handed_back >= 1
    assert [link.lease_token for link in all_links(sqlite_database)] == [None] * 3


def test_a_worker_that_lost_its_lease_writes_nothing(database: Database) -> None:
    (link_id,) = add_links(database, [new_link(URL)])
    web = Web()

    def another_takes_it(_request: object) -> None:
        with database.write() as session:
            row = session.get(Link, link_id)
            assert row
            row.lease_token = "another"

    web.before = another_takes_it
    summary = checker_of(database, web).run_due()
    assert (summary.finished, summary.lost) == (0, 1)
    assert all_checks(database) == []
    assert the_link(database).lease_token == "another"


def test_a_stop_gives_back_what_was_not_begun(database: Database) -> None:
    add_links(database, many_links(40, 40))
    web = Web(default=Page(lasts_s=0.05))
    stop = threading.Event()
    web.before = lambda _request: stop.set() if len(web.asked) >= 6 else None
    summary = checker_of(database, web, limits=Limits(slots=3, pace=Pace(gap_s=0.0))).run_due(stop)
    assert summary.finished == len(all_checks(database)) == len(web.urls) < 40
    rows = all_links(database)
    assert [row.lease_token for row in rows] == [None] * 40
    with database.read() as session:
        assert set(session.scalars(select(HostPause.lease_token))) <= {None}


def test_a_clock_that_was_ahead_does_not_keep_links_from_being_checked(database: Database) -> None:
    ahead = NOW + timedelta(days=3650)
    add_links(
        database,
        [
            new_link("https://a.example.org/", next_check_at=ahead),
            new_link("https://b.example.org/", lease_until_at=ahead, lease_token="lost:1"),
            new_link("https://c.example.org/", next_check_at=NEVER, state="quarantined"),
        ],
    )
    with database.write() as session:
        session.add(HostPause(host="a.example.org", next_start_at=ahead, pauses_in_row=0))
    web = Web()
    checker_of(database, web).run_due()
    assert sorted(web.urls) == ["https://a.example.org/", "https://b.example.org/"]


@pytest.mark.slow
def test_results_wait_for_a_database_that_somebody_else_is_writing(sqlite_database: Database) -> None:
    add_links(sqlite_database, many_links(5, 5))
    web = Web()
    is_held, has_ended = threading.Event(), threading.Event()

    def hold() -> None:
        with sqlite_database.write_engine.begin():
            is_held.set()
            # Longer than a writer waits for its turn.
            has_ended.wait(BUSY_TIMEOUT_MS / 1000 + 1.5)

    holder = threading.Thread(target=hold)

    def begin_to_hold(_request: object) -> None:
        if len(web.asked) == 1:
            holder.start()
        is_held.wait(5)

    web.before = begin_to_hold
    summary = checker_of(sqlite_database, web).run_due()
    holder.join(20)
    assert (summary.finished, summary.lost) == (5, 0)
    assert len(web.asked) == len(all_checks(sqlite_database)) == 5


# ------------------------------------------------------------------------------------------ signs of life


def test_ticks_without_work_share_one_row_that_shows_the_checker_lives(sqlite_database: Database) -> None:
    web = Web()
    checker = checker_of(sqlite_database, web)
    for _ in range(3):
        checker.run_due()
        web.clock.move(timedelta(seconds=15))
    (run,) = runs(sqlite_database)
    assert run.claimed == 0
    assert run.seen_at - run.started_at >= timedelta(seconds=30)


def test_a_run_leaves_its_numbers(sqlite_database: Database) -> None:
    add_links(sqlite_database, many_links(12, 6))
    checker_of(sqlite_database, Web()).run_due()
    (run,) = runs(sqlite_database)
    assert (run.claimed, run.finished, run.is_conclusive) == (12, 12, True)
    assert run.ended_at is not None


def test_a_second_call_while_a_run_goes_on_does_nothing(sqlite_database: Database) -> None:
    add_links(sqlite_database, [new_link(URL)])
    web = Web(default=Page(lasts_s=0.3))
    checker = checker_of(sqlite_database, web)
    first = threading.Thread(target=checker.run_due)
    first.start()
    while not web.asked:
        threading.Event().wait(0.01)
    assert checker.run_due().claimed == 0
    first.join(10)
    assert len(all_checks(sqlite_database)) == 1
