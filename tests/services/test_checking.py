"""Runs of the checker on a made-up web and real databases."""

import itertools
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from aidroute.domain.observation import Failure
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
    new_channel,
    new_link,
    new_organization,
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
    add_links(sqlite_database, [new_link(URL, baseline={"title": "As approved"})])
    checker_of(sqlite_database, Web()).run_due()
    assert the_link(sqlite_database).baseline == {"title": "As approved"}


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


# --------------------------------------------------------------------------------------------- politeness


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


# --------------------------------------------------------------------------------------------- run guards


def live(number: int) -> list[Link]:
    return many_links(number, number * 3, state="live", verdict="live", last_ok_at=NOW - timedelta(hours=6))


def states(database: Database) -> set[tuple[str, str | None, int]]:
    return {(link.state, link.verdict, link.consecutive_failures) for link in all_links(database)}


def test_without_a_network_nothing_is_claimed_and_nothing_is_judged(database: Database) -> None:
    add_links(database, live(4))
    web = Web(is_unplugged=True)
    checker = checker_of(database, web)
    summary = checker.run_due()
    assert (summary.claimed, summary.is_conclusive, summary.note) == (0, False, "canary_failed")
    assert web.asked == []
    assert states(database) == {("live", "live", 0)}
    assert all(link.lease_token is None for link in all_links(database))
    checker.run_due()
    assert notices(database) == ["checks_paused"]
    assert [run.is_conclusive for run in runs(database)] == [False]
    web.is_unplugged = False
    assert checker.run_due().finished == 4
    assert notices(database) == ["checks_paused", "checks_resumed"]


def test_a_network_unplugged_in_the_middle_of_a_run_moves_no_state_and_comes_back_unaided(database: Database) -> None:
    add_links(database, live(60))
    web = Web(default=Page(lasts_s=0.01))

    def unplug(_request: object) -> None:
        web.is_unplugged = web.is_unplugged or len(web.asked) >= 20

    web.before = unplug
    checker = checker_of(database, web)
    summary = checker.run_due()
    assert not summary.is_conclusive
    assert states(database) == {("live", "live", 0)}
    assert notices(database) == ["checks_paused"]
    web.before = None
    web.is_unplugged = False
    web.clock.move(timedelta(minutes=6))
    assert checker.run_due().is_conclusive
    assert states(database) == {("live", "live", 0)}
    assert notices(database) == ["checks_paused", "checks_resumed"]
    assert all(link.last_ok_at is not None and link.last_ok_at > NOW for link in all_links(database))


def test_a_few_links_failing_while_the_canary_sings_are_their_own_fault(database: Database) -> None:
    add_links(database, live(30))
    gone = Page(0, Failure.CONNECT_REFUSED)
    web = Web(pages={link.url: gone for link in all_links(database)[:3]})
    assert checker_of(database, web).run_due().is_conclusive
    assert states(database) == {("live", "live", 0), ("suspect", "refused", 1)}


def test_too_many_failures_at_once_are_not_believed_even_when_the_canary_sings(database: Database) -> None:
    add_links(database, live(30))
    gone = Page(0, Failure.CONNECT_TIMEOUT)
    web = Web(pages={link.url: gone for link in all_links(database)[:15]})
    summary = checker_of(database, web).run_due()
    assert (summary.is_conclusive, summary.note) == (False, "mass_failure")
    assert {link.state for link in all_links(database)} == {"live"}


def test_a_captive_portal_hijacks_nobody(database: Database) -> None:
    portal = Page(200, goes_to="https://login.hotel.test/")
    links = [new_link(f"https://org{n}.test/", state="live", verdict="live") for n in range(6)]
    ids = add_links(database, links)
    with database.write() as session:
        for number, link_id in enumerate(ids):
            session.add(new_organization(number + 1))
            session.flush()
            session.add(new_channel(number, number + 1, link_id=link_id))
    summary = checker_of(database, Web(default=portal)).run_due()
    assert (summary.is_conclusive, summary.note) == (False, "captive_portal")
    assert {link.state for link in all_links(database)} == {"live"}


def test_one_hijacked_link_is_quarantined_at_its_first_check(database: Database) -> None:
    add_links(database, live(5))
    url = all_links(database)[0].url
    web = Web(pages={url: Page(200, goes_to="https://evil.test/")})
    assert checker_of(database, web).run_due().is_conclusive
    assert [link.state for link in all_links(database)] == ["quarantined"] + ["live"] * 4
    assert notices(database) == ["link_quarantined"]


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
