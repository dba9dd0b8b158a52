"""Every page kind for every eye and hand: axe, a narrow phone, a keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Arrivals

pytestmark = pytest.mark.browser

PATHS = {
    "home": "",
    "results": "give?need=food&need=hygiene&from=FR",
    "no result": "give?support=time&currency=USD",
    "beyond money": "give?need=safe-passage",
    "wrong question": "give?need=shleter&from=XX&currency=EURO",
    "caution": "go/harbour-new-page",
    "withheld": "go/quay-stopped",
    "contact": "go/club-email",
    "unknown channel": "go/none-such",
    "not found": "none-such",
    "frame": "embed/give?need=food",
}

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(
    home: str, context_of: Callable[..., BrowserContext], scheme: str, width: int
) -> None:
    page = context_of(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    found: dict[str, list[str]] = {}
    for name, path in PATHS.items():
        page.goto(home + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        if wrong := violations(page):
            found[name] = wrong
    assert found == {}


@pytest.mark.parametrize("width", [320, 360])
def test_no_page_scrolls_sideways_on_a_narrow_phone(
    home: str, context_of: Callable[..., BrowserContext], width: int
) -> None:
    page = context_of(viewport={"width": width, "height": 740}).new_page()
    for name, path in PATHS.items():
        page.goto(home + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_everything_to_press_is_large_enough_for_a_thumb(home: str, context_of: Callable[..., BrowserContext]) -> None:
    """WCAG 2.2 target size (2.5.8): 24 by 24 pixels; links inside sentences are excepted."""
    page = context_of(viewport={"width": 360, "height": 740}).new_page()
    for path in ("", "give?need=food"):
        page.goto(home + path)
        for target in page.locator("main").locator("a.button, a.chip, button, select, summary, .tile label").all():
            box = target.bounding_box()
            if box and target.is_visible():
                assert box["height"] >= 24
                assert box["width"] >= 24


def test_the_whole_way_can_be_gone_by_keyboard(
    home: str, context_of: Callable[..., BrowserContext], arrivals: Arrivals
) -> None:
    page = context_of(java_script_enabled=True).new_page()
    page.goto(home)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "need"
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.checked") is True
    outline = page.evaluate("getComputedStyle(document.activeElement.nextElementSibling).outlineStyle")
    assert outline == "solid"
    page.get_by_label("Your country").focus()
    page.keyboard.type("France")
    page.get_by_role("button", name="Show where to give").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/give?**")
    assert page.get_by_role("link", name="Remove: from France").is_visible()
    page.get_by_role("link", name="Give here").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(arrivals.address())


def test_without_its_stylesheet_a_page_still_says_everything_in_order(
    home: str, context_of: Callable[..., BrowserContext]
) -> None:
    context = context_of(java_script_enabled=False)
    context.route("**/*.css", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{home}give?need=food")
    text = page.locator("body").inner_text()
    order = ["Harbour Kitchen", "Worked 14 minutes ago", "Helps with: Food", "Give here", "Take this answer with you"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
