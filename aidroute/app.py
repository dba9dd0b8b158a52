"""Puts the application together: the one place that knows every part.

`create_app` reads as the list of the parts; each part has one function below it.
"""

from collections.abc import Hashable, Sequence
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.checker import look_again_at_clicks
from aidroute.logs import configure_logs
from aidroute.request_log import register_request_log
from aidroute.resources import folder
from aidroute.services.browsing import DirectorySource, DirectoryUnavailable, View
from aidroute.services.counting import DayCounters
from aidroute.services.status_reading import StandingSource
from aidroute.settings import Settings, load_settings
from aidroute.storage.db import READ, Database, db, engine_options
from aidroute.web.assets import register_assets
from aidroute.web.drawings import register_drawings
from aidroute.web.embed import register_embed
from aidroute.web.errors import register_errors
from aidroute.web.filters import register_filters
from aidroute.web.headers import register_headers
from aidroute.web.languages import register_languages
from aidroute.web.maintain import register_maintain
from aidroute.web.page_cache.placing import BESIDE_LANGUAGES, NEVER, PARAMETERS, register_page_cache
from aidroute.web.page_cache.rules import KeepRules
from aidroute.web.page_frame import register_page_frame
from aidroute.web.page_pictures import register_page_pictures
from aidroute.web.public import register_public
from aidroute.web.public.going import LOOK_AGAIN
from aidroute.web.reading import register_reading
from aidroute.web.reading_requests import ReadableRequest
from aidroute.web.sharing_cards import register_sharing_cards
from aidroute.web.wording.words import register_words

# A form of ours is a few kilobytes; without a buffering proxy a larger body would hold a thread for long.
MAX_BODY_BYTES = 1_000_000


def create_app(settings: Settings | None = None, catalogues: Sequence[Path] = ()) -> Flask:
    """The application for one installation; without `settings` those of the default instance folder are read.

    `catalogues` are folders of translations beside those that ship, for a language that is only tried out.
    Parts find the settings in `app.config["SETTINGS"]` and the database in `app.extensions["database"]`.
    Raises SettingsError when the settings do not allow a start.
    """
    settings = settings or load_settings()
    configure_logs(settings)
    app = Flask(
        "aidroute",
        template_folder=str(folder("templates")),
        static_folder=None,  # served under hashed names by aidroute.web.assets
        instance_path=str(settings.instance),
    )
    configure_flask(app, settings)
    register_request_log(app)
    connect_database(app, settings)
    add_pages(app, settings, catalogues)
    register_maintain(app, BrowserHostRules())
    keep_pages(app, settings)
    trust_proxies(app, settings)
    return app


def configure_flask(app: Flask, settings: Settings) -> None:
    """Flask's own configuration, all of it from our settings."""
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=list(settings.allowed_hosts),
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        PERMANENT_SESSION_LIFETIME=settings.session_lifetime,
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_SAMESITE="Lax",
        PREFERRED_URL_SCHEME="https" if settings.is_https else "http",
    )
    app.request_class = ReadableRequest
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}


def trust_proxies(app: Flask, settings: Settings) -> None:
    """Believe X-Forwarded-For and -Proto from the configured number of proxies; from none when it is 0.

    X-Forwarded-Host is never believed: links are made from the configured base address.
    """
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]


def connect_database(app: Flask, settings: Settings) -> None:
    """The write engine and the read engine, made by Flask-SQLAlchemy and shared with the services."""
    url = settings.database_url
    app.config.update(
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(url, "write"),
        SQLALCHEMY_BINDS={READ: {"url": url, **engine_options(url, READ)}},
    )
    db.init_app(app)
    with app.app_context():
        app.extensions["database"] = Database.of_flask(db.engines)


def add_pages(app: Flask, settings: Settings, catalogues: Sequence[Path]) -> None:
    """What visitors see: languages first, since every page's path begins with one, and headers on every answer."""
    database = app.extensions["database"]
    app.extensions["counters"] = DayCounters(database)
    register_languages(app, settings.languages, catalogues)
    register_headers(app, embed_ancestors=settings.embed_ancestors, is_https=settings.is_https)
    register_reading(app, DirectorySource(database))
    register_assets(app, folder("static"))
    register_drawings(app)
    register_filters(app)
    register_words(app)
    register_errors(app)
    standing = StandingSource(database)
    app.extensions["standing"] = standing
    register_sharing_cards(app)
    register_page_pictures(app)
    register_page_frame(app, lambda now: standing.current(now).is_paused)
    register_public(app)
    register_embed(app)
    if settings.click_checks:
        app.extensions[LOOK_AGAIN] = look_again_at_clicks(settings, database)


def keep_pages(app: Flask, settings: Settings) -> None:
    """Kept pages, static files and compression, around everything above.

    Forwarded addresses are read before them (`trust_proxies` comes later), so that each visitor has an own one.
    """
    rules = KeepRules(
        base_url=settings.base_url,
        hosts=settings.allowed_hosts,
        parameters=PARAMETERS,
        first_segments=BESIDE_LANGUAGES.union(settings.languages),
        never_segments=NEVER,
        cookies=(app.config["SESSION_COOKIE_NAME"],),
    )
    register_page_cache(app, rules, lambda: generation_of(app), megabytes=settings.page_cache_megabytes)


def generation_of(app: Flask) -> Hashable | None:
    """What moves when the directory does; None while there is none to show."""
    try:
        view: View = app.extensions["directory"].current(app.extensions["clock"]())
    except DirectoryUnavailable:
        return None
    return view.generation
