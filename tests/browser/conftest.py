"""A real browser for which every host on earth is this machine, and somewhere to arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from flask import Flask, request
from playwright.sync_api import Browser, BrowserContext

from aidroute.domain.directory import Directory, Link
from tests.support.directories import NOW, link
from tests.support.postgresql import free_port
from tests.support.serving import serve
from tests.support.web_directories import FULL, FixedSource

DESTINATION = "give.harbour-kitchen.test"
DOUBTFUL_DESTINATION = "harbour-women.test"


@dataclass
class Arrivals:
    """The site that a donor is led to: who came, how, and from where."""

    port: int
    seen: list[dict[str, str]] = field(default_factory=list)

    def address(self, host: str = DESTINATION) -> str:
        return f"http://{host}:{self.port}/donate?fund=1"


@pytest.fixture
def arrivals() -> Iterator[Arrivals]:
    site = Flask("destination")
    arrived = Arrivals(free_port())

    @site.get("/donate")
    def donate() -> str:
        arrived.seen.append(
            {
                "address": request.url,
                "referrer": request.headers.get("Referer", ""),
                "cookies": str(dict(request.cookies)),
            }
        )
        return "<!doctype html><html lang=en><title>Donate</title><h1>The organization's own page</h1></html>"

    with serve(site, arrived.port):
        yield arrived


@pytest.fixture(scope="session")
def closed_browser(launch_chromium: Callable[..., Browser]) -> Browser:
    """A Chromium that takes every name for loopback, so that no request can leave this machine."""
    return launch_chromium("--host-resolver-rules=MAP * 127.0.0.1")


@pytest.fixture
def context_of(closed_browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens contexts: `context_of(java_script_enabled=False, viewport={...})`. All are closed at the end."""
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        opened.append(closed_browser.new_context(**options))
        opened[-1].set_default_timeout(20_000)
        return opened[-1]

    yield make
    for each in opened:
        each.close()


@pytest.fixture
def shown(app: Flask) -> Callable[[Directory], None]:
    """`shown(directory)` makes the served application read that directory, at the instant NOW."""
    app.extensions["clock"] = lambda: NOW

    def show(directory: Directory) -> None:
        app.extensions["directory"] = FixedSource(directory)

    show(FULL)
    return show


@pytest.fixture
def home(site: str, shown: Callable[[Directory], None], arrivals: Arrivals) -> str:
    """The start page of the served application, whose channels lead to the place of arrival."""
    shown(
        FULL.with_links(
            2,
            {
                1: _leading(1, DESTINATION, arrivals),
                3: _leading(3, DOUBTFUL_DESTINATION, arrivals),
            },
        )
    )
    return f"{site}/en/"


def _leading(key: int, host: str, arrivals: Arrivals) -> Link:
    status = FULL.links[key].status
    return replace(link(key, status, host), url=arrivals.address(host), registrable_domain=host.split(".", 1)[-1])
