"""What a view reads: the newest directory and the present instant, both the same for a whole request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, current_app, g

from aidroute.services.browsing import DirectorySource, View


def register_reading(app: Flask, source: DirectorySource, clock: Callable[[], datetime] | None = None) -> None:
    """Let views read the directory from ``source``; ``clock`` gives the present as an aware UTC instant."""
    app.extensions["directory"] = source
    app.extensions["clock"] = clock or _utc_now
    app.jinja_env.globals.update(now=now)


def now() -> datetime:
    """The instant this request is about."""
    if "now" not in g:
        g.now = current_app.extensions["clock"]()
    instant: datetime = g.now
    return instant


def view() -> View:
    """The directory as this request sees it. Raises DirectoryUnavailable when there is none to show."""
    if "view" not in g:
        g.view = current_app.extensions["directory"].current(now())
    seen: View = g.view
    return seen


def _utc_now() -> datetime:
    return datetime.now(UTC)
