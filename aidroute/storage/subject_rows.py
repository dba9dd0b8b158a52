"""Between the rows of an organization or a channel and their plain field values: nothing is decided here.

The shapes are those of ``domain.subjects``; lists whose order means nothing come sorted, so that values compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from aidroute.storage.channel import Channel
from aidroute.storage.link import Link
from aidroute.storage.organization import Contact, Fact, Identifier, Organization, OrganizationName

_ORGANIZATION_PLAIN = frozenset(
    {"name", "summary", "kind", "purpose", "places", "website", "website_citation", "confusable_with"}
)
_CHANNEL_PLAIN = (
    "kind", "status", "address", "title", "support", "needs", "countries", "currencies", "methods", "receipts",
    "operator", "operator_name", "emergencies", "citation", "note",
)  # fmt: skip
_UNORDERED = frozenset({"support", "needs", "countries", "currencies", "methods", "emergencies"})
_ROWS: Mapping[str, type[OrganizationName | Identifier | Contact | Fact]] = {
    "names": OrganizationName,
    "identifiers": Identifier,
    "contacts": Contact,
    "facts": Fact,
}
_ROW_FIELDS = {
    "names": ("value", "language", "kind", "citation"),
    "identifiers": ("scheme", "value", "citation"),
    "contacts": ("kind", "value", "citation"),
    "facts": ("topic", "value", "is_found", "as_of", "citations", "note"),
}


def organization_values(row: Organization) -> dict[str, Any]:
    """Every editable field of an organization."""
    values = {name: getattr(row, name) for name in _ORGANIZATION_PLAIN}
    for field, names in _ROW_FIELDS.items():
        values[field] = [{name: getattr(item, name) for name in names} for item in getattr(row, field)]
    return values


def set_organization_values(session: Session, row: Organization, values: Mapping[str, Any]) -> None:
    """Write these fields, and move the row's version by one, also when only its names or facts changed."""
    for field in _ROWS.keys() & values.keys():
        _replace_items(session, row, field, values[field])
    for name in values.keys() & _ORGANIZATION_PLAIN:
        setattr(row, name, values[name])
    flag_modified(row, "name")
    session.flush()


def channel_values(row: Channel, organization: str, link: Link | None) -> dict[str, Any]:
    """Every editable field of a channel; the address and whose it is come from its link."""
    values = {name: sorted(getattr(row, name)) if name in _UNORDERED else getattr(row, name) for name in _CHANNEL_PLAIN}
    return values | {
        "organization": organization,
        "url": link.url if link else "",
        "tenant_prefix": link.tenant_prefix if link else "",
        "allowed_domains": sorted(link.allowed_domains) if link else [],
        "valid_from": row.valid_from.isoformat() if row.valid_from else "",
        "valid_to": row.valid_to.isoformat() if row.valid_to else "",
    }


def set_channel_values(row: Channel, values: Mapping[str, Any]) -> None:
    """Write these fields except those of the link. The next flush moves the row's version by one."""
    for name, value in values.items():
        if name in _CHANNEL_PLAIN:
            setattr(row, name, value)
        elif name in ("valid_from", "valid_to"):
            setattr(row, name, date.fromisoformat(value) if value else None)
    flag_modified(row, "kind")


def _replace_items(session: Session, row: Organization, field: str, items: list[dict[str, Any]]) -> None:
    """The old rows go first: the new ones take their positions."""
    model = _ROWS[field]
    session.execute(delete(model).where(model.organization_id == row.id))
    session.expire(row, [field])
    session.add_all(model(organization_id=row.id, position=at, **item) for at, item in enumerate(items))
