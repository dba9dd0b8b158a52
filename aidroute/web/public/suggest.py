"""Suggesting an organization, a correction or a removal: a form without an account."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from aidroute.domain.visitor_reports import SuggestionKind
from aidroute.services.suggesting import take_suggestion
from aidroute.services.telling_stories import database_needed
from aidroute.web.foreign_requests import refuse_foreign_form
from aidroute.web.languages import current_language
from aidroute.web.public.blueprint import public
from aidroute.web.rate_limits import counted_once
from aidroute.web.reading import now, view
from aidroute.web.visitor_forms import SuggestForm, all_errors

Page = BaseResponse | str | tuple[str, int]


@public.route("/suggest", methods=["GET", "POST"])
def suggest() -> Page:
    """The form; sent, it is kept for the maintainers and leads to its tracking number. ``about`` names an entry."""
    form = SuggestForm(request.form if request.method == "POST" else _about())
    form.offer()
    if request.method == "POST":
        refuse_foreign_form()
        with counted_once():
            if form.validate():
                return _taken(form)
    page = render_template("public/suggest.html", form=form, errors=all_errors(form))
    return (page, 422) if request.method == "POST" else page


def _about() -> MultiDict[str, str]:
    """What is known before anything is typed: the organization whose page led here."""
    listed = view().directory.organizations.get(request.args.get("about", ""))
    if listed is None:
        return MultiDict()
    return MultiDict({"organization": listed.name, "kind": SuggestionKind.CORRECTION.value})


def _taken(form: SuggestForm) -> BaseResponse:
    with database_needed():
        number = take_suggestion(current_app.extensions["database"], form.suggested(current_language()), now())
    return redirect(url_for("public.outcome", number=number), 303)
