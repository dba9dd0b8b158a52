from __future__ import annotations

from tests.support.page_checker import Visitor
from tests.web.public.conftest import Listed


def test_needs_that_appeals_name_come_first_with_how_many_name_them(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/needs")
    headings = [node.text for node in page.tree.all("h2")]
    assert headings[0] == "Named in appeals"
    named = page.tree.with_class("need-list")[0]
    safe_passage = next(node for node in named.all("li") if node.text.startswith("Safe passage"))
    assert "5 appeals ask for it" in safe_passage.text
    assert "money does not buy it" in safe_passage.text


def test_a_need_tells_who_says_it_with_quote_and_date(shipped: Listed) -> None:
    page = shipped.visitor.get("/en/needs/food")
    assert "Asked for" in page.text
    assert "Letter, 26 September 2023" in page.links()
    assert "accommodation, food, hygiene products etc." in [node.text for node in page.tree.all("q")]


def test_channels_that_serve_the_need_stand_with_their_level(visitor: Visitor) -> None:
    page = visitor.get("/en/needs/food")
    assert "Worked 14 minutes ago" in page.text
    assert "/en/go/harbour-kitchen-donate" in page.links().values()
    stopped = page.tree.with_class("plain")[0].text
    assert "Quay Relief" in stopped
    assert "Stopped for safety" in stopped


def test_what_money_does_not_buy_leads_to_the_other_actions_and_to_no_channel(visitor: Visitor) -> None:
    page = visitor.get("/en/needs/safe-passage")
    assert "Money does not buy it" in page.text
    assert "Sign the open letter for a safe way out of the harbour." in page.text
    assert not [href for href in page.links().values() if "/go/" in href or "need=safe-passage" in href]


def test_a_need_that_nobody_names_says_so(visitor: Visitor) -> None:
    page = visitor.get("/en/needs/education")
    assert "No appeal in this directory names it." in page.text
    assert "No channel of its own that we would lead you to now." in page.text


def test_an_unknown_need_is_a_page_with_a_search(visitor: Visitor) -> None:
    page = visitor.get("/en/needs/no-such-need")
    assert page.status == 404
    assert page.tree.one("form").attributes["role"] == "search"
