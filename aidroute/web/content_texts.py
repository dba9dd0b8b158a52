"""Texts of the directory in a page: each is marked with its own language where that is not the page's."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from markupsafe import Markup, escape

from aidroute.web.languages import current_language, describe


def register_content_texts(app: Flask) -> None:
    """Give templates the filters ``told`` (texts in several languages) and ``spoken(code)`` (a text in one)."""
    app.jinja_env.filters.update(told=told, spoken=spoken)


def told(texts: Mapping[str, str]) -> Markup:
    """A text of the directory in the page's language, else in English and marked as that, else ''."""
    language = current_language()
    if texts.get(language):
        return escape(texts[language])
    return spoken(texts.get("en", ""), "en")


def spoken(text: str, code: str) -> Markup:
    """A text in a language of its own. Without a code only its direction is left to the browser."""
    if not text or code == current_language():
        return escape(text)
    if not code:
        return Markup('<bdi dir="auto">{}</bdi>').format(text)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(code, describe(code).direction, text)
