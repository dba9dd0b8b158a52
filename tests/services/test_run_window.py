"""Which results of a run are believed, on a clock of the tests' own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from aidroute.domain.judgement import Judgement
from aidroute.domain.link import LinkIdentity, LinkStatus
from aidroute.domain.observation import Observation
from aidroute.domain.verdict_names import LinkState, Verdict
from aidroute.services.check_recording import Finding
from aidroute.services.claiming import ClaimedLink
from aidroute.services.examining import Examined
from aidroute.services.own_network import OwnNetwork
from aidroute.services.run_window import COMPARED_S, DOUBT_S, RunWindow, frozen
from tests.support.checking import NOW, PlainHosts

UP, DOWN = True, False


class Sky:
    """A clock and a canary."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.is_up = UP
        self.asked = 0

    def canary(self) -> bool:
        self.asked += 1
        return self.is_up

    def window(self) -> RunWindow:
        network = OwnNetwork(self.canary, lambda: self.now)
        return RunWindow(network, PlainHosts().registrable_domain, self.owners)

    def owners(self, link_ids: Sequence[int]) -> Mapping[int, str]:
        return {link_id: f"organization {link_id}" for link_id in link_ids}


def finding(number: int, verdict: Verdict, final_url: str = "") -> Finding:
    host = f"h{number}.test"
    link = ClaimedLink(
        id=number,
        token=f"t:{number}",
        host=host,
        lane="",
        rank=2,
        identity=LinkIdentity(f"https://{host}/", host),
        status=LinkStatus(state=LinkState.LIVE),
    )
    seen = Observation(link.url, NOW, NOW + timedelta(seconds=1), final_url=final_url)
    return Finding(link, Examined(seen, Judgement(verdict), {"hops": []}))


def numbers(findings: Sequence[Finding]) -> list[int]:
    return [each.link.id for each in findings]


def test_what_only_the_other_side_can_have_made_is_written_at_once() -> None:
    sky = Sky()
    window = sky.window()
    window.add([finding(1, Verdict.LIVE), finding(2, Verdict.GONE), finding(3, Verdict.SERVER_ERROR)], sky.now)
    assert numbers(window.sort(sky.now, is_last=False).write) == [1, 2, 3]
    assert sky.asked == 0


def test_what_could_be_our_own_fault_waits_and_then_the_canary_is_asked() -> None:
    sky = Sky()
    window = sky.window()
    window.add([finding(1, Verdict.TIMEOUT), finding(2, Verdict.TLS_INVALID)], sky.now)
    assert window.sort(sky.now, is_last=False).write == []
    sky.now += DOUBT_S
    decided = window.sort(sky.now, is_last=False)
    assert (numbers(decided.write), decided.run.is_conclusive, sky.asked) == ([1, 2], True, 1)


def test_nothing_waits_when_nothing_else_is_to_come() -> None:
    sky = Sky()
    window = sky.window()
    window.add([finding(1, Verdict.REFUSED)], sky.now)
    sky.now += 1
    assert numbers(window.sort(sky.now, is_last=True).write) == [1]


def test_an_answer_before_the_failure_is_no_proof_for_after_it() -> None:
    sky = Sky()
    window = sky.window()
    window.add([finding(1, Verdict.TIMEOUT)], sky.now)
    sky.now += 1
    window.sort(sky.now, is_last=True)
    assert sky.asked == 1
    sky.now += 1
    window.add([finding(2, Verdict.TIMEOUT)], sky.now)
    sky.is_up = DOWN
    sky.now += 1
    decided = window.sort(sky.now, is_last=True)
    assert (decided.run.is_conclusive, decided.run.reason, sky.asked) == (False, "canary_failed", 2)


def test_when_the_canary_is_silent_all_that_was_not_written_is_frozen() -> None:
    sky = Sky()
    sky.is_up = DOWN
    window = sky.window()
    window.add([finding(1, Verdict.DNS_DEAD), finding(2, Verdict.LIVE)], sky.now)
    sky.now += DOUBT_S
    decided = window.sort(sky.now, is_last=False)
    assert {each.examined.judgement.verdict for each in decided.write} == {Verdict.INCONCLUSIVE}
    assert sorted(numbers(decided.write)) == [1, 2]


def test_a_mass_failure_is_seen_across_settlings_and_before_its_results_are_ripe() -> None:
    sky = Sky()
    window = sky.window()
    window.add([finding(number, Verdict.LIVE) for number in range(15)], sky.now)
    window.sort(sky.now, is_last=False)
    sky.now += 5
    window.add([finding(number, Verdict.TIMEOUT) for number in range(15, 25)], sky.now)
    decided = window.sort(sky.now, is_last=False)
    assert (decided.run.reason, numbers(decided.write)) == ("mass_failure", list(range(15, 25)))


def test_old_results_are_not_compared_any_more() -> None:
    sky = Sky()
    window = sky.window()
    window.add([finding(number, Verdict.LIVE) for number in range(15)], sky.now)
    window.sort(sky.now, is_last=False)
    sky.now += COMPARED_S + 1
    window.add([finding(number, Verdict.TIMEOUT) for number in range(15, 25)], sky.now)
    sky.now += DOUBT_S
    assert window.sort(sky.now, is_last=False).run.is_conclusive


def test_five_organizations_led_to_one_foreign_place_are_in_a_captive_portal() -> None:
    sky = Sky()
    window = sky.window()
    window.add([finding(n, Verdict.HIJACK_SUSPECT, "https://login.hotel.test/") for n in range(5)], sky.now)
    assert window.sort(sky.now, is_last=False).run.reason == "captive_portal"


def test_a_frozen_check_keeps_what_it_looked_like_and_gives_no_baseline() -> None:
    seen = finding(1, Verdict.HIJACK_SUSPECT)
    cold = frozen(replace(seen), "captive_portal")
    assert (cold.examined.judgement.verdict, cold.examined.judgement.reason) == (Verdict.INCONCLUSIVE, "captive_portal")
    assert cold.examined.evidence["not_believed"] == {"verdict": "hijack_suspect", "reason": ""}
    assert cold.examined.baseline is None


def test_a_run_may_begin_on_the_word_of_any_server_for_five_minutes() -> None:
    sky = Sky()
    network = OwnNetwork(sky.canary, lambda: sky.now)
    network.saw_answer(sky.now)
    sky.now += 299
    assert network.is_up()
    assert sky.asked == 0
    sky.now += 2
    sky.is_up = DOWN
    assert not network.is_up()
    assert sky.asked == 1
