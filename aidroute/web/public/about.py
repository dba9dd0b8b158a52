"""Who is listed and why, what is checked and what cannot be seen, what is kept about visitors; our checker."""

from __future__ import annotations

from flask import current_app, render_template

from aidroute.domain.hysteresis import INTERVAL
from aidroute.domain.routing_level import FRESH_FOR
from aidroute.services.browsing import DirectoryUnavailable
from aidroute.services.check_recording import INTERVAL_WHEN_CLICKED
from aidroute.services.measuring import count_of_maintainers
from aidroute.services.telling_stories import database_needed
from aidroute.web.addresses import absolute
from aidroute.web.cards import path_of
from aidroute.web.public.blueprint import public
from aidroute.web.status_page import DEADLINE, words

ROBOT_TOKEN = "aidroute-linkcheck"  # noqa: S105 - a name, no secret; a test compares it with the checker's own
GAP_SECONDS = 1
LONGEST_CRAWL_DELAY_SECONDS = 60


@public.get("/about")
def about() -> str:
    """Inclusion rules, what is checked, what cannot be seen, privacy."""
    return render_template(
        "public/about.html",
        interval=words(INTERVAL),
        fresh=words(FRESH_FOR),
        maintainers=_maintainers(),
        contact=current_app.config["SETTINGS"].contact,
    )


@public.get("/bot")
def bot() -> str:
    """Who our checker is, what it asks for how often, and how a site can keep it out."""
    return render_template(
        "public/bot.html",
        token=ROBOT_TOKEN,
        interval=words(INTERVAL),
        often=words(INTERVAL_WHEN_CLICKED),
        deadline=words(DEADLINE),
        gap=GAP_SECONDS,
        longest_delay=LONGEST_CRAWL_DELAY_SECONDS,
        about_address=absolute(path_of("public.about")),
        contact=current_app.config["SETTINGS"].contact,
    )


def _maintainers() -> int | None:
    try:
        with database_needed():
            return count_of_maintainers(current_app.extensions["database"])
    except DirectoryUnavailable:
        return None
