"""The last 90 days of a link, one state a day: the worst that any visitor of that day could have met."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from aidroute.domain.verdict_names import LinkState

DAYS = 90


class DayState(StrEnum):
    """What a day was like, best first."""

    GOOD = "good"
    UNKNOWN = "unknown"
    """Not watched yet, or the link could not be judged."""
    UNSURE = "unsure"
    BAD = "bad"


_RANK = {state: rank for rank, state in enumerate(DayState)}
_OF_STATE = {
    LinkState.LIVE: DayState.GOOD,
    LinkState.UNVERIFIED: DayState.UNKNOWN,
    LinkState.BLOCKED: DayState.UNKNOWN,
    LinkState.SUSPECT: DayState.UNSURE,
    LinkState.UNSTABLE: DayState.UNSURE,
    LinkState.DOWN: DayState.BAD,
    LinkState.DEAD: DayState.BAD,
    LinkState.QUARANTINED: DayState.BAD,
    LinkState.RETIRED: DayState.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Turn:
    """At an instant, a link went from one state to another."""

    at: datetime
    before: LinkState
    after: LinkState


@dataclass(frozen=True, slots=True)
class Day:
    """One day and the worst state in it."""

    day: date
    state: DayState


def day_strip(
    turns: Sequence[Turn],
    state: LinkState,
    watched_since_at: datetime | None,
    now: datetime,
    checked_on: Collection[date] | None = None,
) -> tuple[Day, ...]:
    """The last 90 UTC days, oldest first, ending with today.

    ``turns`` are in order of time; ``state`` is where the link stands now. Days before
    ``watched_since_at`` are unknown: nothing is shown as good that nobody watched. With
    ``checked_on``, the days that had a check, a day is good only when it or the day before had one.
    """
    today = now.astimezone(UTC).date()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    at_start = turns[0].before if turns else state
    strip = []
    position = 0
    while position < len(turns) and turns[position].at < _midnight(days[0]):
        at_start = turns[position].after
        position += 1
    for day in days:
        states = [at_start]
        while position < len(turns) and turns[position].at < _midnight(day + timedelta(days=1)):
            states.append(turns[position].after)
            position += 1
        at_start = states[-1]
        seen = _worst(states) if _is_watched(day, watched_since_at) else DayState.UNKNOWN
        strip.append(Day(day, seen if seen is not DayState.GOOD or _was_checked(day, checked_on) else DayState.UNKNOWN))
    return tuple(strip)


def _worst(states: Sequence[LinkState]) -> DayState:
    return max((_OF_STATE[state] for state in states), key=_RANK.__getitem__)


def _is_watched(day: date, since_at: datetime | None) -> bool:
    return since_at is not None and since_at.astimezone(UTC).date() <= day


def _was_checked(day: date, checked_on: Collection[date] | None) -> bool:
    return checked_on is None or day in checked_on or day - timedelta(days=1) in checked_on


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
