from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from aidroute.domain.directory import Directory, Name
from aidroute.settings import Settings
from aidroute.web.structured_data import data_block
from tests.support.markup_payloads import PAYLOADS
from tests.support.page_checker import DATA, Page, Visitor
from tests.support.web_directories import DOWN, FULL, QUARANTINED, with_status

KITCHEN = "/en/organizations/harbour-kitchen"
QUAY = "/en/organizations/quay-relief"


def data_of(page: Page) -> list[dict[str, Any]]:
    return [json.loads(node.raw_text) for node in page.tree.all("script") if node.attributes.get("type") == DATA]


def with_organization(slug: str, **values: object) -> Directory:
    changed = replace(FULL.organizations[slug], **values)  # type: ignore[arg-type]
    return replace(FULL, organizations={**FULL.organizations, slug: changed})


def test_an_organization_is_told_with_its_names_and_the_ways_to_give(
    visitor: Visitor, show: Callable[[Directory], None], settings: Settings
) -> None:
    names = (Name("Harbour Kitchen", "en"), Name("HK", "", "abbreviation"), Name("Նավահանգիստ", "hy"))
    show(with_organization("harbour-kitchen", kind="national NGO", names=names))
    (data,) = data_of(visitor.get(KITCHEN))
    assert (data["@context"], data["@type"]) == ("https://schema.org", "NGO")
    assert (data["name"], data["alternateName"]) == ("Harbour Kitchen", ["HK", "Նավահանգիստ"])
    assert data["mainEntityOfPage"] == f"{settings.base_url}{KITCHEN}"
    targets = [each["target"] for each in data["potentialAction"]]
    assert f"{settings.base_url}/en/go/harbour-kitchen-donate" in targets
    assert {each["@type"] for each in data["potentialAction"]} == {"DonateAction"}
    assert "example.org/donate" not in json.dumps(data)


def test_what_is_not_known_to_be_an_ngo_is_not_called_one(visitor: Visitor) -> None:
    (data,) = data_of(visitor.get(KITCHEN))
    assert FULL.organizations["harbour-kitchen"].kind not in ("national NGO", "international NGO")
    assert data["@type"] == "Organization"


def test_no_way_that_is_withheld_or_not_approved_is_offered(
    visitor: Visitor, show: Callable[[Directory], None]
) -> None:
    show(with_status(FULL, 1, QUARANTINED))
    assert "potentialAction" not in data_of(visitor.get(KITCHEN))[0]
    targets = [each["target"] for each in data_of(visitor.get("/en/organizations/harbour-women"))[0]["potentialAction"]]
    assert not any(target.endswith(("/seen-once", "/old-page")) for target in targets)


def test_its_own_site_is_told_only_while_it_is_approved_and_works(
    visitor: Visitor, show: Callable[[Directory], None]
) -> None:
    assert "url" not in data_of(visitor.get(QUAY))[0]  # its path may lead to a form for gifts
    root = replace(FULL, links={**FULL.links, 2: replace(FULL.links[2], url="https://quay-relief.example.org/")})
    show(root)
    assert data_of(visitor.get(QUAY))[0]["url"] == "https://quay-relief.example.org/"
    show(with_status(root, 2, DOWN))
    assert "url" not in data_of(visitor.get(QUAY))[0]
    show(with_organization("harbour-kitchen", website="https://never-checked.example.org/"))
    assert "url" not in data_of(visitor.get(KITCHEN))[0]


def test_a_need_is_a_demand_with_the_appeals_that_ask_for_it(visitor: Visitor, settings: Settings) -> None:
    (data,) = data_of(visitor.get("/en/needs/food"))
    assert (data["@type"], data["name"], data["url"]) == ("Demand", "Food", f"{settings.base_url}/en/needs/food")
    (document,) = data["subjectOf"]
    assert document["name"] == "A letter from the harbour"
    assert document["url"].startswith(f"{settings.base_url}/en/appeals/")


def test_a_need_that_no_appeal_asks_for_is_no_demand(visitor: Visitor) -> None:
    assert data_of(visitor.get("/en/needs/fuel")) == []


@pytest.mark.parametrize("payload", [*PAYLOADS, "</script><script>x</script>", "a\u2028b\u2029c", "<!--<script>"])
def test_whatever_is_in_a_name_stays_inside_the_data(app: Flask, payload: str) -> None:
    block = data_block({"name": payload})
    start, end = '<script type="application/ld+json">', "</script>"
    assert block.startswith(start)
    assert block.endswith(end)
    inside = block[len(start) : -len(end)]
    assert not set(inside) & set("<>&\u2028\u2029")
    assert json.loads(inside)["name"] == payload


def test_no_data_is_no_element() -> None:
    assert data_block({}) == ""
