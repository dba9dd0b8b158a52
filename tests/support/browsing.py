"""Pages in a real browser that can reach loopback only, each in a context of its own."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass
class Window:
    """One context's page with what went wrong in it: requests to other hosts (stopped) and console errors."""

    page: Page
    context: BrowserContext
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def open_window(browser: Browser, *, javascript: bool = True, **options: Any) -> Window:
    """A page in a new context; `options` are Playwright's for a context (viewport, color_scheme, locale...)."""
    context = browser.new_context(java_script_enabled=javascript, **options)
    window = Window(context.new_page(), context)

    def guard(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.scheme in ("http", "https") and parts.hostname not in LOOPBACK:
            window.foreign.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    context.route("**/*", guard)
    context.on("console", lambda message: window.errors.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: window.errors.append(str(error.error)))
    return window
