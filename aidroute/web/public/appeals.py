"""The appeals: published documents that ask for help, and a page for each in our own neutral words."""

from __future__ import annotations

from flask import render_template

from aidroute.web.appeal_page import AppealPage, appeal_line, newest_first
from aidroute.web.public.blueprint import public
from aidroute.web.public.not_listed import not_listed
from aidroute.web.reading import view


@public.get("/appeals")
def appeals() -> str:
    """Every appeal, the newest first."""
    directory = view().directory
    lines = [appeal_line(directory, each) for each in newest_first(directory.appeals.values())]
    return render_template("public/appeals.html", appeals=lines)


@public.get("/appeals/<slug>")
def appeal(slug: str) -> str | tuple[str, int]:
    """One appeal: what it asks, whom it names, and its figures with their dates."""
    directory = view().directory
    known = directory.appeals.get(slug)
    if known is None:
        return not_listed(slug)
    return render_template("public/appeal.html", page=AppealPage(directory, known))
