from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from aidroute.settings import Settings
from aidroute.web.page_cache.placing import NEVER
from tests.support.page_checker import Visitor
from tests.web.public.conftest import Listed


@pytest.fixture
def answer_to(client: FlaskClient, visitor: Visitor, settings: Settings):  # type: ignore[no-untyped-def]
    def ask(path: str, **more: str) -> Any:
        return client.get("/en/oembed", query_string={"url": f"{settings.base_url}{path}", **more})

    return ask


def test_an_answer_is_shown_in_its_frame(answer_to: Any, settings: Settings) -> None:
    shown = answer_to("/en/give?need=food&from=FR").json
    assert (shown["version"], shown["type"], shown["provider_name"]) == ("1.0", "rich", "aidroute")
    assert f'src="{settings.base_url}/en/embed/give?need=food&amp;from=FR"' in shown["html"]
    assert (shown["width"], shown["height"]) == (640, 840)


def test_the_address_without_a_language_is_shown_too(answer_to: Any, settings: Settings) -> None:
    assert answer_to("/give?need=food").json["html"] == answer_to("/en/give?need=food").json["html"]
    assert answer_to("/organizations/harbour-kitchen").json["title"] == "Harbour Kitchen"


def test_the_frame_is_no_larger_than_wanted(answer_to: Any) -> None:
    shown = answer_to("/en/give", maxwidth="300", maxheight="200").json
    assert (shown["width"], shown["height"]) == (300, 200)
    assert 'height="200"' in shown["html"]


@pytest.mark.parametrize("size", ["0", "-1", "x", "9" * 20, "\u0663"])
def test_a_size_that_is_none_is_left_alone(answer_to: Any, size: str) -> None:
    assert answer_to("/en/give", maxheight=size).json["height"] == 840


def test_an_organization_is_shown_by_its_name(answer_to: Any) -> None:
    shown = answer_to("/en/organizations/harbour-kitchen").json
    assert (shown["type"], shown["title"]) == ("link", "Harbour Kitchen")


@pytest.mark.parametrize("path", ["/en/organizations/none", "/en/about", "/en/go/quay-site", "/x", "/en/give/now"])
def test_other_addresses_have_nothing_to_show(answer_to: Any, path: str) -> None:
    assert (answer_to(path).status_code, answer_to(path).content_type) == (404, "application/problem+json")


@pytest.mark.parametrize("address", ["", "https://thief.test/en/give", "javascript:alert(1)", "//[x", "x" * 5_000])
def test_addresses_of_others_have_nothing_to_show(client: FlaskClient, visitor: Visitor, address: str) -> None:
    assert client.get("/en/oembed", query_string={"url": address}).status_code == 404


def test_a_host_that_begins_like_ours_is_not_ours(client: FlaskClient, visitor: Visitor, settings: Settings) -> None:
    assert client.get("/en/oembed", query_string={"url": f"{settings.base_url}.thief.test/en/give"}).status_code == 404


def test_a_wrong_question_is_a_problem(answer_to: Any) -> None:
    answer = answer_to("/en/give?need=shleter")
    assert (answer.status_code, answer.json["errors"][0]["parameter"]) == (422, "need")


def test_only_json_is_offered(answer_to: Any) -> None:
    assert answer_to("/en/give", format="xml").status_code == 501


def test_the_language_is_that_of_the_address(listed_in_two_languages: Listed) -> None:
    client, base = listed_in_two_languages.client, listed_in_two_languages.app.config["SETTINGS"].base_url
    answer = client.get("/en/oembed", query_string={"url": f"{base}/fr/give?need=food"})
    assert answer.headers["Location"].startswith("/fr/oembed?url=")
    assert "/fr/embed/give?need=food" in client.get(answer.headers["Location"]).json["html"]


def test_any_site_may_read_it_and_no_page_cache_drops_its_address(answer_to: Any) -> None:
    assert answer_to("/en/give").headers["Access-Control-Allow-Origin"] == "*"
    assert "oembed" in NEVER


@pytest.mark.parametrize("path", ["/en/give?need=food&from=FR", "/en/organizations/harbour-kitchen"])
def test_the_page_names_it(client: FlaskClient, visitor: Visitor, path: str) -> None:
    (link,) = [
        node.attributes
        for node in visitor.get(path).tree.all("link")
        if node.attributes.get("type") == "application/json+oembed"
    ]
    assert client.get(link["href"]).status_code == 200
