"""When our own network fails, no link is blamed."""

from datetime import timedelta

from sqlalchemy import select

from aidroute.domain.observation import Failure
from aidroute.storage.db import Database
from aidroute.storage.link import CheckRun, Link
from aidroute.storage.notice import Notice
from tests.support.checking import (
    NOW,
    Page,
    Web,
    add_links,
    all_links,
    checker_of,
    many_links,
    new_channel,
    new_link,
    new_organization,
)

URL = "https://give.example.org/donate"


def notices(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Notice.kind).order_by(Notice.id)))


def runs(database: Database) -> list[CheckRun]:
    with database.read() as session:
        return list(session.scalars(select(CheckRun).order_by(CheckRun.id)))


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
