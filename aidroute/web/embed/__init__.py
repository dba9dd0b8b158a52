"""The answer in a frame on other people's sites: no cookie, no script, no form, and links that open in a new tab."""

from flask import Blueprint, Flask, render_template, request

from aidroute.domain.ask import BadAsk
from aidroute.services import routing
from aidroute.web.answers import AnswerPage
from aidroute.web.countries import read_question
from aidroute.web.languages import language_prefix
from aidroute.web.reading import now, view

__all__ = ["register_embed"]

SHOWN = 5
"""Channels in a frame; the full answer is one link away."""

embed = Blueprint("embed", __name__)


def register_embed(app: Flask) -> None:
    """Serve the frame under its language."""
    app.register_blueprint(embed, url_prefix=f"{language_prefix(app)}/embed")


@embed.get("/give")
def give() -> str | tuple[str, int]:
    """The first channels that fit a question."""
    seen = view()
    try:
        ask = read_question(seen, request.args.to_dict(flat=False))
    except BadAsk:
        return render_template("embed/bad_question.html"), 422
    answer = routing.find(seen, ask, now(), limit=SHOWN)
    return render_template("embed/give.html", page=AnswerPage(seen.directory, answer, 1, per_page=SHOWN))
