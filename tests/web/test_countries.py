"""A country is found by the name people type, in any of our languages, and by nothing that is only like it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidroute.domain.ask import MAX_VALUE_LENGTH
from aidroute.web import filters
from aidroute.web.countries import EVERYDAY, UNDERSTOOD, code_of, meant, with_codes
from tests.support.page_checker import Visitor

KNOWN = frozenset({"AM", "DE", "FR", "GB", "US"})


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("France", "FR"), ("Ֆրանսիա", "FR"), ("Франция", "FR"), ("  frANCE ", "FR"),
        ("États-Unis", "US"), ("etats unis", "US"), ("U.S.A.", "US"), ("США", "US"), ("ԱՄՆ", "US"),
        ("Great Britain", "GB"), ("UK", "GB"), ("Cote d'Ivoire", "CI"), ("Ivory Coast", "CI"), ("Turkey", "TR"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_the_names_people_give_it(in_request: Flask, typed: str, code: str) -> None:
    assert code_of(typed) == code


@pytest.mark.parametrize("typed", ["", "  ", "...", "Frnace", "Congo", "Europe", "France Germany", "France" * 40])
def test_a_text_that_is_not_exactly_one_country_is_none(in_request: Flask, typed: str) -> None:
    assert code_of(typed) == ""


@pytest.mark.parametrize("language", UNDERSTOOD)
def test_every_name_of_the_cldr_leads_back_to_its_country(in_request: Flask, language: str) -> None:
    names = filters.countries(language)
    assert {code: code_of(name) for code, name in names.items()} == {code: code for code in names}


def test_no_everyday_name_is_another_countrys_name(in_request: Flask) -> None:
    assert {name: code_of(name) for names in EVERYDAY.values() for name in names} == {
        name: code for code, names in EVERYDAY.items() for name in names
    }


def test_names_become_codes_and_what_we_do_not_know_stays_as_it_was_typed(in_request: Flask) -> None:
    asked = {"from": ["Atlantis", "xx"], "need": ["Germany"]}
    assert with_codes(asked, KNOWN) == asked


def test_a_country_that_this_directory_does_not_know_stays_as_it_was_typed(in_request: Flask) -> None:
    assert with_codes({"from": ["Japan"], "receipt": ["Germany"]}, KNOWN) == {"from": ["Japan"], "receipt": ["DE"]}


def test_what_was_probably_meant_is_told_but_never_taken(in_request: Flask) -> None:
    assert meant("Frnace", KNOWN) == "FR"
    assert meant("Frnace", frozenset({"DE"})) == ""
    assert meant("gold", KNOWN) == ""


def test_what_was_meant_is_found_in_a_language_the_page_is_not_in(in_request: Flask) -> None:
    assert meant("Франкция", KNOWN) == "FR"


# ------------------------------------------------------------------------------------------------- on pages


def country_field(page: str) -> str:
    (found,) = re.findall(r'<input id="from"[^>]*>', page)
    return str(found)


@pytest.mark.parametrize("typed", ["France", "Ֆրանսիա", "Франция", "FR", "fr", "france"])
def test_every_form_of_the_answer_takes_a_country_by_name_or_code(
    client: FlaskClient, visitor: Visitor, typed: str
) -> None:
    for path in ("/en/give", "/en/give.csv", "/en/embed/give", "/en/give.json"):
        answer = client.get(path, query_string={"from": typed})
        assert answer.status_code == 200, path
    assert client.get("/en/give.json", query_string={"from": typed}).get_json()["question"]["from"] == "FR"
    page = client.get("/en/give", query_string={"from": typed}).get_data(as_text=True)
    assert 'value="France"' in country_field(page)
    assert "from=FR" in page


def test_an_unknown_country_is_a_422_that_names_the_field_and_keeps_what_was_typed(
    client: FlaskClient, visitor: Visitor
) -> None:
    answer = client.get("/en/give", query_string={"from": "Frnace"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="Frnace"' in country_field(page)
    assert 'aria-invalid="true" aria-describedby="from-why"' in country_field(page)
    assert 'Did you mean <a href="/en/give?from=FR">France</a>?' in page
    problem = client.get("/en/give.json", query_string={"from": "Frnace"})
    assert problem.status_code == 422
    assert [error["parameter"] for error in problem.get_json()["errors"]] == ["from"]


def test_a_country_far_from_any_name_is_asked_for_again_without_a_guess(client: FlaskClient, visitor: Visitor) -> None:
    page = client.get("/en/give", query_string={"from": "Q" * 500}).get_data(as_text=True)
    assert "Write its name, or its two-letter code" in page
    assert f'value="{"Q" * MAX_VALUE_LENGTH}"' in country_field(page)


def test_the_form_suggests_every_country_in_the_pages_language(client: FlaskClient, visitor: Visitor) -> None:
    page = client.get("/en/").get_data(as_text=True)
    (names,) = re.findall(r'<datalist id="countries">(.*?)</datalist>', page)
    assert "<option>France</option>" in names
    assert 'list="countries"' in country_field(page)
    assert 'autocomplete="country-name"' in country_field(page)
