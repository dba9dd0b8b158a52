"""The state of the checker itself: alive or not, what it knows, how often it errs."""

from __future__ import annotations

from flask import Response, current_app, jsonify, render_template

from aidroute.services.browsing import DirectoryUnavailable
from aidroute.services.measuring import FalseAlarms, false_alarms
from aidroute.services.status_reading import StandingSource
from aidroute.services.telling_stories import database_needed
from aidroute.web import present_directory
from aidroute.web.public.blueprint import public
from aidroute.web.public.going import LOOK_AGAIN
from aidroute.web.reading import now
from aidroute.web.status_page import StatusPage


@public.get("/status")
def status() -> str:
    """How the checker is doing."""
    page = StatusPage(_standing().current(now()), _alarms(), looks_at_click=LOOK_AGAIN in current_app.extensions)
    return render_template("public/status.html", page=page)


@public.get("/status.json")
def status_json() -> Response:
    """The same for programs."""
    return jsonify(present_directory.status(_standing().current(now()), _alarms()))


def _standing() -> StandingSource:
    source: StandingSource = current_app.extensions["standing"]
    return source


def _alarms() -> FalseAlarms | None:
    try:
        with database_needed():
            return false_alarms(current_app.extensions["database"], now())
    except DirectoryUnavailable:
        return None
