"""The directory's version numbers: one for content, one for link states."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from aidroute.storage.db import Base

CONTENT = "content"
LINKS = "links"


class DirectoryVersion(Base):
    """A number that moves with every change of what it names."""

    __tablename__ = "directory_version"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int] = mapped_column(default=1)
    moved_at: Mapped[datetime]


def current(session: Session) -> tuple[int, int]:
    """The content version and the links version; (0, 0) before anything was loaded."""
    rows = {row.name: row.number for row in session.execute(select(DirectoryVersion.name, DirectoryVersion.number))}
    return rows.get(CONTENT, 0), rows.get(LINKS, 0)


def move(session: Session, name: str, now: datetime) -> int:
    """Move one version on by one and return it. The row lock it takes orders writers of the same kind."""
    moved = session.execute(
        update(DirectoryVersion)
        .where(DirectoryVersion.name == name)
        .values(number=DirectoryVersion.number + 1, moved_at=now)
        .returning(DirectoryVersion.number)
    ).scalar_one_or_none()
    if moved is None:
        session.add(DirectoryVersion(name=name, number=1, moved_at=now))
        session.flush()
        return 1
    return moved
