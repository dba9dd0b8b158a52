"""Asking WSGI applications without a server, and a tiny one that remembers what it was asked."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Got:
    """One answer; the names of its headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes
    pairs: Pairs


def ask(application: Any, target: str = "/", method: str = "GET", **headers: str) -> Got:
    """Ask as a server would. Headers are given as ``accept_encoding="br"``."""
    path, _, query = target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path, "latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.7",
        "HTTP_HOST": "aid.example.org",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    begun: list[tuple[str, Pairs]] = []
    pieces = application(environ, lambda status, pairs, _exc_info=None: begun.append((status, list(pairs))))
    body = b"".join(pieces)
    if hasattr(pieces, "close"):
        pieces.close()
    ((status, pairs),) = begun
    return Got(int(status[:3]), {name.lower(): value for name, value in pairs}, body, pairs)


def page(
    text: str | bytes = "", status: str = "200 OK", length: bool = True, **headers: str
) -> tuple[str, Pairs, bytes]:
    """An answer for `Site`: a page that everybody may keep for a minute unless ``headers`` say otherwise."""
    body = text.encode() if isinstance(text, str) else text
    said = {"content_type": "text/html; charset=utf-8", "cache_control": "public, max-age=60", **headers}
    if length:
        said["content_length"] = str(len(body))
    return status, [(name.replace("_", "-").title(), value) for name, value in said.items() if value], body


@dataclass
class Site:
    """A WSGI application whose one view is ``view``; ``asked`` are the requests that reached it."""

    view: Callable[[dict[str, Any]], tuple[str, Pairs, bytes]]
    asked: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked.append(environ)
        status, pairs, body = self.view(environ)
        start_response(status, pairs)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


@dataclass
class Clock:
    """Seconds that pass only when told to."""

    at: float = 1_000.0

    def __call__(self) -> float:
        return self.at
