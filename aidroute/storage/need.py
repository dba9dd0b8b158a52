"""Needs: the terms of the needs vocabulary."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.storage.db import Base


class Need(Base):
    """One term with its crosswalks to the field's code lists."""

    __tablename__ = "need"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    cluster: Mapped[str | None] = mapped_column(String(8))
    dac: Mapped[int | None]
    reliefweb: Mapped[int | None]
    match: Mapped[str] = mapped_column(String(8), default="close")
    donatable: Mapped[bool] = mapped_column(default=True)
    words: Mapped[list[str]]
    note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's protocol
