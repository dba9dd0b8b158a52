"""No page came: addresses that may not be asked, failures, statuses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aidroute.domain.observation import Failure, Observation, Tls
from tests.support.judged_pages import NOW, URL, bare, judge, link, notice, outcome, page, seen

FAILURES = [
    (Failure.UNSAFE_ADDRESS, "unsafe_target", "address"),
    (Failure.UNSAFE_SCHEME, "unsafe_target", "scheme"),
    (Failure.UNSAFE_PORT, "unsafe_target", "port"),
    (Failure.OWN_ROUTE, "unsafe_target", "own_route"),
    (Failure.DNS_NO_NAME, "dns_dead", "no_such_name"),
    (Failure.DNS_TEMPORARY, "timeout", "dns_temporary"),
    (Failure.NO_IPV6_HERE, "inconclusive", "no_ipv6_here"),
    (Failure.CONNECT_REFUSED, "refused", "refused"),
    (Failure.CONNECT_TIMEOUT, "timeout", "connect_timeout"),
    (Failure.TLS_PROTOCOL, "tls_invalid", "tls_protocol"),
    (Failure.RESPONSE_TIMEOUT, "timeout", "no_answer"),
    (Failure.BODY_TIMEOUT, "timeout", "slow_body"),
    (Failure.BAD_RESPONSE, "protocol_error", "bad_response"),
    (Failure.BROKEN_BODY, "protocol_error", "broken_body"),
    (Failure.BROKEN_ENCODING, "protocol_error", "broken_encoding"),
    (Failure.BOMB, "protocol_error", "bomb"),
    (Failure.HEADER_FLOOD, "protocol_error", "header_flood"),
    (Failure.UNASKED_ENCODING, "blocked", "undecodable"),
    (Failure.CLIENT_LIMIT, "blocked", "client_limit"),
    (Failure.CLIENT_UNSUPPORTED, "blocked", "client_unsupported"),
    (Failure.NO_LOCATION, "protocol_error", "no_location"),
    (Failure.BAD_LOCATION, "protocol_error", "bad_location"),
    (Failure.REDIRECT_LOOP, "redirect_loop", "loop"),
    (Failure.TOO_MANY_REDIRECTS, "redirect_loop", "too_many_redirects"),
    (Failure.ROBOTS, "blocked", "robots"),
    (Failure.INTERNAL, "inconclusive", "bug"),
]


@pytest.mark.parametrize(("failure", "verdict", "reason"), FAILURES)
def test_every_failure_has_its_verdict(failure: Failure, verdict: str, reason: str) -> None:
    assert outcome(seen("", 0, failure=failure)) == (verdict, reason)


def test_no_failure_was_forgotten() -> None:
    special = {Failure.NONE, Failure.INVALID_URL, Failure.TLS_CERTIFICATE}
    assert {failure for failure, _, _ in FAILURES} | special == set(Failure)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (9, "certificate_not_yet_valid"),
        (10, "certificate_expired"),
        (18, "certificate_self_signed"),
        (19, "certificate_self_signed"),
        (20, "certificate_unknown_authority"),
        (23, "certificate_revoked"),
        (62, "certificate_other_host"),
        (66, "certificate_invalid"),
    ],
)
def test_a_certificate_error_says_which(code: int, reason: str) -> None:
    refused = seen("", 0, failure=Failure.TLS_CERTIFICATE, tls=Tls(verify_code=code))
    judgement = judge(refused)
    assert (judgement.verdict.value, judgement.reason) == ("tls_invalid", reason)
    assert not judgement.ground_is_clean


STATUSES = [
    (401, "auth_required"),
    (402, "auth_required"),
    (403, "blocked"),
    (404, "gone"),
    (405, "blocked"),
    (406, "blocked"),
    (407, "blocked"),
    (408, "timeout"),
    (410, "gone"),
    (412, "blocked"),
    (418, "blocked"),
    (421, "blocked"),
    (425, "blocked"),
    (426, "blocked"),
    (428, "blocked"),
    (429, "rate_limited"),
    (431, "blocked"),
    (440, "auth_required"),
    (451, "blocked"),
    (499, "blocked"),
    (500, "server_error"),
    (502, "server_error"),
    (503, "server_error"),
    (504, "server_error"),
    (505, "server_error"),
    (507, "server_error"),
    (509, "server_error"),
    (511, "server_error"),
    (520, "server_error"),
    (526, "server_error"),
    (530, "server_error"),
    (599, "server_error"),
    (999, "blocked"),
    (100, "protocol_error"),
    (300, "protocol_error"),
    (304, "protocol_error"),
    (306, "protocol_error"),
    (600, "protocol_error"),
    (1000, "protocol_error"),
    (0, "protocol_error"),
]


@pytest.mark.parametrize(("status", "verdict"), STATUSES)
def test_every_status_has_its_verdict(status: int, verdict: str) -> None:
    assert outcome(seen(bare("Error", "x"), status))[0] == verdict


def test_410_and_404_are_told_apart() -> None:
    assert outcome(seen("", 410)) == ("gone", "status_410")
    assert outcome(seen("", 404)) == ("gone", "status_404")


@pytest.mark.parametrize("status", [200, 201, 203, 206, 226])
def test_a_successful_status_is_judged_by_its_page(status: int) -> None:
    assert outcome(seen(page(), status)) == ("live", "")


def test_304_to_a_question_of_ours_means_the_page_is_as_it_was() -> None:
    judgement = judge(seen("", 304, conditional=True, not_modified=True))
    assert (judgement.verdict.value, judgement.is_full_read) == ("live", False)


def test_the_very_bytes_that_were_found_well_are_not_judged_anew_but_the_ground_and_the_way_are() -> None:
    gone = notice("This campaign has ended")
    judgement = judge(seen(gone, is_known_page=True))
    assert (judgement.verdict.value, judgement.reason, judgement.is_full_read) == ("live", "known_page", False)
    assert judge(seen(gone)).verdict.value != "live", "the same page, read, is no good one"
    assert judge(seen(gone, 500, is_known_page=False)).verdict.value == "server_error"


@pytest.mark.parametrize(
    ("value", "wait"),
    [("120", 120), ("315360000", 86400), ("soon", 3600), ("", 3600), ("Tue, 10 Mar 2026 12:30:01 GMT", 1800)],
)
def test_a_rate_limit_says_how_long_to_wait(value: str, wait: int) -> None:
    judgement = judge(seen("", 429, headers={"retry-after": value} if value else {}))
    assert judgement.retry_after == timedelta(seconds=wait)


def test_maintenance_keeps_its_retry_after() -> None:
    judgement = judge(seen(notice("Down"), 503, headers={"retry-after": "7200"}))
    assert (judgement.verdict.value, judgement.reason) == ("server_error", "maintenance")
    assert judgement.retry_after == timedelta(hours=2)


BAD_ADDRESSES = [
    ("http://127.0.0.1/", "unsafe_target"),
    ("http://localhost/", "unsafe_target"),
    ("http://[::1]/", "unsafe_target"),
    ("http://0x7f.1/", "unsafe_target"),
    ("http://2130706433/", "unsafe_target"),
    ("http://user:pw@charity.test/", "invalid_url"),
    ("http://charity.test/a b", "invalid_url"),
    ("http://charity.test:0/", "invalid_url"),
    ("http://charity.test:80:443/", "invalid_url"),
    ("http://intranet/", "invalid_url"),
    ("http://printer.local/", "invalid_url"),
    ("mailto:give@charity.test", "invalid_url"),
    ("javascript:alert(1)", "invalid_url"),
    ("https://charity.test/" + "a" * 2048, "invalid_url"),
    ("", "invalid_url"),
]


@pytest.mark.parametrize(("url", "verdict"), BAD_ADDRESSES)
def test_an_address_that_may_not_be_asked_is_refused_whatever_was_observed(url: str, verdict: str) -> None:
    assert outcome(seen(page(), url=url))[0] == verdict


def test_a_link_back_to_this_directory_is_refused() -> None:
    assert outcome(seen(page(), url="https://aidroute.test/go/x")) == ("unsafe_target", "own_route")


def test_a_redirect_to_an_unopened_port_of_the_own_host_waits_for_confirmation() -> None:
    port = "https://charity.test:8443/donate"
    observation = seen("", 0, failure=Failure.UNSAFE_PORT, via=[(302, port)])
    assert outcome(observation) == ("unsafe_target", "redirect_port")
    foreign = seen("", 0, failure=Failure.UNSAFE_PORT, via=[(302, "https://evil.test:8443/")])
    assert outcome(foreign) == ("unsafe_target", "port")


def test_a_blocked_name_is_a_sinkhole() -> None:
    observation = seen("", 0, failure=Failure.UNSAFE_ADDRESS, resolved_addresses=("0.0.0.0",))
    assert outcome(observation) == ("unsafe_target", "sinkhole")


@pytest.mark.parametrize("failure", [Failure.CONNECT_TIMEOUT, Failure.DNS_NO_NAME, Failure.NONE])
def test_nothing_is_said_about_a_link_while_our_own_network_is_down(failure: Failure) -> None:
    assert outcome(seen(notice("Login"), 200, failure=failure, canary_failed=True)) == (
        "inconclusive",
        "canary_failed",
    )


def test_a_captive_portal_seen_through_a_dead_canary_is_no_hijack() -> None:
    observation = seen(notice("WiFi"), via=[(302, "https://portal.net/")], canary_failed=True)
    assert outcome(observation)[0] == "inconclusive"


def test_an_observation_of_nothing_is_inconclusive() -> None:
    assert outcome(Observation(URL, NOW, NOW)) == ("inconclusive", "nothing_observed")


def test_failures_at_a_strangers_place_are_about_the_stranger() -> None:
    observation = seen("", 0, failure=Failure.CONNECT_REFUSED, via=[(302, "https://evil.test/")])
    assert outcome(observation) == ("hijack_suspect", "foreign_domain")


def test_a_legal_block_is_named() -> None:
    assert outcome(seen(notice("Unavailable"), 451), link()) == ("blocked", "status_451")
