"""What stands before every page of the maintainers' area: who comes in, and from where a form may be sent."""

from __future__ import annotations

from flask import Flask, abort, current_app, request
from flask_limiter import Limiter
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response

from aidroute.web.foreign_requests import refuse_foreign_form
from aidroute.web.login import ask_to_sign_in, is_signed_in, person
from aidroute.web.maintain.blueprint import maintain
from aidroute.web.rate_limits import visitor_place
from aidroute.web.server_sessions import AREA

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = frozenset({"maintain.welcome"})
"""Pages for people who have no password yet."""

TAKES_PASSWORD = frozenset({"security.login", "security.verify", "maintain.welcome"})

TRIES_OF_ONE_PLACE = "20 per minute; 200 per day"
TRIES_FOR_ONE_ACCOUNT = "10 per 5 minutes; 60 per day"
"""From one place only: nobody can shut somebody out by trying from elsewhere (ASVS 5.0 6.1.1)."""
TRIES_OF_EVERYBODY = "120 per minute"
"""Each try costs a tenth of a second and 64 MiB."""


def register_guard(app: Flask) -> None:
    """Refuse forged and foreign requests in the whole area, the sign-in pages included. Before Flask-Security."""
    # The token lives as long as the session; it is asked for below, in this area only.
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_CHECK_DEFAULT=False)
    forgery = CSRFProtect(app)

    @app.before_request
    def only_our_own_forms() -> None:
        if request.path.startswith(AREA) and request.method not in SAFE:
            refuse_foreign_form()
            forgery.protect()
            if request.endpoint in TAKES_PASSWORD:
                count_try()


def count_try() -> None:
    """429 for whoever tries passwords faster than a person mistypes them."""
    limiter: Limiter = current_app.extensions["visitor_limits"]
    account = request.form.get("email", "").strip().lower()[:255]
    with (
        limiter.limit(TRIES_OF_ONE_PLACE),
        limiter.limit(TRIES_FOR_ONE_ACCOUNT, key_func=lambda: f"{visitor_place()} {account}"),
        limiter.limit(TRIES_OF_EVERYBODY, key_func=lambda: "everybody"),
    ):
        return


@maintain.before_request
def only_maintainers() -> Response | None:
    """Nobody else sees anything here. A form that comes after the session ended is not taken: 401."""
    if request.endpoint in OPEN:
        return None
    if not is_signed_in():
        if request.method in SAFE:
            return ask_to_sign_in()
        abort(401)
    if not person().is_maintainer:
        abort(403)
    return None
