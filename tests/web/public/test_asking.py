"""The question and its answer, as a visitor meets them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidroute.domain.directory import Directory
from aidroute.domain.vocabulary import ChannelStatus
from aidroute.settings import Settings
from tests.support.directories import NOW
from tests.support.page_checker import Node, Page, Visitor
from tests.support.web_directories import DOWN, FULL, QUARANTINED, with_status

# One TCP initial window: what a phone gets in the first answer (product.md, "Look").
PAGE_BUDGET = 14_000


def cards(page: Page) -> list[Node]:
    return page.tree.with_class("card")


def card_of(page: Page, slug: str) -> Node:
    return next(card for card in cards(page) if card.with_class("button")[0].attributes["href"].endswith(f"/{slug}"))


def chosen(page: Page, name: str) -> list[str]:
    boxes = [node for node in page.tree.all("input") if node.attributes.get("name") == name]
    options = [
        option
        for select in page.tree.all("select")
        if select.attributes["name"] == name
        for option in select.all("option")
        if "selected" in option.attributes
    ]
    return [each.attributes["value"] for each in [*(box for box in boxes if "checked" in box.attributes), *options]]


def typed_country(page: Page) -> str:
    (field,) = (node for node in page.tree.all("input") if node.attributes.get("name") == "from")
    return field.attributes["value"]


def test_the_start_page_asks_what_for_where_from_and_how(visitor: Visitor) -> None:
    page = visitor.get("/en/")
    form = page.tree.one("form")
    assert form.attributes["method"] == "get"
    assert form.attributes["action"] == "/en/give"
    names = {node.attributes.get("name") for node in form.all("input", "select")}
    assert names == {"need", "from", "method", "support", "currency", "receipt", "emergency", "purpose"}


def test_the_needs_that_appeals_ask_for_stand_first_and_each_has_a_drawing_and_a_word(visitor: Visitor) -> None:
    page = visitor.get("/en/")
    tiles = page.tree.with_class("tile")
    assert {"Food", "Hygiene"} <= {tile.text for tile in tiles[:8]}
    assert all(tile.all("svg") and tile.text for tile in tiles)
    assert "Safe passage" not in {tile.text for tile in tiles}


def test_the_start_page_leads_to_the_emergency_and_to_what_money_does_not_buy(visitor: Visitor) -> None:
    links = visitor.get("/en/").links()
    assert links["Give for this emergency"] == "/en/give?emergency=harbour-2023"
    assert links["Safe passage"] == "/en/give?need=safe-passage"


def test_countries_are_suggested_in_the_order_of_the_alphabet(visitor: Visitor) -> None:
    names = [option.text for option in visitor.get("/en/").tree.one("datalist").all("option")]
    assert len(names) > 200
    assert names.index("Åland Islands") < names.index("Albania") < names.index("France") < names.index("Zimbabwe")


def test_a_result_says_who_what_why_when_and_where_it_leads(visitor: Visitor) -> None:
    page = visitor.get("/en/give?need=food&need=hygiene&from=FR&method=card&receipt=FR")
    card = cards(page)[0]
    assert card.all("h2")[0].text == "Harbour Kitchen"
    assert "Donation page · Money" in card.text
    assert "Worked 14 minutes ago" in card.text
    assert "Helps with: Food, Hygiene" in card.text
    assert "Recommended in the appeal of The Harbour Club (5 March 2023)" in card.text
    assert "Takes gifts from France" in card.text
    assert "You can give by: Card" in card.text
    assert "Tax receipt from Harbour Kitchen France" in card.text
    assert "Leads to give.harbour-kitchen.example.org" in card.text
    dates = {node.all("dt")[0].text: node.all("dd")[0].text for node in card.with_class("dates")[0].all("div")}
    assert dates == {"Stated": "6 March 2023", "Checked": "14 minutes ago", "Confirmed": "12 days ago"}


def test_a_kept_card_shows_a_closed_link_at_once_and_the_next_minute_when_it_comes(
    app: Flask, visitor: Visitor, show: Callable[[Directory], None]
) -> None:
    path = "/en/give?need=food&from=FR&method=card"
    assert "Worked 14 minutes ago" in cards(visitor.get(path))[0].text
    app.extensions["clock"] = lambda: NOW + timedelta(minutes=1)
    assert "Worked 15 minutes ago" in cards(visitor.get(path))[0].text
    link = FULL.channels["harbour-kitchen-donate"].link
    assert link is not None
    show(with_status(FULL, link, DOWN))
    app.extensions["clock"] = lambda: NOW + timedelta(minutes=1)
    assert all("Harbour Kitchen" not in card.text for card in cards(visitor.get(path)))


def test_each_result_has_one_button(visitor: Visitor) -> None:
    for card in cards(visitor.get("/en/give")):
        assert len(card.with_class("button")) == 1


def test_what_a_source_does_not_say_is_said(visitor: Visitor) -> None:
    card = card_of(visitor.get("/en/give?from=FR"), "quay-site")
    assert (
        "The source does not say: what gifts are used for, whether gifts from France are taken, how to pay, "
        "in which currency, whether there are tax receipts." in card.text
    )
    assert "Official site; donation page not confirmed." in card.text


def test_a_source_without_a_date_and_a_person_who_never_looked_are_said(visitor: Visitor) -> None:
    card = card_of(visitor.get("/en/give?support=goods"), "club-store")
    dates = [node.text for node in card.with_class("dates")[0].all("dd")]
    assert dates == ["date not stated", "never", "never"]


def test_state_is_told_by_shape_and_words_and_not_by_colour_alone(visitor: Visitor) -> None:
    page = visitor.get("/en/give")
    drawings = {}
    for badge in page.tree.with_class("badge"):
        level = next(name for name in badge.attributes["class"].split() if name.startswith("badge--"))
        drawings[level] = [node.attributes for node in badge.all("path", "circle")]
        assert badge.text
    assert len(drawings) == 3
    assert drawings["badge--go"] != drawings["badge--caution"] != drawings["badge--withheld"]


def test_channels_that_nobody_is_sent_to_stand_apart_with_the_reason(visitor: Visitor) -> None:
    page = visitor.get("/en/give?need=food")
    assert "Passed over for now" in page.text
    assert "This address may no longer belong to the organization." in page.text
    assert "quay-relief.example.net" not in " ".join(node.attributes.get("href", "") for node in page.tree.all("a"))


def test_channels_for_something_else_stand_after_those_that_fit(visitor: Visitor) -> None:
    page = visitor.get("/en/give?need=food")
    assert page.text.index("Harbour Kitchen") < page.text.index("Not known to help with what you asked for")
    assert page.text.index("Not known to help with what you asked for") < page.text.index("Friends of the Harbour")


def test_the_question_stays_in_the_form(visitor: Visitor) -> None:
    path = "/en/give?need=food&need=hygiene&from=fr&method=card&support=money&receipt=FR"
    page = visitor.get(f"{path}&emergency=harbour-2023&currency=EUR&purpose=any")
    assert chosen(page, "need") == ["food", "hygiene"]
    assert typed_country(page) == "France"
    for name, value in (("method", "card"), ("support", "money"), ("receipt", "FR")):
        assert chosen(page, name) == [value]
    for name, value in (("emergency", "harbour-2023"), ("currency", "EUR"), ("purpose", "any")):
        assert chosen(page, name) == [value]


def test_each_part_of_the_question_can_be_taken_away(visitor: Visitor) -> None:
    page = visitor.get("/en/give?need=food&need=hygiene&from=FR&purpose=any")
    links = page.links()
    assert links["Remove: Food"] == "/en/give?need=hygiene&from=FR&purpose=any"
    assert links["Remove: from France"] == "/en/give?need=food&need=hygiene&purpose=any"
    assert links["Remove: any kind of organization"] == "/en/give?need=food&need=hygiene&from=FR"


def test_without_a_match_the_filters_are_named_and_the_nearest_answer_is_offered(visitor: Visitor) -> None:
    page = visitor.get("/en/give?support=time&currency=USD")
    assert page.heading == "No channel for all of this"
    assert "9 channels do not take what you give" in page.text
    assert "If you leave open what you give, there are 5 channels." in page.text
    assert page.links()["Show them"] == "/en/give?currency=USD"
    assert len(cards(page)) == 1


def test_for_a_need_that_money_does_not_buy_the_appeals_other_actions_are_shown(visitor: Visitor) -> None:
    page = visitor.get("/en/give?need=safe-passage")
    assert "Safe passage: money does not buy it" in page.text
    assert "Sign the open letter for a safe way out of the harbour." in page.text


def test_a_card_does_not_say_twice_that_its_link_was_not_checked_yet(visitor: Visitor) -> None:
    (card,) = (card for card in cards(visitor.get("/en/give?from=FR")) if "Not checked yet" in card.text)
    assert "has not seen this link answer" not in card.text


def test_equals_take_turns_and_the_page_says_so(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    original = FULL.channels["quay-site"]
    twins = {f"twin-{number}": replace(original, slug=f"twin-{number}") for number in range(3)}
    show(replace(FULL, channels=twins))
    assert "3 channels are equally good by all we know. They take turns" in visitor.get("/en/give").text


def test_a_long_answer_has_pages_that_keep_the_question(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    original = FULL.channels["quay-site"]
    many = {f"many-{number:02}": replace(original, slug=f"many-{number:02}") for number in range(45)}
    show(replace(FULL, channels=many))
    first = visitor.get("/en/give?from=FR")
    assert first.heading == "45 channels for your question"
    assert len(cards(first)) == 20
    assert first.links()["More channels"] == "/en/give?from=FR&page=2"
    last = visitor.get("/en/give?from=FR&page=3")
    assert len(cards(last)) == 5
    assert last.links()["Channels before these"] == "/en/give?from=FR&page=2"
    assert "More channels" not in last.links()
    assert "no more channels" in visitor.get("/en/give?from=FR&page=9").text


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "1e3", "²", "99999999999999999999", "1 OR 1=1"])
def test_a_page_number_that_is_none_is_the_first_page_or_an_empty_one(visitor: Visitor, page: str) -> None:
    assert visitor.get("/en/give", query_string={"page": page}).status == 200


@pytest.mark.parametrize("path", ["/en/", "/en/give", "/en/give?need=food&from=FR", "/en/go/quay-site?x=1"])
def test_a_page_with_its_stylesheet_fits_into_one_round_trip(visitor: Visitor, client: FlaskClient, path: str) -> None:
    if "/go/" in path:
        path = "/en/go/harbour-new-page"
    page = visitor.get(path)
    sheet = next(n.attributes["href"] for n in page.tree.all("link") if n.attributes.get("rel") == "stylesheet")
    style = client.get(sheet, headers={"Accept-Encoding": "gzip"}).data
    weight = len(gzip.compress(page.response.data, 6)) + len(style)
    assert weight <= PAGE_BUDGET


# ------------------------------------------------------------------------------------------------- bad questions


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("need=shleter", "need", "“shleter” is not known here. Choose below."),
        ("from=XX", "from", "“XX” is no country we know. Write its name, or its two-letter code such as FR."),
        ("from=Frannce", "from", "“Frannce” is no country we know. Did you mean France?"),
        ("currency=euro", "currency", "“euro” is no currency we know. Use a three-letter code such as EUR"),
        ("method=barter", "method", "“barter” is not known here. Allowed: card, bank_transfer,"),
        ("support=love", "support", "“love” is not known here. Allowed: money, goods, time"),
        ("emergency=none-such", "emergency", "Allowed: harbour-2023"),
        ("from=FR&from=DE", "from", "Only one value can be asked for here; “DE” is a second one."),
    ],
)
def test_a_part_that_is_not_known_is_named_with_what_it_may_be(
    visitor: Visitor, query: str, name: str, words: str
) -> None:
    page = visitor.get(f"/en/give?{query}")
    assert page.status == 422
    field = next(n for n in page.tree.walk() if n.attributes.get("id") == name)
    why = field.attributes["aria-describedby"].split()[0]
    explained = next(node for node in page.tree.walk() if node.attributes.get("id") == why)
    assert words in explained.text


def test_the_country_that_was_meant_is_one_tap_away_and_the_rest_of_the_question_stays(visitor: Visitor) -> None:
    page = visitor.get("/en/give?need=food&from=Frannce&method=card&need=%3Cb%3E&page=2")
    assert page.status == 422
    path = page.links()["France"]
    assert path == "/en/give?need=food&need=%3Cb%3E&from=FR&method=card"
    assert visitor.get("/en/give?from=Frannce&need=" + "x" * 10_000).links()["France"] == "/en/give?from=FR"


def test_what_was_typed_stays_in_the_form_right_or_wrong(visitor: Visitor) -> None:
    page = visitor.get("/en/give?need=shleter&need=food&from=XX&method=card&currency=EURO")
    assert chosen(page, "need") == ["food"]
    assert "shleter (not known)" in page.text  # offered, but whoever chooses another need does not send it again
    assert typed_country(page) == "XX"
    assert chosen(page, "method") == ["card"]
    assert chosen(page, "currency") == ["EURO"]


def test_each_problem_leads_to_its_field(visitor: Visitor) -> None:
    page = visitor.get("/en/give?need=shleter&from=XX")
    links = [node.attributes["href"] for node in page.tree.with_class("box--withheld")[0].all("a")]
    assert links == ["#need", "#from"]


def test_very_many_wrong_values_make_a_page_of_sensible_length(visitor: Visitor) -> None:
    page = visitor.get("/en/give?" + "&".join(f"need=n{number}" for number in range(1000)))
    assert page.status == 422
    assert len(page.response.data) < 60_000


def test_a_very_long_value_is_cut(visitor: Visitor) -> None:
    page = visitor.get("/en/give?method=" + "x" * 10_000)
    assert page.status == 422
    assert "x" * 81 not in page.response.get_data(as_text=True)


# ---------------------------------------------------------------------------------------------------- give/now


def test_straight_there_leads_to_the_stored_address_of_the_first_match(client: FlaskClient, visitor: Visitor) -> None:
    answer = client.get("/en/give/now?need=food&from=FR")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "https://give.harbour-kitchen.example.org/donate"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_straight_there_never_leads_to_what_does_not_serve_the_need(client: FlaskClient, visitor: Visitor) -> None:
    """Only the channel for medicine is earmarked, and its last good check is old."""
    answer = client.get("/en/give/now?need=medicine")
    assert answer.headers["Location"] == "https://quay-relief.example.org/donate"


def test_straight_there_shows_the_list_when_nothing_works(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    show(with_status(with_status(FULL, 1, DOWN), 2, QUARANTINED))
    page = visitor.get("/en/give/now?need=food")
    assert page.status == 200
    assert "No channel for this question works for certain right now" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"


def test_straight_there_looks_again_and_passes_over_what_does_not_answer(
    app: Flask, client: FlaskClient, visitor: Visitor
) -> None:
    looked: list[int] = []

    def look_again(link: object, _now: object) -> bool:
        looked.append(link.key)
        return link.key != 1

    app.extensions["look_again"] = look_again
    answer = client.get("/en/give/now?need=food")
    assert looked == [1, 2]
    assert answer.headers["Location"] == "https://quay-relief.example.org/donate"


def test_straight_there_does_not_understand_a_wrong_question(visitor: Visitor) -> None:
    assert visitor.get("/en/give/now?need=shleter").status == 422


def test_a_channel_that_no_person_approved_is_in_no_answer(visitor: Visitor) -> None:
    awaiting = [slug for slug, channel in FULL.channels.items() if channel.status is not ChannelStatus.APPROVED]
    html = visitor.get("/en/give?purpose=any").response.get_data(as_text=True)
    assert awaiting
    assert [slug for slug in awaiting if slug in html] == []


# ----------------------------------------------------------------------------------------------- taking it along


def test_the_addresses_to_print_begin_with_the_configured_base(visitor: Visitor, settings: Settings) -> None:
    page = visitor.get("/en/give?need=food&from=FR", headers={"X-Forwarded-Host": "evil.example.com"})
    printed = [node.attributes["value"] for node in page.tree.all("input") if "readonly" in node.attributes]
    printed += [node.text for node in page.tree.all("pre")]
    assert printed == [
        f"{settings.base_url}/en/give?need=food&from=FR",
        f"{settings.base_url}/en/give/now?need=food&from=FR",
    ]


def test_the_snippet_is_a_plain_frame_that_can_open_new_tabs_only(visitor: Visitor, settings: Settings) -> None:
    snippet = visitor.get("/en/give?need=food&from=FR").tree.one("textarea").text
    assert snippet.startswith(f'<iframe src="{settings.base_url}/en/embed/give?need=food&amp;from=FR"')
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in snippet
    assert "<script" not in snippet


def test_one_question_has_one_address(visitor: Visitor) -> None:
    one = visitor.get("/en/give?from=fr&need=food&utm_source=x")
    other = visitor.get("/en/give?need=food&from=FR")
    assert [node.text for node in one.tree.all("pre")] == [node.text for node in other.tree.all("pre")]
    assert parse_qs(urlsplit(one.tree.all("pre")[0].text).query) == {"need": ["food"], "from": ["FR"]}
