"""Stored values in the words of the page's language."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.change_sentences import shown_lines
from aidroute.domain.subjects import FIELDS
from aidroute.web.wording.changes import field_label
from aidroute.web.wording.values import in_words


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("kind", "donation_page", "Donation page"),
        ("support", ["money", "time"], ["Money", "Time"]),
        ("needs", ["food", "made-up"], ["Food", "made-up"]),
        ("countries", ["FR", "AM"], ["France", "Armenia"]),
        ("currencies", ["EUR"], ["EUR (Euro)"]),
        ("title", {"en": "Give", "hy": "Տալ"}, {"English": "Give", "Armenian": "Տալ"}),
        ("receipts", [{"country": "FR", "issuer": "Them"}], [{"Country": "France", "Issuer": "Them"}]),
        ("url", "https://example.org/", "https://example.org/"),
        ("valid_from", "", ""),
        ("citation", None, None),
    ],
)
def test_a_code_is_written_as_our_word_for_it(in_request: Flask, field: str, value: Any, words: Any) -> None:
    assert in_words(CHANNEL, field, value) == words


def test_the_parts_of_a_source_have_names(in_request: Flask) -> None:
    told = in_words(CHANNEL, "citation", {"source": "a letter", "stated_on": "2023", "strength": "weak", "note": ""})
    assert told == {
        "Document or address": "a letter",
        "Stated": "2023",
        "Strength of the source": "a weak source",
        "Note": "",
    }


def test_what_was_not_found_is_said_so(in_request: Flask) -> None:
    (line,) = shown_lines(in_words(ORGANIZATION, "facts", [{"topic": "tax", "value": "none", "is_found": False}]))
    assert line == "Topic: Tax deduction, What it says: none, Found: no"


@pytest.mark.parametrize(
    "value", [None, "", [], {}, 7, True, "x", ["x"], {"x": "y"}, [{"x": ["y"]}], [None], {"en": None}]
)
def test_a_value_of_whatever_shape_is_written(in_request: Flask, value: Any) -> None:
    for subject, fields in FIELDS.items():
        for field in fields:
            shown_lines(in_words(subject, field, value))
    assert in_words("emergency", "created", {"slug": "flood"}) == {"slug": "flood"}


def test_every_field_has_a_name(in_request: Flask) -> None:
    nameless = [
        (subject, name) for subject, fields in FIELDS.items() for name in fields if field_label(subject, name) == name
    ]
    assert nameless == []
