"""Addresses of our own pages: one question has one address, and absolute ones begin with the configured base."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import current_app, url_for

from aidroute.domain.ask import Ask
from aidroute.web.languages import kept_by_language

MOST_QUESTIONS = 512
"""Questions whose query is kept in writing."""


@kept_by_language
def cached_path(endpoint: str, **values: str) -> str:
    """The path of a page of ours. A page of results has dozens of them, and each is always the same."""
    pairs: dict[str, Any] = dict(values)
    return url_for(endpoint, **pairs)


def question_path(endpoint: str, ask: Ask, page: int = 1) -> str:
    """The path of a page that answers a question, with the question in its one fixed order."""
    query = _query(ask, page)
    return cached_path(endpoint) + (f"?{query}" if query else "")


@lru_cache(MOST_QUESTIONS)
def _query(ask: Ask, page: int) -> str:
    """A page of results names its own question a dozen times."""
    return urlencode([*ask.parameters(), *([("page", str(page))] if page > 1 else [])])


def absolute(path: str) -> str:
    """A path of ours as others may print it. The Host header of the request plays no part in it."""
    return f"{current_app.config['SETTINGS'].base_url}{path}"
