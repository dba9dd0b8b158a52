"""What one change says."""

from typing import Any

import pytest

from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.change_sentences import SentenceCode, sentence, shown_lines
from aidroute.domain.subjects import FIELDS


@pytest.mark.parametrize(
    ("field", "before", "after", "code"),
    [
        ("url", "https://a.example/", "https://b.example/", SentenceCode.CHANGED),
        ("url", "", "https://b.example/", SentenceCode.SET),
        ("url", None, "https://b.example/", SentenceCode.SET),
        ("address", "x", "", SentenceCode.CLEARED),
        ("kind", None, "email", SentenceCode.CREATED),
        ("kind", "phone", "email", SentenceCode.CHANGED),
        ("status", "awaiting", "approved", SentenceCode.APPROVED),
        ("status", "approved", "retired", SentenceCode.RETIRED),
        ("status", "approved", "awaiting", SentenceCode.AWAITING),
        ("needs", ["food"], ["food", "hygiene"], SentenceCode.ITEMS_ADDED),
        ("needs", ["food", "hygiene"], ["food"], SentenceCode.ITEMS_REMOVED),
        ("needs", ["food"], ["hygiene"], SentenceCode.ITEMS_EXCHANGED),
        ("citation", None, {"source": "x"}, SentenceCode.SET),
    ],
)
def test_a_change_of_a_channel_has_its_code(field: str, before: Any, after: Any, code: SentenceCode) -> None:
    assert sentence(CHANNEL, field, before, after).code is code


def test_a_new_organization_is_told_by_its_name() -> None:
    assert sentence(ORGANIZATION, "name", None, "Example").code is SentenceCode.CREATED
    assert sentence(ORGANIZATION, "name", "Example", "Sample").code is SentenceCode.CHANGED


def test_lists_tell_what_came_and_what_went() -> None:
    said = sentence(CHANNEL, "needs", ["food", "water"], ["food", "hygiene"])
    assert (said.added, said.removed) == (("hygiene",), ("water",))


def test_values_become_lines_without_their_empty_parts() -> None:
    assert shown_lines({"en": "Meals", "fr": ""}) == ("en: Meals",)
    assert shown_lines([{"country": "FR", "issuer": "Example Fund"}]) == ("country: FR, issuer: Example Fund",)
    assert shown_lines([{"value": "x", "citation": {"source": "s", "note": ""}}]) == ("value: x, citation: source: s",)
    assert shown_lines([]) == shown_lines(None) == shown_lines("") == ()


def test_every_field_has_a_sentence_even_for_odd_values() -> None:
    for subject, fields in FIELDS.items():
        for name, field in fields.items():
            assert sentence(subject, name, field.empty, field.empty).code
