"""The application with a made-up directory, and a visitor who looks closely."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidroute.domain.directory import Directory
from tests.support.directories import NOW
from tests.support.page_checker import Visitor
from tests.support.web_directories import FULL, FixedSource


@pytest.fixture
def show(app: Flask) -> Callable[[Directory], None]:
    """`show(directory)` makes the application's pages read that directory, at the instant NOW."""

    def replace_source(directory: Directory) -> None:
        app.extensions["directory"] = FixedSource(directory)

    app.extensions["clock"] = lambda: NOW
    return replace_source


@pytest.fixture
def visitor(client: FlaskClient, show: Callable[[Directory], None]) -> Visitor:
    """Visits the pages of the full made-up directory; every page it gets is checked."""
    show(FULL)
    return Visitor(client)


@pytest.fixture
def in_request(app: Flask, show: Callable[[Directory], None]) -> Iterator[Flask]:
    """Inside a request for an English page, for what words and filters do by themselves."""
    show(FULL)
    with app.test_request_context("/en/"):
        yield app
