"""Which texts of the content go to the translators, and that nothing else does."""

from __future__ import annotations

import io

import pytest

from aidroute.web.wording.content_messages import english_texts, extract

ENTRY = {
    "name": "Harbour Kitchen",
    "summary": {"en": "Cooks.", "fr": "Fait la cuisine."},
    "places": ["Harbour Town", "HT"],
    "website_citation": {"source": "https://kitchen.test/", "note": "Seen in a copy."},
    "names": [{"value": "The Kitchen", "kind": "official", "citation": {"source": "A letter", "note": "Undated."}}],
    "contacts": [{"kind": "email", "value": "cook@kitchen.test"}],
    "facts": [
        {"topic": "people", "value": " 40 cooks ", "as_of": "autumn 2023", "citations": [{"note": "By phone."}]},
        {"topic": "email", "value": "cook@kitchen.test", "as_of": "2023-09-20T21:30"},
        {"topic": "tax", "found": False, "note": "Not looked for."},
    ],
    "figures": [{"what": "meals", "value": "10,000", "according_to": "the cooks", "as_of": "not stated"}],
    "needs": [{"slug": "food", "description": "Meals.", "note": "Since 2021."}],
    "channels": [{"note": {"en": "Closed on Sundays.", "fr": "Fermé le dimanche."}}],
}


def test_words_of_ours_are_taken_and_names_numbers_dates_and_addresses_are_not() -> None:
    assert set(english_texts(ENTRY)) == {
        "Harbour Town", "HT", "Seen in a copy.", "Undated.", "40 cooks", "autumn 2023", "By phone.", "Not looked for.",
        "meals", "the cooks", "not stated", "Meals.",
    }  # fmt: skip


@pytest.mark.parametrize("yaml", ["", "[]", "3", "note: ''", "note: 5", "note: [1, null]", "facts: {value: {en: x y}}"])
def test_files_of_another_shape_hold_no_text(yaml: str) -> None:
    assert list(extract(io.BytesIO(yaml.encode()), (), (), options={})) == []


def test_babel_gets_each_text_as_a_message() -> None:
    assert list(extract(io.BytesIO(b"note: Undated."), (), (), options={})) == [(1, None, "Undated.", [])]
