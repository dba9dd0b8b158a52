"""The last 90 days of a link as a picture that needs no colour: up is good, down is bad, a flat line is not known.

The same stands beside it as a sentence and as a table, so nobody has to see the picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from aidroute.domain.day_strip import Day, DayState
from aidroute.services.histories import LinkHistory
from aidroute.web.translating import gettext as _
from aidroute.web.translating import ngettext
from aidroute.web.wording.directory import DAYS

DAY_WIDTH = 4
HEIGHT = 24
BARS = {
    DayState.GOOD: (0, 11),
    DayState.UNKNOWN: (11, 2),
    DayState.UNSURE: (8, 8),
    DayState.BAD: (13, 11),
}
"""Where the bar of a day begins, from the top, and how high it is."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some days in a row that were alike."""

    first: date
    last: date
    state: DayState
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A link's days: the picture ('' when nothing is known), the sentence that says the same, and the table's rows."""

    picture: Markup
    sentence: str
    runs: tuple[Run, ...]


def strip_of(history: LinkHistory) -> Strip:
    """The last 90 days of one link."""
    runs = tuple(_runs(history.days))
    sentence = _sentence(history.days)
    if all(day.state is DayState.UNKNOWN for day in history.days):
        return Strip(Markup(""), sentence, runs)
    return Strip(_picture(history.days, sentence), sentence, runs)


def _runs(days: tuple[Day, ...]) -> Iterator[Run]:
    for state, group in groupby(days, key=lambda day: day.state):
        alike = list(group)
        yield Run(alike[0].day, alike[-1].day, state, str(DAYS[state]))


def _sentence(days: tuple[Day, ...]) -> str:
    counted = Counter(day.state for day in days)
    if not counted.keys() - {DayState.UNKNOWN}:
        return _("Nothing is known of the last %(days)d days.", days=len(days))
    parts = [
        ngettext("%(state)s on %(num)d day", "%(state)s on %(num)d days", counted[state], state=str(DAYS[state]))
        for state in DayState
        if counted[state]
    ]
    return _("The last %(days)d days: %(parts)s.", days=len(days), parts=", ".join(parts))


def _picture(days: tuple[Day, ...], sentence: str) -> Markup:
    """Days that are alike share one path; every number in it is ours."""
    paths = Markup("").join(
        Markup('<path class="day-{}" d="{}"/>').format(state.value, _path(days, state))
        for state in DayState
        if any(day.state is state for day in days)
    )
    return Markup('<svg class="strip" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        len(days) * DAY_WIDTH, HEIGHT, sentence, paths
    )


def _path(days: tuple[Day, ...], state: DayState) -> str:
    top, height = BARS[state]
    steps = []
    position = 0
    for found, group in groupby(days, key=lambda day: day.state):
        count = len(list(group))
        if found is state and state is DayState.UNKNOWN:
            steps.append(f"M{position * DAY_WIDTH} {top}h{count * DAY_WIDTH - 1}v{height}h-{count * DAY_WIDTH - 1}z")
        elif found is state:
            steps += [
                f"M{(position + each) * DAY_WIDTH} {top}h{DAY_WIDTH - 1}v{height}h-{DAY_WIDTH - 1}z"
                for each in range(count)
            ]
        position += count
    return "".join(steps)
