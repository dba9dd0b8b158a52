"""What `make pages` counts, and when it is content."""

from __future__ import annotations

import argparse

import pytest

from tests.pages.__main__ import LEAST, MOST_BYTES, Sum, kinds, sum_up
from tests.pages.kinds import EXPECTED_STATUS, KINDS
from tests.pages.looking import Look, Traffic


def asked(request: str, kind: str, priority: str) -> dict[str, object]:
    return {"requestId": request, "type": kind, "request": {"initialPriority": priority}}


def test_a_deferred_script_is_counted_apart_and_one_that_holds_up_the_page_is_not() -> None:
    traffic = Traffic()
    for request, kind, priority, size in (
        ("1", "Document", "VeryHigh", 9000),
        ("2", "Stylesheet", "VeryHigh", 3000),
        ("3", "Script", "Low", 600),
        ("4", "Script", "High", 50),
        ("5", "Other", "Low", 200),
    ):
        traffic.asked(asked(request, kind, priority))
        traffic.came({"requestId": request, "encodedDataLength": size})
    assert (traffic.bytes_needed, traffic.bytes_later) == (12_250, 600)


def test_a_page_of_the_whole_budget_is_good_and_one_byte_more_is_not() -> None:
    total = Sum()
    sum_up([Look(status=200, needed=MOST_BYTES, later=600, requests=4)], ("home", "en"), total)
    assert total.is_good
    sum_up([Look(status=200, needed=MOST_BYTES + 1, later=0, requests=4)], ("home", "hy"), total)
    assert not total.is_good
    assert f"heaviest {MOST_BYTES + 1} bytes (home hy)" in str(total)


@pytest.mark.parametrize(
    "fault",
    [
        {"violations": ["label"]},
        {"foreign": ["https://example.org/"]},
        {"errors": ["refused"]},
        {"cookies": 1},
        {"overflows": True},
        {"status": 500},
    ],
    ids=lambda fault: next(iter(fault)),
)
def test_one_fault_of_any_kind_is_too_much(fault: dict[str, object]) -> None:
    total = Sum()
    sum_up([Look(**{"status": 200, "needed": 1, "later": 0, "requests": 1, **fault})], ("home", "en"), total)  # type: ignore[arg-type]
    assert not total.is_good


@pytest.mark.parametrize(
    ("category", "score", "is_good"), [("performance", 98, True), ("performance", 97, False), ("seo", 99, False)]
)
def test_only_performance_may_lose_two_points_to_noise(category: str, score: int, is_good: bool) -> None:
    total = Sum()
    total.scores["home"] = {**dict.fromkeys(LEAST, 100), category: score}
    assert total.is_good is is_good


def test_a_kind_that_is_not_known_is_refused() -> None:
    assert kinds("home,results") == "home,results"
    with pytest.raises(argparse.ArgumentTypeError, match="palace"):
        kinds("home,palace")


def test_pages_that_are_errors_on_purpose_are_kinds() -> None:
    assert set(EXPECTED_STATUS) <= set(KINDS)


def test_pages_slower_than_the_goal_are_named_to_be_looked_at_again() -> None:
    total = Sum()
    total.scores = {"home": {"performance": 100}, "results": {"performance": 97}, "caution": {"performance": 98}}
    assert total.slow == ["results"]
    total.scores["results"] = {"performance": 99}
    assert total.lowest["performance"] == 98
