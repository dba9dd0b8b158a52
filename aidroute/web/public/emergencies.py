"""The emergencies that appeals belong to."""

from __future__ import annotations

from flask import render_template

from aidroute.domain.coverage import coverage
from aidroute.web.emergency_page import EmergencyPage
from aidroute.web.public.blueprint import public
from aidroute.web.public.not_listed import not_listed
from aidroute.web.reading import view


@public.get("/emergencies")
def emergencies() -> str:
    """Every emergency."""
    return render_template("public/emergencies.html", directory=view().directory)


@public.get("/emergencies/<slug>")
def emergency(slug: str) -> str | tuple[str, int]:
    """One emergency: what happened according to whom, who asks, what is not covered."""
    seen = view()
    known = seen.directory.emergencies.get(slug)
    if known is None:
        return not_listed(slug)
    page = EmergencyPage(seen.directory, known, coverage(seen.index, slug))
    return render_template("public/emergency.html", page=page)
