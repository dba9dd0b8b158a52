"""What was shipped last: compared with what is shipped now, it tells people's own edits from ours."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.storage.db import Base


class ShippedContent(Base):
    """One entry of the shipped content as it was loaded last, whether it was applied, proposed or left alone."""

    __tablename__ = "shipped_content"

    subject_type: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject_slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    fields: Mapped[dict[str, Any]]
    loaded_at: Mapped[datetime]
