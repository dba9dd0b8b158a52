"""The search table: one row of searchable words per organization, in the database's own full-text index.

SQLite keeps it as an FTS5 table, PostgreSQL as a tsvector with a GIN index. Both hold the same words
(see ``domain.search_words``), so both give the same candidates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from aidroute.domain.search_words import near

CANDIDATES = 200
"""How many organizations are looked at more closely; more than that and the query is too vague."""


def replace_words(session: Session, slug: str, sounds: Iterable[str]) -> None:
    """Make an organization findable by ``sounds`` (skeletons) and by nothing else."""
    forget(session, slug)
    tokens = sorted(_stored_tokens(sounds))
    if _is_sqlite(session):
        session.execute(
            text("INSERT INTO search_text (slug, words) VALUES (:slug, :words)"),
            {"slug": slug, "words": " ".join(tokens)},
        )
    else:
        session.execute(
            text("INSERT INTO search_text (slug, words) VALUES (:slug, array_to_tsvector(:words))"),
            {"slug": slug, "words": tokens},
        )


def forget(session: Session, slug: str) -> None:
    """Make an organization unfindable."""
    session.execute(text("DELETE FROM search_text WHERE slug = :slug"), {"slug": slug})


def candidates(session: Session, sounds: Sequence[str]) -> list[str]:
    """Slugs of organizations that share a word, a word's beginning or a near-miss with the query, likeliest first."""
    if not sounds:
        return []
    if _is_sqlite(session):
        statement = "SELECT slug FROM search_text WHERE search_text MATCH :query ORDER BY rank LIMIT :most"
        query = " OR ".join(_fts5(token, is_start) for token, is_start in _asked_tokens(sounds))
    else:
        statement = (
            "SELECT slug FROM search_text WHERE words @@ CAST(:query AS tsquery) "
            "ORDER BY ts_rank(words, CAST(:query AS tsquery)) DESC, slug LIMIT :most"
        )
        query = " | ".join(_tsquery(token, is_start) for token, is_start in _asked_tokens(sounds))
    rows = session.execute(text(statement), {"query": query, "most": CANDIDATES})
    return [row.slug for row in rows]


def _stored_tokens(sounds: Iterable[str]) -> set[str]:
    tokens: set[str] = set()
    for sound in sounds:
        tokens.add(f"w{sound}")
        tokens.update(f"n{part}" for part in near(sound))
    return tokens


def _asked_tokens(sounds: Sequence[str]) -> Iterable[tuple[str, bool]]:
    for sound in sounds:
        yield f"w{sound}", len(sound) >= 3
        for part in sorted(near(sound)):
            yield f"n{part}", False


def _fts5(token: str, is_start: bool) -> str:
    quoted = '"' + token.replace('"', "") + '"'
    return f"{quoted}*" if is_start else quoted


def _tsquery(token: str, is_start: bool) -> str:
    quoted = "'" + token.replace("'", "").replace("\\", "") + "'"
    return f"{quoted}:*" if is_start else quoted


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
