"""Channels as the maintainers' lists show them, whatever their status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from aidroute.storage.channel import Channel
from aidroute.storage.db import Database
from aidroute.storage.link import Link
from aidroute.storage.organization import Organization


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One channel in a list."""

    slug: str
    organization: str
    organization_name: str
    kind: str
    status: str
    host: str = ""
    address: str = ""
    version: int = 0


def channel_lines(database: Database, organization: str) -> tuple[ChannelLine, ...]:
    """The channels of one organization, retired ones too, in their listed order."""
    with database.read() as session:
        query = lines().where(Organization.slug == organization).order_by(Channel.position, Channel.slug)
        return tuple(line_of(*row) for row in session.execute(query))


def lines() -> Any:
    """A query of channels with their organization and, for web channels, their link."""
    return (
        select(Channel, Organization, Link)
        .join(Organization, Organization.id == Channel.organization_id)
        .outerjoin(Link, Link.id == Channel.link_id)
    )


def line_of(channel: Channel, organization: Organization, link: Link | None) -> ChannelLine:
    """One channel as a list shows it."""
    return ChannelLine(
        slug=channel.slug,
        organization=organization.slug,
        organization_name=organization.name,
        kind=channel.kind,
        status=channel.status,
        host=link.host if link else "",
        address=channel.address,
        version=channel.version,
    )
