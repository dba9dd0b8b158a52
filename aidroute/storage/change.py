"""Changes: the public ledger. Rows are only ever added; each carries the hash of the one before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from aidroute.domain.change import FIRST_HASH, LedgerRow, row_hash
from aidroute.storage.db import Base, wait_for_turn

LEDGER = 4_116_204
"""Key of the lock under which the ledger grows."""
CONTENT = 4_116_206
"""Key of the lock under which directory content is written: whoever writes any takes it first."""


class Change(Base):
    """One field, before and after."""

    __tablename__ = "change"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1, 2, 3, ... without a gap."""
    applied_at: Mapped[datetime] = mapped_column(index=True)
    subject_type: Mapped[str] = mapped_column(String(20))
    subject_slug: Mapped[str] = mapped_column(String(120), index=True)
    field: Mapped[str] = mapped_column(String(40))
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"))
    proposed_by: Mapped[str] = mapped_column(String(120), default="")
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


def append(session: Session, rows: Iterable[LedgerRow], proposal_id: int | None = None) -> int:
    """Add rows at the end of the ledger, numbered and chained here, and return how many they were.

    Whoever appends holds the ledger until the transaction ends, so the chain has no gap and no fork.
    """
    wait_for_turn(session, LEDGER)
    last = session.execute(select(Change.sequence, Change.hash).order_by(Change.sequence.desc()).limit(1)).first()
    sequence, previous = (last.sequence, last.hash) if last else (0, FIRST_HASH)
    first = sequence
    for row in rows:
        sequence += 1
        numbered = replace(row, sequence=sequence)
        own = row_hash(previous, numbered)
        session.add(_change(numbered, previous, own, proposal_id))
        previous = own
    session.flush()
    return sequence - first


def ledger_row(change: Change) -> LedgerRow:
    """What the hash of a stored row covers."""
    return LedgerRow(
        sequence=change.sequence,
        applied_at=change.applied_at,
        subject_type=change.subject_type,
        subject_slug=change.subject_slug,
        field=change.field,
        before=change.before,
        after=change.after,
        proposed_by=change.proposed_by,
        decided_by=change.decided_by,
        reason=change.reason,
    )


def _change(row: LedgerRow, previous_hash: str, own_hash: str, proposal_id: int | None) -> Change:
    return Change(
        sequence=row.sequence,
        applied_at=row.applied_at,
        subject_type=row.subject_type,
        subject_slug=row.subject_slug,
        field=row.field,
        before=row.before,
        after=row.after,
        proposal_id=proposal_id,
        proposed_by=row.proposed_by,
        decided_by=row.decided_by,
        reason=row.reason,
        previous_hash=previous_hash,
        hash=own_hash,
    )
