"""A maintainer settles what visitors told us. One person may: settling opens no new address for gifts.

A rejected report stops counting against its link; an accepted one counts until a person looks at the link and confirms
or releases it, or the channel gets another address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from aidroute.domain.field_values import clean_text
from aidroute.domain.review import Person
from aidroute.domain.tracking_number import REPORT
from aidroute.domain.visitor_reports import Outcome, ReportKind
from aidroute.services.people import demand_maintainer
from aidroute.services.reporting import UnknownNumber, count_again
from aidroute.storage import report, suggestion
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.storage.report import Report
from aidroute.storage.suggestion import Suggestion

MAX_DECISION_NOTE = 500


class AlreadySettled(Exception):
    """Somebody settled it before. ``outcome`` is what they decided."""

    def __init__(self, number: str, outcome: Outcome) -> None:
        """Keep what the page tells."""
        super().__init__(number)
        self.number = number
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Settlement:
    """A maintainer's decision. ``note`` is shown to whoever has the tracking number."""

    number: str
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One report or suggestion that waits, with the visitor's own words. ``about`` is a channel or a name."""

    number: str
    kind: str
    about: str
    reason: str
    text: str
    source: str
    came_at: datetime


def settle(database: Database, who: Person, settlement: Settlement, now: datetime) -> None:
    """Accept or reject a report or a suggestion.

    Raises UnknownNumber, AlreadySettled, NotMaintainer, ValueError for an outcome that is none, BadValue for a note
    that is too long.
    """
    if settlement.outcome is Outcome.WAITING:
        raise ValueError("a settlement accepts or rejects")
    note = clean_text(settlement.note, MAX_DECISION_NOTE)
    with database.write() as session:
        person = demand_maintainer(session, who)
        row = _locked(session, settlement.number)
        if row.outcome != Outcome.WAITING.value:
            raise AlreadySettled(row.number, Outcome(row.outcome))
        row.outcome = settlement.outcome.value
        row.decided_by_id, row.decided_by, row.decided_at = person.key, person.name, now
        row.decision_note = note
        session.flush()
        if isinstance(row, Report) and row.kind == ReportKind.WRONG.value and row.link_id is not None:
            link = session.scalars(select(Link).where(Link.id == row.link_id).with_for_update()).one()
            count_again(session, link, now)


def waiting(database: Database) -> list[Waiting]:
    """What waits for a person, the longest waiting first."""
    with database.read() as session:
        reports = [
            Waiting(row.number, row.kind, row.channel_slug, row.reason, row.note, "", row.reported_at)
            for row in session.scalars(report.waiting())
        ]
        suggestions = [
            Waiting(row.number, row.kind, row.organization, "", row.text, row.source, row.suggested_at)
            for row in session.scalars(suggestion.waiting())
        ]
    return sorted([*reports, *suggestions], key=lambda each: each.came_at)


def _locked(session: Session, number: str) -> Report | Suggestion:
    row: Report | Suggestion | None
    if number.startswith(f"{REPORT}-"):
        row = session.scalars(report.by_number(number).with_for_update()).one_or_none()
    else:
        row = session.scalars(suggestion.by_number(number).with_for_update()).one_or_none()
    if row is None:
        raise UnknownNumber(number)
    return row
