from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidroute.app import create_app
from aidroute.settings import load_settings
from aidroute.web.languages import describe
from tests.support.directories import NOW
from tests.support.page_checker import Visitor
from tests.support.web_directories import FULL, FixedSource


@pytest.fixture
def many(tmp_path: Path, sqlite_url: str) -> Iterator[Flask]:
    """The application in four languages, one of which runs from right to left."""
    variables = {
        "AIDROUTE_DATABASE_URL": sqlite_url,
        "AIDROUTE_LANGUAGES": "en,hy,fr,ar",
        "AIDROUTE_LOG_LEVEL": "warning",
    }
    app = create_app(load_settings(tmp_path / "many", variables))
    app.extensions["directory"] = FixedSource(FULL)
    app.extensions["clock"] = lambda: NOW
    yield app
    app.extensions["database"].close()


@pytest.fixture
def reader(many: Flask) -> FlaskClient:
    return many.test_client()


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("hy", "hy"),
        ("hy-AM,hy;q=0.9,en;q=0.5", "hy"),
        ("fr-CA", "fr"),
        ("fr-FR,en;q=0.3", "fr"),
        ("hy-AM,en;q=0.8", "hy"),
        ("en;q=0.3,HY-am;q=0.8", "hy"),
        ("hy;q=0,fr;q=0.1", "fr"),
        ("de,fr;q=0.5", "fr"),
        ("de", "en"),
        ("", "en"),
        ("*", "en"),
        ("x" * 5000, "en"),
        ("fr;q=nonsense", "en"),
    ],
)
def test_a_path_without_a_language_leads_to_the_visitors_own(reader: FlaskClient, asked: str, language: str) -> None:
    answer = reader.get("/give?need=food&from=FR", headers={"Accept-Language": asked})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{language}/give?need=food&from=FR"
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/", "/give", "/give/now", "/give.json", "/embed/give"])
def test_every_page_can_be_named_without_its_language(reader: FlaskClient, path: str) -> None:
    answer = reader.get(path, headers={"Accept-Language": "hy"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/hy{path}")


def test_a_page_in_a_language_does_not_depend_on_what_the_browser_asks_for(reader: FlaskClient) -> None:
    answers = [reader.get("/fr/", headers={"Accept-Language": asked}) for asked in ("hy", "en", "")]
    assert len({answer.data for answer in answers}) == 1
    assert all("Accept-Language" not in answer.headers.get("Vary", "") for answer in answers)


def test_names_of_countries_and_dates_are_in_the_pages_language(reader: FlaskClient) -> None:
    french = Visitor(reader).get("/fr/give?from=FR&need=food")
    assert french.tree.one("html").attributes["lang"] == "fr"
    assert "5 mars 2023" in french.text
    assert "Allemagne" in french.text
    armenian = Visitor(reader).get("/hy/give?from=FR&need=food")
    assert "Ֆրանսիա" in armenian.text


def test_a_language_that_runs_from_right_to_left_says_so(reader: FlaskClient) -> None:
    page = Visitor(reader).get("/ar/give")
    assert page.tree.one("html").attributes == {"lang": "ar", "dir": "rtl"}
    assert all(
        node.attributes["dir"] == "ltr" for node in page.tree.with_class("host") if node.tag == "bdi" and node.all("b")
    )


def test_the_switch_keeps_the_page_and_the_question(reader: FlaskClient) -> None:
    page = Visitor(reader).get("/en/give?need=food&need=hygiene&from=FR")
    nav = next(node for node in page.tree.all("nav") if "tongues" in node.attributes.get("class", ""))
    links = {node.attributes["hreflang"]: node.attributes for node in nav.all("a")}
    assert links["hy"]["href"] == "/hy/give?need=food&need=hygiene&from=FR"
    assert links["hy"]["lang"] == "hy"
    assert nav.text == "Հայերեն Français العربية"
    assert links["ar"]["dir"] == "rtl"


def test_a_query_that_is_no_question_of_ours_is_not_repeated_for_every_language(reader: FlaskClient) -> None:
    page = reader.get("/en/", query_string={"need": "x" * 9_000}).text
    assert len(reader.get("/en/").text) + 1_000 > len(page)
    assert 'href="/hy/"' in page


@pytest.mark.parametrize("path", ["/xx/give", "/EN/give", "/en_US/give", "/e n/give", "/en/none-such", "/none-such"])
def test_an_unknown_language_or_page_is_a_404(reader: FlaskClient, path: str) -> None:
    assert Visitor(reader).get(path).status == 404


def test_a_page_that_is_not_there_is_said_in_the_language_of_its_path(reader: FlaskClient) -> None:
    answer = reader.get("/hy/no-such-page", headers={"Accept-Language": "fr"})
    assert answer.status_code == 404
    assert '<html lang="hy"' in answer.text
    assert "Accept-Language" not in answer.headers.get("Vary", "")


def test_only_reading_is_led_to_a_language(reader: FlaskClient) -> None:
    assert reader.post("/give").status_code == 404
    assert reader.head("/give").status_code == 302


def test_with_one_language_there_is_no_switch(visitor: Visitor) -> None:
    assert visitor.get("/en/").tree.with_class("tongues") == []


def test_a_language_that_cldr_does_not_know_is_its_own_name() -> None:
    assert (describe("qqq").name, describe("qqq").direction) == ("qqq", "ltr")
