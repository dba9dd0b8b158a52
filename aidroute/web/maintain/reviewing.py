"""The page of one proposal: before and after side by side, what to look at twice, and the decision."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from aidroute.domain.edit import BadEdit
from aidroute.domain.review import (
    Decision,
    NotAllowed,
    Proposal,
    ProposalMoved,
    Refusal,
    ReviewRefused,
    SubjectMoved,
    moved_fields,
    refusal,
)
from aidroute.services import desk, ledger, reviewing
from aidroute.services.reviewing import NoSuchProposal, Review
from aidroute.web.login import ask_for_password, is_fresh, person
from aidroute.web.maintain.blueprint import database, hosts, known, maintain, show_at_once
from aidroute.web.maintain.forms import DecisionForm, foreign_names
from aidroute.web.reading import now
from aidroute.web.translating import gettext as _
from aidroute.web.wording.desk import REFUSALS, problem_words

Page = str | Response | tuple[str, int]
Decide = Callable[[Review], Proposal]

_REFUSED: dict[str, Refusal] = {
    "OwnProposal": Refusal.OWN_PROPOSAL,
    "AlreadyDecided": Refusal.ALREADY_DECIDED,
    "NobodyProposed": Refusal.NOBODY_PROPOSED,
    "NotYours": Refusal.NOT_YOURS,
    "AlreadyProposed": Refusal.ALREADY_PROPOSED,
}


@maintain.get("/proposals/<number>")
def proposal(number: str) -> Page:
    """What is proposed, beside what is there now."""
    return _show(number)


@maintain.post("/proposals/<number>/accept")
def accept(number: str) -> Page:
    """Make it true. Needs the password entered lately."""
    if not is_fresh():
        return ask_for_password(url_for("maintain.proposal", number=number))
    return _decide(number, lambda review: reviewing.accept(database(), person(), review, known(), now()))


@maintain.post("/proposals/<number>/adopt")
def adopt(number: str) -> Page:
    """Stand behind a proposal that no maintainer made. Needs the password entered lately."""
    if not is_fresh():
        return ask_for_password(url_for("maintain.proposal", number=number))
    return _decide(number, lambda review: reviewing.adopt(database(), person(), review, now()))


@maintain.post("/proposals/<number>/reject")
def reject(number: str) -> Page:
    """Turn it down."""
    return _decide(number, lambda review: reviewing.reject(database(), person(), review, now()))


@maintain.post("/proposals/<number>/withdraw")
def withdraw(number: str) -> Page:
    """Take one's own back."""
    return _decide(number, lambda review: reviewing.withdraw(database(), person(), review, now()))


def _decide(number: str, decide: Decide) -> Page:
    form = DecisionForm()
    if foreign_names(form, request.form) or not form.validate():
        return _show(number, _("This request is not as our form sends it. Nothing was decided."), 422)
    review = Review(number, form.value_sha256.data or "", form.note.data or "")
    try:
        decide(review)
    except NoSuchProposal:
        abort(404)
    except NotAllowed:
        abort(403)
    except SubjectMoved as moved:
        return _moved(number, moved)
    except ProposalMoved:
        words = _("The proposal is not the one you were shown. Look at it again before you decide.")
        return _show(number, words, 409)
    except ReviewRefused as refused:
        code = _REFUSED[type(refused).__name__]
        return _show(number, str(REFUSALS[code]), 409 if code is Refusal.ALREADY_DECIDED else 403)
    except BadEdit as bad:
        return _show(number, " ".join(map(problem_words, bad.problems)), 422)
    show_at_once()
    flash(_("Done."))
    return redirect(url_for("maintain.proposal", number=number))


def _show(number: str, trouble: str = "", status: int = 200) -> Page:
    try:
        shown, subject = reviewing.look(database(), number)
    except NoSuchProposal:
        abort(404)
    page = render_template(
        "maintain/proposal.html",
        proposal=shown,
        version=subject.version,
        moved=moved_fields(shown.before, subject.values) if shown.is_waiting else (),
        risks=desk.marks(database(), shown, hosts()) if shown.is_waiting else (),
        told=ledger.of_proposal(database(), number).entries,
        refusals={decision.value: refusal(decision, person(), shown) for decision in Decision},
        form=DecisionForm(formdata=None, value_sha256=shown.value_sha256),
        is_lone=desk.is_lone(database()),
        trouble=trouble,
    )
    return page if status == 200 else (page, status)


def _moved(number: str, moved: SubjectMoved) -> Page:
    shown, _subject = reviewing.look(database(), number)
    again = url_for("maintain.proposal", number=number)
    page = render_template("maintain/moved.html", subject_type=shown.subject_type, moved=moved, again=again)
    return page, 409
