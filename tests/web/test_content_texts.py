"""Texts of the directory on pages: in the page's language where there is one, else marked with their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from aidroute.app import create_app
from aidroute.settings import Settings
from aidroute.web.content_texts import amount, as_of, told, told_in_a_row
from aidroute.web.filters import stated


@pytest.fixture
def in_french(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings.model_copy(update={"languages": ("en", "fr")}))
    with app.test_request_context("/fr/needs"):
        app.preprocess_request()
        yield app
    app.extensions["database"].close()


def test_a_text_in_several_languages_is_told_in_the_pages(in_french: Flask) -> None:
    assert told({"en": "Cooks.", "fr": "Fait la <cuisine>."}) == "Fait la &lt;cuisine&gt;."
    assert told({"en": "Cooks <b>."}) == '<bdi lang="en" dir="ltr">Cooks &lt;b&gt;.</bdi>'
    assert told({}) == ""


def test_a_text_in_english_alone_is_looked_up_or_marked_as_english(in_french: Flask) -> None:
    assert told("Safe water for drinking and washing.") == "De l’eau saine pour boire et se laver."
    assert told("Boats & <b>oars</b>.") == '<bdi lang="en" dir="ltr">Boats &amp; &lt;b&gt;oars&lt;/b&gt;.</bdi>'
    assert told("") == ""


def test_a_text_of_which_the_language_is_not_known_is_only_set_apart(in_french: Flask) -> None:
    assert told("Лодки", "") == '<bdi dir="auto">Лодки</bdi>'


def test_places_stand_in_a_row_each_in_its_own_language(in_french: Flask) -> None:
    assert told_in_a_row(["Armenia", "Kutland"]) == 'Arménie, <bdi lang="en" dir="ltr">Kutland</bdi>'
    assert told_in_a_row([]) == ""


@pytest.mark.parametrize(
    ("figure", "written"),
    [
        ("120,000", "120\N{NARROW NO-BREAK SPACE}000"),
        ("7", "7"),
        ("10000", "10\N{NARROW NO-BREAK SPACE}000"),
        ("1,00", '<bdi lang="en" dir="ltr">1,00</bdi>'),
        ("1.5", '<bdi lang="en" dir="ltr">1.5</bdi>'),
        ("9" * 40, f'<bdi lang="en" dir="ltr">{"9" * 40}</bdi>'),
        ("٣", '<bdi lang="en" dir="ltr">٣</bdi>'),
        ("", ""),
    ],
)
def test_a_number_is_written_as_in_the_pages_language_and_words_are_told(
    in_french: Flask, figure: str, written: str
) -> None:
    assert amount(figure) == written


def test_a_time_in_words_is_looked_up_and_a_date_is_written_out(in_french: Flask) -> None:
    assert stated("autumn 2023") == "automne 2023"
    assert stated("2023-09") == "septembre 2023"
    assert stated("sometime") == "sometime"
    assert as_of("autumn 2023") == "automne 2023"
    assert "septembre 2023" in as_of("2023-09")
