"""Static files that never change, answered before Flask: the application is asked once for each of their forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from aidroute.web.page_cache.asking import Stream, ask, close
from aidroute.web.page_cache.codings import best_coding
from aidroute.web.page_cache.kept import Form
from aidroute.web.page_cache.keys import READING, PageNames

PREFIX = "/static/"
FOR_EVER = "immutable"

ONCE_ONLY = frozenset({"connection", "date", "server", "x-request-id"})


class StaticFront:
    """Answers files under a name that changes with their content; everything else is the application's.

    ``is_immutable`` tells whether a file has this name, below /static/, and will always have the same content. What is
    kept is as much as the application has of them. Safe to use from many threads.
    """

    def __init__(self, application: WSGIApplication, names: PageNames, is_immutable: Callable[[str], bool]) -> None:
        self._application = application
        self._names = names
        self._is_immutable = is_immutable
        self._forms: dict[tuple[str, str], Form] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"]
        is_file = path.startswith(PREFIX) and environ["REQUEST_METHOD"] in READING and self._names.is_ours(environ)
        form = self._form(environ, path) if is_file else None
        if form is None:
            return self._application(environ, start_response)
        if "HTTP_IF_NONE_MATCH" in environ and form.is_in(environ["HTTP_IF_NONE_MATCH"]):
            start_response("304 NOT MODIFIED", list(form.short))
            return []
        start_response("200 OK", list(form.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [form.body]

    def _form(self, environ: WSGIEnvironment, path: str) -> Form | None:
        coding = best_coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        form = self._forms.get((path, coding))
        if form is None and self._is_immutable(path.removeprefix(PREFIX)):
            form = self._ask(environ, path, coding)
            if form is not None:
                self._forms[path, coding] = form
        return form

    def _ask(self, environ: WSGIEnvironment, path: str, coding: str) -> Form | None:
        plain = self._names.plain_request(environ, (path, ""))
        answer = ask(self._application, plain | {"HTTP_ACCEPT_ENCODING": coding})
        if isinstance(answer, Stream):
            close(answer.pieces)
            return None
        if answer.code != 200 or FOR_EVER not in answer.words("cache-control") or answer.values("set-cookie"):
            return None
        headers = [pair for pair in answer.headers if pair[0].lower() not in ONCE_ONLY]
        short = [pair for pair in headers if pair[0].lower() in ("cache-control", "etag", "vary")]
        return Form(next(iter(answer.values("etag")), ""), headers, short, answer.body)
