"""Signs of life for whoever watches over the server: short answers for programs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify

from aidroute.services.browsing import DirectoryUnavailable
from aidroute.services.readiness_reading import read_readiness
from aidroute.services.status_reading import CheckerStanding
from aidroute.web.reading import now, view

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> Response:
    """200 while the process answers at all."""
    return jsonify(status="alive")


@health.get("/readyz")
def ready() -> Response | tuple[Response, int]:
    """200 while there is a directory to show and the database, where it can be read, has the schema we expect.

    A database that is away does not end readiness: pages go on from what was read last, and ``is_stale`` says so. A
    checker that stands still does not either: routing closes by itself.
    """
    database = read_readiness(current_app.extensions["database"])
    told: dict[str, Any] = {
        "database": "readable" if database.is_readable else "away",
        "schema": database.revision,
        "schema_expected": database.expected,
        **_checker(current_app.extensions["standing"].current(now())),
    }
    if database.is_readable and not database.is_current:
        return jsonify(status="schema is another", **told), 503
    try:
        seen = view()
    except DirectoryUnavailable:
        return jsonify(status="no directory", **told), 503
    return jsonify(
        status="ready",
        is_stale=seen.is_stale,
        directory_version=seen.directory.version,
        links_version=seen.directory.links_version,
        **told,
    )


def _checker(standing: CheckerStanding) -> dict[str, Any]:
    seen_at = standing.last_seen_at
    return {
        "seconds_since_last_tick": round((now() - seen_at).total_seconds()) if seen_at else None,
        "checks_paused": standing.pause_reason or None,
    }
