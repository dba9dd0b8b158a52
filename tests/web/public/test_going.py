"""The way out leads to stored addresses only, and only when that is safe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidroute.domain.directory import Directory, Link
from aidroute.domain.vocabulary import ChannelStatus
from aidroute.services.counting import LED_THERE, DayCounters
from aidroute.storage.day_counter import counts_by_subject
from aidroute.web.public.going import is_web_address
from tests.support.directories import NOW
from tests.support.page_checker import Visitor
from tests.support.web_directories import FULL, QUARANTINED, with_status

GOOD = "harbour-kitchen-donate"
STORED = "https://give.harbour-kitchen.example.org/donate"
DOUBTFUL = "harbour-new-page"
DOUBTFUL_STORED = "https://harbour-women.example.org/donate"
STOPPED = "quay-stopped"


# ------------------------------------------------------------------------------------------------------- to go


@pytest.mark.parametrize("path", [f"/go/{GOOD}", f"/en/go/{GOOD}"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_channel_that_works_leads_to_its_stored_address(
    client: FlaskClient, visitor: Visitor, path: str, method: str
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == 302
    assert answer.headers["Location"] == STORED
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers


def test_the_way_out_is_not_for_search_engines(client: FlaskClient, visitor: Visitor) -> None:
    assert client.get(f"/go/{GOOD}").headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_way_out_takes_no_other_method(client: FlaskClient, visitor: Visitor, method: str) -> None:
    assert client.open(f"/go/{GOOD}", method=method).status_code == 405


# Every way to smuggle an address in that the guides to open redirects list, and some more.
SMUGGLED = [
    "https://evil.example.com/",
    "http://evil.example.com",
    "//evil.example.com",
    "///evil.example.com",
    "////evil.example.com",
    "\\\\evil.example.com",
    "/\\evil.example.com",
    "\\/evil.example.com",
    "https:evil.example.com",
    "https:/evil.example.com",
    "hTTps://evil.example.com",
    "%09//evil.example.com",
    "/%09/evil.example.com",
    "\t//evil.example.com",
    "https://give.harbour-kitchen.example.org@evil.example.com/",
    "https://evil.example.com#give.harbour-kitchen.example.org",
    "https://evil.example.com\\@give.harbour-kitchen.example.org",
    "https://evil\u3002example\u3002com",
    "https://evil\uff0eexample.com",
    "javascript:alert(1)",
    "JaVa\tScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "\x00https://evil.example.com",
    "https://evil.example.com\r\nLocation: https://evil.example.com",
    "../../evil",
    "..;/evil.example.com",
]
NAMES = [
    "url",
    "next",
    "to",
    "u",
    "redirect",
    "return",
    "continue",
    "target",
    "link",
    "dest",
    "host",
    "address",
    "slug",
]


@pytest.mark.parametrize("value", SMUGGLED)
def test_nothing_in_the_query_changes_where_it_leads(client: FlaskClient, visitor: Visitor, value: str) -> None:
    leads = {
        f"/go/{GOOD}": STORED,
        f"/en/go/{GOOD}": STORED,
        f"/go/{DOUBTFUL}": f"/en/go/{DOUBTFUL}",
        f"/en/go/{DOUBTFUL}": None,
        f"/go/{STOPPED}": f"/en/go/{STOPPED}",
        f"/en/go/{STOPPED}": None,
    }
    for path, stored in leads.items():
        answer = client.get(path, query_string=dict.fromkeys(NAMES, value))
        assert answer.headers.get("Location") == stored
        assert "evil.example.com" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("value", SMUGGLED)
def test_nothing_in_the_path_leads_to_another_host(client: FlaskClient, visitor: Visitor, value: str) -> None:
    for prefix in ("/go/", "/en/go/", "/en/", "/", "/give/", "/en/give/now/"):
        answer = client.get("/", environ_overrides={"PATH_INFO": f"{prefix}{value}".encode().decode("latin-1")})
        location = answer.headers.get("Location", "")
        assert urlsplit(location).netloc == ""
        assert not location.startswith(("//", "/\\", "\\"))
        assert not any(ord(character) < 32 for character in location)


def test_a_query_cannot_add_a_header(client: FlaskClient, visitor: Visitor) -> None:
    answer = client.get("/give", environ_overrides={"QUERY_STRING": "need=x\r\nSet-Cookie: a=b"})
    assert answer.status_code == 302
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Location"] == "/en/give?need=x%0D%0ASet-Cookie:%20a=b"


BAD_ADDRESSES = [
    "",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://files.example.org/",
    "//example.org/",
    "/en/",
    "https://",
    "https:///donate",
    "https://user@example.org/",
    "https://example.org\\@example.com/",
    "https://example.org/a b",
    "https://example.org/\nLocation: x",
    "https://exämple.org/",
    "https://example.org/<script>",
    " https://example.org/",
]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_a_bad_address_is_not_led_to_even_if_it_was_stored(
    visitor: Visitor, client: FlaskClient, show: Callable[[Directory], None], address: str
) -> None:
    assert not is_web_address(address)
    show(FULL.with_links(99, {1: replace(FULL.links[1], url=address)}))
    assert client.get(f"/go/{GOOD}").headers["Location"] == f"/en/go/{GOOD}"
    answer = client.get(f"/en/go/{GOOD}?continue=1")
    assert answer.status_code == 200
    assert "Location" not in answer.headers


def test_good_addresses_are_web_addresses() -> None:
    for link in FULL.links.values():
        assert is_web_address(link.url)
    assert is_web_address("http://example.org:8080/a?b=c&d=%20#e")


# ---------------------------------------------------------------------------------------------------- caution


def test_a_doubtful_channel_shows_what_we_do_not_know_and_the_host(client: FlaskClient, visitor: Visitor) -> None:
    assert client.get(f"/go/{DOUBTFUL}").headers["Location"] == f"/en/go/{DOUBTFUL}"
    page = visitor.get(f"/en/go/{DOUBTFUL}")
    assert page.heading == "Look before you give to Harbour Women"
    assert "Our checker has not seen this link answer yet." in page.text
    assert "The last confirmation by a person has run out." in page.text
    assert "The link leads to harbour-women.example.org" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert DOUBTFUL_STORED not in page.response.get_data(as_text=True)


@pytest.mark.parametrize("slug", [DOUBTFUL, "club-phone"])
def test_a_source_is_no_second_way_past_the_doubts(visitor: Visitor, slug: str) -> None:
    page = visitor.get(f"/en/go/{slug}")
    assert "https://example.org/report" in page.text
    assert all(link.startswith(("/", "#", "tel:")) for link in page.links().values())


def test_the_visitor_decides_whether_to_continue(client: FlaskClient, visitor: Visitor) -> None:
    onward = visitor.get(f"/en/go/{DOUBTFUL}").links()["Continue to harbour-women.example.org"]
    answer = client.get(onward)
    assert answer.status_code == 302
    assert answer.headers["Location"] == DOUBTFUL_STORED
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("came_from", ["cross-site", "same-site", "none"])
def test_another_site_cannot_lead_past_the_doubts(visitor: Visitor, came_from: str) -> None:
    page = visitor.get(f"/en/go/{DOUBTFUL}?continue=1", headers={"Sec-Fetch-Site": came_from})
    assert page.heading.startswith("Look before you give")


def test_other_channels_are_offered_and_none_of_them_is_stopped(visitor: Visitor) -> None:
    page = visitor.get(f"/en/go/{DOUBTFUL}")
    offered = [node.attributes["href"] for node in page.tree.with_class("button") if "/go/" in node.attributes["href"]]
    assert f"/en/go/{GOOD}" in offered
    assert f"/en/go/{STOPPED}" not in offered


# --------------------------------------------------------------------------------------------------- withheld


def test_a_stopped_channel_says_why_and_offers_others(client: FlaskClient, visitor: Visitor) -> None:
    assert client.get(f"/go/{STOPPED}").headers["Location"] == f"/en/go/{STOPPED}"
    page = visitor.get(f"/en/go/{STOPPED}")
    assert page.heading == "We send nobody to this address for Quay Relief now"
    assert "We send nobody there until a person has looked." in page.text
    assert "Other channels for the same need" in page.text


def test_a_stopped_channel_cannot_be_continued_to(visitor: Visitor) -> None:
    page = visitor.get(f"/en/go/{STOPPED}?continue=1")
    assert page.status == 200
    assert not any("quay-relief.example.net" in link for link in page.links().values())


@pytest.mark.parametrize("slug", ["seen-once", "old-page"])
def test_a_channel_that_is_not_approved_or_retired_leads_nowhere(
    client: FlaskClient, visitor: Visitor, slug: str
) -> None:
    assert client.get(f"/go/{slug}?continue=1").headers["Location"] == f"/en/go/{slug}"
    assert visitor.get(f"/en/go/{slug}?continue=1").heading.startswith("We send nobody to this address")


def test_what_is_stopped_between_two_clicks_stays_stopped(
    client: FlaskClient, visitor: Visitor, show: Callable[[Directory], None]
) -> None:
    assert client.get(f"/go/{GOOD}").headers["Location"] == STORED
    show(with_status(FULL, 1, QUARANTINED))
    assert client.get(f"/go/{GOOD}").headers["Location"] == f"/en/go/{GOOD}"


# ------------------------------------------------------------------------------------------- looking once more


def test_a_link_that_does_not_answer_at_the_click_shows_the_page_instead(
    app: Flask, client: FlaskClient, visitor: Visitor
) -> None:
    asked: list[tuple[int, datetime]] = []

    def look_again(link: Link, now: datetime) -> bool:
        asked.append((link.key, now))
        return False

    app.extensions["look_again"] = look_again
    assert client.get(f"/go/{GOOD}").headers["Location"] == f"/en/go/{GOOD}"
    page = visitor.get(f"/en/go/{GOOD}")
    assert asked == [(1, NOW), (1, NOW)]
    assert "We looked at this link a moment ago, and it did not answer in time." in page.text
    assert client.get(f"/en/go/{GOOD}?continue=1").headers["Location"] == STORED


def test_a_link_that_answers_at_the_click_is_gone_to(app: Flask, client: FlaskClient, visitor: Visitor) -> None:
    app.extensions["look_again"] = lambda _link, _now: True
    assert client.get(f"/go/{GOOD}").headers["Location"] == STORED


def test_a_stopped_link_is_not_looked_at(app: Flask, visitor: Visitor) -> None:
    app.extensions["look_again"] = lambda _link, _now: pytest.fail("a stopped link was looked at")
    assert visitor.get(f"/en/go/{STOPPED}").status == 200


# ---------------------------------------------------------------------------------------------------- contacts


def test_an_email_channel_comes_with_a_ready_text_and_leads_nowhere(client: FlaskClient, visitor: Visitor) -> None:
    assert client.get("/go/club-email").headers["Location"] == "/en/go/club-email"
    page = visitor.get("/en/go/club-email?continue=1")
    assert page.heading == "Ask Harbour Club how to give"
    assert "gifts@harbour-club.example.org" in page.text
    mailto = urlsplit(page.links()["Write an e-mail with this text"])
    assert (mailto.scheme, mailto.path) == ("mailto", "gifts@harbour-club.example.org")
    fields = parse_qs(mailto.query)
    assert fields["subject"] == ["How can I give to Harbour Club?"]
    assert "\r\n" in unquote(mailto.query)
    assert "Please tell me how I can give" in fields["body"][0]


def test_a_phone_channel_can_be_called(visitor: Visitor) -> None:
    assert visitor.get("/en/go/club-phone").links()["Call this number"] == "tel:+442079460000"


def test_a_place_to_bring_goods_is_shown_without_a_link(visitor: Visitor) -> None:
    page = visitor.get("/en/go/club-store")
    assert "1 Quay Street, Harbour" in page.text
    assert not any(link.startswith(("mailto:", "tel:")) for link in page.links().values())


@pytest.mark.parametrize(
    "address",
    [
        "a@b.test?cc=thief@evil.test",
        "a@b.test&bcc=x@evil.test",
        "a@b.test,x@evil.test",
        "javascript:alert(1)",
        "a b@c.test",
    ],
)
def test_an_odd_address_is_shown_and_not_linked(
    visitor: Visitor, show: Callable[[Directory], None], address: str
) -> None:
    odd = replace(FULL.channels["club-email"], address=address)
    show(replace(FULL, channels={**FULL.channels, "club-email": odd}))
    page = visitor.get("/en/go/club-email")
    assert address in page.text
    assert not any(link.startswith("mailto:") for link in page.links().values())


def test_the_domain_of_an_email_channel_stands_beside_its_button(visitor: Visitor) -> None:
    domain = FULL.channels["club-email"].address.rpartition("@")[2]
    (card,) = (each for each in visitor.get("/en/give").tree.with_class("card") if "Write to them" in each.text)
    assert f"Leads to {domain}" in card.text
    assert FULL.channels["club-email"].address not in card.text


def test_the_contact_of_a_channel_nobody_approved_is_not_shown(
    visitor: Visitor, show: Callable[[Directory], None]
) -> None:
    awaiting = replace(FULL.channels["club-email"], status=ChannelStatus.AWAITING)
    show(replace(FULL, channels={**FULL.channels, "club-email": awaiting}))
    page = visitor.get("/en/go/club-email")
    assert page.heading.startswith("We send nobody to this address")
    assert "gifts@" not in page.text


# ---------------------------------------------------------------------------------------------------- unknown


@pytest.mark.parametrize("path", ["/go/no-such-channel", "/en/go/no-such-channel"])
def test_an_unknown_channel_is_a_404_that_does_not_guess(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)
    assert page.status == 404
    assert page.heading == "We know no such channel"


# --------------------------------------------------------------------------------------------------- counting


def test_visitors_are_counted_by_the_day_and_channel(app: Flask, client: FlaskClient, visitor: Visitor) -> None:
    for _ in range(3):
        client.get(f"/go/{GOOD}")
    client.head(f"/go/{GOOD}")
    client.get(f"/go/{STOPPED}")
    client.get(f"/en/go/{DOUBTFUL}?continue=1")
    counters: DayCounters = app.extensions["counters"]
    assert counters.write()
    with app.extensions["database"].read() as session:
        counted = counts_by_subject(session, LED_THERE, NOW.date(), NOW.date())
    assert counted == {GOOD: 3, DOUBTFUL: 1}


def test_nobody_waits_for_a_count_that_cannot_be_written(app: Flask, client: FlaskClient, visitor: Visitor) -> None:
    app.extensions["database"].write_engine.dispose()
    with app.extensions["database"].write() as session:
        session.connection().exec_driver_sql("DROP TABLE day_counter")
    assert client.get(f"/go/{GOOD}").headers["Location"] == STORED
    assert app.extensions["counters"].write() is False
