"""The answer in a frame: small, silent, and every link opens a tab of its own."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from aidroute.domain.directory import Directory
from aidroute.settings import Settings
from tests.support.page_checker import Visitor, content_security_policy
from tests.support.web_directories import DOWN, FULL, QUARANTINED, with_status


def test_it_shows_the_first_channels_of_the_same_answer(visitor: Visitor) -> None:
    frame = visitor.get("/en/embed/give?need=food&from=FR")
    full = visitor.get("/en/give?need=food&from=FR")
    names = [node.text for node in frame.tree.all("h2")]
    assert names[0] == "Harbour Kitchen"
    assert names == [card.all("h2")[0].text for card in full.tree.with_class("card") if card.all("h2")][: len(names)]


def test_it_says_when_checks_are_paused(client: FlaskClient, visitor: Visitor) -> None:
    assert "Checks are paused" in visitor.get("/en/embed/give").text
    client.application.extensions["checks_are_paused"] = lambda _now: False
    assert "Checks are paused" not in visitor.get("/en/embed/give").text


def test_every_link_opens_a_new_tab_that_knows_nothing_of_the_page(visitor: Visitor) -> None:
    links = visitor.get("/en/embed/give?need=food").tree.all("a")
    assert links
    for link in links:
        assert link.attributes["target"] == "_blank"
        assert {"noopener", "noreferrer"} <= set(link.attributes["rel"].split())


def test_it_has_no_form_no_script_and_no_menu(visitor: Visitor) -> None:
    tree = visitor.get("/en/embed/give").tree
    assert tree.all("form", "script", "nav", "header", "footer", "iframe") == []


def test_everybody_may_frame_it_unless_the_settings_say_otherwise(client: FlaskClient, visitor: Visitor) -> None:
    answer = client.get("/en/embed/give")
    policy = content_security_policy(answer)
    assert policy["frame-ancestors"] == "*"
    assert (policy["script-src"], policy["form-action"]) == ("'none'", "'none'")
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers


def test_its_way_out_leads_past_no_doubt(visitor: Visitor) -> None:
    for link in visitor.get("/en/embed/give").tree.all("a"):
        assert "continue" not in link.attributes["href"]


def test_without_a_channel_it_leads_to_the_full_page(
    visitor: Visitor, show: Callable[[Directory], None], settings: Settings
) -> None:
    show(with_status(with_status(FULL, 1, DOWN), 2, QUARANTINED))
    page = visitor.get("/en/embed/give?support=time")
    assert "No channel fits this question now." in page.text
    assert page.links()["See at aidroute why, and the nearest answer"] == f"{settings.base_url}/en/give?support=time"


def test_a_wrong_question_is_said_inside_the_frame(visitor: Visitor) -> None:
    page = visitor.get("/en/embed/give?need=shleter")
    assert page.status == 422
    assert content_security_policy(page.response)["frame-ancestors"] == "*"
