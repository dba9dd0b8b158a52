"""Texts of the directory in a page: each is marked with its own language where that is not the page's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from babel import Locale
from flask import Flask
from markupsafe import Markup, escape

from aidroute.services.browsing import View
from aidroute.web import filters
from aidroute.web.languages import current_language, describe
from aidroute.web.translating import gettext as _
from aidroute.web.translating import looked_up

NUMBER = re.compile(r"[0-9]{1,3}(,[0-9]{3}){1,3}|[0-9]{1,9}")
PARTIAL_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


def register_content_texts(app: Flask) -> None:
    """Give templates the filters ``told``, ``told_in_a_row``, ``amount``, ``spoken(code)`` and ``as_of``."""
    filters_of_texts = {
        "told": told,
        "told_in_a_row": told_in_a_row,
        "amount": amount,
        "spoken": spoken,
        "as_of": as_of,
    }
    app.jinja_env.filters.update(filters_of_texts)


def told(texts: Mapping[str, str] | str, code: str = "en") -> Markup:
    """A text of the directory in the page's language, else marked with the language it is in, else ''.

    A text that is kept in one language alone is looked up in the catalogue; ``code`` is its language, '' if not known.
    """
    if isinstance(texts, str):
        translated = looked_up(texts)
        return escape(translated) if translated != texts else spoken(texts, code)
    language = current_language()
    if texts.get(language):
        return escape(texts[language])
    return spoken(texts.get("en", ""), "en")


def amount(text: str) -> Markup:
    """A figure of a source: a number as the page's language writes it, words ('more than 10,000') as ``told``."""
    return escape(filters.number(int(text.replace(",", "")))) if NUMBER.fullmatch(text) else told(text)


def told_in_a_row(texts: Iterable[str]) -> Markup:
    """Several short texts, such as places, one after the other."""
    return Markup(", ").join(map(told, texts))


def spoken(text: str, code: str) -> Markup:
    """A text in a language of its own. Without a code only its direction is left to the browser."""
    if not text or code == current_language():
        return escape(text)
    if not code:
        return Markup('<bdi dir="auto">{}</bdi>').format(text)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(code, describe(code).direction, text)


def as_of(text: str) -> str | Markup:
    """The day that a claim speaks of: a date 'as of', anything else ('after the war') is looked up."""
    return _("as of %(date)s", date=filters.stated(text)) if PARTIAL_DATE.fullmatch(text) else told(text)


def language_name(code: str) -> str:
    """A language in the words of the page's language; its code where CLDR has none."""
    name = Locale.parse(current_language()).languages.get(code.replace("-", "_"), code)
    return name[:1].upper() + name[1:]


def is_on_closed_site(view: View, address: str) -> bool:
    """Whether a source lies on a site where nobody is led, or where it lies cannot be read."""
    try:
        host = host_of(address).encode("idna").decode("ascii")
    except UnicodeError:
        return True
    return not host or view.is_closed(host)


def host_of(address: str) -> str:
    """The host of a stored address, '' for one that cannot be read."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
