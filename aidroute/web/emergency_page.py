"""One emergency as its page shows it: what happened according to whom, who asks, and what is not covered."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from aidroute.domain.coverage import Coverage
from aidroute.domain.directory import Directory, Emergency, TimelineEntry
from aidroute.web import filters
from aidroute.web.appeal_page import AppealLine, appeal_line, newest_first, reference
from aidroute.web.cards import path_of
from aidroute.web.content_texts import told, told_in_a_row
from aidroute.web.coverage_page import CoveragePage
from aidroute.web.translating import gettext as _
from aidroute.web.wording.words import EMERGENCY_STATUS


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event, with the appeals that tell it. ``machine_date`` is '' for a date that is not whole."""

    date: str
    machine_date: str
    text: Markup
    according_to: tuple[tuple[str, str], ...]
    """A neutral reference to each appeal, and its path."""


class EmergencyPage:
    """One emergency."""

    def __init__(self, directory: Directory, emergency: Emergency, found: Coverage) -> None:
        """Read everything about ``emergency`` from the snapshot; ``found`` is the coverage of its needs."""
        self._directory = directory
        self.slug = emergency.slug
        self.plain_name = filters.in_language(emergency.name)
        self.name = told(emergency.name)
        self.summary = told(emergency.summary)
        self.events = [self._event(entry) for entry in emergency.timeline]
        self.facts: list[tuple[str, str]] = [
            (_("Status"), str(EMERGENCY_STATUS[emergency.status])),
            (_("Began"), filters.stated(emergency.started_on)),
            (_("Places"), told_in_a_row(emergency.places)),
        ]
        self.coverage = CoveragePage(directory, found)

    @property
    def appeals(self) -> list[AppealLine]:
        """Its appeals, the newest first."""
        return [
            appeal_line(self._directory, each) for each in newest_first(self._directory.appeals_of.get(self.slug, ()))
        ]

    def _event(self, entry: TimelineEntry) -> Event:
        known = [self._directory.appeals[slug] for slug in entry.appeals if slug in self._directory.appeals]
        return Event(
            date=filters.stated(entry.happened_on),
            machine_date=entry.happened_on if filters.is_machine_date(entry.happened_on) else "",
            text=told(entry.text),
            according_to=tuple((reference(each), path_of("public.appeal", slug=each.slug)) for each in known),
        )
