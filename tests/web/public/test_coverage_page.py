from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from aidroute.domain.coverage import Cover
from aidroute.domain.directory import Directory
from aidroute.web.coverage_page import MOST_COLUMNS, SHAPES
from tests.support.directories import EMERGENCY, channel
from tests.support.page_checker import Visitor
from tests.support.web_directories import FULL

GAPS = "/en/coverage"


def test_gaps_come_first_and_every_need_has_a_row(visitor: Visitor) -> None:
    rows = visitor.get(GAPS).tree.one("tbody").all("tr")
    assert [row.one("th").text for row in rows] == ["Safe passage", "Food", "Hygiene"]
    assert "money does not buy it" in rows[0].text
    assert rows[1].with_class("badge--go")[0].text == "a link works"
    assert "Harbour Kitchen (a link works)" in rows[1].text


def test_the_picture_shows_what_the_table_says(visitor: Visitor) -> None:
    page = visitor.get(GAPS)
    picture = page.tree.with_class("matrix")[0]
    assert picture.attributes["role"] == "img"
    assert page.tree.with_class("lead")[0].text in picture.attributes["aria-label"]
    columns = [node.text for node in page.tree.with_class("numbers")[0].all("li")]
    shapes = [node.attributes["href"].removeprefix("#cover-") for node in picture.all("use")]
    by_row = [shapes[at : at + len(columns)] for at in range(0, len(shapes), len(columns))]
    assert len(by_row) == 3
    assert dict(zip(columns, by_row[1], strict=True))["Harbour Kitchen"] == Cover.WORKS.value
    assert dict(zip(columns, by_row[1], strict=True))["Quay Relief"] == Cover.WITHHELD.value
    assert set(by_row[0]) == {Cover.NONE.value}


def test_shapes_differ_without_any_colour() -> None:
    assert len(set(SHAPES.values())) == len(Cover) == len(SHAPES)


def test_a_picture_that_would_be_too_wide_is_left_out(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    many = [channel(f"c-{at:03}", f"o-{at:03}", 1, needs=frozenset({"food"})) for at in range(MOST_COLUMNS + 1)]
    owners = {each.organization: replace(FULL.organizations["quay-relief"], slug=each.organization) for each in many}
    show(replace(FULL, channels={each.slug: each for each in many}, organizations={**FULL.organizations, **owners}))
    page = visitor.get(GAPS)
    assert page.tree.with_class("matrix") == []
    assert "and 21 more" in page.tree.one("tbody").text


def test_one_emergency_can_be_asked_for(visitor: Visitor) -> None:
    assert "Only for: Harbour flood 2023" in visitor.get(f"{GAPS}?emergency={EMERGENCY.slug}").text
    assert visitor.get(f"{GAPS}?emergency=no-such").status == 404


def test_the_json_form_says_the_same(visitor: Visitor) -> None:
    answer = visitor.client.get("/en/coverage.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    needs = {row["need"]: row for row in answer.json["needs"]}
    assert needs["food"]["organizations"]["harbour-kitchen"] == "works"
    assert needs["food"]["is_gap"] is False
    assert needs["safe-passage"]["is_donatable"] is False
    assert needs["food"]["requested_in"] == ["letter-2023"]


def test_without_appeals_there_is_nothing_to_cover(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    show(replace(FULL, statements=()))
    assert "No appeal in this directory names a need." in visitor.get(GAPS).text
