from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidroute.resources import folder
from aidroute.web.assets import Assets, static_url
from tests.support.page_checker import Visitor


@pytest.fixture
def sheet(app: Flask) -> str:
    with app.test_request_context():
        return static_url("site.css")


def test_a_static_file_has_a_name_that_changes_with_its_content(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    before = Assets(tmp_path).hashed_name("a.css")
    (tmp_path / "a.css").write_text("b{}")
    after = Assets(tmp_path).hashed_name("a.css")
    assert before != after
    assert before.startswith("a.")
    assert before.endswith(".css")


def test_under_that_name_it_is_kept_for_ever(client: FlaskClient, sheet: str) -> None:
    answer = client.get(sheet)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/css; charset=utf-8"


def test_under_its_own_name_it_is_kept_for_minutes(client: FlaskClient) -> None:
    assert client.get("/static/site.css").headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(
    ("asked", "coding"),
    [("gzip, br", "br"), ("gzip", "gzip"), ("", None), ("identity", None), ("br;q=0, gzip", "gzip")],
)
def test_it_is_sent_as_small_as_the_browser_can_read(
    client: FlaskClient, sheet: str, asked: str, coding: str | None
) -> None:
    answer = client.get(sheet, headers={"Accept-Encoding": asked})
    assert answer.headers.get("Content-Encoding") == coding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert unpack(answer.data) == (folder("static") / "site.css").read_bytes()
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_what_is_known_is_not_sent_again(client: FlaskClient, sheet: str) -> None:
    etag = client.get(sheet).headers["ETag"]
    answer = client.get(sheet, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize(
    "name",
    ["none.css", "site.00000000.css", "../pyproject.toml", "%2e%2e/pyproject.toml", "..\\x", "/etc/passwd", "icons/"],
)
def test_nothing_else_is_served(visitor: Visitor, name: str) -> None:
    assert visitor.get(f"/static/{name}").status == 404


def test_an_icon_stands_in_the_page_silent_and_in_the_colour_of_the_text(app: Flask) -> None:
    icon = app.extensions["assets"].icon("food")
    assert icon.startswith('<svg class="icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24"')
    assert "currentColor" in icon
    assert "xmlns" not in icon


def test_an_icon_that_is_not_there_is_a_general_one(app: Flask) -> None:
    assets = app.extensions["assets"]
    assert assets.icon("no-such-need") == assets.icon("need")


def test_every_drawing_is_small_and_only_a_drawing() -> None:
    for path in (folder("static") / "icons").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert len(text) < 500, path.name
        for word in ("script", "href", "style", "foreignObject", "<text", "data:"):
            assert word not in text, path.name


def test_the_stylesheet_loads_nothing() -> None:
    text = (folder("static") / "site.css").read_text(encoding="utf-8")
    assert "url(" not in text
    assert "@import" not in text
