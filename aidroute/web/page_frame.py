"""What stands around every page: the ways to the other pages, and a notice when the service itself is not well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app, request

from aidroute.services.browsing import DirectoryUnavailable
from aidroute.web.addresses import cached_path
from aidroute.web.reading import now, view
from aidroute.web.translating import lazy_gettext as _

NAVIGATION: dict[str, tuple[tuple[str, str], ...]] = {
    "main": (
        ("public.organizations", _("Organizations")),
        ("public.needs", _("Needs")),
        ("public.appeals", _("Appeals")),
        ("public.coverage", _("Gaps")),
    ),
    "foot": (
        ("public.about", _("About, and how we check")),
        ("public.status", _("State of the checker")),
        ("public.changes", _("Changes")),
        ("public.suggest", _("Suggest a correction")),
        ("public.bot", _("Our checker, for site owners")),
    ),
}
"""Pages by the place that links to them. A page that this installation does not have is left out."""

NOTICES = {
    "paused": _("Checks are paused. You see what the last checks found."),
    "stale": _("The directory cannot be read anew at the moment. What you see is the last we know."),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One link to another page."""

    path: str
    label: str
    is_current: bool


def register_page_frame(app: Flask, checks_are_paused: Callable[[datetime], bool] | None = None) -> None:
    """Give templates navigation(place), has_page(endpoint) and site_notice().

    ``checks_are_paused`` tells, for an instant, whether the checker stands still; without it nothing is said.
    """
    app.extensions["checks_are_paused"] = checks_are_paused or (lambda _now: False)
    app.jinja_env.globals.update(navigation=navigation, has_page=has_page, site_notice=site_notice)


def has_page(endpoint: str) -> bool:
    """Whether this installation serves the endpoint."""
    return endpoint in current_app.view_functions


def navigation(place: str) -> tuple[Way, ...]:
    """The ways that stand at ``place``: 'main' or 'foot'."""
    return tuple(
        Way(cached_path(endpoint), str(label), request.endpoint == endpoint)
        for endpoint, label in NAVIGATION[place]
        if has_page(endpoint)
    )


def site_notice() -> str:
    """What every visitor must know now; '' on a good day."""
    try:
        if view().is_stale:
            return str(NOTICES["stale"])
    except DirectoryUnavailable:
        return ""  # the page itself is about nothing else
    return str(NOTICES["paused"]) if current_app.extensions["checks_are_paused"](now()) else ""
