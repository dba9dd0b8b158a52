"""The application with the shipped content in a database of its own, and visitors who look closely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.services.importing import load
from aidroute.settings import load_settings
from aidroute.storage import directory_version
from aidroute.storage.db import Database
from aidroute.storage.link import Flip, Link
from tests.support.databases import copy_sqlite, prepare
from tests.support.directories import NOW
from tests.support.page_checker import Visitor
from tests.support.postgresql import free_port
from tests.support.shipped import FOLDER


@dataclass
class Listed:
    """An installation with the shipped content, none of whose links was ever checked."""

    app: Flask
    client: FlaskClient
    visitor: Visitor
    database: Database

    def post(self, path: str, address: str = "198.51.100.7", **fields: str):  # type: ignore[no-untyped-def]
        """Send a form from an address, as a browser does."""
        return self.client.post(path, data=fields, environ_overrides={"REMOTE_ADDR": address})

    def set_link(self, host: str, **values: object) -> None:
        """Write where the link at a host stands."""
        with self.database.write() as session:
            revision = directory_version.move(session, directory_version.LINKS, NOW)
            session.execute(update(Link).where(Link.host == host).values(revision=revision, **values))
        self.refresh()

    def close_link(self, host: str) -> None:
        """The checker raised an alarm about a link."""
        with self.database.write() as session:
            link = session.query(Link).filter_by(host=host).one()
            session.add(Flip(link_id=link.id, flipped_at=NOW, from_state="live", to_state="down"))
        self.set_link(host, state="down", last_checked_at=NOW)

    def refresh(self) -> None:
        """Let the pages see what was just written."""
        self.app.extensions["directory"].forget()


@pytest.fixture(scope="session")
def _shipped_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shipped") / "shipped.sqlite"
    prepare(f"sqlite:///{path}")
    database = Database.open(f"sqlite:///{path}")
    load(database, FOLDER, NOW, BrowserHostRules(("test",)))
    database.close()
    return path


@pytest.fixture(scope="session")
def shipped(_shipped_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listed]:
    """The shipped content behind the real application, for tests that only read."""
    yield from listed_in(_shipped_file, tmp_path_factory.mktemp("reading"), "en")


@pytest.fixture
def listed(_shipped_file: Path, tmp_path: Path) -> Iterator[Listed]:
    """The same for tests that write."""
    yield from listed_in(_shipped_file, tmp_path, "en")


@pytest.fixture
def listed_in_two_languages(_shipped_file: Path, tmp_path: Path) -> Iterator[Listed]:
    """The same, offered in English and French."""
    yield from listed_in(_shipped_file, tmp_path, "en,fr")


def listed_in(shipped: Path, folder: Path, languages: str) -> Iterator[Listed]:
    from aidroute.app import create_app

    folder = folder / "listed"
    folder.mkdir()
    variables = {
        "AIDROUTE_DATABASE_URL": copy_sqlite(shipped, folder),
        "AIDROUTE_BASE_URL": f"http://127.0.0.1:{free_port()}",
        "AIDROUTE_SCHEDULER_INSIDE": "no",
        "AIDROUTE_LOG_LEVEL": "error",
        "AIDROUTE_LANGUAGES": languages,
        "AIDROUTE_PAGE_CACHE_MEGABYTES": "0",
    }
    settings = load_settings(folder / "instance", variables)
    app = create_app(settings)
    app.extensions["clock"] = lambda: NOW
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = settings.base_url.removeprefix("http://")
    yield Listed(app, client, Visitor(client), app.extensions["database"])
    app.extensions["database"].close()
