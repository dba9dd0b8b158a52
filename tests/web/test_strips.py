from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from flask import Flask

from aidroute.domain.day_strip import DAYS, Day, DayState
from aidroute.services.histories import LinkHistory
from aidroute.web.strips import BARS, strip_of
from tests.support.directories import NOW

TODAY = NOW.date()


def history(*states: DayState) -> LinkHistory:
    """The last days in these states, everything before unknown."""
    all_states = [DayState.UNKNOWN] * (DAYS - len(states)) + list(states)
    days = [TODAY - timedelta(days=back) for back in reversed(range(DAYS))]
    return LinkHistory(tuple(map(Day, days, all_states)), (), NOW)


def test_the_sentence_counts_every_day_once(in_request: Flask) -> None:
    good, bad = DayState.GOOD, DayState.BAD
    strip = strip_of(history(good, good, bad, DayState.UNSURE, good))
    assert strip.sentence == (
        "The last 90 days: worked on 3 days, not known on 85 days, unclear on 1 day, did not work on 1 day."
    )


def test_the_table_covers_all_ninety_days_without_a_gap(in_request: Flask) -> None:
    runs = strip_of(history(DayState.GOOD, DayState.BAD, DayState.BAD)).runs
    assert [run.state for run in runs] == [DayState.UNKNOWN, DayState.GOOD, DayState.BAD]
    assert runs[-1].last == TODAY
    assert sum((run.last - run.first).days + 1 for run in runs) == DAYS
    assert all(after.first - before.last == timedelta(days=1) for before, after in pairwise(runs))


def test_states_differ_by_place_and_height_and_not_by_colour_alone() -> None:
    assert len(set(BARS.values())) == len(DayState)


def test_the_picture_says_its_sentence_to_who_cannot_see_it(in_request: Flask) -> None:
    strip = strip_of(history(DayState.GOOD))
    assert 'role="img"' in strip.picture
    assert f'aria-label="{strip.sentence}"' in strip.picture
    assert "day-good" in strip.picture
    assert "day-bad" not in strip.picture
