"""Reports: what visitors say about a channel's link, without an account and without a trace of who they are."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.domain.visitor_reports import Outcome, ReportKind
from aidroute.storage.db import Base


class Report(Base):
    """One report. ``visitor`` is a hash under a key that is thrown away when its day is over."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("(outcome = 'waiting') = (decided_at IS NULL)", name="decided_has_its_time"),
        Index("ix_report_link_kind", "link_id", "kind"),
        Index("ix_report_outcome_at", "outcome", "reported_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    channel_slug: Mapped[str] = mapped_column(String(120), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("link.id", ondelete="SET NULL"))
    flip_id: Mapped[int | None] = mapped_column(ForeignKey("flip.id", ondelete="SET NULL"), index=True)
    """For 'it works': the alarm that it speaks against."""
    kind: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(24), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    state_then: Mapped[str] = mapped_column(String(16), default="")
    visitor: Mapped[str] = mapped_column(String(32))
    reported_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(12), default=Outcome.WAITING.value)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(Text, default="")


class VisitorKey(Base):
    """The key of one UTC day under which that day's visitors are hashed. Older ones are deleted."""

    __tablename__ = "visitor_key"

    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))


def by_number(number: str) -> Select[Report]:
    """The report with this number."""
    return select(Report).where(Report.number == number)


def standing_against(link_id: int) -> Select[Report]:
    """Reports that this link is wrong which no maintainer rejected."""
    return select(Report).where(
        Report.link_id == link_id, Report.kind == ReportKind.WRONG.value, Report.outcome != Outcome.REJECTED.value
    )


def waiting() -> Select[Report]:
    """Reports that wait for a person, the longest waiting first."""
    return select(Report).where(Report.outcome == Outcome.WAITING.value).order_by(Report.reported_at, Report.id)
