"""The question and its answer: the start page, the ranked results, the same as JSON, and the way straight there."""

from __future__ import annotations

from collections.abc import Callable

from flask import jsonify, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from aidroute.domain.ask import Ask, BadAsk
from aidroute.domain.matching import PAGE, Answer
from aidroute.services import routing
from aidroute.services.browsing import View
from aidroute.web import present
from aidroute.web.answers import AnswerPage, page_number
from aidroute.web.countries import read_question, with_codes
from aidroute.web.errors import problem_response
from aidroute.web.forms import AskPage, needs_beyond_money, typed_parameters
from aidroute.web.public.blueprint import public
from aidroute.web.public.going import MOST_LOOKS, first_that_works, leave_for
from aidroute.web.reading import now, view
from aidroute.web.translating import gettext as _

Page = str | tuple[str, int]


@public.get("/")
def home() -> str:
    """The question in one screen."""
    directory = view().directory
    return render_template(
        "public/home.html",
        ask=AskPage(directory, {}),
        directory=directory,
        beyond_money=needs_beyond_money(directory),
    )


@public.get("/give")
def give() -> Page:
    """The channels that fit a question, best first."""
    seen = view()
    try:
        return _results(seen, question(seen))
    except BadAsk as bad:
        return not_understood(seen, bad)


@public.get("/give.json")
def give_json() -> BaseResponse:
    """The same answer for programs; its members are described in docs/api.md."""
    return for_programs(_as_json)


@public.get("/give/now")
def give_now() -> BaseResponse | Page:
    """Straight to the best channel that works now; the list, with a word about it, when there is none."""
    seen = view()
    try:
        ask = question(seen)
    except BadAsk as bad:
        return not_understood(seen, bad)
    match = first_that_works(routing.find(seen, ask, now(), limit=MOST_LOOKS).matches)
    if match is None or match.link is None:
        return _results(seen, ask, nothing_works=True)
    return leave_for(match.channel.slug, match.link.url)


def for_programs(form: Callable[[View, Ask], BaseResponse]) -> BaseResponse:
    """An answer in one of its forms; a problem that names the parameters when the question is not understood."""
    seen = view()
    try:
        ask = question(seen)
    except BadAsk as bad:
        title = _("Part of this question is not known to us")
        return problem_response(422, title, errors=present.problems(bad.problems))
    return form(seen, ask)


def found(seen: View, ask: Ask) -> Answer:
    """The page of the answer that the address asks for."""
    return routing.find(seen, ask, now(), offset=(page_number(request.args) - 1) * PAGE)


def not_understood(seen: View, bad: BadAsk) -> tuple[str, int]:
    """The form again, with what is wrong marked."""
    typed = with_codes(request.args.to_dict(flat=False), seen.directory.vocabulary.countries)
    form = AskPage(seen.directory, typed, bad.problems)
    return render_template("public/question.html", ask=form), 422


def question(seen: View) -> Ask:
    """The question in the address. Raises BadAsk."""
    return read_question(seen, request.args.to_dict(flat=False))


def _results(seen: View, ask: Ask, *, nothing_works: bool = False) -> str:
    page = page_number(request.args)
    return render_template(
        "public/give.html",
        page=AnswerPage(seen.directory, found(seen, ask), page, per_page=PAGE),
        ask=AskPage(seen.directory, typed_parameters(ask)),
        nothing_works=nothing_works,
    )


def _as_json(seen: View, ask: Ask) -> BaseResponse:
    return jsonify(present.answer(seen.directory, found(seen, ask), now(), page_number(request.args)))
