"""When a whole run may not be believed."""

from __future__ import annotations

from aidroute.domain.run_guard import RunResult, judge_run
from aidroute.domain.verdict_names import Verdict


def results(failing: int, good: int, verdict: Verdict = Verdict.TIMEOUT, *, was_live: bool = True) -> list[RunResult]:
    bad = [RunResult(f"bad{number}.test", f"o{number}", verdict, was_live) for number in range(failing)]
    return bad + [RunResult(f"good{number}.test", f"p{number}", Verdict.LIVE, True) for number in range(good)]


def test_an_ordinary_run_is_believed() -> None:
    assert judge_run(results(2, 48)).is_conclusive
    assert judge_run([]).is_conclusive


def test_a_failed_canary_spoils_the_run() -> None:
    assert judge_run(results(0, 50), canary_failed=True).reason == "canary_failed"


def test_more_than_thirty_percent_of_twenty_live_hosts_are_too_many() -> None:
    assert judge_run(results(6, 14)).is_conclusive
    finding = judge_run(results(7, 13))
    assert (finding.is_conclusive, finding.reason) == (False, "mass_failure")


def test_few_hosts_prove_nothing() -> None:
    assert judge_run(results(10, 9)).is_conclusive


def test_links_that_were_not_live_before_do_not_count() -> None:
    assert judge_run(results(30, 20, was_live=False)).is_conclusive


def test_answers_of_the_hosts_are_no_network_failure() -> None:
    assert judge_run(results(20, 20, Verdict.GONE)).is_conclusive
    assert judge_run(results(20, 20, Verdict.HIJACK_SUSPECT)).is_conclusive


def test_failing_names_count_as_the_network() -> None:
    assert not judge_run(results(20, 20, Verdict.DNS_DEAD)).is_conclusive


def test_one_big_host_is_one_host() -> None:
    many = [RunResult("platform.test", f"o{number}", Verdict.TIMEOUT, True) for number in range(50)]
    assert judge_run(many + results(0, 25)).is_conclusive


def test_a_host_with_one_good_link_is_reachable() -> None:
    mixed = results(8, 14) + [RunResult(f"bad{number}.test", "x", Verdict.LIVE, True) for number in range(8)]
    assert judge_run(mixed).is_conclusive


def test_five_organizations_led_to_one_stranger_are_a_captive_portal() -> None:
    def led(count: int, domain: str = "portal.net") -> list[RunResult]:
        return [
            RunResult(f"h{number}.test", f"o{number}", Verdict.HIJACK_SUSPECT, True, foreign_domain=domain)
            for number in range(count)
        ]

    assert judge_run(led(4)).is_conclusive
    finding = judge_run(led(5))
    assert (finding.is_conclusive, finding.reason) == (False, "captive_portal")
    assert judge_run(led(4) + led(4, "other.net")).is_conclusive
    same = [RunResult("h.test", "one", Verdict.HIJACK_SUSPECT, True, foreign_domain="portal.net")] * 9
    assert judge_run(same).is_conclusive
