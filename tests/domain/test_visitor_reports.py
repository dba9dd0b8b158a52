from __future__ import annotations

from datetime import timedelta

import pytest

from aidroute.domain.visitor_reports import Witness, independent, place_of_visitor
from tests.support.directories import NOW

HOUR = timedelta(hours=1)


def test_one_visitor_is_one_voice_however_often_they_report() -> None:
    assert independent([Witness("a", NOW), Witness("a", NOW + HOUR)], None) == 1
    assert independent([Witness("a", NOW), Witness("b", NOW + HOUR)], None) == 2


def test_what_was_said_before_a_person_approved_the_link_counts_no_more() -> None:
    said = [Witness("a", NOW - HOUR), Witness("b", NOW), Witness("c", NOW + HOUR)]
    assert independent(said, NOW) == 1


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("no address", ""),
        ("", ""),
    ],
)
def test_a_household_is_one_visitor(address: str, place: str) -> None:
    assert place_of_visitor(address) == place
