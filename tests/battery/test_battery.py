"""The battery as a guard: a rule that loses a case turns this red."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.battery.cases import Case, all_cases, own_cases, shared_cases
from tests.battery.measuring import can_measure, peak_megabytes
from tests.battery.playing import GRACE, Played, play
from tests.world.all_scenes import scene_of

CASES = all_cases()
THREADS = 8
MOST_MEGABYTES = 8.0


@pytest.fixture(scope="module")
def results() -> dict[str, Played]:
    """Every case, once; several at a time, because most of them only wait."""
    with ThreadPoolExecutor(THREADS) as pool:
        return {played.case.id: played for played in pool.map(play, CASES)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_server_that_does_this_is_judged_right(case: Case, results: dict[str, Played]) -> None:
    played = results[case.id]
    assert played.escaped == ""
    assert not played.is_unsafe, f"a donor would be sent: {played.verdicts} {played.first} {played.settled}"
    assert not played.is_false_alarm, f"a good link would be held: {played.verdicts} {played.reasons}"
    assert set(played.verdicts) == {case.verdict}, f"{played.verdicts} {played.reasons} {played.details}"
    assert (set(played.first), set(played.settled)) == ({case.first}, {case.routable})
    assert played.broken == []


def test_no_check_goes_past_its_deadline(results: dict[str, Played]) -> None:
    late = {case_id: round(played.overrun, 2) for case_id, played in results.items() if played.overrun > GRACE}
    assert late == {}


@pytest.mark.skipif(not can_measure(), reason="this system does not let a process reset its own memory peak")
@pytest.mark.parametrize("case_id", ["gzip-bomb", "hdr-flood-6mb", "endless-body", "setcookie-flood", "title-1mb"])
def test_a_hostile_server_can_not_make_us_hold_much(case_id: str) -> None:
    case = next(case for case in CASES if case.id == case_id)
    play(case)
    assert min(peak_megabytes(case)[0] for _ in range(3)) <= MOST_MEGABYTES


def test_every_case_has_its_scene() -> None:
    assert [case.id for case in CASES if scene_of(case.id) is None] == []


def test_our_copy_of_the_shared_sample_has_not_drifted() -> None:
    ours = {case.id: case for case in own_cases()}
    shared = shared_cases()
    if not shared:
        pytest.skip("the shared sample of cases is not at hand")
    assert [case.id for case in shared if ours.get(case.id) != case] == []
