"""How often the checker is wrong, counted and not guessed: alarms that people found to be false."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from aidroute.domain.visitor_reports import Outcome, ReportKind
from aidroute.services.people import count_maintainers
from aidroute.services.reporting import ALARMS
from aidroute.storage.db import Database
from aidroute.storage.link import Flip
from aidroute.storage.report import Report

MEASURED_OVER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """Alarms since an instant: links that the checker closed, and how many of these people spoke against."""

    since_at: datetime
    alarms: int
    doubted: int
    """A visitor says that the link works; nobody has decided yet, or somebody agreed."""
    found_false: int
    """A maintainer looked and agreed with the visitor."""

    @property
    def share(self) -> float | None:
        """The share of alarms that were found false; None while there was no alarm to judge by."""
        return self.found_false / self.alarms if self.alarms else None


def false_alarms(database: Database, now: datetime) -> FalseAlarms:
    """The alarms of the last 90 days. One that nobody reports counts as right, so the share is a lower bound."""
    since_at = now - MEASURED_OVER
    is_alarm = (Flip.flipped_at >= since_at, Flip.to_state.in_(ALARMS), Flip.from_state.not_in(ALARMS))
    spoken = (
        select(func.count(Report.flip_id.distinct()))
        .join(Flip, Flip.id == Report.flip_id)
        .where(*is_alarm, Report.kind == ReportKind.WORKS.value)
    )
    with database.read() as session:
        return FalseAlarms(
            since_at=since_at,
            alarms=session.scalar(select(func.count(Flip.id)).where(*is_alarm)) or 0,
            doubted=session.scalar(spoken.where(Report.outcome != Outcome.REJECTED.value)) or 0,
            found_false=session.scalar(spoken.where(Report.outcome == Outcome.ACCEPTED.value)) or 0,
        )


def count_of_maintainers(database: Database) -> int:
    """How many people keep the list: with one, no new address for gifts can go live, and pages say so."""
    with database.read() as session:
        return count_maintainers(session)
