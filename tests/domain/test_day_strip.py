from __future__ import annotations

from datetime import timedelta

from aidroute.domain.day_strip import DAYS, DayState, Turn, day_strip
from aidroute.domain.verdict_names import LinkState
from tests.support.directories import NOW

LONG_AGO = NOW - timedelta(days=400)


def test_a_link_that_never_turned_is_what_it_is_on_every_watched_day() -> None:
    strip = day_strip((), LinkState.LIVE, LONG_AGO, NOW)
    assert len(strip) == DAYS
    assert {day.state for day in strip} == {DayState.GOOD}
    assert strip[-1].day == NOW.date()


def test_days_before_anybody_watched_are_unknown_and_not_good() -> None:
    strip = day_strip((), LinkState.LIVE, NOW - timedelta(days=2), NOW)
    assert [day.state for day in strip[-4:]] == [DayState.UNKNOWN, *[DayState.GOOD] * 3]


def test_a_link_that_was_never_watched_has_only_unknown_days() -> None:
    assert {day.state for day in day_strip((), LinkState.UNVERIFIED, None, NOW)} == {DayState.UNKNOWN}


def test_a_day_shows_the_worst_that_happened_in_it() -> None:
    noon = NOW - timedelta(days=3)
    turns = (
        Turn(noon, LinkState.LIVE, LinkState.SUSPECT),
        Turn(noon + timedelta(minutes=5), LinkState.SUSPECT, LinkState.DOWN),
        Turn(noon + timedelta(hours=2), LinkState.DOWN, LinkState.LIVE),
    )
    states = [day.state for day in day_strip(turns, LinkState.LIVE, LONG_AGO, NOW)]
    assert states[-5:] == [DayState.GOOD, DayState.BAD, DayState.GOOD, DayState.GOOD, DayState.GOOD]


def test_a_state_lasts_over_midnights_until_the_next_turn() -> None:
    turns = (Turn(NOW - timedelta(days=120), LinkState.LIVE, LinkState.DEAD),)
    assert {day.state for day in day_strip(turns, LinkState.DEAD, LONG_AGO, NOW)} == {DayState.BAD}


def test_every_state_a_link_can_be_in_has_a_day_state() -> None:
    for state in LinkState:
        day_strip((), state, LONG_AGO, NOW)


def test_a_day_is_not_good_when_nobody_looked_on_it_nor_the_day_before() -> None:
    checked = {NOW.date() - timedelta(days=back) for back in (6, 2)}
    strip = day_strip((), LinkState.LIVE, LONG_AGO, NOW, checked)
    good, unknown = DayState.GOOD, DayState.UNKNOWN
    assert [day.state for day in strip[-7:]] == [good, good, unknown, unknown, good, good, unknown]


def test_a_day_known_to_be_bad_stays_bad_between_checks() -> None:
    strip = day_strip((), LinkState.DEAD, LONG_AGO, NOW, frozenset())
    assert {day.state for day in strip} == {DayState.BAD}
