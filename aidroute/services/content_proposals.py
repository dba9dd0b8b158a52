"""Proposals that the shipped content makes: values that a person must decide before they are true here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from aidroute.domain.edit import Edit, edit_hash, needs_second_person
from aidroute.domain.review import ProposalStatus
from aidroute.domain.shipped_changes import Changes, Step
from aidroute.domain.subjects import FIELDS
from aidroute.services.applying import read_subject
from aidroute.services.proposing import PROPOSAL_WAITING
from aidroute.storage import notice, proposal
from aidroute.storage.proposal import Proposal

SHIPPED_BY = "shipped content"
SHIPPED_REASON = "Shipped with aidroute; the sources are named in the entry's citation."
SUPERSEDED = "A newer version of the shipped content proposes other values."


def file_proposal(session: Session, step: Step, now: datetime) -> str:
    """File what waits in this step, with the notice that tells people. Returns its number, '' when nothing waits.

    No maintainer stands behind it. An older proposal of the shipped content for the same entry that still waits is
    taken over into the new one and withdrawn: after this step the entry is not the one it was made for.
    """
    shipped = step.shipped
    if shipped.subject_type not in FIELDS:
        return ""
    subject = read_subject(session, shipped.subject_type, shipped.slug)
    changes = _withdrawn_older(session, step, now)
    changes = {name: pair for name, pair in changes.items() if subject.values[name] != pair[1]} | step.propose
    if not changes:
        return ""
    fields = {name: new for name, (_, new) in changes.items()}
    asked = Edit(shipped.subject_type, shipped.slug, step.proposal_action, fields, SHIPPED_REASON, subject.version)
    row = Proposal(
        number=proposal.next_number(session, now.year),
        subject_type=asked.subject_type,
        subject_slug=asked.slug,
        action=asked.action,
        fields=fields,
        before={name: subject.values[name] for name in fields},
        value_sha256=edit_hash(asked, changes),
        subject_version=subject.version,
        is_payment_bearing=needs_second_person(asked, changes),
        reason=SHIPPED_REASON,
        status=ProposalStatus.WAITING.value,
        proposed_by_id=None,
        proposed_by=SHIPPED_BY,
        proposed_at=now,
    )
    session.add(row)
    session.flush()
    body = {
        "number": row.number,
        "subject_type": row.subject_type,
        "subject_slug": row.subject_slug,
        "action": row.action,
        "fields": sorted(row.fields),
        "proposed_by": row.proposed_by,
    }
    notice.write(session, PROPOSAL_WAITING, row.number, body, now)
    return row.number


def _withdrawn_older(session: Session, step: Step, now: datetime) -> Changes:
    """What older proposals of the shipped content asked for this entry and is still shipped; they are withdrawn."""
    shipped = step.shipped
    older = proposal.waiting().where(
        Proposal.subject_type == shipped.subject_type,
        Proposal.subject_slug == shipped.slug,
        Proposal.proposed_by_id.is_(None),
        Proposal.proposed_by == SHIPPED_BY,
    )
    asked: Changes = {}
    for row in session.scalars(older):
        row.status = ProposalStatus.WITHDRAWN.value
        row.decided_by = SHIPPED_BY
        row.decided_at = now
        row.decision_note = SUPERSEDED
        asked |= {name: (row.before.get(name), shipped.fields[name]) for name in row.fields if name in shipped.fields}
    session.flush()
    return asked
