"""Proposals: changes that wait for a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from aidroute.domain import review
from aidroute.domain.review import ProposalStatus
from aidroute.storage.db import Base, wait_for_turn


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


NUMBERING = 4_116_205
"""Key of the lock under which proposals get their numbers."""


def next_number(session: Session, year: int) -> str:
    """The next free number of that year. Whoever asks holds the numbering until the transaction ends."""
    wait_for_turn(session, NUMBERING)
    prefix = f"P-{year}-"
    # Longer is later: the sixth digit comes after 99999.
    newest = session.scalar(
        select(Proposal.number)
        .where(Proposal.number.startswith(prefix, autoescape=True))
        .order_by(func.length(Proposal.number).desc(), Proposal.number.desc())
        .limit(1)
    )
    return f"{prefix}{int(newest.removeprefix(prefix)) + 1 if newest else 1:05d}"


def by_number(number: str) -> Select[Proposal]:
    """The proposal with this number."""
    return select(Proposal).where(Proposal.number == number)


def waiting() -> Select[Proposal]:
    """Proposals that wait for a person, the longest waiting first."""
    return (
        select(Proposal)
        .where(Proposal.status == ProposalStatus.WAITING.value)
        .order_by(Proposal.proposed_at, Proposal.id)
    )


def newest(limit: int) -> Select[Proposal]:
    """Proposals of any status, the newest first."""
    return select(Proposal).order_by(Proposal.proposed_at.desc(), Proposal.id.desc()).limit(limit)


def proposal_of(row: Proposal) -> review.Proposal:
    """A proposal as a value."""
    return review.Proposal(
        number=row.number,
        subject_type=row.subject_type,
        subject_slug=row.subject_slug,
        action=row.action,
        fields=row.fields,
        before=row.before,
        value_sha256=row.value_sha256,
        subject_version=row.subject_version,
        is_payment_bearing=row.is_payment_bearing,
        reason=row.reason,
        status=ProposalStatus(row.status),
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        proposer=row.proposed_by_id,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        decision_note=row.decision_note,
    )
