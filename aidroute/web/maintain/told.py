"""What visitors told us: reports and suggestions, settled by one person, because settling opens no new address."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from aidroute.domain.field_values import BadValue
from aidroute.domain.visitor_reports import Outcome
from aidroute.services import settling
from aidroute.services.reporting import UnknownNumber
from aidroute.services.settling import AlreadySettled, Settlement
from aidroute.web.login import person
from aidroute.web.maintain.blueprint import database, maintain, show_at_once
from aidroute.web.maintain.forms import SettleForm, foreign_names
from aidroute.web.reading import now
from aidroute.web.translating import gettext as _


@maintain.post("/told/<number>/agree")
def agree(number: str) -> Response:
    """The visitor is right. What follows from it is an edit of its own."""
    return _settle(number, Outcome.ACCEPTED)


@maintain.post("/told/<number>/disagree")
def disagree(number: str) -> Response:
    """The visitor is not right: a report no longer counts against its link."""
    return _settle(number, Outcome.REJECTED)


def _settle(number: str, outcome: Outcome) -> Response:
    form = SettleForm()
    if foreign_names(form, request.form) or not form.validate():
        abort(422)
    try:
        settling.settle(database(), person(), Settlement(number, outcome, form.note.data or ""), now())
    except UnknownNumber:
        abort(404)
    except BadValue:
        abort(422)
    except AlreadySettled:
        flash(_("Somebody settled this before you."))
    show_at_once()
    return redirect(url_for("maintain.home") + "#told")
