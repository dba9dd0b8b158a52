"""The public ledger of applied changes: read page by page, and checked from its first row to its last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from aidroute.domain.change import FIRST_HASH, LedgerRow, first_broken
from aidroute.domain.change_sentences import Sentence, sentence
from aidroute.domain.review import ProposalStatus
from aidroute.storage.change import Change, ledger_row
from aidroute.storage.db import Database
from aidroute.storage.proposal import Proposal

PAGE = 50
_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger as a page shows it. ``proposal`` is the number of the proposal, '' for what was loaded."""

    row: LedgerRow
    hash: str
    previous_hash: str
    proposal: str
    said: Sentence


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, the newest first. ``older_than`` asks for the next page; None when this is the last."""

    entries: tuple[Entry, ...]
    older_than: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Whether the ledger holds. ``head`` is the newest hash: who wrote it down earlier can see that nothing before
    it was exchanged.
    """

    rows: int
    head: str
    broken_at: int | None = None
    """Number of the first row that does not hold."""
    untold: tuple[str, ...] = ()
    """Accepted proposals whose changes are missing from the ledger, in whole or in part."""

    @property
    def holds(self) -> bool:
        """True when no row was altered, removed or slipped in, as far as the database itself can tell."""
        return self.broken_at is None and not self.untold


def page(database: Database, *, older_than: int | None = None, subject: str = "", limit: int = PAGE) -> Page:
    """Entries before the row numbered ``older_than`` (from the newest when None), of one subject's slug or of all."""
    query = select(Change, Proposal.number).outerjoin(Proposal, Proposal.id == Change.proposal_id)
    if older_than is not None:
        query = query.where(Change.sequence < older_than)
    if subject:
        query = query.where(Change.subject_slug == subject)
    return _page(database, query, limit)


def of_subjects(database: Database, subjects: Sequence[str], *, limit: int = PAGE) -> Page:
    """The newest entries of several subjects, by their slugs."""
    query = select(Change, Proposal.number).outerjoin(Proposal, Proposal.id == Change.proposal_id)
    return _page(database, query.where(Change.subject_slug.in_(subjects)), limit)


def of_proposal(database: Database, number: str) -> Page:
    """The entries one proposal made, newest first."""
    query = select(Change, Proposal.number).join(Proposal, Proposal.id == Change.proposal_id)
    return _page(database, query.where(Proposal.number == number), limit=200)


def together(entry: Entry) -> tuple[object, ...]:
    """The same for entries that were applied at one time to one subject by the same people."""
    row = entry.row
    return row.applied_at, row.subject_type, row.subject_slug, row.proposed_by, row.decided_by, entry.proposal


def verify(database: Database) -> Report:
    """Read the whole ledger and check every hash, and that every accepted proposal stands in it."""
    with database.read() as session:
        in_order = select(Change).order_by(Change.sequence).execution_options(yield_per=_AT_A_TIME)
        with closing(session.scalars(in_order)) as stored:
            broken = first_broken((ledger_row(row), row.previous_hash, row.hash) for row in stored)
        newest = session.execute(select(Change.sequence, Change.hash).order_by(Change.sequence.desc()).limit(1)).first()
        return Report(
            rows=session.scalar(select(func.count(Change.sequence))) or 0,
            head=newest.hash if newest else FIRST_HASH,
            broken_at=broken,
            untold=tuple(_untold(session)),
        )


def _untold(session: Session) -> Iterator[str]:
    """The chain cannot show that its last rows were cut off; the proposals that made them can."""
    told = select(Change.proposal_id, func.count(Change.sequence).label("rows")).group_by(Change.proposal_id).subquery()
    accepted = (
        select(Proposal.number, Proposal.fields, told.c.rows)
        .outerjoin(told, told.c.proposal_id == Proposal.id)
        .where(Proposal.status == ProposalStatus.ACCEPTED.value)
        .order_by(Proposal.id)
    )
    for row in session.execute(accepted):
        if (row.rows or 0) < len(row.fields):
            yield row.number


def _page(database: Database, query: Select[Change, str], limit: int) -> Page:
    with database.read() as session:
        rows = session.execute(query.order_by(Change.sequence.desc()).limit(limit + 1)).all()
    entries = [_entry(change, number or "") for change, number in rows]
    if len(entries) <= limit:
        return Page(tuple(entries))
    whole = _whole(entries, limit)
    return Page(whole, whole[-1].row.sequence)


def _whole(entries: Sequence[Entry], limit: int) -> tuple[Entry, ...]:
    """At most the first ``limit``: what was changed together is left for the next page rather than cut in two."""
    beyond = together(entries[limit])
    at = limit
    while at and together(entries[at - 1]) == beyond:
        at -= 1
    return tuple(entries[: at or limit])


def _entry(change: Change, number: str) -> Entry:
    row = ledger_row(change)
    said = sentence(row.subject_type, row.field, row.before, row.after)
    return Entry(row, change.hash, change.previous_hash, number, said)
