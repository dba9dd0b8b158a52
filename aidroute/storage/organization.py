"""Organizations: who helps, with names, identifiers, contacts and sourced facts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aidroute.storage.db import Base

# A citation is stored as {source, stated_on, strength, note}: see domain.directory.Citation.


class Organization(Base):
    """One organization. Its names, identifiers, contacts and facts are rows of their own."""

    __tablename__ = "organization"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Text)
    summary: Mapped[dict[str, str]]
    kind: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(20))
    places: Mapped[list[str]]
    website: Mapped[str] = mapped_column(Text, default="")
    website_citation: Mapped[dict[str, Any] | None]
    confusable_with: Mapped[list[str]]
    version: Mapped[int] = mapped_column(default=1)

    names: Mapped[list[OrganizationName]] = relationship(
        order_by="OrganizationName.position", cascade="all, delete-orphan"
    )
    identifiers: Mapped[list[Identifier]] = relationship(order_by="Identifier.position", cascade="all, delete-orphan")
    contacts: Mapped[list[Contact]] = relationship(order_by="Contact.position", cascade="all, delete-orphan")
    facts: Mapped[list[Fact]] = relationship(order_by="Fact.position", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's protocol


class OrganizationName(Base):
    """A name in one language or script."""

    __tablename__ = "organization_name"
    __table_args__ = (UniqueConstraint("organization_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    position: Mapped[int]
    value: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16), default="")
    kind: Mapped[str] = mapped_column(String(16), default="official")
    citation: Mapped[dict[str, Any] | None]


class Identifier(Base):
    """A registration: scheme is an org-id.guide list code."""

    __tablename__ = "identifier"
    __table_args__ = (
        UniqueConstraint("organization_id", "position"),
        UniqueConstraint("scheme", "value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    position: Mapped[int]
    scheme: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(80))
    citation: Mapped[dict[str, Any] | None]


class Contact(Base):
    """An e-mail address or phone number as the source prints it."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("organization_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    value: Mapped[str] = mapped_column(Text)
    citation: Mapped[dict[str, Any] | None]


class Fact(Base):
    """A sourced statement, or the honest note that nothing was found."""

    __tablename__ = "fact"
    __table_args__ = (UniqueConstraint("organization_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    position: Mapped[int]
    topic: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(Text, default="")
    is_found: Mapped[bool] = mapped_column(default=True)
    as_of: Mapped[str] = mapped_column(String(32), default="")
    citations: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(Text, default="")


def by_slug(slug: str) -> Select[Organization]:
    """The organization with this slug."""
    return select(Organization).where(Organization.slug == slug)
