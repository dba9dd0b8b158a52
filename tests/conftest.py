"""What every test may ask for: settings, databases, the application, a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidroute.settings import Settings, load_settings
from aidroute.storage.db import Database
from tests.support.databases import copy_sqlite, prepare
from tests.support.equipment import find_chromium, find_postgresql, is_ci, missing_lines, require, require_shared
from tests.support.postgresql import PostgresServer, free_port
from tests.support.serving import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.support.browsing import Window

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))

# No time limit per example (the machine may be busy); in CI the same examples every time, so that a red run repeats.
hypothesis.settings.register_profile("aidroute", deadline=None, derandomize=is_ci())
hypothesis.settings.load_profile("aidroute")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly which tests did not run for want of a program."""
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", []) if report.longrepr]
    lines = missing_lines(reasons)
    if lines:
        terminalreporter.section("NOT EVERYTHING WAS TESTED", sep="!", red=True, bold=True)
        for line in lines:
            terminalreporter.line(line, red=True)
        terminalreporter.line("As root on Debian `make test` installs them; with CI=true these tests fail.")


# ------------------------------------------------------------------------------------------------- databases


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite-template") / "template.sqlite"
    prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the whole run of this process."""
    server = PostgresServer(require(find_postgresql(), "PostgreSQL"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _postgres_template(postgres_server: PostgresServer) -> str:
    name = postgres_server.create()
    prepare(postgres_server.url(name))
    return name


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """A new SQLite database with all tables and no rows."""
    return copy_sqlite(_sqlite_template, tmp_path)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, _postgres_template: str) -> Iterator[str]:
    """A new PostgreSQL database with all tables and no rows. Mark its tests with `postgres`."""
    name = postgres_server.create(_postgres_template)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A new database with all tables: the test runs once on SQLite and once on PostgreSQL."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new database without a table, on SQLite and on PostgreSQL: for migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An opened new database: the test runs once on SQLite and once on PostgreSQL."""
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """An opened new SQLite database, for tests whose subject is not the storage."""
    opened = Database.open(sqlite_url)
    yield opened
    opened.close()


# ----------------------------------------------------------------------------------------------- application


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    """The settings of a new installation with a generated secret, its database migrated and empty."""
    variables = {
        "AIDROUTE_DATABASE_URL": sqlite_url,
        "AIDROUTE_BASE_URL": f"http://127.0.0.1:{free_port()}",
        "AIDROUTE_SCHEDULER_INSIDE": "no",
        "AIDROUTE_CLICK_CHECKS": "no",
        "AIDROUTE_LOG_LEVEL": "warning",
        # Pages are tested in the language their texts are written in; tests of languages offer more.
        "AIDROUTE_LANGUAGES": "en",
        # A test writes a row and reads the page at once; tests of the page cache switch it on.
        "AIDROUTE_PAGE_CACHE_MEGABYTES": "0",
    }
    return load_settings(tmp_path / "instance", variables)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application of that installation."""
    from aidroute.app import create_app  # a test of the domain does not load the web

    made = create_app(settings)
    yield made
    made.extensions["database"].close()


@pytest.fixture
def client(app: Flask, settings: Settings) -> FlaskClient:
    """A client without a browser, asking with the right Host."""
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = settings.base_url.removeprefix("http://")
    return client


@pytest.fixture
def site(app: Flask, settings: Settings) -> Iterator[str]:
    """The base address at which that application is really served on loopback."""
    with serve(app, int(settings.base_url.rsplit(":", 1)[1])) as address:
        yield address


# --------------------------------------------------------------------------------------------------- browser


@pytest.fixture(scope="session")
def launch_chromium() -> Iterator[Callable[..., Browser]]:
    """Starts Chromium: `launch_chromium(*arguments)`. One process can run only one Playwright, so all share this."""
    from playwright.sync_api import sync_playwright  # half a second that most tests need not wait

    chromium = require(find_chromium(), "Chromium")
    launched: list[Browser] = []
    with sync_playwright() as playwright:

        def launch(*arguments: str) -> Browser:
            launched.append(playwright.chromium.launch(executable_path=chromium, headless=True, args=arguments))
            return launched[-1]

        yield launch
        for each in launched:
            each.close()


@pytest.fixture(scope="session")
def browser(launch_chromium: Callable[..., Browser]) -> Browser:
    """One Chromium for the whole run of this process. Mark its tests with `browser`."""
    return launch_chromium()


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Window]]:
    """Opens a page in a new context: `window(javascript=False, viewport={...}).page`. All are closed at the end."""
    from tests.support.browsing import open_window

    opened: list[Window] = []

    def make(*, javascript: bool = True, **options: object) -> Window:
        opened.append(open_window(browser, javascript=javascript, **options))
        return opened[-1]

    yield make
    for each in opened:
        each.context.close()


# -------------------------------------------------------------------------------------------- shared material


@pytest.fixture
def shared() -> Callable[[str], Path]:
    """`shared("data/needs.yaml")` is that file of the material beside the repository, or skips the test."""
    return require_shared
