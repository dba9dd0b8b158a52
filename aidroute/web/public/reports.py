"""Telling us that a link is wrong, or works after all: a form without an account, and what became of it."""

from __future__ import annotations

from flask import current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from aidroute.domain.tracking_number import REPORT, read_number
from aidroute.domain.vocabulary import ChannelStatus, RoutingLevel
from aidroute.services import routing
from aidroute.services.reporting import UnknownNumber, outcome_of_report, take_report
from aidroute.services.routing import UnknownChannel
from aidroute.services.suggesting import outcome_of_suggestion
from aidroute.services.telling_stories import database_needed
from aidroute.web.cards import card_of_opening
from aidroute.web.foreign_requests import refuse_foreign_form
from aidroute.web.headers import NEVER_KEPT
from aidroute.web.public.blueprint import public
from aidroute.web.public.not_listed import not_listed
from aidroute.web.rate_limits import counted_once
from aidroute.web.reading import now, view
from aidroute.web.visitor_forms import ReportForm, all_errors
from aidroute.web.wording.visitors import OUTCOMES, REPORT_KINDS, SUGGESTION_KINDS, WRONG_REASONS

Page = BaseResponse | str | tuple[str, int]


@public.route("/report/<slug>", methods=["GET", "POST"])
def report(slug: str) -> Page:
    """The form about one channel; sent, it is kept and leads to its tracking number."""
    seen = view()
    try:
        opening = routing.open_channel(seen, slug, now())
    except UnknownChannel:
        return not_listed(slug)
    if opening.channel.status is ChannelStatus.RETIRED:
        return not_listed(slug)
    form = ReportForm(request.form)
    form.offer(with_works=opening.level is not RoutingLevel.GO)
    if request.method == "POST":
        refuse_foreign_form()
        with counted_once():
            if form.validate():
                return _taken(form, slug)
    page = render_template(
        "public/report.html",
        form=form,
        errors=all_errors(form),
        card=card_of_opening(seen.directory, opening),
        organization=seen.directory.organizations[opening.channel.organization],
    )
    return (page, 422) if request.method == "POST" else page


@public.get("/reports")
def find_report() -> Page:
    """Where a tracking number is typed."""
    typed = request.args.get("number", "").strip()
    number = read_number(typed)
    if number:
        return redirect(url_for("public.outcome", number=number))
    return render_template("public/find_report.html", typed=typed[:40], is_unknown=bool(typed))


@public.get("/reports/<number>")
def outcome(number: str) -> Page:
    """What became of a report or a suggestion."""
    canonical = read_number(number)
    if canonical is None:
        return _unknown(number)
    if canonical != number:
        return redirect(url_for("public.outcome", number=canonical))
    try:
        with database_needed():
            page = _report_page(canonical) if canonical.startswith(REPORT) else _suggestion_page(canonical)
    except UnknownNumber:
        return _unknown(number)
    response = make_response(page)
    response.headers["Cache-Control"] = NEVER_KEPT
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _taken(form: ReportForm, slug: str) -> BaseResponse:
    with database_needed():
        number = take_report(current_app.extensions["database"], form.told(slug, request.remote_addr or ""), now())
    return redirect(url_for("public.outcome", number=number), 303)


def _unknown(number: str) -> tuple[str, int]:
    return render_template("public/find_report.html", typed=number[:40], is_unknown=True), 404


def _report_page(number: str) -> str:
    found = outcome_of_report(current_app.extensions["database"], number)
    directory = view().directory
    channel = directory.channels.get(found.channel)
    return render_template(
        "public/outcome.html",
        found=found,
        about=WRONG_REASONS[found.reason] if found.reason else REPORT_KINDS[found.kind],
        organization=directory.organizations[channel.organization] if channel else None,
        came_at=found.reported_at,
        words=OUTCOMES[found.outcome],
    )


def _suggestion_page(number: str) -> str:
    found = outcome_of_suggestion(current_app.extensions["database"], number)
    return render_template(
        "public/outcome.html",
        found=found,
        about=SUGGESTION_KINDS[found.kind],
        organization=None,
        came_at=found.suggested_at,
        words=OUTCOMES[found.outcome],
    )
