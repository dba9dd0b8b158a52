"""The directory's version numbers: one for content, one for link states."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.dialects import postgresql, sqlite
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
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    # One statement, so that two writers who both find no row yet do not both make it.
    first = insert(DirectoryVersion).values(name=name, number=1, moved_at=now)
    moved: int = session.execute(
        first.on_conflict_do_update(
            index_elements=[DirectoryVersion.name],
            set_={"number": DirectoryVersion.number + 1, "moved_at": now},
        ).returning(DirectoryVersion.number)
    ).scalar_one()
    return moved
