"""Confirmations: a person looked and said this is right."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, Text, exists, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from aidroute.domain.change import CHANNEL, PAYMENT_BEARING
from aidroute.storage.change import Change
from aidroute.storage.channel import Channel
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


def still_stands(subject_type: str, slug: Any, confirmed_at: Any) -> ColumnElement[bool]:
    """For a query: nothing that decides where a gift goes was changed after the person looked.

    ``slug`` and ``confirmed_at`` are columns of the query. A confirmation for which this is false stays recorded, but
    it was of what stood there before; nobody has confirmed what stands there now.
    """
    return ~exists().where(
        Change.subject_type == subject_type,
        Change.subject_slug == slug,
        Change.field.in_(sorted(PAYMENT_BEARING[subject_type])),
        Change.applied_at > confirmed_at,
    )


def newest_looks(session: Session, link_ids: Collection[int]) -> dict[int, datetime]:
    """When a person last confirmed a channel that leads to each of these links, and led there when they looked."""
    if not link_ids:
        return {}
    newest = func.max(Confirmation.confirmed_at, type_=Confirmation.confirmed_at.type)
    query = (
        select(Channel.link_id, newest)
        .join(Confirmation, Confirmation.channel_id == Channel.id)
        .where(Channel.link_id.in_(link_ids), still_stands(CHANNEL, Channel.slug, Confirmation.confirmed_at))
        .group_by(Channel.link_id)
    )
    return {link_id: at for link_id, at in session.execute(query) if link_id is not None}
