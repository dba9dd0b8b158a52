"""The maintainers' area: one guard for all its pages, forms in, services, templates out."""

from __future__ import annotations

from flask import Flask

from aidroute.domain.host_names import HostRules
from aidroute.web.login import register_login
from aidroute.web.maintain import accounts, confirming, desk, editing, reviewing, told
from aidroute.web.maintain.blueprint import maintain
from aidroute.web.maintain.guard import register_guard
from aidroute.web.maintain.showing import register_showing

__all__ = ["register_maintain"]


def register_maintain(app: Flask, hosts: HostRules) -> None:
    """Serve the maintainers' area under /maintain/, with its sign-in. Before pages are kept: it names the cookie."""
    app.extensions["host_rules"] = hosts
    register_guard(app)
    register_login(app)
    register_showing(app)
    app.register_blueprint(maintain)
    _ = accounts, confirming, desk, editing, reviewing, told
