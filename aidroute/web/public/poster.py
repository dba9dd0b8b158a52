"""The question as a sheet to hang up: its code leads to what works when it is scanned, not when it was printed."""

from __future__ import annotations

from flask import render_template

from aidroute.domain.ask import BadAsk
from aidroute.web.addresses import absolute, question_path
from aidroute.web.public.asking import Page, not_understood, question
from aidroute.web.public.blueprint import public
from aidroute.web.qr_codes import qr_drawing
from aidroute.web.question_words import parts_of
from aidroute.web.reading import view
from aidroute.web.translating import gettext as _


@public.get("/give/poster")
def give_poster() -> Page:
    """One sheet of A4 for a question."""
    seen = view()
    try:
        ask = question(seen)
    except BadAsk as bad:
        return not_understood(seen, bad)
    straight = absolute(question_path("public.give_now", ask))
    return render_template(
        "public/poster.html",
        parts=parts_of(ask, seen.directory),
        straight=straight,
        answer=absolute(question_path("public.give", ask)),
        site=absolute(""),
        code=qr_drawing(straight, _("QR code of %(address)s", address=straight)),
        back=question_path("public.give", ask),
    )
