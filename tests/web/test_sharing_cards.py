from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask, g

from aidroute.domain.directory import Directory
from aidroute.settings import Settings
from aidroute.web.sharing_cards import PAGES, open_graph_locale
from tests.support.markup_payloads import PAYLOADS
from tests.support.page_checker import Page, Visitor
from tests.support.web_directories import FULL


def card_of(page: Page) -> dict[str, str]:
    return {
        node.attributes["property"].removeprefix("og:"): node.attributes["content"]
        for node in page.tree.all("meta")
        if "property" in node.attributes
    }


def test_a_page_tells_what_it_is_to_those_who_share_it(visitor: Visitor, settings: Settings) -> None:
    page = visitor.get("/en/organizations/harbour-kitchen?ref=newsletter")
    card = card_of(page)
    assert card["title"] == "Harbour Kitchen"
    assert card["url"] == f"{settings.base_url}/en/organizations/harbour-kitchen"
    assert (card["site_name"], card["type"], card["locale"]) == ("aidroute", "website", "en_GB")
    assert page.tree.one("title").text == "Harbour Kitchen · aidroute"


def test_an_answer_is_shared_with_its_question(visitor: Visitor, settings: Settings) -> None:
    card = card_of(visitor.get("/en/give?from=FR&need=food&utm=x"))
    assert card["url"] == f"{settings.base_url}/en/give?need=food&from=FR"
    assert card["description"]


@pytest.mark.parametrize("path", ["/en/no-such", "/en/organizations/none", "/en/give?need=x", "/en/go/quay-stopped"])
def test_errors_and_ways_out_are_not_shared(visitor: Visitor, path: str) -> None:
    assert card_of(visitor.get(path)) == {}


def test_every_page_that_is_shared_exists(app: Flask) -> None:
    assert set(app.view_functions) >= PAGES


def test_markup_in_a_name_stays_text(visitor: Visitor, show: Callable[[Directory], None]) -> None:
    for payload in PAYLOADS[::5]:
        kitchen = replace(FULL.organizations["harbour-kitchen"], name=payload)
        show(replace(FULL, organizations={**FULL.organizations, "harbour-kitchen": kitchen}))
        page = visitor.get("/en/organizations/harbour-kitchen")
        assert {node.tag for node in page.tree.one("head").walk()} == {"head", "link", "meta", "script", "title"}


@pytest.mark.parametrize(("language", "locale"), [("en", "en_GB"), ("hy", "hy_AM"), ("ru", "ru_RU"), ("fr", "fr_FR")])
def test_a_locale_names_language_and_territory(in_request: Flask, language: str, locale: str) -> None:
    g.language = language
    assert open_graph_locale() == locale
