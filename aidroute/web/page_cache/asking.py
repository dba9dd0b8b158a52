"""Asking a WSGI application for a whole answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from aidroute.web.page_cache.kept import Answer, Headers

LARGEST_BYTES = 1_000_000
"""A larger answer, or one of unknown length, is handed on as it comes."""


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer that is handed on piece by piece."""

    status: str
    headers: Headers
    pieces: Iterable[bytes]


def ask(application: WSGIApplication, environ: WSGIEnvironment) -> Answer | Stream:
    """The application's whole answer or, when that is large or of unknown length, a stream of it.

    The application must call start_response before it returns, as Flask does. Raises whatever it raises.
    """
    begun: list[tuple[str, Headers]] = []

    def start_response(status: str, headers: Headers, _exc_info: Any = None) -> Any:
        begun[:] = [(status, headers)]

    pieces = application(environ, start_response)
    status, headers = begun[0]
    length = next((value for name, value in headers if name.lower() == "content-length"), "")
    if not length.isdigit() or int(length) > LARGEST_BYTES or environ["REQUEST_METHOD"] == "HEAD":
        return Stream(status, headers, pieces)
    try:
        body = b"".join(pieces)
    finally:
        close(pieces)
    return Answer(status, headers, body)


def close(pieces: Iterable[bytes]) -> None:
    """Let the application clean up after an answer (PEP 3333)."""
    if hasattr(pieces, "close"):
        pieces.close()
