"""Channels: the ways to give."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.storage.db import Base


class Channel(Base):
    """One way to give. A web channel has a link, any other an address; never both, never neither."""

    __tablename__ = "channel"
    __table_args__ = (CheckConstraint("(link_id IS NOT NULL) <> (address <> '')", name="link_or_address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(24))
    status: Mapped[str] = mapped_column(String(16))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("link.id"), index=True)
    address: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[dict[str, str]]
    support: Mapped[list[str]]
    needs: Mapped[list[str]]
    """Slugs of needs; the loader and the proposals check that they exist."""
    countries: Mapped[list[str]]
    currencies: Mapped[list[str]]
    methods: Mapped[list[str]]
    receipts: Mapped[list[Any]]
    operator: Mapped[str] = mapped_column(String(16))
    operator_name: Mapped[str] = mapped_column(Text, default="")
    emergencies: Mapped[list[str]]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    citation: Mapped[dict[str, Any] | None]
    note: Mapped[dict[str, str]]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's protocol


def by_slug(slug: str) -> Select[Channel]:
    """The channel with this slug."""
    return select(Channel).where(Channel.slug == slug)
