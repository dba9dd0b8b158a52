"""Emergencies: the crises that appeals belong to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.storage.db import Base


class Emergency(Base):
    """One crisis. ``timeline`` is a list of {happened_on, text: {lang: text}, appeals: [slug]}."""

    __tablename__ = "emergency"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]]
    places: Mapped[list[str]]
    started_on: Mapped[str] = mapped_column(String(10), default="")
    status: Mapped[str] = mapped_column(String(20))
    timeline: Mapped[list[Any]]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's protocol
