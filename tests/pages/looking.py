"""Opens one page in Chromium and counts what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.support.browsing import open_window

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}


@dataclass
class Look:
    """What one opening of one page showed."""

    status: int
    bytes_over_the_wire: int
    """Everything the page needed to be drawn: the page, its stylesheet, its icons, as sent."""
    requests: int
    violations: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cookies: int = 0
    overflows: bool = False
    """The page is wider than the screen: somebody must scroll sideways."""


@dataclass(frozen=True)
class Manner:
    """How a page is opened."""

    scheme: str
    javascript: bool
    viewport: dict[str, int]


MANNERS = (
    Manner("light", True, PHONE),
    Manner("dark", True, DESKTOP),
    Manner("light", False, DESKTOP),
    Manner("dark", False, PHONE),
)
"""Both schemes, both widths, with and without JavaScript, in four openings."""


def look(browser: Browser, address: str, manner: Manner) -> Look:
    """Open ``address`` once with an empty cache and look."""
    window = open_window(browser, javascript=manner.javascript, viewport=manner.viewport, color_scheme=manner.scheme)
    sizes: dict[str, float] = {}
    session = window.context.new_cdp_session(window.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: _note(sizes, event))
    answer = window.page.goto(address, wait_until="networkidle")
    found = Look(
        status=answer.status if answer else 0,
        bytes_over_the_wire=round(sum(sizes.values())),
        requests=len(sizes),
        foreign=window.foreign,
        cookies=len(window.context.cookies()),
        overflows=_is_too_wide(window.page) if manner.javascript else False,
    )
    if manner.javascript:
        found.violations = [item["id"] for item in Axe().run(window.page).response["violations"]]
    # Chromium reports a page's own 4xx status as a console error; that is no fault of the page.
    found.errors = [error for error in window.errors if "Failed to load resource" not in error or found.status < 400]
    window.context.close()
    return found


def _note(sizes: dict[str, float], event: dict[str, Any]) -> None:
    sizes[event["requestId"]] = event["encodedDataLength"]


def _is_too_wide(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))
