"""How the checker is doing, in words: nothing is called good that was not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from babel.dates import format_timedelta
from babel.numbers import format_percent

from aidroute.domain.hysteresis import INTERVAL
from aidroute.domain.routing_level import FRESH_FOR
from aidroute.domain.verdict_names import LinkState
from aidroute.services.check_recording import INTERVAL_WHEN_CLICKED
from aidroute.services.measuring import MEASURED_OVER, FalseAlarms
from aidroute.services.rechecking import FRESH_ENOUGH
from aidroute.services.status_reading import NEVER_RAN, STOPPED, UNREADABLE, CheckerStanding
from aidroute.web import filters
from aidroute.web.languages import current_language
from aidroute.web.translating import gettext as _
from aidroute.web.translating import lazy_gettext, ngettext
from aidroute.web.wording.links import STATES

DEADLINE = timedelta(seconds=20)
"""The longest that one check takes (adapters.fetch.FetchLimits.total; a test compares the two)."""

PAUSES: Mapping[str, str] = {
    NEVER_RAN: lazy_gettext(
        "The checker has never run here. Nothing is known of any link yet, so nobody is led anywhere."
    ),
    STOPPED: lazy_gettext(
        "The checker gives no sign of life. Links are believed for 48 hours after their last good check."
    ),
    UNREADABLE: lazy_gettext("The database cannot be read at the moment, so how the checker is doing is not known."),
}
RAN_ELSEWHERE = lazy_gettext("There is no sign that the checker ever ran here. What stands below was found elsewhere.")
"""The directory brought the findings of another installation along, as a backup does."""
OWN_NETWORK = lazy_gettext(
    "Our own network seems to be down or disturbed, so no link is judged. Nothing is marked as broken."
)

LEVELS: Mapping[LinkState, str] = {
    LinkState.LIVE: "go",
    LinkState.UNVERIFIED: "unknown",
    LinkState.SUSPECT: "caution",
    LinkState.BLOCKED: "caution",
    LinkState.UNSTABLE: "caution",
    LinkState.DOWN: "withheld",
    LinkState.DEAD: "withheld",
    LinkState.QUARANTINED: "withheld",
}
"""Which badge a state is drawn with; retired links are not counted."""


@dataclass(frozen=True, slots=True)
class StateRow:
    """How many links stand in one state."""

    words: str
    level: str
    count: int


class StatusPage:
    """The checker as its page shows it. ``alarms`` is None while the database is away."""

    def __init__(self, standing: CheckerStanding, alarms: FalseAlarms | None, *, looks_at_click: bool) -> None:
        """``looks_at_click``: whether links are looked at once more when a visitor clicks, here and now."""
        self.standing = standing
        self.alarms = alarms
        self._looks_at_click = looks_at_click

    @property
    def heading(self) -> str:
        """How it is doing, in a few words."""
        return _("Checks are paused") if self.standing.is_paused else _("Checks are running")

    @property
    def why(self) -> str:
        """Why checks are paused, '' while they run."""
        if not self.standing.is_paused:
            return ""
        if self.standing.pause_reason == NEVER_RAN and self.standing.never_checked < self.standing.links:
            return str(RAN_ELSEWHERE)
        return str(PAUSES.get(self.standing.pause_reason, OWN_NETWORK))

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The figures, each with what it is."""
        standing = self.standing
        run = standing.last_run
        return [
            (_("Last sign of life"), filters.ago(standing.last_seen_at)),
            (_("Last run that found work"), self._run() if run else _("never")),
            (_("Links"), str(standing.links)),
            (_("Checks in the last 24 hours"), str(standing.checks_today)),
            (_("Due now"), self._queue()),
            (_("Never checked"), str(standing.never_checked)),
            (_("Without a good check for 48 hours"), str(standing.stale)),
            (_("The link not checked for longest"), filters.ago(standing.oldest_check_at)),
            (_("Messages that wait to be sent"), str(standing.notices_waiting)),
        ]

    @property
    def states(self) -> list[StateRow]:
        """Links by state, retired ones left out."""
        counted = self.standing.links_by_state
        return [StateRow(str(STATES[state]), level, counted.get(state, 0)) for state, level in LEVELS.items()]

    @property
    def exposure(self) -> list[str]:
        """How long a bad link could be opened by itself at most, as rules and not as a hope."""
        told = [
            _(
                "Each link is checked every %(interval)s, and every %(often)s while visitors use it; "
                "one check takes at most %(deadline)s.",
                interval=words(INTERVAL),
                often=words(INTERVAL_WHEN_CLICKED),
                deadline=words(DEADLINE),
            ),
            _(
                "So visitors can be sent to a link that turns bad in a way our rules can see for at most %(bound)s "
                "after that, plus the time of the check.",
                bound=words(FRESH_ENOUGH if self._looks_at_click else INTERVAL),
            ),
            _(
                "Without a good check for %(fresh)s nobody is sent to a link unasked, whatever happens.",
                fresh=words(FRESH_FOR),
            ),
            _("What our rules cannot see is named on the page about us; for that we can promise no limit."),
        ]
        if self._looks_at_click:
            told.insert(
                1,
                _(
                    "When somebody clicks and the last good check is older than %(fresh)s, we look again before we "
                    "lead them there.",
                    fresh=words(FRESH_ENOUGH),
                ),
            )
        return told

    @property
    def false_alarms(self) -> str:
        """How often the checker was wrong, as far as anybody told us."""
        alarms = self.alarms
        if alarms is None:
            return _("This cannot be read at the moment.")
        days = MEASURED_OVER.days
        if alarms.share is None:
            return _("No link was closed in the last %(days)s days, so there is nothing to measure yet.", days=days)
        closed = ngettext(
            "In the last %(days)s days %(num)d link was closed.",
            "In the last %(days)s days links were closed %(num)d times.",
            alarms.alarms,
            days=days,
        )
        found = _(
            "Visitors spoke against %(doubted)s of these alarms, and maintainers found %(false)s of them to be false: "
            "%(share)s. False alarms that nobody told us of are not in it.",
            doubted=alarms.doubted,
            false=alarms.found_false,
            share=format_percent(alarms.share, locale=current_language()),
        )
        return f"{closed} {found}"

    def _run(self) -> str:
        run = self.standing.last_run
        if run is None:
            return _("never")
        told = _("%(ago)s: %(finished)s of %(claimed)s links", ago=filters.ago(run.started_at), finished=run.finished,
                 claimed=run.claimed)  # fmt: skip
        return told if run.is_conclusive else _("%(run)s; not believed", run=told)

    def _queue(self) -> str:
        standing = self.standing
        if not standing.due:
            return _("none")
        return _("%(number)s; the oldest has waited %(age)s", number=standing.due, age=words(standing.queue_age))


def words(span: timedelta) -> str:
    """A span of time in the page's language."""
    return str(format_timedelta(span, threshold=1.2, locale=current_language()))
