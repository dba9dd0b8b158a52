"""Which requests may be answered with a kept page, and the name a page is kept under.

A name is the path and the known parameters in one fixed order: nothing else of a request. The page is rendered from
that name alone (see ``plain_request``), so no header and no stray parameter of one visitor can reach another.
"""

from __future__ import annotations

import io
from functools import lru_cache
from operator import itemgetter
from urllib.parse import parse_qsl, urlencode, urlsplit
from wsgiref.types import WSGIEnvironment

from werkzeug.sansio.utils import host_is_trusted

from aidroute.web.page_cache.rules import KeepRules

READING = frozenset({"GET", "HEAD"})

LONGEST_PATH = 300
LONGEST_QUERY = 1_000
LONGEST_VALUE = 100
MOST_PAIRS = 40

# Raw queries that were put in order lately, and hosts that were looked up.
REMEMBERED = 512


PageName = tuple[str, str]
"""What a page is kept under: the path as WSGI gives it, and the query in its one fixed order."""


class PageNames:
    """Reads names off requests by given rules."""

    def __init__(self, rules: KeepRules) -> None:
        self.rules = rules
        self._base = urlsplit(rules.base_url)
        order = {name: position for position, name in enumerate(rules.parameters)}
        hosts = tuple(rules.hosts)
        self._query = lru_cache(REMEMBERED)(lambda raw: _in_order(raw, order))
        self._is_ours = lru_cache(REMEMBERED)(lambda host: host_is_trusted(host, hosts))

    def of(self, environ: WSGIEnvironment) -> PageName | None:
        """The name this request asks for; None when only the application may answer it."""
        if environ["REQUEST_METHOD"] not in READING or "HTTP_AUTHORIZATION" in environ:
            return None
        if "HTTP_COOKIE" in environ and any(name in environ["HTTP_COOKIE"] for name in self.rules.cookies):
            return None
        if not self.is_ours(environ):
            return None
        raw = environ.get("QUERY_STRING")
        if not raw:
            return environ["PATH_INFO"], ""
        query = self.in_order(raw)
        return None if query is None else (environ["PATH_INFO"], query)

    def is_ours(self, environ: WSGIEnvironment) -> bool:
        """Whether the request came to a host of ours; the application answers the others with a 400."""
        host = environ.get("HTTP_HOST", "")
        return len(host) <= LONGEST_VALUE and self._is_ours(host)

    def in_order(self, raw: str) -> str | None:
        """The known parameters of a query in one fixed order; None for a query too long or not readable."""
        return self._query(raw) if len(raw) <= LONGEST_QUERY else None

    def may_keep(self, name: PageName) -> bool:
        """Whether this path may be kept at all, whatever its answer says."""
        path, _ = name
        if len(path) > LONGEST_PATH:
            return False
        segments = path.split("/")
        return (
            len(segments) > 1
            and segments[1] in self.rules.first_segments
            and self.rules.never_segments.isdisjoint(segments)
        )

    def plain_request(self, environ: WSGIEnvironment, name: PageName) -> WSGIEnvironment:
        """The request that the page is rendered for: the name, our own address, and no header of the visitor's."""
        path, query = name
        plain = {key: value for key, value in environ.items() if not key.startswith("HTTP_")}
        for key in ("CONTENT_TYPE", "CONTENT_LENGTH", "REQUEST_URI", "RAW_URI"):
            plain.pop(key, None)
        plain |= {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": self._base.netloc,
            "wsgi.url_scheme": self._base.scheme,
            "wsgi.input": io.BytesIO(),
        }
        return plain


def _in_order(raw: str, order: dict[str, int]) -> str | None:
    if not raw.isascii():
        return None
    try:
        pairs = parse_qsl(raw, errors="strict", max_num_fields=MOST_PAIRS)
    except ValueError:
        return None
    known = [(order[name], name, value) for name, value in dict.fromkeys(pairs) if name in order]
    if any(len(value) > LONGEST_VALUE for _, _, value in known):
        return None
    # Stable: values of one name keep the order they were asked in, which a page may show.
    known.sort(key=itemgetter(0))
    return urlencode([(name, value) for _, name, value in known])
