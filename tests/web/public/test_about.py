from __future__ import annotations

import pytest

from aidroute.adapters.robots import PRODUCT_TOKEN, read_robots
from aidroute.domain.pace import Pace
from aidroute.web.public.about import GAP_SECONDS, LONGEST_CRAWL_DELAY_SECONDS, ROBOT_TOKEN
from tests.support.desk_world import add_person
from tests.web.public.conftest import Listed


def test_the_page_says_who_is_listed_what_is_checked_and_what_cannot_be_seen(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/about")
    headings = [node.text for node in page.tree.all("h2")]
    for heading in ("Who is listed", "What is checked", "What we cannot see", "What is kept about you"):
        assert heading in headings
    assert "every 6 hours" in page.text


def test_what_it_says_of_cookies_and_other_hosts_holds_for_the_page_itself(shipped: Listed) -> None:
    response = shipped.client.get("/en/about")
    assert "Set-Cookie" not in response.headers
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ((), "This installation has no maintainer yet"),
        (("Ani",), "This installation has a single maintainer."),
        (("Ani", "Bob"), "2 maintainers keep this list."),
    ],
)
def test_how_many_people_keep_the_list_is_public(listed: Listed, people: tuple[str, ...], words: str) -> None:
    with listed.database.write() as session:
        for name in people:
            add_person(session, name)
    assert words in listed.visitor.get("/en/about").text


def test_the_checker_is_named_as_it_names_itself(shipped: Listed) -> None:
    assert ROBOT_TOKEN == PRODUCT_TOKEN
    assert Pace().gap_s == GAP_SECONDS
    page = shipped.visitor.get("/en/bot")
    rules = read_robots(page.tree.one("pre").text.replace(" Disallow", "\nDisallow").encode())
    assert not rules.allows("/donate")
    assert f"up to {LONGEST_CRAWL_DELAY_SECONDS} seconds" in page.text


def test_the_longest_delay_is_the_one_that_is_obeyed() -> None:
    rules = read_robots(f"User-agent: {PRODUCT_TOKEN}\nCrawl-delay: 9999\n".encode())
    assert rules.crawl_delay is not None
    assert rules.crawl_delay.total_seconds() == LONGEST_CRAWL_DELAY_SECONDS


def test_the_checkers_page_names_where_to_write(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/bot")
    base = shipped.app.config["SETTINGS"].base_url
    assert page.links()[f"{base}/en/about"] == "/en/about"
