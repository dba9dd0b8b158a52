"""The answer on somebody else's site, and what that site cannot do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from flask import Flask, request
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Arrivals
from tests.support.postgresql import free_port
from tests.support.serving import serve

pytestmark = pytest.mark.browser


@pytest.fixture
def partner() -> Iterator[str]:
    """A site of another origin that shows whatever it is given: /?html=..."""
    site = Flask("partner")

    @site.get("/")
    def front() -> str:
        return f"<!doctype html><html lang=en><title>Club</title><h1>A club</h1>{request.args['html']}</html>"

    with serve(site, free_port()) as address:
        yield address.replace("127.0.0.1", "club.test")


@pytest.fixture
def snippet(home: str, context_of: Callable[..., BrowserContext]) -> str:
    """What a partner copies from the results page."""
    page = context_of(java_script_enabled=False).new_page()
    page.goto(f"{home}give?need=food&from=FR")
    page.get_by_text("Link, frame and data").click()
    return page.get_by_label("A frame for your own site").input_value()


@pytest.fixture
def page(context_of: Callable[..., BrowserContext]) -> Page:
    return context_of().new_page()


def show(page: Page, partner: str, html: str) -> None:
    page.goto(f"{partner}/?html={quote(html)}")


def test_a_partner_shows_the_answer_by_pasting_the_snippet(page: Page, partner: str, snippet: str, home: str) -> None:
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    show(page, partner, snippet)
    frame = page.frame_locator("iframe")
    assert frame.get_by_role("heading", level=1).inner_text() == "Where to give"
    assert frame.get_by_role("article").first.get_by_role("heading").inner_text() == "Harbour Kitchen"
    background = frame.locator("body").evaluate("body => getComputedStyle(body).fontFamily")
    assert "system-ui" in background
    ours = home.removesuffix("/en/")
    assert [url for url in asked if not url.startswith((ours, partner)) and not url.endswith("/favicon.ico")] == []
    assert [error for error in errors if "favicon" not in error and "404" not in error] == []
    assert page.context.cookies() == []


def test_a_visitor_of_the_partner_reaches_the_organization_in_a_new_tab(
    page: Page, partner: str, snippet: str, arrivals: Arrivals
) -> None:
    show(page, partner, snippet)
    before = page.url
    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Give here").first.click()
    tab = opened.value
    tab.wait_for_url(arrivals.address())
    assert tab.evaluate("window.opener") is None
    assert page.url == before
    assert arrivals.seen == [{"address": arrivals.address(), "referrer": "", "cookies": "{}"}]


def test_doubts_are_read_in_the_new_tab_too(page: Page, partner: str, snippet: str, arrivals: Arrivals) -> None:
    show(page, partner, snippet)
    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Look before you give").first.click()
    tab = opened.value
    assert tab.get_by_role("heading", level=1).inner_text() == "Look before you give to Harbour Women"
    assert arrivals.seen == []
    tab.get_by_role("link", name="Continue to").click()
    tab.wait_for_load_state()
    assert tab.get_by_role("heading").inner_text() == "The organization's own page"


def test_a_partners_link_cannot_skip_the_doubts(page: Page, partner: str, home: str, arrivals: Arrivals) -> None:
    show(page, partner, f"<a href='{home}go/harbour-new-page?continue=1'>Give!</a>")
    page.get_by_role("link", name="Give!").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Look before you give to Harbour Women"
    assert arrivals.seen == []


@pytest.mark.parametrize("path", ["", "give?need=food", "go/harbour-new-page", "go/quay-stopped", "none-such"])
def test_no_other_page_can_be_framed(page: Page, partner: str, home: str, path: str) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    show(page, partner, f"<iframe src='{home}{path}'></iframe>")
    page.wait_for_timeout(300)
    assert any("frame-ancestors" in text or "X-Frame-Options" in text for text in refused)
    assert page.frames[1].url.startswith("chrome-error:")


def test_the_frame_cannot_move_the_page_around_it(page: Page, partner: str, snippet: str) -> None:
    assert "allow-top-navigation" not in snippet
    assert "allow-scripts" not in snippet
    show(page, partner, snippet)
    for link in page.frame_locator("iframe").get_by_role("link").all():
        assert link.get_attribute("target") == "_blank"
