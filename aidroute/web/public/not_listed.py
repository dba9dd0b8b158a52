"""The page for something that is not in the directory: it says so and looks through the names for what was meant."""

from __future__ import annotations

from flask import current_app, render_template

from aidroute.services import searching
from aidroute.web.organization_cards import organization_card
from aidroute.web.reading import view

SUGGESTIONS = 5


def not_listed(slug: str) -> tuple[str, int]:
    """404, with the organizations whose names come near to what the address asked for."""
    seen = view()
    found = searching.search(current_app.extensions["database"], seen.directory, slug.replace("-", " "))
    cards = [organization_card(seen, each) for each in found[:SUGGESTIONS]]
    return render_template("public/not_listed.html", cards=cards), 404
