"""Looking at one address by hand, on real sockets."""

from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from aidroute.adapters.feeds import LocalFileFeed, ask_feeds
from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.cli.grounds import ground_as_data, ground_table
from aidroute.domain.domain_watch import DomainAnswer, DomainFacts, take_in, turns_of
from aidroute.domain.ground import Registration
from aidroute.services.examining import Examiner
from aidroute.services.looking import Known, Look, asked_anew, known_of, look
from aidroute.services.rule_lists import load_rules
from aidroute.storage.db import Database
from aidroute.storage.domain_watch import DomainWatch, add_turns, set_facts
from tests.support.checking import NOW, add_links, new_link
from tests.world.answers import redirect
from tests.world.pages import good
from tests.world.server import World

URL = "https://charity.test/donate"
HOSTS = BrowserHostRules(extra_suffixes=("test",))
RULES = load_rules(HOSTS)
DAY = timedelta(days=1)


def heard(days_ago: int = 1, servers: tuple[str, ...] = ("ns1.host.test",), **changes: object) -> DomainAnswer:
    values = {"registered_at": NOW - 900 * DAY, "expires_at": NOW + 300 * DAY, "registrar": "A", **changes}
    at = NOW - days_ago * DAY
    return DomainAnswer(at, Registration("charity.test", at, **values), servers)  # type: ignore[arg-type]


def watched(database: Database, *answers: DomainAnswer) -> None:
    """The domain as it is stored after these answers, with an approved link on it."""
    add_links(database, [new_link(URL, allowed_domains=["payment.test"], approved_at=NOW - 20 * DAY)])
    facts = DomainFacts("charity.test")
    with database.write() as session:
        turns = []
        for answer in answers:
            facts = take_in(facts, answer)
            turns += turns_of(facts, turns)
        row = DomainWatch(next_watch_at=NOW)
        set_facts(row, facts)
        session.add(row)
        add_turns(session, "charity.test", turns)


def seen(known: Known, *, is_up: bool = True, examiner: Examiner | None = None) -> Look:
    with World() as world:
        world.serve("charity.test", "/donate", good())
        world.serve("charity.test", "/away", redirect("https://portal.test/login", 302))
        world.serve("portal.test", "*", good())
        examiner = examiner or Examiner(world.fetcher(clock=lambda: NOW).fetch, RULES)
        return look(examiner, known, NOW, lambda: is_up)


@pytest.mark.parametrize(
    ("url", "when_up"), [("https://nobody.test/", "dns_dead"), ("https://charity.test/away", "hijack_suspect")]
)
def test_while_our_own_network_is_down_nothing_is_said_about_an_address(url: str, when_up: str) -> None:
    known = known_of(None, url, RULES, NOW)
    assert seen(known).judgement.verdict.value == when_up
    down = seen(known, is_up=False)
    assert (down.judgement.verdict.value, down.judgement.reason) == ("inconclusive", "canary_failed")
    assert down.decision.level.value == "caution"


def test_a_page_that_came_is_proof_enough_of_a_network() -> None:
    assert seen(known_of(None, URL, RULES, NOW), is_up=False).judgement.verdict.value == "live"


def test_what_is_stored_of_a_domain_is_judged_and_shown(sqlite_database: Database) -> None:
    watched(sqlite_database, heard(19), heard(1, registrar="B"))
    found = seen(known_of(sqlite_database, URL, RULES, NOW))
    assert (found.judgement.verdict.value, found.judgement.reason) == ("degraded", "registrar_changed")
    data = ground_as_data(found.known, found.ground)
    assert (data["registrar_at_approval"], data["registrar"], data["not_heard"]) == ("A", "B", [])
    console = Console(width=100)
    with console.capture() as shown:
        console.print(ground_table(found.known, found.ground))
    assert "A when it was approved, now B" in shown.get()
    assert "2026-11-20" in shown.get()


def test_what_nobody_asked_is_shown_as_not_known(sqlite_database: Database) -> None:
    add_links(sqlite_database, [new_link(URL)])
    for database in (None, sqlite_database):
        found = seen(known_of(database, URL, RULES, NOW))
        console = Console(width=100)
        with console.capture() as shown:
            console.print(ground_table(found.known, found.ground))
        assert "never yet" in shown.get()
        assert shown.get().count("not known") == 5
        assert ground_as_data(found.known, found.ground)["asked_at"] is None


def test_asking_anew_compares_with_what_was_approved_and_stores_nothing(sqlite_database: Database) -> None:
    watched(sqlite_database, heard(19))
    known = known_of(sqlite_database, URL, RULES, NOW)
    renewed = asked_anew(known, heard(0, ("ns2.host.test",), registrar="B"))
    assert (renewed.ground.registrar_at_approval, renewed.ground.name_servers_at_approval) == ("A", ("ns1.host.test",))
    assert seen(renewed).judgement.reason == "registrar_changed"
    taken = asked_anew(known, heard(0, registered_at=NOW - DAY))
    assert seen(taken).judgement.reason == "registered_after_approval"
    assert seen(known_of(sqlite_database, URL, RULES, NOW)).judgement.verdict.value == "live"


def test_a_threat_list_is_asked_about_every_step_of_the_way(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("portal.test\n", encoding="utf-8")
    feed = LocalFileFeed(path, HOSTS)
    known = known_of(None, "https://charity.test/away", RULES, NOW)
    with World() as world:
        fetch = world.fetcher(clock=lambda: NOW).fetch
        world.serve("charity.test", "/away", redirect("https://portal.test/login", 302))
        world.serve("portal.test", "*", redirect("https://charity.test/donate", 302))
        world.serve("charity.test", "/donate", good())
        examiner = Examiner(fetch, RULES, lambda urls, now: ask_feeds([feed], urls, HOSTS, now))
        found = look(examiner, known, NOW)
    assert (found.judgement.verdict.value, found.judgement.reason) == ("malicious", "threat_list")
    assert ground_as_data(known, found.ground)["listings"] == [{"feed": "local", "entry": "portal.test"}]
