"""Whether this process can do its work: for whoever watches over the server."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy.exc import SQLAlchemyError

from aidroute.storage import upgrading
from aidroute.storage.db import Database


@dataclass(frozen=True, slots=True)
class DatabaseReadiness:
    """Whether the database answers, and whether it has the schema that this version of the software expects.

    ``revision`` is None while the database is away, and for one without any table of ours.
    """

    is_readable: bool
    revision: str | None = None
    expected: str | None = None

    @property
    def is_current(self) -> bool:
        """True when reads and writes will find the tables they expect."""
        return self.is_readable and self.revision == self.expected


def read_readiness(database: Database) -> DatabaseReadiness:
    """Ask the database one small question. Never raises for a database that is away."""
    try:
        revision = upgrading.current_revision(database.read_engine)
    except SQLAlchemyError:
        return DatabaseReadiness(is_readable=False, expected=_head())
    return DatabaseReadiness(is_readable=True, revision=revision, expected=_head())


@cache
def _head() -> str | None:
    """The newest revision there is: files of ours, which do not change while a process runs."""
    return upgrading.head_revision()
