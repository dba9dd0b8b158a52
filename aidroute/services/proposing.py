"""Proposing edits: what moves no money applies at once and is recorded, everything else waits for another person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from aidroute.domain.change import CHANNEL, CREATE
from aidroute.domain.edit import (
    BadEdit,
    Edit,
    FieldProblem,
    edit_hash,
    needs_second_person,
    read_changes,
    wanted_values,
)
from aidroute.domain.field_values import BadValue, Known, ValueProblem, clean_text, read_slug
from aidroute.domain.inclusion import may_hold_channel
from aidroute.domain.review import Person, Proposal, ProposalStatus, SubjectMoved, moved_fields
from aidroute.domain.vocabulary import Role
from aidroute.services.applying import Subject, apply, read_subject
from aidroute.services.people import NoSuchSubject, demand_maintainer
from aidroute.storage import mention, notice, proposal
from aidroute.storage.change import CONTENT
from aidroute.storage.db import Database, wait_for_turn
from aidroute.storage.emergency import Emergency
from aidroute.storage.organization import Organization
from aidroute.storage.proposal import Proposal as ProposalRow
from aidroute.storage.proposal import proposal_of

MAX_REASON = 1_000
PROPOSAL_WAITING = "proposal_waiting"


def entry(database: Database, subject_type: str, slug: str) -> Subject:
    """An organization or a channel as it is now: its values and version. Raises NoSuchSubject."""
    with database.read() as session:
        subject = read_subject(session, subject_type, slug)
    if subject.row is None:
        raise NoSuchSubject(slug)
    return subject


def propose(database: Database, who: Person, edit: Edit, known: Known, now: datetime) -> Proposal:
    """Take an edit: applied and recorded at once, or waiting for another maintainer when it may move money.

    An edit is taken whole: when one of its fields must wait, all of it waits. Raises BadEdit when a value cannot be
    taken (nothing is stored), SubjectMoved when the entry was changed since ``edit.based_on``, NotMaintainer.
    """
    with database.write() as session:
        wait_for_turn(session, CONTENT)
        person = demand_maintainer(session, who)
        subject = read_subject(session, edit.subject_type, edit.slug, lock=True)
        _demand_unmoved(edit, subject, known)
        changes = read_changes(edit, subject.values, known)
        problems = tuple(_misfits(session, edit))
        if problems:
            raise BadEdit(problems)
        waits = needs_second_person(edit, changes)
        row = ProposalRow(
            number=proposal.next_number(session, now.year),
            subject_type=edit.subject_type,
            subject_slug=edit.slug,
            action=edit.action,
            fields={name: new for name, (_, new) in changes.items()},
            before={name: old for name, (old, _) in changes.items()},
            value_sha256=edit_hash(edit, changes),
            subject_version=subject.version,
            is_payment_bearing=waits,
            reason=_reason(edit, waits=waits),
            status=ProposalStatus.WAITING.value,
            proposed_by_id=person.key,
            proposed_by=person.name,
            proposed_at=now,
        )
        session.add(row)
        if waits:
            _tell_that_it_waits(session, row, now)
        else:
            row.status = ProposalStatus.ACCEPTED.value
            row.decided_by_id, row.decided_by, row.decided_at = person.key, person.name, now
            session.flush()
            apply(session, row, known.hosts, now)
        session.flush()
        return proposal_of(row)


def _demand_unmoved(edit: Edit, subject: Subject, known: Known) -> None:
    """A new entry must be new; any other must be as the person saw it, or they are shown what differs from theirs."""
    if edit.action == CREATE:
        if subject.row is not None:
            raise BadEdit((FieldProblem("slug", ValueProblem.TAKEN_SLUG, edit.slug),))
    elif subject.row is None or subject.version != edit.based_on:
        wanted, _problems = wanted_values(edit, known)
        raise SubjectMoved(edit.slug, moved_fields(wanted, subject.values))


def _misfits(session: Session, edit: Edit) -> Iterator[FieldProblem]:
    """What only the directory itself can tell: names that are taken, and names that do not exist."""
    if edit.action == CREATE:
        try:
            read_slug(edit.slug)
        except BadValue as error:
            yield FieldProblem("slug", error.code, error.text)
        waiting = proposal.waiting().where(
            ProposalRow.subject_type == edit.subject_type, ProposalRow.subject_slug == edit.slug
        )
        if session.scalars(waiting).first():
            yield FieldProblem("slug", ValueProblem.TAKEN_SLUG, edit.slug)
    if edit.subject_type != CHANNEL:
        return
    organization = edit.fields.get("organization")
    if organization and not session.scalar(select(Organization.id).where(Organization.slug == organization)):
        yield FieldProblem("organization", ValueProblem.UNKNOWN_WORD, str(organization))
    roles = [Role(role) for role in session.scalars(mention.roles_of(str(organization)))] if organization else []
    if roles and not may_hold_channel(roles):
        yield FieldProblem("organization", ValueProblem.NOT_A_RECIPIENT, str(organization))
    emergencies = set(session.scalars(select(Emergency.slug)))
    for slug in edit.fields.get("emergencies") or ():
        if slug not in emergencies:
            yield FieldProblem("emergencies", ValueProblem.UNKNOWN_WORD, str(slug))


def _reason(edit: Edit, *, waits: bool) -> str:
    try:
        reason = clean_text(edit.reason, MAX_REASON)
    except BadValue as error:
        raise BadEdit((FieldProblem("reason", error.code),)) from error
    if waits and not reason:
        raise BadEdit((FieldProblem("reason", ValueProblem.NO_REASON),))
    return reason


def _tell_that_it_waits(session: Session, row: ProposalRow, now: datetime) -> None:
    body = {
        "number": row.number,
        "subject_type": row.subject_type,
        "subject_slug": row.subject_slug,
        "action": row.action,
        "fields": sorted(row.fields),
        "proposed_by": row.proposed_by,
    }
    words = f"{row.number}: {row.proposed_by} proposes a change of {row.subject_slug} that another person must decide"
    notice.write(session, PROPOSAL_WAITING, words, body, now)
