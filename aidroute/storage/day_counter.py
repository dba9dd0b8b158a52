"""Day counters: the only thing counted about visits. No address, no query, no person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.storage.db import Base


class DayCounter(Base):
    """How often something happened on one UTC day; ``subject`` is a slug or ''."""

    __tablename__ = "day_counter"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject: Mapped[str] = mapped_column(String(120), primary_key=True, default="")
    count: Mapped[int] = mapped_column(default=0)
