"""A person gives: from the question to the organization's own page, with JavaScript off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import DESTINATION, DOUBTFUL_DESTINATION, Arrivals

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request: pytest.FixtureRequest, context_of: Callable[..., BrowserContext]) -> Page:
    return context_of(java_script_enabled=False, viewport=request.param).new_page()


def test_food_from_france_leads_to_the_stored_address(page: Page, home: str, arrivals: Arrivals) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(home)
    page.get_by_label("Food", exact=True).check()
    page.get_by_label("Your country").fill("France")
    page.get_by_role("button", name="Show where to give").click()

    first = page.get_by_role("article").first
    assert first.get_by_role("heading").inner_text() == "Harbour Kitchen"
    reasons = first.inner_text()
    assert "Helps with: Food" in reasons
    assert "Recommended in the appeal" in reasons
    assert "Takes gifts from France" in reasons
    assert "Worked 14 minutes ago" in reasons
    assert f"Leads to {DESTINATION}" in reasons

    first.get_by_role("link", name="Give here").click()
    page.wait_for_url(arrivals.address())
    assert asked[-1] == arrivals.address()
    assert page.get_by_role("heading").inner_text() == "The organization's own page"
    assert arrivals.seen == [{"address": arrivals.address(), "referrer": "", "cookies": "{}"}]


def test_nothing_is_loaded_from_elsewhere_and_no_cookie_is_kept(page: Page, home: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(home)
    page.get_by_role("button", name="Show where to give").click()
    assert asked
    assert [url for url in asked if not url.startswith(home.removesuffix("/en/"))] == []
    assert page.context.cookies() == []


def test_a_doubtful_link_is_opened_only_after_its_doubts_were_read(page: Page, home: str, arrivals: Arrivals) -> None:
    page.goto(f"{home}give?need=food")
    page.get_by_role("link", name="Look before you give (Harbour Women, harbour-women.test)").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Look before you give to Harbour Women"
    assert arrivals.seen == []
    page.get_by_role("link", name="Continue to").click()
    page.wait_for_url(arrivals.address(DOUBTFUL_DESTINATION))
    assert arrivals.seen[0]["referrer"] == ""


def test_a_stopped_link_leads_to_others_and_never_out(page: Page, home: str, arrivals: Arrivals) -> None:
    page.goto(f"{home}give?need=food")
    page.get_by_role("link", name="Why, and what else there is (Quay Relief,").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "We send nobody to this address for Quay Relief now"
    page.get_by_role("link", name="Give here").first.click()
    page.wait_for_url(arrivals.address())


def test_the_question_can_be_refined_without_losing_anything(page: Page, home: str) -> None:
    page.goto(f"{home}give?need=food&from=FR&currency=EUR")
    page.get_by_label("Hygiene", exact=True).check()
    page.get_by_role("button", name="Show where to give").click()
    for part in ("need=food", "need=hygiene", "from=France", "currency=EUR"):
        assert part in page.url
    page.get_by_role("link", name="Remove: from France").click()
    assert "from=" not in page.url
    assert "need=hygiene" in page.url


def test_a_wrong_question_can_be_mended_on_its_page(page: Page, home: str) -> None:
    page.goto(f"{home}give?need=shleter&from=XX")
    page.get_by_label("shleter (not known)").uncheck()
    page.get_by_label("Your country").fill("France")
    page.get_by_label("Accommodation", exact=True).check()
    page.get_by_role("button", name="Show where to give").click()
    assert page.get_by_role("heading", level=1).inner_text().endswith("for your question")


def test_three_taps_lead_from_the_start_page_to_the_organization(page: Page, home: str, arrivals: Arrivals) -> None:
    page.goto(home)
    page.get_by_label("Food", exact=True).check()
    page.get_by_role("button", name="Show where to give").click()
    page.get_by_role("link", name="Give here").first.click()
    page.wait_for_url(arrivals.address())


def test_the_straight_way_is_one_request(page: Page, home: str, arrivals: Arrivals) -> None:
    page.goto(f"{home}give/now?need=food")
    assert page.url == arrivals.address()
