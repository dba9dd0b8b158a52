"""The sets that were written apart from the rules, as a guard: what was learnt from them is not lost again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.battery.cases import Case, second_unseen_cases, unseen_cases
from tests.battery.playing import Played, play
from tests.world.all_scenes import scene_of

THREADS = 8
# Cases that may come out with another verdict than any that can be defended; they are safe all the same.
MOST_INEXACT = {"unseen": 0, "second": 0}
SETS: dict[str, Callable[[], list[Case]]] = {"unseen": unseen_cases, "second": second_unseen_cases}


@pytest.fixture(scope="module", params=sorted(SETS))
def played(request: pytest.FixtureRequest) -> tuple[str, list[Played]]:
    """One set, every case once; several at a time, because most of them only wait."""
    with ThreadPoolExecutor(THREADS) as pool:
        return request.param, list(pool.map(play, SETS[request.param]()))


def test_no_unseen_case_sends_a_donor_astray_or_accuses_a_good_page(played: tuple[str, list[Played]]) -> None:
    _, results = played
    assert [(each.case.id, each.escaped) for each in results if each.escaped] == []
    assert [(each.case.id, each.verdicts) for each in results if each.is_unsafe] == []
    assert [(each.case.id, each.verdicts) for each in results if each.is_false_alarm] == []
    assert [(each.case.id, each.broken) for each in results if each.broken] == []


def test_the_share_of_exact_verdicts_does_not_fall(played: tuple[str, list[Played]]) -> None:
    name, results = played
    inexact = [(each.case.id, each.verdicts, each.reasons) for each in results if not each.is_exact]
    assert len(inexact) <= MOST_INEXACT[name], inexact


@pytest.mark.parametrize("name", sorted(SETS))
def test_every_unseen_case_has_an_own_name_and_its_scene(name: str) -> None:
    cases = SETS[name]()
    assert len({case.id for case in cases}) == len(cases)
    assert [case.id for case in cases if scene_of(case.id) is None] == []
