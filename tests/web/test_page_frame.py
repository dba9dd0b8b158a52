"""What stands around every page."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from aidroute.storage.link import CheckRun
from tests.support.directories import NOW
from tests.support.page_checker import Visitor
from tests.support.web_directories import FULL, FixedSource


def test_a_stopped_checker_is_told_on_every_page(visitor: Visitor) -> None:
    for path in ("/en/", "/en/give", "/en/go/harbour-new-page", "/en/none-such"):
        (band,) = visitor.get(path).tree.with_class("band")
        assert band.text == "Checks are paused. You see what the last checks found."
        assert band.attributes["role"] == "status"


def test_on_a_good_day_nothing_is_told(app: Flask, visitor: Visitor) -> None:
    with app.extensions["database"].write() as session:
        session.add(CheckRun(started_at=NOW, seen_at=NOW - timedelta(seconds=20)))
    assert visitor.get("/en/").tree.with_class("band") == []


def test_a_directory_that_cannot_be_read_anew_is_told(app: Flask, client: FlaskClient, visitor: Visitor) -> None:
    app.extensions["directory"] = FixedSource(FULL, is_stale=True)
    assert "The directory cannot be read anew at the moment." in visitor.get("/en/").text


def test_the_page_that_is_open_is_marked_in_the_menu(visitor: Visitor) -> None:
    marked = [node for node in visitor.get("/en/organizations").tree.all("a") if "aria-current" in node.attributes]
    assert [node.text for node in marked] == ["Organizations"]


def test_every_way_in_the_menus_leads_somewhere(visitor: Visitor) -> None:
    tree = visitor.get("/en/").tree
    paths = {link.attributes["href"] for nav in tree.all("nav") for link in nav.all("a")}
    assert len(paths) > 5
    for path in paths:
        assert visitor.get(path).status == 200


def test_the_first_thing_for_a_keyboard_is_the_way_to_the_content(visitor: Visitor) -> None:
    first = visitor.get("/en/").tree.one("body").all("a")[0]
    assert (first.text, first.attributes["href"]) == ("Skip to the content", "#content")
