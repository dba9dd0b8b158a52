"""The pictures that messengers show beside a link to us."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from PIL import Image

from tests.support.page_checker import Page, Visitor
from tests.web.public.conftest import Listed

PAGES = (
    "/en/", "/en/give", "/en/give?need=food", "/en/give?need=food&need=hygiene&from=FR", "/en/organizations",
    "/en/organizations/harbour-kitchen", "/en/needs", "/en/needs/food", "/en/appeals", "/en/appeals/letter-2023",
    "/en/emergencies", "/en/emergencies/harbour-2023", "/en/coverage", "/en/changes", "/en/status", "/en/about",
    "/en/bot", "/en/suggest",
)  # fmt: skip


def meta(page: Page) -> dict[str, str]:
    return {
        node.attributes.get("property") or node.attributes.get("name", ""): node.attributes.get("content", "")
        for node in page.tree.all("meta")
    }


def picture_of(page: Page) -> str:
    """The path of the picture that a page names."""
    return urlsplit(meta(page)["og:image"]).path


@pytest.mark.parametrize("path", PAGES)
def test_every_page_that_is_shared_has_a_picture(visitor: Visitor, path: str) -> None:
    said = meta(visitor.get(path))
    answer = visitor.client.get(urlsplit(said["og:image"]).path)
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    image = Image.open(io.BytesIO(answer.data))
    assert (str(image.width), str(image.height)) == (said["og:image:width"], said["og:image:height"])
    assert said["og:image:alt"]
    assert said["twitter:card"] == "summary_large_image"


def test_an_entry_has_its_own_and_a_question_that_of_its_one_need(visitor: Visitor) -> None:
    own = [
        picture_of(visitor.get(f"/en/{path}"))
        for path in ("organizations/harbour-kitchen", "organizations/quay-relief")
    ]
    assert own[0] != own[1]
    assert picture_of(visitor.get("/en/give?need=food&from=FR")) == picture_of(visitor.get("/en/needs/food"))
    assert picture_of(visitor.get("/en/give?need=food&need=hygiene")) == picture_of(visitor.get("/en/"))


def test_the_words_beside_a_picture_say_what_is_on_it(visitor: Visitor) -> None:
    assert meta(visitor.get("/en/organizations/harbour-kitchen"))["og:image:alt"].startswith("Harbour Kitchen")


def test_a_picture_may_be_kept_for_ever_and_shown_by_anybody(visitor: Visitor) -> None:
    path = picture_of(visitor.get("/en/"))
    answer = visitor.client.get(path)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers
    again = visitor.client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_an_older_address_leads_to_the_present_picture(visitor: Visitor) -> None:
    path = picture_of(visitor.get("/en/needs/food"))
    older = visitor.client.get("/en/pictures/need/food-0000000000.png")
    assert (older.status_code, urlsplit(older.headers["Location"]).path) == (302, path)
    assert older.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "name",
    ["need/none-0000000000", "page/constructor-1", "organization/-", "x/food-1", "need/food", "page/__class__-1"],
)
def test_there_is_no_picture_of_what_is_not_listed(client: FlaskClient, visitor: Visitor, name: str) -> None:
    assert visitor.get(f"/en/pictures/{name}.png").status in (302, 404)
    assert client.get(f"/en/pictures/{name}.png").content_type != "image/png"


def test_a_picture_says_nothing_about_the_state_of_a_link(listed: Listed) -> None:
    page = "/en/organizations/armenian-caritas"
    before = picture_of(listed.visitor.get(page))
    listed.close_link(next(link.host for link in listed.app.extensions["directory"].current(
        listed.app.extensions["clock"]()).directory.links.values()))  # fmt: skip
    assert picture_of(listed.visitor.get(page)) == before


def test_a_picture_is_in_the_language_of_its_page(listed_in_two_languages: Listed) -> None:
    english, french = (picture_of(listed_in_two_languages.visitor.get(f"/{code}/needs/food")) for code in ("en", "fr"))
    assert english.removeprefix("/en/") != french.removeprefix("/fr/")
