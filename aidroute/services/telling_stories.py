"""What happened to an organization: the days of its links, and every change of its entry and its channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from aidroute.domain.directory import Directory
from aidroute.services import ledger
from aidroute.services.browsing import DirectoryUnavailable
from aidroute.services.histories import LinkHistory, link_histories
from aidroute.services.ledger import Entry
from aidroute.storage.db import Database

NEWEST_CHANGES = 100
"""Rows of the ledger that are read: one change of an entry is a row for each field."""


@dataclass(frozen=True, slots=True)
class Story:
    """Histories by link key, and the newest changes. ``has_older`` is True when there are more in the ledger."""

    histories: Mapping[int, LinkHistory]
    changes: tuple[Entry, ...]
    has_older: bool


def story_of(database: Database, directory: Directory, slug: str, now: datetime) -> Story | None:
    """The story of one organization; None while the database is away: the page then says so and shows the rest."""
    channels = directory.channels_of.get(slug, ())
    links = [link for channel in channels if (link := directory.link_of(channel))]
    try:
        histories = link_histories(database, links, now)
        told = ledger.of_subjects(database, [slug, *(channel.slug for channel in channels)], limit=NEWEST_CHANGES)
    except SQLAlchemyError:
        return None
    return Story(histories, told.entries, told.older_than is not None)


@contextmanager
def database_needed() -> Iterator[None]:
    """For pages that are nothing without the database: while it is away they are DirectoryUnavailable, not broken."""
    try:
        yield
    except SQLAlchemyError as error:
        raise DirectoryUnavailable("the database cannot be used") from error
