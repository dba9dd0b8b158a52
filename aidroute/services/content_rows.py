"""Between the shipped entries and the rows of the directory: what is stored, in the shape of what is shipped, and
how an entry is written. What may be written is decided in ``domain.shipped_changes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zlib import crc32

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import flag_modified

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.host_names import HostRules
from aidroute.domain.shipped_changes import APPEAL, EMERGENCY, NEED, Key, Values
from aidroute.services.placing_links import link_at, settle
from aidroute.services.searching import refresh
from aidroute.storage.appeal import Appeal
from aidroute.storage.channel import Channel
from aidroute.storage.emergency import Emergency
from aidroute.storage.link import Link
from aidroute.storage.mention import Mention
from aidroute.storage.need import Need
from aidroute.storage.need_statement import NeedStatement
from aidroute.storage.organization import Organization
from aidroute.storage.subject_rows import (
    channel_values,
    organization_values,
    set_channel_values,
    set_organization_values,
)

FIRST_CHECKS_WITHIN = timedelta(seconds=20)
"""New links are checked soon, and not all in one instant."""

_NEED = ("position", "label", "description", "cluster", "dac", "reliefweb", "match", "donatable", "words", "note")
_EMERGENCY = ("position", "name", "summary", "places", "started_on", "status", "timeline")
_APPEAL = (
    "position", "title", "document_kind", "language", "stated_on", "stated_on_note", "issuer", "issuer_note",
    "publisher", "publisher_note", "address", "sha256", "summary", "figures", "actions",
)  # fmt: skip
_MENTION = ("name_as_written", "role", "quote", "note")
_STATEMENT = ("kind", "quote", "since", "note")


@dataclass(frozen=True, slots=True)
class Writing:
    """One transaction that writes content at one instant."""

    session: Session
    host_rules: HostRules
    now: datetime


def stored_values(session: Session) -> dict[Key, Values]:
    """Every entry of the directory in the shape of the shipped ones, in a fixed number of queries."""
    needs = _by_id(session.scalars(select(Need)))
    emergencies = _by_id(session.scalars(select(Emergency)))
    organizations = _by_id(session.scalars(select(Organization).options(selectinload("*"))))
    links = _by_id(session.scalars(select(Link)))
    mentions = _by_appeal(session.scalars(select(Mention).order_by(Mention.position)))
    statements = _by_appeal(session.scalars(select(NeedStatement).order_by(NeedStatement.position)))
    found: dict[Key, Values] = {}
    for need in needs.values():
        found[NEED, need.slug] = _taken(need, _NEED)
    for emergency in emergencies.values():
        found[EMERGENCY, emergency.slug] = _taken(emergency, _EMERGENCY)
    for organization in organizations.values():
        values = organization_values(organization) | {"position": organization.position}
        found[ORGANIZATION, organization.slug] = values
    for appeal in session.scalars(select(Appeal)):
        found[APPEAL, appeal.slug] = _taken(appeal, _APPEAL) | {
            "emergency": emergencies[appeal.emergency_id].slug,
            "mentions": [_mention_values(row, organizations) for row in mentions.get(appeal.id, ())],
            "statements": [
                {"need": needs[row.need_id].slug, **_taken(row, _STATEMENT)} for row in statements.get(appeal.id, ())
            ],
        }
    for channel in session.scalars(select(Channel)):
        owner = organizations[channel.organization_id].slug
        values = channel_values(channel, owner, links.get(channel.link_id)) | {"position": channel.position}
        found[CHANNEL, channel.slug] = values
    return found


def create(writing: Writing, key: Key, values: Values) -> None:
    """Write a new entry. What it refers to must be there."""
    session, (subject_type, slug) = writing.session, key
    if subject_type == NEED:
        session.add(Need(slug=slug, **_only(values, _NEED)))
    elif subject_type == EMERGENCY:
        session.add(Emergency(slug=slug, **_only(values, _EMERGENCY)))
    elif subject_type == APPEAL:
        emergency = session.scalars(select(Emergency).where(Emergency.slug == values["emergency"])).one()
        appeal = Appeal(slug=slug, emergency_id=emergency.id, **_only(values, _APPEAL))
        session.add(appeal)
        session.flush()
        _write_items(session, appeal, values)
    elif subject_type == ORGANIZATION:
        _create_organization(session, slug, values)
    else:
        _create_channel(writing, slug, values)
    session.flush()


def edit(writing: Writing, key: Key, values: Values) -> None:
    """Write some fields of an entry that is there and move its version by one. A channel's address is never among
    them: that waits for a person.
    """
    session, (subject_type, slug) = writing.session, key
    if subject_type == CHANNEL:
        _edit_channel(writing, slug, values)
    elif subject_type == ORGANIZATION:
        row = session.scalars(select(Organization).where(Organization.slug == slug)).one()
        _write_organization(session, row, values)
    else:
        _edit_listed(session, key, values)
    session.flush()


def _edit_listed(session: Session, key: Key, values: Values) -> None:
    subject_type, slug = key
    models: Mapping[str, tuple[Any, tuple[str, ...]]] = {
        NEED: (Need, _NEED),
        EMERGENCY: (Emergency, _EMERGENCY),
        APPEAL: (Appeal, _APPEAL),
    }
    model, names = models[subject_type]
    row = session.scalars(select(model).where(model.slug == slug)).one()
    for name in values.keys() & set(names):
        setattr(row, name, values[name])
    flag_modified(row, "position")
    if subject_type == APPEAL:
        if "emergency" in values:
            row.emergency_id = session.scalars(select(Emergency.id).where(Emergency.slug == values["emergency"])).one()
        _write_items(session, row, values)


def _create_organization(session: Session, slug: str, values: Values) -> None:
    row = Organization(slug=slug, name=values["name"], summary={}, kind="", purpose="", places=[], confusable_with=[])
    session.add(row)
    session.flush()
    _write_organization(session, row, values)


def _write_organization(session: Session, row: Organization, values: Values) -> None:
    if "position" in values:
        row.position = values["position"]
    set_organization_values(session, row, values)
    refresh(session, row.slug)


def _create_channel(writing: Writing, slug: str, values: Values) -> None:
    session = writing.session
    owner = session.scalars(select(Organization).where(Organization.slug == values["organization"])).one()
    link = _placed(writing, values) if values["url"] else None
    row = Channel(
        slug=slug,
        organization_id=owner.id,
        position=values["position"],
        link_id=link.id if link else None,
        **_only(values, ("kind", "status", "address", "title", "support", "needs", "countries", "currencies")),
        **_only(values, ("methods", "receipts", "operator", "operator_name", "emergencies", "citation", "note")),
        valid_from=_day(values["valid_from"]),
        valid_to=_day(values["valid_to"]),
    )
    session.add(row)
    settle(session, link, writing.now)


def _placed(writing: Writing, values: Values) -> Link:
    """The link of a new channel; whose it is was said by the first channel that uses it."""
    link, is_new = link_at(writing.session, values["url"], writing.host_rules, writing.now)
    if is_new:
        link.next_check_at = writing.now + FIRST_CHECKS_WITHIN * (crc32(link.url.encode()) % 100 / 100)
        link.tenant_prefix = values["tenant_prefix"]
        link.allowed_domains = values["allowed_domains"]
    return link


def _edit_channel(writing: Writing, slug: str, values: Values) -> None:
    session = writing.session
    row = session.scalars(select(Channel).where(Channel.slug == slug)).one()
    if "position" in values:
        row.position = values["position"]
    set_channel_values(row, values)
    session.flush()
    settle(session, session.get(Link, row.link_id) if row.link_id else None, writing.now)


def _write_items(session: Session, appeal: Appeal, values: Values) -> None:
    """Mentions and need statements are replaced as a whole: they have no life of their own."""
    if "mentions" in values:
        ids = dict(session.execute(select(Organization.slug, Organization.id)).all())
        session.execute(delete(Mention).where(Mention.appeal_id == appeal.id))
        session.add_all(
            Mention(appeal_id=appeal.id, position=at, organization_id=ids.get(item["organization"]), **_named(item))
            for at, item in enumerate(values["mentions"])
        )
    if "statements" in values:
        ids = dict(session.execute(select(Need.slug, Need.id)).all())
        session.execute(delete(NeedStatement).where(NeedStatement.appeal_id == appeal.id))
        session.add_all(
            NeedStatement(appeal_id=appeal.id, position=at, need_id=ids[item["need"]], **_only(item, _STATEMENT))
            for at, item in enumerate(values["statements"])
        )


def _mention_values(row: Mention, organizations: Mapping[int | None, Organization]) -> dict[str, Any]:
    organization = organizations[row.organization_id].slug if row.organization_id else None
    return {"organization": organization, **_taken(row, _MENTION)}


def _named(item: Mapping[str, Any]) -> dict[str, Any]:
    return _only(item, _MENTION)


def _taken(row: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _only(values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: values[name] for name in names}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _by_id(rows: Iterable[Any]) -> dict[int | None, Any]:
    return {row.id: row for row in rows}


def _by_appeal(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row.appeal_id, []).append(row)
    return grouped
