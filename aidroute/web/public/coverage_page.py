"""Which needs have a channel that works, and which have none: as a picture, a table, and JSON."""

from __future__ import annotations

from flask import Response, abort, jsonify, render_template, request

from aidroute.domain.coverage import Coverage, coverage
from aidroute.services.browsing import View
from aidroute.web import present_directory
from aidroute.web.coverage_page import CoveragePage
from aidroute.web.public.blueprint import public
from aidroute.web.reading import now, view


@public.get("/coverage", endpoint="coverage")
def coverage_view() -> str:
    """Needs by organizations, gaps first."""
    seen = view()
    emergency, found = _asked(seen)
    return render_template(
        "public/coverage.html",
        page=CoveragePage(seen.directory, found),
        emergency=seen.directory.emergencies.get(emergency),
        directory=seen.directory,
    )


@public.get("/coverage.json")
def coverage_json() -> Response:
    """The same for programs."""
    seen = view()
    emergency, found = _asked(seen)
    return jsonify(present_directory.coverage(seen.directory, found, emergency, now()))


def _asked(seen: View) -> tuple[str, Coverage]:
    """The emergency that is asked for, '' for all, and its coverage. An unknown one is 404."""
    emergency = request.args.get("emergency", "")
    if emergency and emergency not in seen.directory.emergencies:
        abort(404)
    return emergency, coverage(seen.index, emergency)
