"""The maintainers' area of an application whose directory is the desk's world."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.support.desk_world import DeskWorld
from tests.support.maintainers import Desk, give_passwords


@pytest.fixture
def world(app: Flask) -> DeskWorld:
    """One organization with one approved donation page; Ani and Bob maintain it, Ada administers."""
    made = DeskWorld(app.extensions["database"])
    give_passwords(app)
    return made


@pytest.fixture
def browser_of(app: Flask, world: DeskWorld) -> Callable[..., Desk]:
    """`browser_of()` is a browser nobody is signed in with, `browser_of("Ani")` is Ani's."""

    def make(name: str = "") -> Desk:
        client = app.test_client()
        client.environ_base["HTTP_USER_AGENT"] = "a browser"
        desk = Desk(client)
        if name:
            assert desk.sign_in(name).status_code == 302
        return desk

    return make


@pytest.fixture
def ani(browser_of: Callable[..., Desk]) -> Desk:
    """Ani's browser."""
    return browser_of("Ani")


@pytest.fixture
def bob(browser_of: Callable[..., Desk]) -> Desk:
    """Bob's browser."""
    return browser_of("Bob")
