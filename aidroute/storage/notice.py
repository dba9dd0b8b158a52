"""Notices: messages that must reach somebody, written in the transaction that caused them, sent later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from aidroute.storage.db import Base


class Notice(Base):
    """One message. ``sent_at`` is empty until somebody's machine took it."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    send_after_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    taken_by: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """Names of the carriers that have it; one that failed is tried again alone."""


def write(session: Session, kind: str, subject: str, body: dict[str, Any], now: datetime) -> None:
    """Leave a message to be sent, in the transaction of what it tells. ``body`` is plain JSON."""
    session.add(Notice(kind=kind, subject=subject, body=body, created_at=now, send_after_at=now))
