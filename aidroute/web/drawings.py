"""Parts of pages that are drawn often and alike, drawn once: the same values in the same language look the same.

What a drawing depends on is all in its arguments, so nothing here can be out of date.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from flask import Flask, current_app
from markupsafe import Markup

from aidroute.web.languages import current_language

MOST_KEPT = 1_000
"""Drawings of a few kilobytes each."""


def register_drawings(app: Flask) -> None:
    """Give templates ``kept_drawing(file, macro, ...)``."""
    app.jinja_env.globals["kept_drawing"] = kept_drawing


def kept_drawing(file: str, macro: str, *arguments: Hashable) -> Markup:
    """What a macro draws for these arguments; they decide it alone, together with the language of the page."""
    return _drawn(current_language(), file, macro, arguments)


@lru_cache(MOST_KEPT)
def _drawn(_language: str, file: str, macro: str, arguments: tuple[Hashable, ...]) -> Markup:
    drawn: Markup = getattr(current_app.jinja_env.get_template(file).module, macro)(*arguments)
    return drawn
