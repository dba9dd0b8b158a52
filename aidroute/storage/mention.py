"""Mentions: an appeal names an organization in a role."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.storage.db import Base
from aidroute.storage.organization import Organization


class Mention(Base):
    """One naming. ``organization_id`` is empty for bodies the directory keeps no page for."""

    __tablename__ = "mention"
    __table_args__ = (UniqueConstraint("appeal_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    position: Mapped[int]
    name_as_written: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(32))
    quote: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")


def roles_of(slug: str) -> Select[str]:
    """The roles in which appeals name the organization with this slug."""
    return select(Mention.role).join(Organization).where(Organization.slug == slug).distinct()
