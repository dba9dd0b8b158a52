"""Finding organizations by name: any script, any usual transliteration, one letter wrong."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from aidroute.domain.directory import Directory
from aidroute.domain.directory import Organization as ListedOrganization
from aidroute.domain.search_ranking import query_words, rank
from aidroute.domain.search_words import name_words
from aidroute.storage import organization as organizations
from aidroute.storage import search_text
from aidroute.storage.db import Database

LONGEST_QUERY = 200
"""Characters of a query that are read."""


def search(database: Database, directory: Directory, query: str) -> list[str]:
    """Slugs of organizations, the likeliest first; empty when nothing is near.

    The database's full-text index names the candidates and the domain orders them. While the
    database is away the whole snapshot is looked through instead.
    """
    typed = query[:LONGEST_QUERY]
    sounds = query_words(typed)
    if not sounds:
        return []
    try:
        with database.read() as session:
            found: Iterable[str] = search_text.candidates(session, sounds)
    except SQLAlchemyError:
        found = directory.organizations
    listed = directory.organizations
    return rank(typed, {slug: names_of(listed[slug]) for slug in found if slug in listed})


def names_of(organization: ListedOrganization) -> list[str]:
    """Every name an organization is known by."""
    return list(dict.fromkeys([organization.name, *(name.value for name in organization.names)]))


def refresh(session: Session, slug: str) -> None:
    """Bring the search table up to an organization's names, within the transaction that changed them."""
    row = session.scalars(organizations.by_slug(slug)).one_or_none()
    if row is None:
        search_text.forget(session, slug)
    else:
        names = [row.name, *(name.value for name in row.names)]
        search_text.replace_words(session, slug, name_words(names))
