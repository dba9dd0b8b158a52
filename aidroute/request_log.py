"""One log line per request: which view, which answer, how long. Never who, never the query string."""

import secrets
import time

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("aidroute.request")


def register_request_log(app: Flask) -> None:
    """Give each request a number, put it on every log line and on the answer (X-Request-ID), and log its end."""

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        g.request_began = time.monotonic()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.request_id
        log.info(
            "request",
            method=request.method,
            # The rule, not the path: what a visitor typed or asked for is not recorded.
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            milliseconds=round((time.monotonic() - g.request_began) * 1000, 1),
        )
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        structlog.contextvars.clear_contextvars()
