"""No single person changes where money goes: two maintainers and a visitor, each in an own browser, no script."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Error, Page, Request
from sqlalchemy import update

from aidroute.storage import directory_version
from aidroute.storage.link import Link
from tests.support.desk_world import NEW_URL, NOW, OLD_URL, DeskWorld
from tests.support.maintainers import PASSWORDS, address_of, give_passwords

pytestmark = pytest.mark.browser

CHANNEL = "example-fund-page"


@pytest.fixture
def world(app: Flask) -> DeskWorld:
    app.extensions["clock"] = lambda: NOW
    made = DeskWorld(app.extensions["database"])
    give_passwords(app)
    return made


@pytest.fixture
def person_at(site: str, world: DeskWorld, context_of: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    """`person_at("Ani")` is a new browser in which Ani has signed in by hand."""

    def sign_in(name: str) -> Page:
        page = context_of(java_script_enabled=False).new_page()
        page.goto(f"{site}/maintain/")
        page.get_by_label("E-mail address").fill(address_of(name))
        page.get_by_label("Password").fill(PASSWORDS[name])
        page.get_by_role("button", name="Sign in").click()
        assert page.get_by_role("heading", level=1).inner_text() == "What needs a person"
        return page

    return sign_in


class Visitor:
    """Somebody who gives: a browser that notes where it is led, and whether it got a cookie."""

    def __init__(self, site: str, context: BrowserContext) -> None:
        self.context = context
        self.page = context.new_page()
        self.site = site
        self.left_for: list[str] = []
        context.on("request", self._note)

    def follow(self) -> list[str]:
        """Where the channel leads now. Nobody answers there: in these tests every host is this machine."""
        self.left_for.clear()
        with suppress(Error):
            self.page.goto(f"{self.site}/en/go/{CHANNEL}")
        return list(self.left_for)

    def _note(self, request: Request) -> None:
        if request.is_navigation_request() and not request.url.startswith(self.site):
            self.left_for.append(request.url)


def see_that_it_works(world: DeskWorld, url: str) -> None:
    """What the checker writes after its first good look at a new address."""
    with world.database.write() as session:
        revision = directory_version.move(session, directory_version.LINKS, NOW)
        session.execute(
            update(Link)
            .where(Link.url == url)
            .values(state="live", verdict="live", last_ok_at=NOW, last_checked_at=NOW, revision=revision)
        )


def test_a_new_donation_address_takes_two_persons(
    site: str,
    app: Flask,
    world: DeskWorld,
    person_at: Callable[[str], Page],
    context_of: Callable[..., BrowserContext],
) -> None:
    visitor = Visitor(site, context_of(java_script_enabled=False))
    assert visitor.follow() == [OLD_URL]

    ani = person_at("Ani")
    ani.goto(f"{site}/maintain/channels/{CHANNEL}/edit")
    ani.get_by_label("Web address", exact=True).fill(NEW_URL)
    ani.get_by_label("Why? Everybody can read this").fill("their site says so")
    ani.get_by_role("button", name="Save or propose").click()
    assert "Another person must accept it" in ani.get_by_role("main").inner_text()
    assert ani.get_by_role("button", name="Accept: make it true").count() == 0
    proposal = ani.url
    assert visitor.follow() == [OLD_URL]

    bob = person_at("Bob")
    bob.get_by_role("link", name=CHANNEL).first.click()
    assert bob.url == proposal
    cells = bob.locator("table td .sight").all_inner_texts()
    assert cells == ["give.example.org", "new.example.org"]
    bob.get_by_label("A word about it").fill("I looked too")
    bob.get_by_role("button", name="Accept: make it true").click()
    assert "accepted: Bob" in bob.get_by_role("main").inner_text()

    # Nobody has looked at the new address yet, so the next visitor is told so and decides.
    assert visitor.follow() == []
    assert "new.example.org" in visitor.page.get_by_role("main").inner_text()
    see_that_it_works(world, NEW_URL)
    app.extensions["directory"].forget()
    assert visitor.follow() == [NEW_URL]

    # A page of its own: the one that nobody answered may still be showing the browser's own error.
    ledger = visitor.context.new_page()
    ledger.goto(f"{site}/en/changes")
    told = ledger.get_by_role("main").inner_text()
    for part in (OLD_URL, NEW_URL, "Ani", "Bob", "their site says so"):
        assert part in told, part
    assert visitor.context.cookies() == []
    assert {cookie["name"] for cookie in ani.context.cookies()} == {"aidroute"}


def test_the_desk_is_usable_on_a_phone(person_at: Callable[[str], Page], site: str, world: DeskWorld) -> None:
    made = world.propose({"url": NEW_URL})
    page = person_at("Bob")
    page.set_viewport_size({"width": 360, "height": 740})
    for path in (
        "/maintain/",
        "/maintain/organizations/example-fund",
        f"/maintain/channels/{CHANNEL}",
        f"/maintain/channels/{CHANNEL}/edit",
        "/maintain/organizations/example-fund/edit",
        f"/maintain/proposals/{made.number}",
        "/maintain/history",
        "/maintain/accounts",
    ):
        page.goto(site + path)
        width = page.locator("html").evaluate("root => root.scrollWidth")
        assert width <= 360, f"{path} is {width} wide"
