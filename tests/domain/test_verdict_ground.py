"""Registration, name servers, certificates and threat lists: what they say, and that silence says nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from aidroute.domain.ground import FeedListing, FeedScope, Ground, Registration
from aidroute.domain.observation import Tls
from tests.support.judged_pages import APPROVED_AT, NOW, bare, judge, link, notice, page, seen


def registered(**facts: object) -> Ground:
    values = {"domain": "charity.test", "fetched_at": NOW, **facts}
    return Ground(registration=Registration(**values))  # type: ignore[arg-type]


def told(ground: Ground | None, content: str = "", status: int = 200) -> tuple[str, str]:
    judgement = judge(seen(content or page(), status), link(), ground)
    return judgement.verdict.value, judgement.reason


@pytest.mark.parametrize(
    "ground", [None, Ground(), registered(), Ground(stale_feeds=("local",)), Ground(unknown=("registry",))]
)
def test_missing_facts_are_no_alarm(ground: Ground | None) -> None:
    assert told(ground) == ("live", "")


def test_a_domain_registered_after_approval_belongs_to_somebody_else() -> None:
    assert told(registered(registered_at=APPROVED_AT + timedelta(days=1))) == (
        "hijack_suspect",
        "registered_after_approval",
    )
    assert told(registered(registered_at=APPROVED_AT - timedelta(days=900)))[0] == "live"


def test_it_counts_also_when_the_page_is_blocked_to_us() -> None:
    assert told(registered(registered_at=NOW), notice("Forbidden"), 403)[0] == "hijack_suspect"


@pytest.mark.parametrize(
    "status", ["redemption period", "redemptionPeriod", "pending delete", "pendingDelete", "PENDING-DELETE"]
)
def test_a_lapsing_domain_is_an_alarm(status: str) -> None:
    assert told(registered(statuses=("active", status))) == ("hijack_suspect", "domain_lapsed")


@pytest.mark.parametrize(("days", "reason"), [(10, "domain_expiring"), (-3, "domain_expiring"), (60, "")])
def test_a_domain_that_ends_soon_is_told(days: int, reason: str) -> None:
    judgement = judge(page(), link(), registered(expires_at=NOW + timedelta(days=days)))
    assert judgement.reason == reason
    assert ("domain_expiring" in judgement.notes) == bool(reason)


PARKED = ("ns1.sedoparking.com", "ns2.sedoparking.com")


def test_name_servers_that_moved_to_a_parking_service_are_an_alarm() -> None:
    moved = Ground(name_servers=PARKED, name_servers_at_approval=("ns1.host.net",))
    assert told(moved) == ("parked", "parking_name_server")


def test_name_servers_that_always_were_there_are_none() -> None:
    assert told(Ground(name_servers=PARKED, name_servers_at_approval=PARKED))[0] == "live"


def test_without_a_memory_of_them_a_good_page_is_only_noted_and_a_changed_one_is_parked() -> None:
    assert told(Ground(name_servers=PARKED)) == ("degraded", "parking_name_server")
    assert told(Ground(name_servers=PARKED), bare("x", "<p>Nothing of the page is left here.</p>"))[0] == "parked"


def both_changed(page_content: str) -> tuple[str, str]:
    ground = Ground(
        registration=Registration("charity.test", NOW, registrar="New Registrar, Inc."),
        registrar_at_approval="Old Registrar",
        name_servers=("a.ns.new.net",),
        name_servers_at_approval=("a.ns.old.net",),
    )
    return told(ground, page_content)


def test_a_new_registrar_and_new_name_servers_under_a_changed_page_are_an_alarm() -> None:
    assert both_changed(notice("Welcome", "A shop for garden chairs.")) == (
        "hijack_suspect",
        "registrar_and_name_servers_changed",
    )
    assert both_changed(page())[0] == "degraded"


def test_a_new_registrar_alone_is_told() -> None:
    ground = Ground(Registration("charity.test", NOW, registrar="B"), registrar_at_approval="A")
    judgement = judge(page(), link(), ground)
    assert (judgement.verdict.value, judgement.notes) == ("degraded", ("registrar_changed",))


def test_the_same_registrar_spelled_otherwise_is_no_change() -> None:
    ground = Ground(Registration("charity.test", NOW, registrar="Example, Inc."), registrar_at_approval="EXAMPLE INC")
    assert told(ground)[0] == "live"


def listed(entry: str, scope: FeedScope = FeedScope.HOST, refreshed_at: datetime = NOW) -> Ground:
    return Ground(listings=(FeedListing("local", entry, refreshed_at, scope),))


def test_a_listed_host_anywhere_on_the_way_is_malicious() -> None:
    assert told(listed("charity.test")) == ("malicious", "threat_list")
    led = seen(page(), via=[(302, "https://hop.test/"), (302, "https://charity.test/donate?x")])
    assert judge(led, link(), listed("hop.test")).verdict.value == "malicious"


def test_a_listed_page_does_not_taint_its_platform() -> None:
    assert told(listed("https://charity.test/other", FeedScope.URL))[0] == "live"
    assert told(listed("http://charity.test/donate/", FeedScope.URL))[0] == "malicious"


def test_a_listing_that_was_not_refreshed_is_not_acted_on_and_not_forgotten() -> None:
    old = listed("charity.test", refreshed_at=NOW - timedelta(hours=1))
    judgement = judge(page(), link(), old)
    assert judgement.verdict.value == "live"
    assert not judgement.ground_is_clean


def test_a_listing_counts_even_while_our_network_is_down() -> None:
    assert judge(seen(page(), canary_failed=True), link(), listed("charity.test")).verdict.value == "malicious"


@pytest.mark.parametrize(
    ("ground", "is_clean"),
    [
        (None, True),
        (registered(statuses=("serverHold",)), False),
        (registered(expires_at=NOW - timedelta(days=1)), False),
        (Ground(name_servers=("a.b.net",), name_servers_at_approval=("a.c.net",)), False),
        (Ground(name_servers=("x.b.net",), name_servers_at_approval=("a.b.net",)), True),
        (Ground(unknown=("registry",)), False),
        (Ground(stale_feeds=("local",)), False),
    ],
)
def test_a_blocked_link_keeps_whether_its_ground_is_clean(ground: Ground | None, is_clean: bool) -> None:
    judgement = judge(seen(notice("Forbidden"), 403), link(), ground)
    assert judgement.verdict.value == "blocked"
    assert judgement.ground_is_clean is is_clean


@pytest.mark.parametrize(
    ("lifetime", "left", "verdict"),
    [
        (90, 3, "tls_expiring"),
        (90, 22, "live"),
        (90, 20, "tls_expiring"),
        (6, 1, "tls_expiring"),
        (6, 2, "live"),
        (400, 25, "live"),
    ],
)
def test_a_certificate_is_told_before_it_ends_by_its_own_lifetime(lifetime: int, left: int, verdict: str) -> None:
    ends_at = NOW + timedelta(days=left)
    tls = Tls(not_before_at=ends_at - timedelta(days=lifetime), not_after_at=ends_at)
    judgement = judge(seen(page(), tls=tls))
    assert judgement.verdict.value == verdict
    assert ("certificate_expiring" in judgement.notes) == (verdict == "tls_expiring")


def test_a_completed_chain_is_noted() -> None:
    tls = Tls(not_after_at=NOW + timedelta(days=60), chain_completed=True)
    assert judge(seen(page(), tls=tls)).reason == "chain_incomplete"


# ---- domains that may answer for a link


def beside(ground: Ground) -> Ground:
    return Ground(beside=(ground,))


def test_a_payment_domain_that_was_registered_anew_takes_the_gifts_of_its_links() -> None:
    assert told(beside(registered(registered_at=APPROVED_AT + timedelta(days=1)))) == (
        "hijack_suspect",
        "registered_after_approval",
    )
    assert told(beside(registered(registered_at=APPROVED_AT - timedelta(days=900)))) == ("live", "")


def test_a_payment_domain_that_lapses_or_is_parked_is_an_alarm() -> None:
    assert told(beside(registered(statuses=("redemption period",))))[1] == "domain_lapsed"
    parked = Ground(name_servers=("ns1.sedoparking.com",), name_servers_at_approval=("ns1.pay.test",))
    assert told(beside(parked)) == ("parked", "parking_name_server")


def test_silence_about_a_payment_domain_counts_only_where_the_check_ended_there() -> None:
    silent = Ground(unknown=("registry",), domain="payment.test")
    here = Ground(unknown=("registry",), domain="charity.test")
    assert judge(seen(page(), 200), link(), beside(silent)).ground_is_clean
    assert not judge(seen(page(), 200), link(), beside(here)).ground_is_clean
