"""An edit as a whole."""

from typing import Any

import pytest

from aidroute.adapters.host_rules import BrowserHostRules
from aidroute.domain.change import CHANNEL, CREATE, EDIT, ORGANIZATION, RETIRE
from aidroute.domain.edit import (
    BadEdit,
    Edit,
    FieldProblem,
    edit_hash,
    needs_second_person,
    proposed_hash,
    read_changes,
    texts_with_targets,
)
from aidroute.domain.field_values import Known, ValueProblem
from aidroute.domain.subjects import differences, empty_values
from aidroute.domain.vocabulary import Vocabulary

KNOWN = Known(BrowserHostRules(("test",)), Vocabulary({}, frozenset({"FR"}), frozenset({"EUR"})))

CURRENT: dict[str, Any] = {
    **empty_values(CHANNEL),
    "organization": "example-fund",
    "kind": "donation_page",
    "status": "approved",
    "url": "https://give.example.org/",
    "support": ["money"],
    "operator": "organization",
}


def changes(fields: dict[str, Any], action: str = EDIT, subject: str = CHANNEL) -> dict[str, tuple[Any, Any]]:
    current = CURRENT if subject == CHANNEL else empty_values(subject)
    return read_changes(Edit(subject, "x", action, fields), current, KNOWN)


def codes(fields: dict[str, Any], action: str = EDIT) -> set[tuple[str, str]]:
    current = empty_values(CHANNEL) if action == CREATE else CURRENT
    with pytest.raises(BadEdit) as raised:
        read_changes(Edit(CHANNEL, "x", action, fields), current, KNOWN)
    return {(each.field, each.code) for each in raised.value.problems}


def is_held(fields: dict[str, Any], action: str = EDIT, subject: str = CHANNEL) -> bool:
    edit = Edit(subject, "x", action, fields)
    return needs_second_person(edit, changes(fields, action, subject))


def test_only_what_differs_is_a_change() -> None:
    assert changes({"url": "https://GIVE.example.org", "currencies": ["eur"]}) == {"currencies": ([], ["EUR"])}


def test_an_edit_that_changes_nothing_is_refused() -> None:
    assert codes({"url": "https://give.example.org/"}) == {("", ValueProblem.NOTHING_CHANGED)}


@pytest.mark.parametrize("name", ["id", "slug", "version", "decided_by", "approved_at", "state", "verdict", "link_id"])
def test_a_field_nobody_offers_cannot_be_set(name: str) -> None:
    assert codes({name: "x", "currencies": ["EUR"]}) == {(name, ValueProblem.UNKNOWN_FIELD)}


def test_a_channel_stays_with_its_organization() -> None:
    assert codes({"organization": "other"}) == {("organization", ValueProblem.FIXED)}
    assert changes({"organization": "example-fund", "currencies": ["EUR"]}) == {"currencies": ([], ["EUR"])}


def test_every_problem_is_told_at_once() -> None:
    found = codes({"url": "ftp://example.org/", "countries": ["XX"], "surprise": 1})
    assert {name for name, _ in found} == {"url", "countries", "surprise"}


def test_a_new_channel_must_say_what_it_is() -> None:
    missing = {name for name, code in codes({"url": "https://example.org/"}, CREATE) if code == ValueProblem.MISSING}
    assert missing == {"organization", "kind", "status", "support", "operator"}


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"url": ""}, ("url", ValueProblem.MISSING)),
        ({"address": "x"}, ("address", ValueProblem.ADDRESS_NOT_FOR_KIND)),
        ({"kind": "email", "url": ""}, ("address", ValueProblem.MISSING)),
        ({"kind": "email", "address": "ani@example.org"}, ("url", ValueProblem.URL_NOT_FOR_KIND)),
        ({"kind": "email", "url": "", "address": "ani"}, ("address", ValueProblem.BAD_EMAIL)),
        ({"kind": "phone", "url": "", "address": "ani"}, ("address", ValueProblem.BAD_PHONE)),
        ({"operator": "intermediary"}, ("operator_name", ValueProblem.NO_OPERATOR_NAME)),
        ({"valid_from": "2026-02-02", "valid_to": "2026-02-01"}, ("valid_to", ValueProblem.BAD_DATE_ORDER)),
    ],
)
def test_values_that_contradict_each_other_are_refused(fields: dict[str, Any], problem: tuple[str, str]) -> None:
    assert codes(fields) == {problem}


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "https://other.example.org/"},
        {"tenant_prefix": "/charity"},
        {"allowed_domains": ["pay.test"]},
        {"operator": "intermediary", "operator_name": "Example Bank"},
        {"kind": "official_site"},
        {"kind": "email", "url": "", "address": "ani@example.org"},
        {"currencies": ["EUR"], "url": "https://other.example.org/"},
        {"note": {"en": "or send it to AM12 3456 7890 1234 5678"}},
        {"title": {"en": "Give at thief.example"}},
    ],
)
def test_what_moves_money_waits_for_a_second_person(fields: dict[str, Any]) -> None:
    assert is_held(fields)


@pytest.mark.parametrize(
    "fields", [{"currencies": ["EUR"]}, {"note": {"en": "They answer in a week."}}, {"valid_to": "2026-02-01"}]
)
def test_other_edits_need_nobody_else(fields: dict[str, Any]) -> None:
    assert not is_held(fields)


def test_one_person_may_stop_a_channel_and_not_start_it() -> None:
    assert not is_held({"status": "retired"}, RETIRE)
    assert not is_held({"status": "awaiting"})
    retired = {**CURRENT, "status": "retired"}
    edit = Edit(CHANNEL, "x", EDIT, {"status": "approved"})
    assert needs_second_person(edit, read_changes(edit, retired, KNOWN))


def test_an_organizations_website_and_contacts_wait_for_a_second_person() -> None:
    named = {"name": "Example", "kind": "national NGO", "purpose": "humanitarian"}
    assert not is_held(named, CREATE, ORGANIZATION)
    assert is_held({**named, "website": "https://example.org/"}, CREATE, ORGANIZATION)
    assert is_held({**named, "contacts": [{"kind": "email", "value": "ani@example.org"}]}, CREATE, ORGANIZATION)
    assert is_held({**named, "summary": {"en": "Give at thief.example"}}, CREATE, ORGANIZATION)


def test_texts_with_targets_are_named_and_addresses_in_their_own_fields_are_not() -> None:
    fields = {"note": {"en": "see thief.example"}, "url": "https://other.example.org/"}
    edit = Edit(CHANNEL, "x", EDIT, fields)
    assert texts_with_targets(edit, changes(fields)) == {"note": ("see thief.example",)}


def test_the_hash_is_of_what_would_be_applied_and_to_what() -> None:
    fields = {"url": "https://other.example.org"}
    edit = Edit(CHANNEL, "x", EDIT, fields)
    own = edit_hash(edit, changes(fields))
    assert own == proposed_hash(CHANNEL, "x", EDIT, {"url": "https://other.example.org/"})
    assert own != proposed_hash(CHANNEL, "y", EDIT, {"url": "https://other.example.org/"})
    assert own != proposed_hash(CHANNEL, "x", EDIT, {"url": "https://other.example.org/a"})


def test_a_problem_says_which_part_is_meant() -> None:
    with pytest.raises(BadEdit) as raised:
        changes({"countries": ["FR", "Narnia"]})
    assert raised.value.problems == (FieldProblem("countries", ValueProblem.UNKNOWN_WORD, "NARNIA"),)


def test_differences_are_pairs_of_old_and_new() -> None:
    assert differences({"a": 1, "b": 2}, {"a": 1, "b": 3}) == {"b": (2, 3)}
