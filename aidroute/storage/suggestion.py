"""Suggestions: what visitors want added, corrected or taken out. Read by maintainers, never published by themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.domain.visitor_reports import Outcome
from aidroute.storage.db import Base


class Suggestion(Base):
    """One suggestion, in a visitor's own words. Nothing is kept about the visitor."""

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint("(outcome = 'waiting') = (decided_at IS NULL)", name="decided_has_its_time"),
        Index("ix_suggestion_outcome_at", "outcome", "suggested_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    organization: Mapped[str] = mapped_column(Text, default="")
    """A name as the visitor wrote it."""
    source: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(16), default="")
    suggested_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(12), default=Outcome.WAITING.value)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(Text, default="")


def by_number(number: str) -> Select[Suggestion]:
    """The suggestion with this number."""
    return select(Suggestion).where(Suggestion.number == number)


def waiting() -> Select[Suggestion]:
    """Suggestions that wait for a person, the longest waiting first."""
    return (
        select(Suggestion)
        .where(Suggestion.outcome == Outcome.WAITING.value)
        .order_by(Suggestion.suggested_at, Suggestion.id)
    )
