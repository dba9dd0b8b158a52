"""Writes decided values into the directory: content, ledger and version number in one transaction.

Together with the loader of the shipped content this is the only place that writes directory content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from aidroute.domain.change import CHANNEL, CREATE, LedgerRow
from aidroute.domain.edit import Edit
from aidroute.domain.host_names import HostRules
from aidroute.domain.subjects import FIELDS, differences, empty_values
from aidroute.services import searching
from aidroute.services.placing_links import hold, make_due, new_link, settle, stamp, use_again
from aidroute.storage import change, directory_version, link_rows
from aidroute.storage.channel import Channel
from aidroute.storage.link import Link
from aidroute.storage.organization import Organization
from aidroute.storage.proposal import Proposal as ProposalRow
from aidroute.storage.subject_rows import (
    channel_values,
    organization_values,
    set_channel_values,
    set_organization_values,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """An organization or a channel as stored: its row, its version (0 when there is none) and its field values."""

    row: Organization | Channel | None
    version: int
    values: Mapping[str, Any]


def read_subject(session: Session, subject_type: str, slug: str, *, lock: bool = False) -> Subject:
    """The subject with this slug, or an empty one of version 0. With ``lock`` nobody else changes it meanwhile."""
    row: Organization | Channel | None
    if subject_type == CHANNEL:
        channel = select(Channel).where(Channel.slug == slug)
        row = session.scalar(channel.with_for_update() if lock else channel)
    else:
        organization = select(Organization).where(Organization.slug == slug)
        row = session.scalar(organization.with_for_update() if lock else organization)
    if row is None:
        return Subject(None, 0, empty_values(subject_type))
    return Subject(row, row.version, _values(session, row))


def apply(session: Session, proposal: ProposalRow, hosts: HostRules, now: datetime) -> None:
    """Make the proposal's values true and write what really changed into the ledger.

    The proposal's row must be decided and flushed already. Confirmations and dates of checks are not touched.
    """
    edit = Edit(proposal.subject_type, proposal.subject_slug, proposal.action, proposal.fields)
    subject = read_subject(session, edit.subject_type, edit.slug, lock=True)
    row = subject.row or _new_row(session, edit)
    if isinstance(row, Channel):
        _write_channel(session, row, _Write({**subject.values, **edit.fields}, edit.fields, hosts, now))
    else:
        set_organization_values(session, row, edit.fields)
        session.flush()
        searching.refresh(session, edit.slug)
    told = dict.fromkeys(FIELDS[edit.subject_type]) if edit.action == CREATE else subject.values
    changed = differences(told, {name: new for name, new in _values(session, row).items() if new or told[name]})
    change.append(
        session,
        (
            LedgerRow(
                applied_at=now,
                subject_type=edit.subject_type,
                subject_slug=edit.slug,
                field=name,
                before=before,
                after=after,
                proposed_by=proposal.proposed_by,
                decided_by=proposal.decided_by,
                reason=proposal.reason,
            )
            for name, (before, after) in changed.items()
        ),
        proposal.id,
    )
    directory_version.move(session, directory_version.CONTENT, now)


@dataclass(frozen=True, slots=True)
class _Write:
    whole: Mapping[str, Any]
    """What the channel shall be."""
    given: Mapping[str, Any]
    """What of it was decided now."""
    hosts: HostRules
    now: datetime


def _write_channel(session: Session, row: Channel, write: _Write) -> None:
    old = session.get(Link, row.link_id) if row.link_id else None
    url = write.whole["url"]
    held = hold(session, old.url if old else "", url)
    new = held.get(url)
    set_channel_values(row, write.given)
    if url and new is None:
        new = new_link(session, url, write.hosts, write.now)
        _say_whose(new, write.whole, write.now)
    elif new is not None:
        if new is not old:
            use_again(new, write.now)
        _say_whose(new, write.given, write.now)
    row.link_id = new.id if new else None
    session.add(row)
    session.flush()
    touched = {link.id: link for link in (old, new) if link}
    for link in touched.values():
        settle(session, link, write.now)
    if touched:
        stamp(session, touched.values(), write.now)


def _say_whose(link: Link, values: Mapping[str, Any], now: datetime) -> None:
    """Whose address it is. What others decided for a link they use already stays, unless it is decided anew."""
    decided = {name: values[name] for name in ("tenant_prefix", "allowed_domains") if name in values}
    if any(getattr(link, name) != value for name, value in decided.items()):
        for name, value in decided.items():
            setattr(link, name, value)
        # What was well under other domains is read in full again before it counts as known.
        link_rows.forget_page(link)
        make_due(link, now)


def _new_row(session: Session, edit: Edit) -> Organization | Channel:
    """A row with nothing said yet, listed after those that are there."""
    if edit.subject_type == CHANNEL:
        owner = session.scalars(select(Organization).where(Organization.slug == edit.fields["organization"])).one()
        last = session.scalar(select(func.max(Channel.position)).where(Channel.organization_id == owner.id))
        plain = {name: field.empty for name, field in FIELDS[CHANNEL].items() if hasattr(Channel, name)}
        plain |= {"valid_from": None, "valid_to": None}
        return Channel(slug=edit.slug, organization_id=owner.id, position=_after(last), **plain)
    last = session.scalar(select(func.max(Organization.position)))
    row = Organization(slug=edit.slug, position=_after(last), name="", summary={}, kind="", purpose="")
    row.places = []
    row.confusable_with = []
    session.add(row)
    session.flush()
    return row


def _after(last: int | None) -> int:
    return 0 if last is None else last + 1


def _values(session: Session, row: Organization | Channel) -> dict[str, Any]:
    if isinstance(row, Organization):
        return organization_values(row)
    organization = session.get_one(Organization, row.organization_id)
    return channel_values(row, organization.slug, session.get(Link, row.link_id) if row.link_id else None)
