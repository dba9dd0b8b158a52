"""The pages for visitors: no account, no cookie, nothing recorded about who asks for what."""

from flask import Flask

from aidroute.web.content_texts import register_content_texts
from aidroute.web.languages import language_prefix
from aidroute.web.public import (
    about,
    answer_forms,
    appeals,
    asking,
    changes,
    coverage_page,
    emergencies,
    going,
    health,
    machines,
    needs,
    oembed,
    organizations,
    pictures,
    poster,
    reports,
    status,
    suggest,
)
from aidroute.web.public.blueprint import public
from aidroute.web.rate_limits import register_rate_limits

__all__ = ["register_public"]


def register_public(app: Flask) -> None:
    """Serve the visitors' pages under their language, and beside them what has no language: /go/ and /healthz."""
    register_content_texts(app)
    register_rate_limits(app)
    prefix = language_prefix(app)
    app.register_blueprint(public, url_prefix=prefix)
    app.register_blueprint(going.going)
    app.add_url_rule(f"{prefix}/go/<slug>", endpoint="going.channel", view_func=going.channel)
    app.register_blueprint(health.health)
    app.register_blueprint(machines.machines)
    _ = (about, answer_forms, appeals, asking, changes, coverage_page, emergencies, needs)
    _ = (oembed, organizations, pictures, poster, reports, status, suggest)
