"""Deciding proposals. What is accepted is exactly what was looked at, on the entry as it was, by another person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from aidroute.domain.change import CREATE
from aidroute.domain.edit import Edit, needs_second_person, proposed_hash, read_changes
from aidroute.domain.field_values import Known, clean_text
from aidroute.domain.review import (
    Decision,
    Person,
    Proposal,
    ProposalMoved,
    ProposalStatus,
    SubjectMoved,
    demand,
    moved_fields,
)
from aidroute.services.applying import Subject, apply, read_subject
from aidroute.services.people import reread
from aidroute.storage import notice, proposal
from aidroute.storage.change import CONTENT
from aidroute.storage.db import Database, wait_for_turn
from aidroute.storage.proposal import Proposal as ProposalRow
from aidroute.storage.proposal import proposal_of

MAX_NOTE = 1_000

_STATUS = {
    Decision.ACCEPT: ProposalStatus.ACCEPTED,
    Decision.REJECT: ProposalStatus.REJECTED,
    Decision.WITHDRAW: ProposalStatus.WITHDRAWN,
}


class NoSuchProposal(LookupError):
    """There is no proposal with this number."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided about which proposal. ``value_sha256`` names the very values they looked at."""

    number: str
    value_sha256: str = ""
    note: str = ""


def look(database: Database, number: str) -> tuple[Proposal, Subject]:
    """A proposal and its subject as it is now, for the page that shows both. Raises NoSuchProposal."""
    with database.read() as session:
        row = session.scalar(proposal.by_number(number))
        if row is None:
            raise NoSuchProposal(number)
        return proposal_of(row), read_subject(session, row.subject_type, row.subject_slug)


def listed(database: Database, limit: int = 50) -> tuple[Proposal, ...]:
    """The newest proposals of any status, newest first."""
    with database.read() as session:
        return tuple(map(proposal_of, session.scalars(proposal.newest(limit))))


def accept(database: Database, who: Person, review: Review, known: Known, now: datetime) -> Proposal:
    """Make a proposal true: content, ledger, notice and version in one transaction.

    Raises the refusals of ``domain.review`` (OwnProposal, AlreadyDecided, ...), ProposalMoved when the content is not
    what ``review.value_sha256`` names, SubjectMoved with the differences when the entry was changed since it was
    proposed, BadEdit when a value would not be taken any more, NoSuchProposal. Nothing is stored then.
    """
    with database.write() as session:
        wait_for_turn(session, CONTENT)
        row = _locked(session, review.number)
        person = reread(session, who)
        demand(Decision.ACCEPT, person, proposal_of(row))
        content_hash = proposed_hash(row.subject_type, row.subject_slug, row.action, row.fields)
        if not review.value_sha256 == row.value_sha256 == content_hash:
            raise ProposalMoved(proposal_of(row))
        subject = read_subject(session, row.subject_type, row.subject_slug, lock=True)
        _demand_unmoved(row, subject)
        edit = Edit(row.subject_type, row.subject_slug, row.action, row.fields)
        # Judged anew, not believed: the mark in the row only ever adds to what the values themselves say.
        if needs_second_person(edit, read_changes(edit, subject.values, known)) and not row.is_payment_bearing:
            row.is_payment_bearing = True
            demand(Decision.ACCEPT, person, proposal_of(row))
        _decide(row, Decision.ACCEPT, _Decided(person, review.note, now))
        session.flush()
        apply(session, row, known.hosts, now)
        _tell(session, row, now)
        return proposal_of(row)


def adopt(database: Database, who: Person, review: Review, now: datetime) -> Proposal:
    """Stand behind a proposal that no maintainer made: from now on it is this person's, and another must accept it.

    Raises AlreadyProposed, AlreadyDecided, NotAllowed, ProposalMoved, NoSuchProposal.
    """
    with database.write() as session:
        row = _locked(session, review.number)
        person = reread(session, who)
        demand(Decision.ADOPT, person, proposal_of(row))
        if review.value_sha256 != row.value_sha256:
            raise ProposalMoved(proposal_of(row))
        origin = row.proposed_by
        row.proposed_by_id, row.proposed_by = person.key, person.name
        session.flush()
        words = f"{row.number} on {row.subject_slug}, from {origin}, is now proposed by {person.name}"
        body = {"number": row.number, "proposed_by": person.name, "origin": origin}
        notice.write(session, "proposal_adopted", words, body, now)
        return proposal_of(row)


def reject(database: Database, who: Person, review: Review, now: datetime) -> Proposal:
    """Turn a proposal down. Raises NotAllowed, AlreadyDecided, NoSuchProposal."""
    return _close(database, Decision.REJECT, who, review, now)


def withdraw(database: Database, who: Person, review: Review, now: datetime) -> Proposal:
    """Take one's own proposal back. Raises NotYours, NotAllowed, AlreadyDecided, NoSuchProposal."""
    return _close(database, Decision.WITHDRAW, who, review, now)


@dataclass(frozen=True, slots=True)
class _Decided:
    person: Person
    note: str
    at: datetime


def _close(database: Database, decision: Decision, who: Person, review: Review, now: datetime) -> Proposal:
    with database.write() as session:
        row = _locked(session, review.number)
        person = reread(session, who)
        demand(decision, person, proposal_of(row))
        _decide(row, decision, _Decided(person, review.note, now))
        session.flush()
        _tell(session, row, now)
        return proposal_of(row)


def _locked(session: Session, number: str) -> ProposalRow:
    row = session.scalar(proposal.by_number(number).with_for_update())
    if row is None:
        raise NoSuchProposal(number)
    return row


def _decide(row: ProposalRow, decision: Decision, decided: _Decided) -> None:
    row.status = _STATUS[decision].value
    row.decided_by_id = decided.person.key
    row.decided_by = decided.person.name
    row.decided_at = decided.at
    row.decision_note = clean_text(decided.note[:MAX_NOTE], MAX_NOTE)


def _demand_unmoved(row: ProposalRow, subject: Subject) -> None:
    """The entry is as the proposer saw it; a link's fields may also have moved through another channel that uses it."""
    moved = moved_fields(row.before, subject.values)
    is_there = subject.row is not None
    if moved or subject.version != row.subject_version or is_there is (row.action == CREATE):
        raise SubjectMoved(row.subject_slug, moved)


def _tell(session: Session, row: ProposalRow, now: datetime) -> None:
    body = {
        "number": row.number,
        "subject_type": row.subject_type,
        "subject_slug": row.subject_slug,
        "fields": sorted(row.fields),
        "is_payment_bearing": row.is_payment_bearing,
        "proposed_by": row.proposed_by,
        "decided_by": row.decided_by,
    }
    words = f"{row.number} on {row.subject_slug} was {row.status} by {row.decided_by}"
    notice.write(session, f"proposal_{row.status}", words, body, now)
