"""Appeals: published documents that ask for help."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.storage.db import Base


class Appeal(Base):
    """One document. ``figures`` and ``actions`` are lists of plain objects; see ``domain.directory``."""

    __tablename__ = "appeal"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    emergency_id: Mapped[int] = mapped_column(ForeignKey("emergency.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(Text)
    document_kind: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(16))
    stated_on: Mapped[str] = mapped_column(String(10), default="")
    stated_on_note: Mapped[str] = mapped_column(Text, default="")
    issuer: Mapped[str] = mapped_column(Text, default="")
    issuer_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    publisher: Mapped[str] = mapped_column(Text, default="")
    publisher_note: Mapped[str] = mapped_column(Text, default="", server_default="")
    address: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    summary: Mapped[dict[str, str]]
    figures: Mapped[list[Any]]
    actions: Mapped[list[Any]]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's protocol
