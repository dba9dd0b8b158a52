"""The answer for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from aidroute.domain.directory import Directory
from aidroute.settings import Settings
from tests.support.directories import NOW
from tests.support.equipment import REPOSITORY
from tests.support.page_checker import Visitor
from tests.support.web_directories import FULL
from tests.web.public.conftest import Listed


def answer(client: FlaskClient, query: str = "") -> dict[str, Any]:
    response = client.get(f"/en/give.json{query}")
    assert response.content_type == "application/json"
    return json.loads(response.data)


def test_the_same_question_gets_the_same_channels_as_on_the_page(client: FlaskClient, visitor: Visitor) -> None:
    query = "?need=food&from=FR"
    found = [match["channel"] for match in answer(client, query)["matches"] if match["level"] != "withheld"]
    buttons = [node.attributes.get("href", "") for node in visitor.get(f"/en/give{query}").tree.with_class("button")]
    assert [button.rsplit("/", 1)[1] for button in buttons if "/go/" in button] == found


def test_a_channel_is_opened_at_our_address_which_looks_again(
    client: FlaskClient, visitor: Visitor, settings: Settings
) -> None:
    first = answer(client, "?need=food&from=FR")["matches"][0]
    assert first["open"] == f"{settings.base_url}/en/go/harbour-kitchen-donate"
    assert first["host"] == "give.harbour-kitchen.example.org"
    assert "https://give.harbour-kitchen.example.org/donate" not in json.dumps(first)


def test_of_a_source_where_nobody_is_led_only_the_host_is_told(listed: Listed) -> None:
    def sources() -> dict[str, str]:
        return {match["channel"]: match["source"] for match in answer(listed.client)["matches"]}

    assert sources()["armenian-caritas-site"].startswith("https://caritas.am/")
    for state in ("suspect", "quarantined"):
        listed.set_link("caritas.am", state=state, verdict="hijack_suspect", last_checked_at=NOW, last_ok_at=NOW)
        assert sources()["armenian-caritas-site"] == "caritas.am"


def test_what_is_offered_is_counted_apart_and_named_in_the_heading(listed: Listed) -> None:
    before = answer(listed.client)
    assert before["offered"] == before["total"]
    listed.set_link("caritas.am", state="quarantined", verdict="hijack_suspect", last_checked_at=NOW)
    after = answer(listed.client)
    assert (after["total"], after["offered"]) == (before["total"], before["total"] - 1)
    assert listed.visitor.get("/en/give").heading == f"{after['offered']} channels for your question"


def test_what_is_not_known_is_null(client: FlaskClient, visitor: Visitor) -> None:
    site = next(each for each in answer(client)["matches"] if each["channel"] == "quay-site")
    assert site["countries"] is None
    assert site["methods"] is None
    assert site["currencies"] is None
    assert site["confirmed_at"] is None
    assert site["stated_on"] == "2023-07"
    store = next(each for each in answer(client)["matches"] if each["channel"] == "club-store")
    assert (store["host"], store["link"], store["stated_on"], store["source"]) == (None, None, None, None)


def test_reasons_and_cautions_are_codes_with_words(client: FlaskClient, visitor: Visitor) -> None:
    first = answer(client, "?need=food&from=FR")["matches"][0]
    assert {"code": "serves_need", "value": "food", "text": "Helps with: Food"} in first["reasons"]
    doubtful = next(each for each in answer(client)["matches"] if each["channel"] == "harbour-new-page")
    assert "never_checked" in [caution["code"] for caution in doubtful["cautions"]]


def test_no_match_tells_the_filters_and_the_nearest_question(client: FlaskClient, visitor: Visitor) -> None:
    found = answer(client, "?support=time")
    assert found["total"] == 0
    assert {"filter": "support", "removed": 9, "text": "9 channels do not take what you give"} in found["exclusions"]
    assert found["nearest"]["lifted"] == ["support"]
    assert found["nearest"]["best"]["channel"]


def test_everybody_may_read_it_and_it_may_be_kept_for_a_moment(client: FlaskClient, visitor: Visitor) -> None:
    response = client.get("/en/give.json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == "public, max-age=30"
    assert "Set-Cookie" not in response.headers


def test_without_a_language_it_leads_to_one_and_other_sites_may_follow(client: FlaskClient, visitor: Visitor) -> None:
    response = client.get("/give.json?need=food")
    assert (response.status_code, response.headers["Location"]) == (302, "/en/give.json?need=food")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_wrong_question_is_a_problem_that_names_the_parameter(client: FlaskClient, visitor: Visitor) -> None:
    response = client.get("/en/give.json?need=shleter&from=XX")
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    problem = json.loads(response.data)
    assert (problem["status"], problem["type"]) == (422, "about:blank")
    assert problem["errors"][0]["parameter"] == "need"
    assert problem["errors"][0]["value"] == "shleter"
    assert "food" in problem["errors"][0]["allowed"]
    assert problem["errors"][1]["parameter"] == "from"


def test_a_page_that_is_not_there_is_a_problem_too(client: FlaskClient, visitor: Visitor) -> None:
    response = client.get("/en/nothing.json")
    assert response.status_code == 404
    assert json.loads(response.data)["title"] == "There is no page here"


def test_an_empty_directory_has_an_empty_answer(client: FlaskClient, show: Callable[[Directory], None]) -> None:
    show(Directory(version=1, links_version=1, vocabulary=FULL.vocabulary))
    found = answer(client, "?need=food")
    assert (found["total"], found["matches"], found["nearest"]) == (0, [], None)


def members(shape: Any, prefix: str = "") -> set[str]:
    """Every member of a shape by its path, lists looked into."""
    if isinstance(shape, list):
        return {name for each in shape for name in members(each, prefix)}
    if not isinstance(shape, dict):
        return set()
    names = {f"{prefix}{name}" for name in shape}
    return names.union(*(members(value, f"{prefix}{name}.") for name, value in shape.items()))


def test_every_member_is_described_in_the_documentation(client: FlaskClient, visitor: Visitor) -> None:
    described = (REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8")
    full = members(answer(client, "?need=food&from=FR")) | members(answer(client, "?support=time"))
    shown = {name for name in full if not name.startswith(("nearest.best.", "nearest.question."))}
    missing = sorted(name for name in shown if f"`{name.removeprefix('matches.')}`" not in described)
    assert missing == []
