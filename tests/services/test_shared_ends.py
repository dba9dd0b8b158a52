"""Many links of one host that end at one address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from aidroute.domain.observation import Observation
from aidroute.services.shared_ends import MOST_ENDS, REMEMBERED_FOR, SharedEnds

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def led(start: str, end: str, at: datetime = NOW) -> Observation:
    return Observation(requested_url=start, started_at=at, ended_at=at, final_url=end)


def url(path: str) -> str:
    return f"https://charity.test{path}"


def test_the_third_link_that_ends_at_one_address_shares_it() -> None:
    ends = SharedEnds()
    shared = [ends.is_shared(led(url(f"/give/{number}"), url("/campaigns"))) for number in (1, 2, 3, 4)]
    assert shared == [False, False, True, True]


def test_one_link_that_is_checked_often_is_one_link() -> None:
    ends = SharedEnds()
    assert not any(ends.is_shared(led(url("/give"), url("/campaigns"))) for _ in range(9))


def test_links_of_other_hosts_do_not_count() -> None:
    ends = SharedEnds()
    assert not any(ends.is_shared(led(f"https://{name}.test/give", url("/"))) for name in "abcdef")


def test_a_page_that_only_got_another_spelling_was_not_led_away() -> None:
    ends = SharedEnds()
    for start in (
        "http://charity.test/give",
        "https://charity.test/give/",
        "https://charity.test/give#form",
        url("/give"),
    ):
        assert not ends.is_shared(led(start, "https://www.charity.test/give"))


def test_what_was_long_ago_is_forgotten() -> None:
    ends = SharedEnds()
    for number in (1, 2):
        ends.is_shared(led(url(f"/give/{number}"), url("/campaigns")))
    later = NOW + REMEMBERED_FOR + timedelta(minutes=1)
    assert not ends.is_shared(led(url("/give/3"), url("/campaigns"), later))


def test_it_remembers_no_more_than_so_many() -> None:
    ends = SharedEnds()
    for number in range(MOST_ENDS + 5):
        ends.is_shared(led(url("/give"), url(f"/end/{number}")))
    for number in (1, 2, 3):
        shared = ends.is_shared(led(url(f"/give/{number}"), url("/campaigns")))
    assert shared
