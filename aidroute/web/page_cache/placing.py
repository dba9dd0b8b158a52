"""Puts the page cache, the static files and compression around the application."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from flask import Flask

from aidroute.domain.ask import AskField
from aidroute.domain.listing import Facet
from aidroute.web.answer_rows import HASHTAGS
from aidroute.web.assets import Assets
from aidroute.web.change_lines import OLDER_THAN, SUBJECT
from aidroute.web.organization_list_page import AFTER, QUERY
from aidroute.web.page_cache.front import PageCache
from aidroute.web.page_cache.keys import PageNames
from aidroute.web.page_cache.rules import KeepRules
from aidroute.web.page_cache.shelf import Shelf
from aidroute.web.page_cache.squeezing import Squeezing
from aidroute.web.page_cache.static_front import StaticFront

MEGABYTE = 1_000_000

PARAMETERS = tuple(
    dict.fromkeys(
        [
            *(part.value for part in AskField),
            *(facet.value for facet in Facet),
            QUERY,
            "page",
            AFTER,
            SUBJECT,
            OLDER_THAN,
            HASHTAGS,
        ]
    )
)
"""What a page that is kept may read from its address. A view that reads another name adds it here: the cache drops
names it does not know, so that a stray one (a click counter's, say) neither makes a new page nor reaches one."""

NEVER = frozenset({"go", "now", "maintain", "oembed", "report", "reports", "suggest"})
"""Path segments of what is for one visitor alone: the ways out, the desk, forms, and what became of a report; and of
oEmbed, whose parameters are no page's."""

BESIDE_LANGUAGES = frozenset({"robots.txt", "sitemap.xml"})
"""What may be kept although its path does not begin with a language."""


def register_page_cache(
    app: Flask, rules: KeepRules, generation: Callable[[], Hashable | None], *, megabytes: int
) -> PageCache | None:
    """Wrap ``app.wsgi_app``: kept pages first, then static files, then compression, then Flask.

    To be called before anything that reads forwarded addresses is wrapped around it, since that must come first.
    With 0 ``megabytes`` no page is kept. Gives the cache, which is also in ``app.extensions["page_cache"]``.
    """
    names = PageNames(rules)
    application = StaticFront(Squeezing(app.wsgi_app), names, _is_immutable(app))
    cache = PageCache(application, names, Shelf(megabytes * MEGABYTE), generation) if megabytes else None
    app.extensions["page_cache"] = cache
    app.wsgi_app = cache or application  # type: ignore[method-assign]
    return cache


def _is_immutable(app: Flask) -> Callable[[str], bool]:
    assets: Assets = app.extensions["assets"]

    def is_hashed(name: str) -> bool:
        found = assets.find(name)
        return found is not None and found[1]

    return is_hashed
