"""Reading what a person typed."""

from typing import Any

import pytest

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.domain.change import CHANNEL, ORGANIZATION
from aidroute.domain.field_values import (
    BadValue,
    Known,
    ValueProblem,
    clean_line,
    read_email,
    read_phone,
    read_slug,
    read_value,
    suggested_slug,
)
from aidroute.domain.host_names import UrlProblem
from aidroute.domain.subjects import FIELDS
from aidroute.domain.vocabulary import Need, Vocabulary

KNOWN = Known(
    BrowserHostRules(("test",)),
    Vocabulary({"food": Need("food", "Food")}, frozenset({"FR", "AM"}), frozenset({"EUR", "AMD"})),
)


def read(subject: str, name: str, raw: Any) -> Any:
    return read_value(FIELDS[subject][name], raw, KNOWN)


def problem(subject: str, name: str, raw: Any) -> str:
    with pytest.raises(BadValue) as raised:
        read(subject, name, raw)
    return raised.value.code


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("url", " HTTPS://Give.Example.ORG/a/../b#top ", "https://give.example.org/b"),
        ("url", "", ""),
        ("status", "approved", "approved"),
        ("title", {"en": " Give \n here ", "fr": ""}, {"en": "Give \n here"}),
        ("support", ["money", "goods", "money"], ["goods", "money"]),
        ("needs", ["food"], ["food"]),
        ("countries", ["fr", "AM"], ["AM", "FR"]),
        ("currencies", ["eur"], ["EUR"]),
        ("allowed_domains", ["Pay.Test", ""], ["pay.test"]),
        ("tenant_prefix", "/charity/", "/charity"),
        ("receipts", [{"country": "fr", "issuer": "Example Fund"}, {}], [{"country": "FR", "issuer": "Example Fund"}]),
        ("valid_from", "2026-02-28", "2026-02-28"),
        ("emergencies", ["b", "a"], ["a", "b"]),
        ("citation", {"source": ""}, None),
        (
            "citation",
            {"source": "https://example.org/", "stated_on": "2023-07"},
            {"source": "https://example.org/", "stated_on": "2023-07", "strength": "weak", "note": ""},
        ),
    ],
)
def test_a_channel_value_is_brought_to_its_one_spelling(name: str, raw: Any, value: Any) -> None:
    assert read(CHANNEL, name, raw) == value


def test_an_organization_lists_names_and_contacts_and_drops_empty_rows() -> None:
    names = read(ORGANIZATION, "names", [{"value": "Օրինակ", "language": "hy"}, {"value": ""}])
    assert names == [{"value": "Օրինակ", "language": "hy", "kind": "official", "citation": None}]
    contacts = read(ORGANIZATION, "contacts", [{"kind": "email", "value": "Ani@Example.ORG"}])
    assert contacts == [{"kind": "email", "value": "Ani@example.org", "citation": None}]
    identifiers = read(ORGANIZATION, "identifiers", [{"scheme": "AM-EXAMPLE", "value": "1"}, {"scheme": ""}])
    assert identifiers == [{"scheme": "AM-EXAMPLE", "value": "1", "citation": None}]
    assert read(ORGANIZATION, "places", ["Goris", "Goris", ""]) == ["Goris"]


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("url", "javascript:alert(1)", UrlProblem.SCHEME),
        ("url", "data:text/html,x", UrlProblem.SCHEME),
        ("url", "JaVa\tScRiPt:alert(1)", UrlProblem.CONTROL_CHARACTER),
        ("url", "https://example.org@thief.test/", UrlProblem.USERINFO),
        ("url", "https://127.0.0.1/", UrlProblem.IP_LITERAL),
        ("url", "https://example\u202e.org/", UrlProblem.INVISIBLE_CHARACTER),
        ("url", "https://example.org:8443/", ValueProblem.BAD_PORT),
        ("status", "verified", ValueProblem.UNKNOWN_WORD),
        ("status", "", ValueProblem.MISSING),
        ("support", [], ValueProblem.MISSING),
        ("support", "money", ValueProblem.WRONG_SHAPE),
        ("needs", ["gold"], ValueProblem.UNKNOWN_WORD),
        ("countries", ["Narnia"], ValueProblem.UNKNOWN_WORD),
        ("allowed_domains", ["org"], ValueProblem.BAD_DOMAIN),
        ("allowed_domains", ["give.example.org"], ValueProblem.BAD_DOMAIN),
        ("allowed_domains", ["not a host"], ValueProblem.BAD_DOMAIN),
        ("tenant_prefix", "charity", ValueProblem.BAD_PATH),
        ("valid_to", "2026-02-30", ValueProblem.BAD_DATE),
        ("title", {"English": "x"}, ValueProblem.BAD_LANGUAGE),
        ("title", "x", ValueProblem.WRONG_SHAPE),
        ("title", {"en": "x" * 5000}, ValueProblem.TOO_LONG),
        ("address", 5, ValueProblem.WRONG_SHAPE),
        ("organization", "../x", ValueProblem.BAD_SLUG),
        ("citation", {"source": "", "note": "page 2"}, ValueProblem.MISSING),
        ("citation", {"source": "x", "stated_on": "July"}, ValueProblem.BAD_DATE),
        ("citation", {"source": "x", "verified": "yes"}, ValueProblem.WRONG_SHAPE),
        ("receipts", [{"country": "ZZ", "issuer": "x"}], ValueProblem.UNKNOWN_WORD),
    ],
)
def test_a_channel_value_that_cannot_be_taken_says_why(name: str, raw: Any, code: str) -> None:
    assert problem(CHANNEL, name, raw) == code


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("name", " \u200b ", ValueProblem.MISSING),
        ("names", [{"value": "x", "kind": "verified"}], ValueProblem.UNKNOWN_WORD),
        ("names", [{"value": "x", "id": 7}], ValueProblem.WRONG_SHAPE),
        ("contacts", [{"kind": "email", "value": "nobody"}], ValueProblem.BAD_EMAIL),
        ("contacts", [{"kind": "email", "value": "ani@localhost"}], ValueProblem.BAD_EMAIL),
        ("contacts", [{"kind": "phone", "value": "call me"}], ValueProblem.BAD_PHONE),
        ("contacts", [{"kind": "pigeon", "value": "x"}], ValueProblem.UNKNOWN_WORD),
        ("identifiers", [{"scheme": "AM-EXAMPLE", "value": ""}], ValueProblem.MISSING),
        ("places", ["x"] * 301, ValueProblem.TOO_MANY),
    ],
)
def test_an_organization_value_that_cannot_be_taken_says_why(name: str, raw: Any, code: str) -> None:
    assert problem(ORGANIZATION, name, raw) == code


