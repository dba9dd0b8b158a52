"""Confirmations: a person looked and said this is right."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.storage.db import Base


class Confirmation(Base):
    """One look by one person at one organization or one channel."""

    __tablename__ = "confirmation"
    __table_args__ = (CheckConstraint("(organization_id IS NULL) <> (channel_id IS NULL)", name="exactly_one_subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    confirmed_by: Mapped[str] = mapped_column(String(120))
    confirmed_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text, default="")
