"""The directory's own pages in a real browser: axe, narrow screens, a report sent by keyboard without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.app import create_app
from aidroute.services.importing import load
from aidroute.settings import load_settings
from tests.browser.test_access import RULES
from tests.support.directories import NOW
from tests.support.postgresql import free_port
from tests.support.serving import serve
from tests.support.shipped import FOLDER

pytestmark = pytest.mark.browser

PATHS = {
    "organizations": "organizations",
    "nobody found": "organizations?need=education&q=zzz",
    "organization": "organizations/armenian-caritas",
    "no place to give": "organizations/freedom-house",
    "needs": "needs",
    "need": "needs/food",
    "need beyond money": "needs/safe-passage",
    "appeals": "appeals",
    "appeal": "appeals/queer-sista-platform-letter-2023-09-26",
    "emergencies": "emergencies",
    "emergency": "emergencies/nagorno-karabakh-2022-2023",
    "gaps": "coverage",
    "changes": "changes",
    "status": "status",
    "about": "about",
    "bot": "bot",
    "report": "report/icrc-donate",
    "suggest": "suggest",
    "number": "reports?number=x",
    "not listed": "organizations/none-such",
}


@pytest.fixture
def listed_site(tmp_path: Path, sqlite_url: str) -> Iterator[str]:
    """The shipped content behind a real socket, at the instant NOW."""
    port = free_port()
    variables = {
        "AIDROUTE_DATABASE_URL": sqlite_url,
        "AIDROUTE_BASE_URL": f"http://127.0.0.1:{port}",
        "AIDROUTE_SCHEDULER_INSIDE": "no",
        "AIDROUTE_LOG_LEVEL": "error",
    }
    app = create_app(load_settings(tmp_path / "instance", variables))
    app.extensions["clock"] = lambda: NOW
    load(app.extensions["database"], FOLDER, NOW, BrowserHostRules(("test",)))
    with serve(app, port) as address:
        yield f"{address}/en/"
    app.extensions["database"].close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    listed_site: str, context_of: Callable[..., BrowserContext], scheme: str
) -> None:
    page = context_of(viewport={"width": 360, "height": 800}, color_scheme=scheme).new_page()
    found: dict[str, list[str]] = {}
    for name, path in PATHS.items():
        page.goto(listed_site + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        wrong = Axe().run(page, options=RULES).response["violations"]
        if wrong:
            found[name] = [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in wrong]
    assert found == {}


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways_and_nothing_fails_to_load(
    listed_site: str, context_of: Callable[..., BrowserContext], width: int
) -> None:
    """320 pixels are 1280 at a zoom of 400 percent (WCAG 2.2, 1.4.10)."""
    page = context_of(viewport={"width": width, "height": 740}).new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    for name, path in PATHS.items():
        answer = page.goto(listed_site + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        if answer and answer.status == 200:
            assert told == [], name
        told.clear()


def test_a_report_is_sent_by_keyboard_and_without_javascript(
    listed_site: str, context_of: Callable[..., BrowserContext]
) -> None:
    context = context_of(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{listed_site}organizations/icrc")
    page.get_by_role("link", name="Something is wrong with this link").click()
    page.get_by_role("button", name="Send").press("Enter")
    assert "Choose what you saw." in page.locator("[role=alert]").inner_text()
    page.get_by_label("The page belongs to somebody else").press("Space")
    page.get_by_label("What else should we know?").fill("Another name stands there.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/R-*")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Thank you. Your number is R-")
    assert context.cookies() == []
