"""The whole way of a check on real sockets: real fetcher, real rules, real databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.domain.link import READER
from aidroute.domain.pace import Pace
from aidroute.services.checking import Checker, CheckerParts
from aidroute.services.examining import Examiner
from aidroute.services.looking import known_of, look
from aidroute.services.one_run import Limits
from aidroute.services.rechecking import ClickRechecks, Recheck
from aidroute.services.rule_lists import load_rules
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.storage.link_rows import directory_link
from tests.support.checking import NOW, Clock, add_links, all_checks, all_links, new_link, the_link
from tests.world.answers import answer, redirect
from tests.world.pages import bare, good, page
from tests.world.server import World

URL = "https://charity.test/donate"
RULES = load_rules(BrowserHostRules(extra_suffixes=("test",)))


def parts_of(database: Database, world: World, clock: Clock) -> CheckerParts:
    fetcher = world.fetcher(clock=clock.now)
    return CheckerParts(
        database=database,
        examiner=Examiner(fetcher.fetch, RULES),
        clock=clock.now,
        limits=Limits(slots=4, pace=Pace(gap_s=0.0)),
        jitter=lambda: 0.0,
    )


def donation_link(url: str = URL, **values: object) -> Link:
    return new_link(url, allowed_domains=["payment.test"], **values)


def test_a_donation_page_is_live_is_kept_as_approved_and_is_missed_when_it_changes(database: Database) -> None:
    add_links(database, [donation_link()])
    clock = Clock()
    with World() as world:
        checker = Checker(parts_of(database, world, clock))
        world.serve("charity.test", "/donate", good())
        assert checker.run_due().finished == 1
        link = the_link(database)
        assert (link.state, link.verdict, link.address_group) == ("live", "live", "at:127.0.0.11")
        assert link.baseline is not None
        assert link.baseline["title"] == "Donate - Charity"
        assert "form:payment.test" in link.baseline["payment_targets"]
        world.serve("charity.test", "/donate", answer(200, page(form="https://unknownpay.test/pay")))
        clock.move(timedelta(hours=7))
        checker.run_due()
    link = the_link(database)
    assert (link.state, link.verdict) == ("quarantined", "hijack_suspect")
    evidence = all_checks(database)[-1].evidence
    assert evidence["tls"]["version"].startswith("TLS")
    assert evidence["body"]["bytes"] > 500
    assert evidence["fired"]
    assert "form:unknownpay.test" in evidence["differences"]["new_payment_targets"]


def after_an_upgrade(database: Database) -> None:
    """The yardstick as a reader left it that saw no account on the page."""
    with database.write() as session:
        link = session.scalars(select(Link)).one()
        targets = [each for each in link.baseline["payment_targets"] if not each.startswith("iban:")]
        link.baseline = {**link.baseline, "payment_targets": targets, "reader": 0}


@pytest.mark.parametrize("new_page", ["", page(extra="<p>News of today.</p>")], ids=["same bytes", "other bytes"])
def test_a_better_reader_accuses_no_page_that_is_as_it_was(database: Database, new_page: str) -> None:
    add_links(database, [donation_link()])
    clock = Clock()
    with World() as world:
        checker = Checker(parts_of(database, world, clock))
        world.serve("charity.test", "/donate", good())
        checker.run_due()
        noted = the_link(database).baseline
        after_an_upgrade(database)
        if new_page:
            world.serve("charity.test", "/donate", answer(200, new_page))
        clock.move(timedelta(hours=7))
        checker.run_due()
    assert not all_checks(database)[-1].evidence["is_known_page"]
    link = the_link(database)
    if new_page:  # What the older reader did not see can't be told from what is new: a person looks.
        assert (link.state, link.verdict) == ("quarantined", "hijack_suspect")
    else:
        assert (link.state, link.verdict, link.baseline) == ("live", "live", noted)


def test_a_page_that_a_better_reader_finds_well_is_compared_with_it_from_then_on(database: Database) -> None:
    add_links(database, [donation_link()])
    clock = Clock()
    with World() as world:
        checker = Checker(parts_of(database, world, clock))
        world.serve("charity.test", "/donate", good())
        checker.run_due()
        with database.write() as session:
            link = session.scalars(select(Link)).one()
            link.baseline = {**link.baseline, "reader": 0}
        world.serve("charity.test", "/donate", answer(200, page(extra="<p>News of today.</p>")))
        clock.move(timedelta(hours=7))
        checker.run_due()
    link = the_link(database)
    assert link.baseline is not None
    assert (link.state, link.baseline["reader"]) == ("live", READER)


def test_a_link_that_leads_elsewhere_is_quarantined_and_its_way_is_kept(database: Database) -> None:
    add_links(database, [donation_link()])
    with World() as world:
        world.serve("charity.test", "/donate", redirect("https://evil.test/give", 302))
        world.serve("evil.test", "*", good())
        Checker(parts_of(database, world, Clock())).run_due()
    assert the_link(database).state == "quarantined"
    hops = all_checks(database)[0].evidence["hops"]
    assert [hop["status"] for hop in hops] == [302, 200]
    assert hops[0]["location"] == "https://evil.test/give"


def test_a_host_that_gives_one_page_for_every_path_is_found_out_by_a_second_look(database: Database) -> None:
    add_links(database, [donation_link()])
    clock = Clock()
    with World() as world:
        checker = Checker(parts_of(database, world, clock))
        world.serve("charity.test", "/donate", good())
        checker.run_due()
        catch_all = answer(200, bare("Harbour", "<p>" + "Fine words about something else entirely. " * 20 + "</p>"))
        world.serve("charity.test", "*", catch_all)
        world.serve("charity.test", "/donate", catch_all)
        clock.move(timedelta(hours=7))
        checker.run_due()
        asked = [asked.path for asked in world.requests_to("charity.test")]
    assert len(asked) == 3
    assert asked[:2] == ["/donate"] * 2
    assert asked[2] not in {"/donate", "/"}
    link = the_link(database)
    assert (link.state, link.verdict, link.reason) == ("suspect", "soft_404", "sibling_equal")


def test_an_unchanged_page_costs_the_server_one_304(database: Database) -> None:
    add_links(database, [donation_link()])
    clock = Clock()
    with World() as world:
        checker = Checker(parts_of(database, world, clock))
        world.serve("charity.test", "/donate", answer(200, page(), [("ETag", '"v7"')]))
        checker.run_due()
        world.serve("charity.test", "/donate", answer(304, "", [("ETag", '"v7"')]))
        clock.move(timedelta(hours=7))
        checker.run_due()
        second = world.requests_to("charity.test")[1]
    assert second.headers["if-none-match"] == '"v7"'
    link = the_link(database)
    assert (link.state, link.verdict, link.etag) == ("live", "live", '"v7"')
    assert link.last_ok_at is not None
    assert link.last_full_get_at is not None
    assert link.last_ok_at - link.last_full_get_at > timedelta(hours=6)


def test_a_click_is_confirmed_by_a_real_look(sqlite_database: Database) -> None:
    seen = {"state": "live", "verdict": "live", "last_ok_at": NOW - timedelta(hours=2)}
    add_links(sqlite_database, [donation_link(**seen), donation_link("https://donate.charity.test/", **seen)])
    works, hangs = (directory_link(row) for row in all_links(sqlite_database))
    clock = Clock()
    with World() as world:
        world.serve("charity.test", "/donate", good())
        world.greet("donate.charity.test", lambda peer: peer.hold(5), is_tls=True)
        rechecks = ClickRechecks(parts_of(sqlite_database, world, clock), budget=timedelta(seconds=1.5))
        assert rechecks.confirm(works, clock.now()) is Recheck.CONFIRMED
        assert rechecks.confirm(hangs, clock.now()) is Recheck.UNCONFIRMED
        rechecks.close()


@pytest.mark.parametrize(
    ("url", "verdict", "level"),
    [
        (URL, "live", "go"),
        ("https://charity.test/gone", "gone", "caution"),
        ("https://nobody.test/", "dns_dead", "withheld"),
        ("ftp://charity.test/", "invalid_url", "withheld"),
        ("nonsense", "invalid_url", "withheld"),
    ],
)
def test_any_text_can_be_looked_at_by_hand(sqlite_database: Database, url: str, verdict: str, level: str) -> None:
    clock = Clock()
    with World() as world:
        world.serve("charity.test", "/donate", good())
        examiner = parts_of(sqlite_database, world, clock).examiner
        found = look(examiner, known_of(None, url, RULES, clock.now()), clock.now())
    assert (found.judgement.verdict.value, found.decision.level.value) == (verdict, level)


def test_an_address_of_the_directory_is_looked_at_as_it_was_approved_and_nothing_is_written(
    sqlite_database: Database,
) -> None:
    add_links(sqlite_database, [donation_link(state="quarantined", verdict="parked")])
    clock = Clock()
    with World() as world:
        world.serve("charity.test", "/donate", good())
        examiner = parts_of(sqlite_database, world, clock).examiner
        known = known_of(sqlite_database, "HTTPS://Charity.test:443/donate#now", RULES, clock.now())
        found = look(examiner, known, clock.now())
    assert known.identity.allowed_domains == ("payment.test",)
    assert (found.judgement.verdict.value, found.decision.level.value) == ("live", "withheld")
    assert all_checks(sqlite_database) == []


def test_five_hundred_links_on_real_sockets(sqlite_database: Database) -> None:
    hosts = ("charity.test", "www.charity.test", "donate.charity.test", "platform.test")
    urls = [f"http://{host}/give/{number}" for host in hosts for number in range(125)]
    add_links(sqlite_database, [donation_link(url) for url in urls])
    with World() as world:
        for host in hosts:
            world.serve(host, "*", good())
        parts = parts_of(sqlite_database, world, Clock())
        limits = Limits(slots=32, pace=Pace(gap_s=0.0, per_host=8))
        summary = Checker(replace(parts, limits=limits)).run_due()
    assert (summary.finished, summary.lost, summary.is_conclusive) == (500, 0, True)
    assert {link.state for link in all_links(sqlite_database)} == {"live"}
