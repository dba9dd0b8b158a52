"""Hostile texts in every field there is, on every page there is: in a real browser nothing of them ever works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from aidroute.domain.directory import Directory
from tests.browser.test_markup_in_pages import TRAP
from tests.support.desk_world import DeskWorld
from tests.support.maintainers import PASSWORDS, address_of, give_passwords
from tests.support.markup_payloads import PAYLOADS
from tests.support.tainted import taint_database, tainted
from tests.support.web_directories import FULL

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Two texts, so that a comment or a CDATA section that one of them would open cannot hide the others.
TEXTS = (" ".join(PAYLOADS), " ".join(reversed(PAYLOADS)))

QUESTION = "need=food&from=FR&emergency=harbour-2023"

PUBLIC = {
    "public.home": ["/en/"],
    "public.give": [f"/en/give?{QUESTION}", "/en/give?need=safe-passage", "/en/give?support=time&currency=USD"],
    "public.give_atom": [f"/en/give.atom?{QUESTION}"],
    "public.give_badge": [f"/en/give.svg?{QUESTION}"],
    "public.give_qr": [f"/en/give.qr.svg?{QUESTION}"],
    "public.give_json": [f"/en/give.json?{QUESTION}"],
    "public.give_poster": [f"/en/give/poster?{QUESTION}"],
    "public.give_now": ["/en/give/now?support=time&currency=USD"],
    "public.organizations": ["/en/organizations", "/en/organizations?q=%3Cscript%3Ealert(1)%3C/script%3E"],
    "public.organizations_json": ["/en/organizations.json"],
    "public.organization": [f"/en/organizations/{slug}" for slug in FULL.organizations],
    "public.needs": ["/en/needs"],
    "public.need": ["/en/needs/food", "/en/needs/safe-passage"],
    "public.appeals": ["/en/appeals"],
    "public.appeal": ["/en/appeals/letter-2023"],
    "public.emergencies": ["/en/emergencies"],
    "public.emergency": ["/en/emergencies/harbour-2023"],
    "public.coverage": ["/en/coverage"],
    "public.coverage_json": ["/en/coverage.json"],
    "public.changes": ["/en/changes", "/en/changes?subject=example-fund"],
    "public.changes_json": ["/en/changes.json"],
    "public.changes_atom": ["/en/changes.atom"],
    "public.status": ["/en/status"],
    "public.status_json": ["/en/status.json"],
    "public.report": ["/en/report/harbour-kitchen-donate"],
    "public.find_report": ["/en/reports?number=%3Cscript%3Ealert(1)%3C/script%3E"],
    "public.suggest": ["/en/suggest?about=harbour-kitchen"],
    "public.oembed": ["/en/oembed?url={site}/en/organizations/harbour-kitchen"],
    "going.channel": ["/en/go/harbour-new-page", "/en/go/quay-stopped", "/en/go/club-email", "/en/go/club-phone"],
    "embed.give": ["/en/embed/give", f"/en/embed/give?{QUESTION}"],
}
"""By endpoint: every page and every form that shows something stored."""

SHOWS_NOTHING_STORED = {
    "public.about", "public.bot", "public.outcome", "going.at_once", "health.alive", "health.ready", "machines.robots",
    "machines.favicon", "machines.sitemap", "public.give_csv", "public.picture", "static",
}  # fmt: skip
"""Pages of our own words, files that hold no markup, and the outcome of a report, which is visited below."""

WITHOUT_TEXTS = (".svg", "/oembed", "/reports", "/status", "/status.json", "/coverage.json")
"""Forms that show numbers and slugs only: here it counts that nothing goes off."""

DESK = (
    "", "organizations", "organizations/example-fund", "organizations/example-fund/edit", "channels/example-fund-page",
    "channels/example-fund-page/edit", "proposals", "history", "history?entry=example-fund", "accounts",
)  # fmt: skip


def test_every_page_that_shows_something_stored_is_visited(app: Flask) -> None:
    readable = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint.split(".")[0] not in {"maintain", "security"}
    }
    assert readable == PUBLIC.keys() | SHOWS_NOTHING_STORED


def is_alarming(message: ConsoleMessage) -> bool:
    """An error, but not that a browser looks for an icon beside what is no page."""
    return message.type == "error" and not message.location.get("url", "").endswith("/favicon.ico")


@contextmanager
def trapped(page: Page, site: str) -> Iterator[list[str]]:
    """What went off while the block ran: dialogs, refused scripts and styles, console errors, foreign requests."""
    found: list[str] = []
    page.on("dialog", lambda dialog: (found.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: found.append(message.text) if is_alarming(message) else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(site) else found.append(request.url))
    page.add_init_script(TRAP)
    yield found


def visit(page: Page, address: str, found: list[str]) -> None:
    answer = page.goto(address)
    assert answer is not None
    # Whatever is closed is opened, whatever can be pointed at is: an attribute may wait for that.
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.mouse.move(200, 200)
    assert found + (page.evaluate("window.trapped") or []) == [], address


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_nothing_stored_works_as_markup_on_any_public_page(
    app: Flask, site: str, shown: Callable[[Directory], None], context_of: Callable[..., BrowserContext], number: int
) -> None:
    numbers = taint_database(DeskWorld(app.extensions["database"]), TEXTS[number])
    shown(tainted(FULL, TEXTS[number]))
    page = context_of().new_page()
    with trapped(page, site) as found:
        for path in (each for paths in PUBLIC.values() for each in paths):
            visit(page, f"{site}{path.format(site=site)}", found)
            if not path.split("?")[0].endswith(WITHOUT_TEXTS):
                assert "alert(1)" in page.content(), path
        for each in numbers[:2]:
            visit(page, f"{site}/en/reports/{each}", found)
            assert "<script>alert(1)</script>" in page.locator("main").inner_text()


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_nothing_stored_works_as_markup_on_the_desk(
    app: Flask, site: str, context_of: Callable[..., BrowserContext], number: int
) -> None:
    world = DeskWorld(app.extensions["database"])
    give_passwords(app)
    waiting = taint_database(world, TEXTS[number])[-1]
    page = context_of().new_page()
    with trapped(page, site) as found:
        page.goto(f"{site}/maintain/")
        page.get_by_label("E-mail address").fill(address_of("Bob"))
        page.get_by_label("Password").fill(PASSWORDS["Bob"])
        page.get_by_role("button", name="Sign in").click()
        for path in (*DESK, f"proposals/{waiting}"):
            visit(page, f"{site}/maintain/{path}", found)
            assert "alert(1)" in page.content(), path
