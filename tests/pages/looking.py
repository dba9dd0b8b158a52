"""Opens one page in Chromium and counts what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.support.browsing import open_window

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}


@dataclass
class Look:
    """What one opening of one page showed."""

    status: int
    needed: int
    """Bytes over the wire, headers included, of all that the page needs to be drawn: itself, its styles, its icons."""
    later: int
    """Bytes of scripts that the browser leaves for after the drawing."""
    requests: int
    violations: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cookies: int = 0
    hides: bool = False
    """The answer asks search engines to stay away."""
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


@dataclass
class Traffic:
    """What came over the wire for one page, by request."""

    sizes: dict[str, int] = field(default_factory=dict)
    waits: set[str] = field(default_factory=set)
    """Requests that Chromium itself leaves for later: deferred scripts, and nothing else."""

    def asked(self, event: dict[str, Any]) -> None:
        """Chromium asks for something; a script that could hold up the drawing has a high priority."""
        if event.get("type") == "Script" and event["request"]["initialPriority"] in ("Low", "VeryLow"):
            self.waits.add(event["requestId"])

    def came(self, event: dict[str, Any]) -> None:
        """It has all come, with its headers."""
        self.sizes[event["requestId"]] = round(event["encodedDataLength"])

    @property
    def bytes_needed(self) -> int:
        return sum(size for request, size in self.sizes.items() if request not in self.waits)

    @property
    def bytes_later(self) -> int:
        return sum(size for request, size in self.sizes.items() if request in self.waits)


def look(browser: Browser, address: str, manner: Manner) -> Look:
    """Open ``address`` once with an empty cache and look."""
    window = open_window(browser, javascript=manner.javascript, viewport=manner.viewport, color_scheme=manner.scheme)
    traffic = Traffic()
    session = window.context.new_cdp_session(window.page)
    session.send("Network.enable")
    session.on("Network.requestWillBeSent", traffic.asked)
    session.on("Network.loadingFinished", traffic.came)
    answer = window.page.goto(address, wait_until="networkidle")
    found = Look(
        status=answer.status if answer else 0,
        needed=traffic.bytes_needed,
        later=traffic.bytes_later,
        requests=len(traffic.sizes),
        foreign=window.foreign,
        cookies=len(window.context.cookies()),
        hides=_asks_to_stay_away(window.page, answer),
        overflows=_is_too_wide(window.page),
    )
    if manner.javascript:  # axe is a script itself, so it can only look where scripts run
        found.violations = [item["id"] for item in Axe().run(window.page).response["violations"]]
    # Chromium reports a page's own 4xx status as a console error; that is no fault of the page.
    found.errors = [error for error in window.errors if "Failed to load resource" not in error or found.status < 400]
    window.context.close()
    return found


def _asks_to_stay_away(page: Page, answer: Response | None) -> bool:
    said = answer.headers.get("x-robots-tag", "") if answer else ""
    return "noindex" in said or page.locator('meta[name="robots"][content*="noindex"]').count() > 0


def _is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))
