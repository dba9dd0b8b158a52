"""Signs of life for whoever watches over the server: short answers for programs."""

from flask import Blueprint, Response, jsonify

from aidroute.services.browsing import DirectoryUnavailable
from aidroute.web.reading import view

health = Blueprint("health", __name__)


@health.get("/healthz")
def alive() -> Response:
    """200 while the process answers at all."""
    return jsonify(status="alive")


@health.get("/readyz")
def ready() -> Response | tuple[Response, int]:
    """200 when there is a directory to show, with whether it is the newest; 503 when there is none."""
    try:
        seen = view()
    except DirectoryUnavailable:
        return jsonify(status="no directory"), 503
    directory = seen.directory
    return jsonify(
        status="ready",
        is_stale=seen.is_stale,
        directory_version=directory.version,
        links_version=directory.links_version,
    )
