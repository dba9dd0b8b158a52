"""Compression of answers that are made for one visitor and not kept.

Compressing a page that holds a secret beside words chosen by an attacker lets the length betray the secret (BREACH).
A secret of ours, such as a form's token, is worth something only together with a cookie. So whoever sends a cookie or
gets one is answered uncompressed, and so are programs with credentials; everybody else's answers hold no secret.
"""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from aidroute.web.page_cache.asking import Stream, ask
from aidroute.web.page_cache.codings import IDENTITY, best_coding, compressed, is_compressible
from aidroute.web.page_cache.kept import Answer, Headers

NEVER = ("content-encoding", "content-range", "set-cookie")


class Squeezing:
    """Compresses what ``application`` answers, where that is safe."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if "HTTP_COOKIE" in environ or "HTTP_AUTHORIZATION" in environ:
            return self._application(environ, start_response)
        answer = ask(self._application, environ)
        if isinstance(answer, Stream):
            start_response(answer.status, _as_if_squeezed(answer, environ["REQUEST_METHOD"]))
            return answer.pieces
        squeezed = squeeze(answer, best_coding(environ.get("HTTP_ACCEPT_ENCODING", "")))
        start_response(squeezed.status, squeezed.headers)
        return [squeezed.body]


def _as_if_squeezed(answer: Stream, method: str) -> Headers:
    """Headers of an answer without a body: what the whole one varies with, and no length, for that of a compressed one
    is another (RFC 9110, sections 9.3.2 and 15.4.5).
    """
    is_unchanged = answer.status.startswith("304")
    headers = list(answer.headers)
    named = {name.lower(): value for name, value in headers}
    length = named.get("content-length", "")
    would_be = length.isdigit() and is_compressible(named.get("content-type", ""), int(length))
    if not (is_unchanged or (method == "HEAD" and would_be)) or any(name in named for name in NEVER):
        return headers
    if "accept-encoding" not in named.get("vary", "").lower():
        headers.append(("Vary", "Accept-Encoding"))
    return [pair for pair in headers if pair[0].lower() != "content-length"]


def squeeze(answer: Answer, coding: str) -> Answer:
    """The answer in this coding where that is safe and worth it, else as it is."""
    content_type = next(iter(answer.values("content-type")), "")
    if not is_compressible(content_type, len(answer.body)) or any(answer.values(name) for name in NEVER):
        return answer
    if "no-transform" in answer.words("cache-control"):
        return answer
    headers = list(answer.headers)
    if "accept-encoding" not in answer.words("vary"):
        headers.append(("Vary", "Accept-Encoding"))
    if coding == IDENTITY:
        return Answer(answer.status, headers, answer.body)
    body = compressed(answer.body, coding)
    replaced = [_weakened(pair) for pair in headers if pair[0].lower() != "content-length"]
    own = [("Content-Encoding", coding), ("Content-Length", str(len(body)))]
    return Answer(answer.status, [*replaced, *own], body)


def _weakened(pair: tuple[str, str]) -> tuple[str, str]:
    # A strong ETag promises the same bytes; the meaning is the same, the bytes are not (RFC 9110, section 8.8.1).
    name, value = pair
    is_strong = name.lower() == "etag" and not value.startswith("W/")
    return (name, f"W/{value}") if is_strong else pair
