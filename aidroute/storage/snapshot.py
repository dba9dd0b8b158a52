"""Reads the whole directory in a fixed number of queries: one per table, never one per row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from aidroute.domain import directory as d
from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.vocabulary import (
    ChannelKind,
    ChannelStatus,
    EmergencyStatus,
    Method,
    Need,
    Operator,
    Purpose,
    Role,
    StatementKind,
    Strength,
    Support,
    Vocabulary,
)
from aidroute.storage import directory_version
from aidroute.storage.appeal import Appeal
from aidroute.storage.channel import Channel
from aidroute.storage.confirmation import Confirmation, still_stands
from aidroute.storage.emergency import Emergency
from aidroute.storage.link import Link
from aidroute.storage.link_rows import directory_link
from aidroute.storage.mail_check import MailCheck, mail_standing
from aidroute.storage.mention import Mention
from aidroute.storage.need import Need as NeedRow
from aidroute.storage.need_statement import NeedStatement
from aidroute.storage.organization import Contact, Fact, Identifier, Organization, OrganizationName

_ITEMS: Mapping[str, Any] = {
    "names": OrganizationName,
    "identifiers": Identifier,
    "contacts": Contact,
    "facts": Fact,
}


def read_directory(session: Session, countries: frozenset[str], currencies: frozenset[str]) -> d.Directory:
    """The directory at its present version. The code lists come from outside: they are not stored."""
    content_version, links_version = directory_version.current(session)
    emergencies = {row.id: row for row in _listed(session, Emergency)}
    appeals = {row.id: row for row in _listed(session, Appeal)}
    organizations = {row.id: row for row in _listed(session, Organization)}
    items = _items(session)
    needs = {row.id: row for row in _listed(session, NeedRow)}
    confirmations = _newest_confirmations(session)
    return d.Directory(
        version=content_version,
        links_version=links_version,
        vocabulary=Vocabulary(
            needs={row.slug: _need(row) for row in needs.values()},
            countries=countries,
            currencies=currencies,
        ),
        emergencies={row.slug: _emergency(row) for row in emergencies.values()},
        appeals={row.slug: _appeal(row, emergencies[row.emergency_id].slug) for row in appeals.values()},
        organizations={
            row.slug: _organization(
                row,
                {name: of.get(row.id, []) for name, of in items.items()},
                confirmations.get((ORGANIZATION, row.id)),
            )
            for row in organizations.values()
        },
        channels={
            row.slug: _channel(row, organizations[row.organization_id].slug, confirmations.get((CHANNEL, row.id)))
            for row in _listed(session, Channel)
        },
        links={row.id: directory_link(row) for row in session.scalars(select(Link))},
        mentions=tuple(
            _mention(
                row,
                appeals[row.appeal_id].slug,
                organizations[row.organization_id].slug if row.organization_id else None,
            )
            for row in session.scalars(select(Mention).order_by(Mention.appeal_id, Mention.position))
        ),
        statements=tuple(
            _statement(row, appeals[row.appeal_id].slug, needs[row.need_id].slug)
            for row in session.scalars(select(NeedStatement).order_by(NeedStatement.appeal_id, NeedStatement.position))
        ),
        mail={row.domain: mail_standing(row) for row in session.scalars(select(MailCheck))},
    )


def links_moved_since(session: Session, revision: int) -> dict[int, d.Link]:
    """Links whose state moved after the given links version."""
    rows = session.scalars(select(Link).where(Link.revision > revision))
    return {row.id: directory_link(row) for row in rows}


def citation(values: Mapping[str, Any] | None) -> d.Citation | None:
    """A stored citation as a value."""
    if not values:
        return None
    return d.Citation(
        source=values["source"],
        stated_on=values.get("stated_on", ""),
        strength=Strength(values.get("strength", Strength.WEAK)),
        note=values.get("note", ""),
    )


def citation_values(value: d.Citation | None) -> dict[str, Any] | None:
    """A citation as plain JSON."""
    if value is None:
        return None
    return {
        "source": value.source,
        "stated_on": value.stated_on,
        "strength": value.strength.value,
        "note": value.note,
    }


def _listed(session: Session, model: Any) -> Sequence[Any]:
    return session.scalars(select(model).order_by(model.position, model.slug)).all()


def _items(session: Session) -> dict[str, dict[int, list[Any]]]:
    """The rows that belong to organizations: by field, then by organization."""
    found: dict[str, dict[int, list[Any]]] = {}
    for name, model in _ITEMS.items():
        of = found.setdefault(name, {})
        for row in session.scalars(select(model).order_by(model.organization_id, model.position)):
            of.setdefault(row.organization_id, []).append(row)
    return found


def _newest_confirmations(session: Session) -> dict[tuple[str, int], d.Confirmation]:
    """The newest of each subject, with the expiry that this one has; none when it is of what was changed since."""
    of_one_subject = (Confirmation.organization_id, Confirmation.channel_id)
    newest_first = (Confirmation.confirmed_at.desc(), Confirmation.id.desc())
    ranked = select(
        *of_one_subject,
        Confirmation.confirmed_at,
        Confirmation.expires_at,
        func.row_number().over(partition_by=of_one_subject, order_by=newest_first).label("rank"),
    )
    standing = (
        ranked.outerjoin(Channel, Channel.id == Confirmation.channel_id)
        .outerjoin(Organization, Organization.id == Confirmation.organization_id)
        .where(
            or_(
                Channel.id.is_not(None) & still_stands(CHANNEL, Channel.slug, Confirmation.confirmed_at),
                Organization.id.is_not(None) & still_stands(ORGANIZATION, Organization.slug, Confirmation.confirmed_at),
            )
        )
        .subquery()
    )
    newest: dict[tuple[str, int], d.Confirmation] = {}
    for row in session.execute(select(standing).where(standing.c.rank == 1)):
        key = (CHANNEL, row.channel_id) if row.channel_id else (ORGANIZATION, row.organization_id)
        newest[key] = d.Confirmation(confirmed_at=row.confirmed_at, expires_at=row.expires_at)
    return newest


def _need(row: NeedRow) -> Need:
    return Need(
        slug=row.slug,
        label=row.label,
        description=row.description,
        cluster=row.cluster,
        dac=row.dac,
        reliefweb=row.reliefweb,
        match=row.match,
        donatable=row.donatable,
        words=tuple(row.words),
        note=row.note,
    )


def _emergency(row: Emergency) -> d.Emergency:
    return d.Emergency(
        slug=row.slug,
        name=row.name,
        summary=row.summary,
        places=tuple(row.places),
        started_on=row.started_on,
        status=EmergencyStatus(row.status),
        timeline=tuple(
            d.TimelineEntry(entry["happened_on"], entry["text"], tuple(entry.get("appeals", ())))
            for entry in row.timeline
        ),
    )


def _appeal(row: Appeal, emergency: str) -> d.Appeal:
    return d.Appeal(
        slug=row.slug,
        emergency=emergency,
        title=row.title,
        document_kind=row.document_kind,
        language=row.language,
        stated_on=row.stated_on,
        stated_on_note=row.stated_on_note,
        issuer=row.issuer,
        publisher=row.publisher,
        address=row.address,
        sha256=row.sha256,
        summary=row.summary,
        figures=tuple(d.Figure(**figure) for figure in row.figures),
        actions=tuple(d.Action(action["kind"], action["text"]) for action in row.actions),
        issuer_note=row.issuer_note,
        publisher_note=row.publisher_note,
    )


def _organization(
    row: Organization, items: Mapping[str, Sequence[Any]], confirmation: d.Confirmation | None
) -> d.Organization:
    return d.Organization(
        slug=row.slug,
        name=row.name,
        names=tuple(d.Name(name.value, name.language, name.kind, citation(name.citation)) for name in items["names"]),
        summary=row.summary,
        kind=row.kind,
        purpose=Purpose(row.purpose),
        places=tuple(row.places),
        website=row.website,
        website_citation=citation(row.website_citation),
        identifiers=tuple(
            d.Identifier(item.scheme, item.value, citation(item.citation)) for item in items["identifiers"]
        ),
        contacts=tuple(d.Contact(item.kind, item.value, citation(item.citation)) for item in items["contacts"]),
        facts=tuple(
            d.Fact(
                topic=fact.topic,
                value=fact.value,
                is_found=fact.is_found,
                as_of=fact.as_of,
                citations=tuple(filter(None, map(citation, fact.citations))),
                note=fact.note,
            )
            for fact in items["facts"]
        ),
        confusable_with=tuple(row.confusable_with),
        confirmation=confirmation,
    )


def _channel(row: Channel, organization: str, confirmation: d.Confirmation | None) -> d.Channel:
    return d.Channel(
        slug=row.slug,
        organization=organization,
        kind=ChannelKind(row.kind),
        status=ChannelStatus(row.status),
        link=row.link_id,
        address=row.address,
        title=row.title,
        support=frozenset(map(Support, row.support)),
        needs=frozenset(row.needs),
        countries=frozenset(row.countries),
        currencies=frozenset(row.currencies),
        methods=frozenset(map(Method, row.methods)),
        receipts=tuple(d.Receipt(item["country"], item["issuer"]) for item in row.receipts),
        operator=Operator(row.operator),
        operator_name=row.operator_name,
        emergencies=frozenset(row.emergencies),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        citation=citation(row.citation),
        confirmation=confirmation,
        note=row.note,
    )


def _mention(row: Mention, appeal: str, organization: str | None) -> d.Mention:
    return d.Mention(
        appeal=appeal,
        organization=organization,
        name_as_written=row.name_as_written,
        role=Role(row.role),
        quote=row.quote,
        note=row.note,
    )


def _statement(row: NeedStatement, appeal: str, need: str) -> d.NeedStatement:
    return d.NeedStatement(
        appeal=appeal,
        need=need,
        kind=StatementKind(row.kind),
        quote=row.quote,
        since=row.since,
        note=row.note,
        position=row.position,
    )