def test_every_field_of_every_subject_has_a_reader() -> None:
    for fields in FIELDS.values():
        for field in fields.values():
            if not field.is_required:
                assert read_value(field, field.empty, KNOWN) == field.empty


def test_marks_that_hide_or_turn_text_are_taken_out_of_names() -> None:
    assert clean_line("All\u202e for\u200b \x00Armenia\n") == "All for Armenia"


def test_a_slug_is_suggested_from_latin_letters_only() -> None:
    assert suggested_slug("Women's Fund — Côté 2") == "womens-fund-cote-2"
    assert suggested_slug("Օրինակ") == ""
    assert read_slug("womens-fund") == "womens-fund"


def test_an_email_address_keeps_its_name_and_lowers_its_domain() -> None:
    assert read_email("Ani@EXAMPLE.org", KNOWN.hosts) == "Ani@example.org"


def test_a_phone_number_stays_as_it_is_printed() -> None:
    assert read_phone("+374 (10) 00-00-00") == "+374 (10) 00-00-00"


def test_facts_are_read_with_their_sources() -> None:
    cited = {"source": "https://example.org/about", "stated_on": "2023", "strength": "own_site", "note": ""}
    found = {"topic": "location", "value": " Goris ", "citations": [cited]}
    missing = {"topic": "tax", "is_found": False, "note": "nothing was found"}
    assert read_value(FIELDS[ORGANIZATION]["facts"], [found, missing], KNOWN) == [
        {"topic": "location", "value": "Goris", "as_of": "", "note": "", "is_found": True, "citations": [cited]},
        {"topic": "tax", "value": "", "as_of": "", "note": "nothing was found", "is_found": False, "citations": []},
    ]


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ({"topic": "tax", "value": "deductible", "citations": []}, ValueProblem.MISSING),
        ({"topic": "tax", "value": "", "citations": [{"source": "x"}]}, ValueProblem.MISSING),
        ({"topic": "", "is_found": False}, ValueProblem.MISSING),
        ({"topic": "tax", "value": "deductible", "is_found": False}, ValueProblem.WRONG_SHAPE),
        ({"topic": "tax", "is_found": "no"}, ValueProblem.WRONG_SHAPE),
        ({"topic": "tax", "is_found": False, "id": 3}, ValueProblem.WRONG_SHAPE),
        ({"topic": "t" * 41, "is_found": False}, ValueProblem.TOO_LONG),
    ],
)
def test_a_fact_without_a_source_or_against_itself_is_not_taken(fact: dict[str, Any], code: str) -> None:
    assert problem(ORGANIZATION, "facts", [fact]) == code
