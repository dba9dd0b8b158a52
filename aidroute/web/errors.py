"""Pages for what went wrong: what it was and what to do, in plain words. Programs get an RFC 9457 problem.

An error page never shows what was asked for, so that nothing typed into an address can speak from our page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from flask import Flask, Response, g, render_template, request
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException

from aidroute.services.browsing import DirectoryUnavailable
from aidroute.web.languages import current_language, describe
from aidroute.web.program_paths import is_for_programs
from aidroute.web.translating import lazy_gettext as _

log = structlog.get_logger("aidroute.errors")

RETRY_AFTER_S = "10"


@dataclass(frozen=True, slots=True)
class Words:
    """What a visitor reads about one kind of error."""

    title: str
    advice: str


WORDS: Mapping[int, Words] = {
    400: Words(
        _("We could not read this request"),
        _("The address or the form is not as a browser sends it. Go back, or begin again from the start page."),
    ),
    403: Words(_("This is not open to you"), _("Sign in with an account that may see it, or go back.")),
    404: Words(
        _("There is no page here"),
        _("The address may be mistyped, or the page may have been taken away. Begin again from the start page."),
    ),
    405: Words(
        _("This address does not take that kind of request"),
        _("Open it by a link or a form of ours instead."),
    ),
    413: Words(_("That was too much at once"), _("Send less text and try again.")),
    422: Words(
        _("Part of this question is not known to us"),
        _("See what is marked below, change it, and ask again."),
    ),
    429: Words(
        _("Too many requests"),
        _(
            "This was sent too often, from here or by all visitors together. Go back, keep what you wrote, and send it"
            " later."
        ),
    ),
    500: Words(
        _("Something broke on our side"),
        _("It was recorded. Nothing was changed. Try again in a few minutes."),
    ),
    503: Words(
        _("The directory is away for a moment"),
        _("We cannot read it now, and we do not guess where to send a gift. Try again in a few minutes."),
    ),
}

# For an answer that cannot be rendered: no template, no address, nothing that could fail in its turn.
BARE = """<!doctype html>
<html lang="{language.code}" dir="{language.direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>{advice}</p></main></body></html>
"""


def register_errors(app: Flask) -> None:
    """Answer every HTTP error, and everything unforeseen, with a page or a problem."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DirectoryUnavailable, _directory_unavailable)


def problem_response(status: int, title: str, **members: object) -> Response:
    """An RFC 9457 problem. ``members`` are added to it: ``detail``, ``errors``, ..."""
    problem = {"type": "about:blank", "title": title, "status": status, **members}
    return Response(json.dumps(problem, ensure_ascii=False), status, content_type="application/problem+json")


def wants_problem() -> bool:
    """Whether the asker is a program: by the path, since what a browser accepts says little."""
    return is_for_programs(request.path) or request.path.startswith("/api/")


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or 300 <= status < 400:
        return error.get_response()  # type: ignore[return-value]
    response = _answer(status)
    if isinstance(error, RateLimitExceeded):
        # The longest it can take: how much sooner depends on when each of the counted ones came.
        response.headers["Retry-After"] = str(error.limit.limit.get_expiry())
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


def _directory_unavailable(_error: DirectoryUnavailable) -> Response:
    response = _answer(503)
    response.headers["Retry-After"] = RETRY_AFTER_S
    return response


def _answer(status: int) -> Response:
    words = WORDS.get(status) or WORDS[500 if status >= 500 else 400]
    if wants_problem():
        return problem_response(status, str(words.title), detail=str(words.advice))
    return Response(_page(status, words), status, content_type="text/html; charset=utf-8")


def _page(status: int, words: Words) -> str:
    if isinstance(request.routing_exception, HTTPException) and request.routing_exception.code == 400:
        # A foreign Host: no address can be built for it, so no page with links.
        return _bare(words)
    try:
        return render_template("errors/page.html", status=status, words=words, request_id=g.get("request_id", ""))
    except Exception:  # an error page must not fail: whatever broke the page may break this one too
        log.exception("error_page_failed", status=status)
        return _bare(words)


def _bare(words: Words) -> str:
    return BARE.format(title=words.title, advice=words.advice, language=describe(current_language()))
