"""Mail checks: whether the domain of an e-mail channel takes mail. One row per domain, whoever uses it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from aidroute.domain.mail import MailAnswer, MailStanding
from aidroute.storage.db import Base


class MailCheck(Base):
    """The newest answer about one domain. ``result`` is a ``domain.mail.MailAnswer``."""

    __tablename__ = "mail_check"

    domain: Mapped[str] = mapped_column(String(255), primary_key=True)
    result: Mapped[str] = mapped_column(String(16))
    detail: Mapped[str] = mapped_column(Text, default="")
    checked_at: Mapped[datetime | None]
    """When the newest conclusive answer came; empty while there was none."""
    last_ok_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    """Conclusive bad answers in a row."""
    next_check_at: Mapped[datetime] = mapped_column(index=True)


def mail_standing(row: MailCheck) -> MailStanding:
    """What the row says, as a value."""
    return MailStanding(row.domain, MailAnswer(row.result), row.checked_at)
