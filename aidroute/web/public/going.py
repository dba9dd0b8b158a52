"""The way out: /go/<channel> takes a visitor to the stored, approved address, or says why it does not.

An address never comes from the request. The slug names a channel; what is in the query cannot change where it leads.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from aidroute.domain.vocabulary import RoutingLevel
from aidroute.services import routing, searching
from aidroute.services.routing import Opening, UnknownChannel
from aidroute.web.cards import card_of_match, card_of_opening
from aidroute.web.reading import now, view
from aidroute.web.ready_texts import letter_to

going = Blueprint("going", __name__)

CONTINUE = "continue"
"""A visitor who has read the doubts and goes on all the same sends ``continue=1``."""

Page = str | tuple[str, int]
SUGGESTIONS = 5


@going.get("/go/<slug>")
def at_once(slug: str) -> Response | Page:
    """To the stored address of a channel that works; to the page about it in the visitor's language otherwise."""
    try:
        opening = routing.open_channel(view(), slug, now())
    except UnknownChannel:
        return _unknown(slug)
    if _may_leave(opening):
        return leave_for(slug, opening.address)
    return redirect(url_for("going.channel", slug=slug))


def channel(slug: str) -> Response | Page:
    """The same with the language in its path; doubts and refusals are shown here."""
    try:
        opening = routing.open_channel(view(), slug, now())
    except UnknownChannel:
        return _unknown(slug)
    if _may_leave(opening):
        return leave_for(slug, opening.address)
    directory = view().directory
    template = "withheld" if opening.level is RoutingLevel.WITHHELD else "caution"
    if template == "caution" and not opening.address:
        template = "contact"
    return render_template(
        f"public/{template}.html",
        card=card_of_opening(directory, opening),
        others=[card_of_match(directory, match) for match in opening.others],
        organization=directory.organizations[opening.channel.organization],
        channel=opening.channel,
        letter=letter_to(opening.channel, directory) if template == "contact" else None,
        onward=f"{url_for('going.channel', slug=slug)}?{CONTINUE}=1",
    )


def leave_for(slug: str, address: str) -> Response:
    """302 to a stored address, never kept and without a referrer, counted by the day."""
    current_app.extensions["counters"].add("go", slug, now().date())
    response = redirect(address)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def is_web_address(address: str) -> bool:
    """Whether a stored address may be led to: the second wall, should a bad one ever have been stored."""
    parts = urlsplit(address)
    is_plain = address.isascii() and address.isprintable() and " " not in address and "\\" not in address
    return is_plain and parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc


def _may_leave(opening: Opening) -> bool:
    if not is_web_address(opening.address):
        return False
    if opening.level is RoutingLevel.GO:
        return True
    return opening.level is RoutingLevel.CAUTION and _has_read_the_doubts()


def _has_read_the_doubts() -> bool:
    """The visitor comes from our own page about the doubts. A link on another site cannot skip that page.

    Browsers that do not say where a request comes from are believed.
    """
    came_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.args.get(CONTINUE) == "1" and came_from == "same-origin"


def _unknown(slug: str) -> tuple[str, int]:
    directory = view().directory
    found = searching.search(current_app.extensions["database"], directory, slug.replace("-", " "))
    organizations = [directory.organizations[each] for each in found[:SUGGESTIONS]]
    return render_template("public/unknown_channel.html", organizations=organizations), 404
