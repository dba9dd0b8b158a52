"""The shipped content as flat entries: what the loader compares with what is stored, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.host_names import HostRules
from aidroute.domain.shipped_changes import APPEAL, EMERGENCY, NEED, Shipped
from aidroute.services.content import Content
from aidroute.services.content_rules import channel_fields, known_values, organization_fields, read_fields
from aidroute.services.content_schema import plain


def entries(content: Content, host_rules: HostRules) -> Iterator[Shipped]:
    """Every entry, each after those it refers to. The content must have no problems."""
    known = known_values(content, host_rules)
    for position, need in enumerate(content.needs, start=1):
        yield Shipped(NEED, need.slug, _without(plain(need), "slug") | {"position": position})
    for slug, emergency in content.emergencies.items():
        yield Shipped(EMERGENCY, slug, plain(emergency))
    for slug, organization in content.organizations.items():
        fields = read_fields(ORGANIZATION, slug, organization_fields(organization), known)
        yield Shipped(ORGANIZATION, slug, fields | {"position": organization.position})
    for slug, appeal in content.appeals.items():
        yield Shipped(APPEAL, slug, plain(appeal))
    for slug, organization in content.organizations.items():
        for position, channel in enumerate(organization.channels, start=1):
            fields = read_fields(CHANNEL, channel.slug, channel_fields(channel, slug), known)
            yield Shipped(CHANNEL, channel.slug, fields | {"position": position})


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
