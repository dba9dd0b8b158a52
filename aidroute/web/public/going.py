"""The way out: /go/<channel> takes a visitor to the stored, approved address, or says why it does not.

An address never comes from the request. The slug names a channel; what is in the query cannot change where it leads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from aidroute.domain.channel_level import NO_LINK
from aidroute.domain.directory import Link
from aidroute.domain.explaining_matches import Caution
from aidroute.domain.matching import Match
from aidroute.domain.vocabulary import RoutingLevel
from aidroute.services import routing, searching
from aidroute.services.counting import LED_THERE
from aidroute.services.routing import Opening, UnknownChannel
from aidroute.web.cards import card_of_match, card_of_opening
from aidroute.web.reading import now, view
from aidroute.web.ready_texts import letter_to

going = Blueprint("going", __name__)

CONTINUE = "continue"
"""A visitor who has read the doubts and goes on all the same sends ``continue=1``."""

LOOK_AGAIN = "look_again"
"""Name in ``app.extensions`` of a function (link, instant) that looks at a link once more at click time and tells
whether a visitor may be taken there (see ``services.rechecking``). Without one the link's state decides alone."""

NOT_NOW = "not_confirmed_now"
"""Caution of a link that is well by its state and could not be shown to work at the moment of the click."""

SUGGESTIONS = 5
MOST_LOOKS = 2
"""Channels looked at for one visitor who asks for any that works; each look may take a second and a half."""

Page = str | tuple[str, int]
LookAgain = Callable[[Link, datetime], bool]


@going.get("/go/<slug>")
def at_once(slug: str) -> Response | Page:
    """To the stored address of a channel that works; to the page about it in the visitor's language otherwise."""
    try:
        opening = routing.open_channel(view(), slug, now())
    except UnknownChannel:
        return _unknown(slug)
    if opening.level is RoutingLevel.GO and may_be_taken_to(opening.link):
        return leave_for(slug, opening.address)
    return redirect(url_for("going.channel", slug=slug))


def channel(slug: str) -> Response | Page:
    """The same with the language in its path; doubts and refusals are shown here."""
    try:
        opening = routing.open_channel(view(), slug, now())
    except UnknownChannel:
        return _unknown(slug)
    if opening.address and not is_web_address(opening.address):
        opening = replace(opening, level=RoutingLevel.WITHHELD, cautions=(Caution(NO_LINK),))
    if opening.level is RoutingLevel.WITHHELD:
        return _shown("withheld", opening)
    if not opening.address:
        return _shown("contact", opening)
    if _has_read_the_doubts() or (opening.level is RoutingLevel.GO and may_be_taken_to(opening.link)):
        return leave_for(slug, opening.address)
    if opening.level is RoutingLevel.GO:
        opening = replace(opening, level=RoutingLevel.CAUTION, cautions=(Caution(NOT_NOW), *opening.cautions))
    return _shown("caution", opening)


def first_that_works(matches: Iterable[Match]) -> Match | None:
    """The first match that a visitor may be taken to at this moment."""
    working = [match for match in matches if match.level is RoutingLevel.GO and match.fits]
    return next((match for match in working[:MOST_LOOKS] if may_be_taken_to(match.link)), None)


def may_be_taken_to(link: Link | None) -> bool:
    """Whether a link of level ``go`` leads to a web address and still works at this moment."""
    if link is None or not is_web_address(link.url):
        return False
    look_again: LookAgain | None = current_app.extensions.get(LOOK_AGAIN)
    return look_again is None or look_again(link, now())


def leave_for(slug: str, address: str) -> Response:
    """302 to a stored address, never kept and without a referrer, counted by the day."""
    if request.method == "GET":
        current_app.extensions["counters"].add(LED_THERE, slug, now().date())
    response = redirect(address)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def is_web_address(address: str) -> bool:
    """Whether a stored address may be led to: the second wall, should a bad one ever have been stored."""
    is_plain = address.isascii() and address.isprintable() and not set(address) & set(" \\\"'<>`")
    if not is_plain:
        return False
    parts = urlsplit(address)
    return parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc


def _has_read_the_doubts() -> bool:
    """The visitor comes from our own page about the doubts. A link on another site cannot skip that page.

    Browsers that do not say where a request comes from are believed.
    """
    came_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    return request.args.get(CONTINUE) == "1" and came_from == "same-origin"


def _shown(template: str, opening: Opening) -> str:
    directory = view().directory
    return render_template(
        f"public/{template}.html",
        card=card_of_opening(directory, opening),
        others=[card_of_match(directory, match) for match in opening.others],
        channel=opening.channel,
        letter=letter_to(opening.channel, directory) if template == "contact" else None,
        onward=f"{url_for('going.channel', slug=opening.channel.slug)}?{CONTINUE}=1",
    )


def _unknown(slug: str) -> tuple[str, int]:
    directory = view().directory
    found = searching.search(current_app.extensions["database"], directory, slug.replace("-", " "))
    organizations = [directory.organizations[each] for each in found[:SUGGESTIONS]]
    return render_template("public/unknown_channel.html", organizations=organizations), 404
