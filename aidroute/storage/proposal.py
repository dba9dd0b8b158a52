"""Proposals: changes that wait for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.storage.db import Base


class Proposal(Base):
    """New values for one subject. The database itself refuses that one person decides alone where money goes.

    ``fields`` is {field: new value}; ``value_sha256`` is taken over it, and an acceptance names it, so that
    nothing can be swapped between looking and accepting.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint(
            "NOT (is_payment_bearing AND status = 'accepted') OR "
            "(decided_by_id IS NOT NULL AND (proposed_by_id IS NULL OR decided_by_id <> proposed_by_id))",
            name="two_persons",
        ),
        CheckConstraint("(status = 'waiting') = (decided_at IS NULL)", name="decided_has_its_time"),
        Index("ix_proposal_status_at", "status", "proposed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """What people call it, for example 'P-2026-00017'."""
    subject_type: Mapped[str] = mapped_column(String(20))
    """organization or channel."""
    subject_slug: Mapped[str] = mapped_column(String(120), index=True)
    action: Mapped[str] = mapped_column(String(12))
    """create, edit or retire."""
    fields: Mapped[dict[str, Any]]
    before: Mapped[dict[str, Any]]
    value_sha256: Mapped[str] = mapped_column(String(64))
    subject_version: Mapped[int] = mapped_column(default=0)
    is_payment_bearing: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(12), default="waiting")
    """waiting, accepted, rejected, withdrawn."""
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    proposed_by: Mapped[str] = mapped_column(String(120))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's protocol
