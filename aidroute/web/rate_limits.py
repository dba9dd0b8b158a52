"""How often forms without an account may be sent. Counted in memory only: nothing about a visitor is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, request
from flask_limiter import Limiter

from aidroute.domain.visitor_reports import place_of_visitor

OF_ONE_VISITOR = "5 per minute; 30 per day"
OF_EVERYBODY = "60 per minute; 600 per hour"
"""What one process takes from all visitors together: a flood from many addresses ends here."""


def register_rate_limits(app: Flask) -> None:
    """Make the limits of this application. Addresses are those that trusted proxies give, else the connection's."""
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", False)
    app.extensions["visitor_limits"] = Limiter(
        visitor_place, app=app, storage_uri="memory://", strategy="moving-window", default_limits=[]
    )


@contextmanager
def counted_once() -> Iterator[None]:
    """Count this request against the limits of its visitor and of everybody. 429 when either is used up."""
    limiter: Limiter = current_app.extensions["visitor_limits"]
    with limiter.limit(OF_ONE_VISITOR), limiter.limit(OF_EVERYBODY, key_func=lambda: "everybody"):
        yield


def visitor_place() -> str:
    """What stands for one visitor while their requests are counted."""
    return place_of_visitor(request.remote_addr or "") or "unknown"
