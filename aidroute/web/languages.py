"""The language stands first in the path, so that one page has one address. A path without it is redirected.

/en/give?need=food      a page
/give?need=food         302 to the visitor's own language, by Accept-Language; the question stays
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote

from babel import Locale, UnknownLocaleError
from flask import Flask, Response, current_app, g, has_request_context, redirect, request
from flask_babel import Babel
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import RequestRedirect

from aidroute.web.program_paths import is_for_programs
from aidroute.web.translating import register_texts

# What may stand unescaped in a query string; everything else, line breaks first of all, is escaped.
QUERY_SAFE = "%=&+;/?:@!$'()*,~-._"


MOST_KEPT = 4_096
"""Answers kept for one function; each is a sentence or two."""

Given = ParamSpec("Given")
Result = TypeVar("Result")

LONGEST_QUESTION = 1_000
"""Characters of a query that is repeated in the links to other languages; every need together takes fewer."""

TRANSLATIONS = Path(__file__).parent.parent / "translations"
"""One catalogue for each language but English, in which the texts are written."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the interface: its code, its name in itself, and which way it runs."""

    code: str
    name: str
    direction: str


def register_languages(app: Flask, languages: Sequence[str], catalogues: Sequence[Path] = ()) -> None:
    """Offer ``languages``, the first being the default. To be called before any blueprint is registered.

    ``catalogues`` are further folders of translations: of a language that is tried out and does not ship.
    """
    app.extensions["languages"] = tuple(languages)
    Babel(
        app,
        default_locale=languages[0],
        locale_selector=current_language,
        default_translation_directories=";".join(map(str, (TRANSLATIONS, *catalogues))),
    )
    register_texts(app)
    app.url_map.merge_slashes = False
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.before_request(_lead_to_a_language)
    app.after_request(_say_what_it_varied_with)
    app.context_processor(_language_of_the_page)
    app.jinja_env.globals.update(other_languages=other_languages, same_page_in=same_page_in)


def language_prefix(app: Flask) -> str:
    """The beginning of every path of a page: for ``register_blueprint(..., url_prefix=language_prefix(app))``."""
    return f"/<any({', '.join(app.extensions['languages'])}):language>"


def current_language() -> str:
    """The language of this answer: the one in the path, else the best that the visitor's browser asks for."""
    try:
        language: str = g.language
    except AttributeError:
        offered = current_app.extensions["languages"]
        # A path that leads to no page has no language yet, but mostly begins with one.
        begins_with = request.path.split("/", 2)[1] if has_request_context() else offered[0]
        is_told = begins_with in offered
        language = begins_with if is_told else _best_language(offered)
        g.language = language
        g.language_was_negotiated = not is_told
    return language


def _best_language(offered: Sequence[str]) -> str:
    """The first language that the browser asks for, in its order, as it is or by its first part (RFC 4647, Lookup)."""
    known = {code.lower(): code for code in offered}
    for asked, quality in request.accept_languages:
        wanted = asked.lower()
        code = known.get(wanted) or known.get(wanted.partition("-")[0])
        if code and quality > 0:
            return code
    return offered[0]


def kept_by_language(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The function, asked once for the same arguments in the same language: its answer must depend on nothing else."""

    @lru_cache(MOST_KEPT)
    def answer(_language: str, *given: Given.args, **named: Given.kwargs) -> Result:
        return function(*given, **named)

    @wraps(function)
    def ask(*given: Given.args, **named: Given.kwargs) -> Result:
        return answer(current_language(), *given, **named)  # type: ignore[arg-type]

    return ask


@cache
def describe(code: str) -> Language:
    """Name and direction of a language, from CLDR. A code CLDR does not know is its own name."""
    try:
        locale = Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        return Language(code, code, "ltr")
    name = locale.get_display_name(code) or code
    return Language(code, name[:1].upper() + name[1:], locale.text_direction)


def other_languages() -> list[Language]:
    """The languages this page can be switched to."""
    return [describe(code) for code in current_app.extensions["languages"] if code != current_language()]


def same_page_in(code: str) -> str:
    """The path of this page, with this question, in another language. Pages without a language lead to its home.

    A query longer than any question of ours is left out: a page must not grow by what it was asked with.
    """
    segments = request.path.split("/", 2)
    if len(segments) < 3 or segments[1] not in current_app.extensions["languages"]:
        return f"/{code}/"
    if len(request.query_string) > LONGEST_QUESTION:
        return f"/{code}/{segments[2]}"
    return _path_with_query(f"/{code}/{segments[2]}")


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "language" in values:
        g.language = values.pop("language")


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = current_language()


def _lead_to_a_language() -> Response | None:
    """A path that would be a page if it began with a language is redirected there."""
    if not isinstance(request.routing_exception, NotFound) or request.method not in {"GET", "HEAD"}:
        return None
    path = f"/{current_language()}{request.path}"
    if not _is_page(path):
        return None
    response: Response = redirect(_path_with_query(path))  # type: ignore[assignment]
    response.headers["Cache-Control"] = "no-cache"
    if is_for_programs(path):
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _is_page(path: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        adapter.match(path, method="GET")  # type: ignore[union-attr]
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True


def _path_with_query(path: str) -> str:
    query = quote(request.query_string, safe=QUERY_SAFE)
    return quote(path) + (f"?{query}" if query else "")


def _say_what_it_varied_with(response: Response) -> Response:
    if g.get("language_was_negotiated"):
        response.vary.add("Accept-Language")
    return response


def _language_of_the_page() -> dict[str, Any]:
    return {"language": describe(current_language())}
