"""Open Graph: what a messenger shows when somebody sends an address of ours. It repeats the page and adds nothing."""

from __future__ import annotations

from babel import Locale
from babel.core import get_global
from flask import Flask, request

from aidroute.web.addresses import absolute
from aidroute.web.cards import path_of
from aidroute.web.filters import WRITTEN_AS
from aidroute.web.languages import current_language

PAGES = frozenset({
    "public.home", "public.organizations", "public.organization", "public.needs", "public.need", "public.appeals",
    "public.appeal", "public.emergencies", "public.emergency", "public.coverage", "public.changes", "public.status",
    "public.about", "public.bot", "public.suggest",
})  # fmt: skip
"""Pages whose address is their path alone. The page of an answer names its own address."""


def register_sharing_cards(app: Flask) -> None:
    """Give templates ``own_address()`` and ``open_graph_locale()``."""
    app.jinja_env.globals.update(own_address=own_address, open_graph_locale=open_graph_locale)


def own_address() -> str:
    """The one address of this page, without anything a visitor or a partner added to it; '' when it has none."""
    if request.endpoint not in PAGES:
        return ""
    return absolute(path_of(request.endpoint, **(request.view_args or {})))


def open_graph_locale() -> str:
    """The language of the page with the territory that it is mostly written for: 'hy_AM'."""
    code = current_language()
    likely = get_global("likely_subtags").get(code, code)
    locale = Locale.parse(WRITTEN_AS.get(code, likely))
    return f"{locale.language}_{locale.territory}" if locale.territory else locale.language
