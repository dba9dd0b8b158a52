from __future__ import annotations

from typing import Any

import pytest

from aidroute.domain.change import CHANNEL, CREATE, EDIT, ORGANIZATION
from aidroute.domain.shipped_changes import APPEAL, Directory, Shipped, Step, no_longer_shipped, plan
from aidroute.domain.subjects import empty_values

KITCHEN: dict[str, Any] = empty_values(ORGANIZATION) | {
    "name": "Sample Kitchen",
    "kind": "other",
    "purpose": "humanitarian",
    "summary": {"en": "Cooks meals."},
    "website": "https://kitchen.example.org/",
    "position": 1,
}
PAGE: dict[str, Any] = empty_values(CHANNEL) | {
    "organization": "sample-kitchen",
    "kind": "donation_page",
    "status": "approved",
    "url": "https://kitchen.example.org/give",
    "support": ["money"],
    "operator": "organization",
    "title": {"en": "Give a meal"},
    "position": 1,
}
LETTER: dict[str, Any] = {"title": "A letter", "summary": {"en": "Asks for help."}, "position": 1}

FIELDS = {(ORGANIZATION, "sample-kitchen"): KITCHEN, (CHANNEL, "page"): PAGE, (APPEAL, "letter"): LETTER}


def one(entry: Shipped, directory: Directory) -> Step:
    (step,) = plan([entry], directory)
    return step


def page(**changes: Any) -> Shipped:
    return Shipped(CHANNEL, "page", PAGE | changes)


def kitchen(**changes: Any) -> Shipped:
    return Shipped(ORGANIZATION, "sample-kitchen", KITCHEN | changes)


def as_shipped(**stored: dict[str, Any]) -> Directory:
    """A directory in which everything is as it was shipped last, except for the stored values given by slug."""
    changed = {key: fields | stored.get(key[1].replace("-", "_"), {}) for key, fields in FIELDS.items()}
    return Directory(stored=changed, last_shipped=dict(FIELDS), has_history=True)


def test_an_empty_directory_takes_everything_at_once() -> None:
    entries = [kitchen(), page(), Shipped(APPEAL, "letter", LETTER)]
    steps = plan(entries, Directory())
    assert [step.create for step in steps] == [KITCHEN, PAGE, LETTER]
    assert not any(step.propose for step in steps)


@pytest.mark.parametrize(
    "directory",
    [
        Directory(stored={(APPEAL, "letter"): LETTER}),
        Directory(last_shipped={(APPEAL, "letter"): LETTER}),
        Directory(has_history=True),
    ],
)
def test_only_a_directory_in_which_nothing_ever_was_is_empty(directory: Directory) -> None:
    step = one(page(), directory)
    assert step.create is None
    assert step.proposal_action == CREATE
    assert step.propose["url"] == ("", PAGE["url"])


def test_what_did_not_change_is_not_touched() -> None:
    for key, fields in FIELDS.items():
        assert one(Shipped(*key, fields), as_shipped()).does_nothing


def test_what_people_changed_here_stays_while_the_shipped_value_stays() -> None:
    directory = as_shipped(page={"url": "https://new.example.org/", "title": {"en": "Ours"}})
    assert one(page(), directory).does_nothing


def test_a_changed_text_applies_at_once() -> None:
    step = one(page(title={"en": "Give"}), as_shipped())
    assert step.edit == {"title": ({"en": "Give a meal"}, {"en": "Give"})}
    assert not step.propose


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "https://thief.example.net/"),
        ("allowed_domains", ["thief.example"]),
        ("tenant_prefix", "/thief"),
        ("address", "thief@example.net"),
        ("kind", "official_site"),
        ("operator", "intermediary"),
        ("operator_name", "Somebody"),
    ],
)
def test_where_a_gift_goes_waits_for_a_person(field: str, value: Any) -> None:
    step = one(page(**{field: value}), as_shipped())
    assert step.propose == {field: (PAGE[field], value)}
    assert step.proposal_action == EDIT
    assert not step.edit


def test_approving_waits_and_retiring_does_not() -> None:
    awaiting = Directory(
        stored={(CHANNEL, "page"): PAGE | {"status": "awaiting"}},
        last_shipped={(CHANNEL, "page"): PAGE | {"status": "awaiting"}},
    )
    assert one(page(), awaiting).propose == {"status": ("awaiting", "approved")}
    assert one(page(status="retired"), as_shipped()).edit == {"status": ("approved", "retired")}


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (page(note={"en": "Send it to https://thief.example.net/ instead"}), "note"),
        (page(note={"en": "Account DE44 5001 0517 5407 3249 31"}), "note"),
        (kitchen(summary={"en": "Write to thief@example.net"}), "summary"),
        (kitchen(facts=[{"topic": "donation_page", "value": "www.thief.example"}]), "facts"),
        (kitchen(website="https://thief.example.net/"), "website"),
        (kitchen(contacts=[{"kind": "email", "value": "thief@example.net", "citation": None}]), "contacts"),
    ],
)
def test_a_text_that_newly_names_a_place_to_pay_waits_for_a_person(entry: Shipped, field: str) -> None:
    step = one(entry, as_shipped())
    assert set(step.propose) == {field}
    assert not step.edit


def test_what_may_apply_applies_while_the_rest_waits() -> None:
    step = one(page(url="https://new.example.org/", title={"en": "Give"}), as_shipped())
    assert set(step.edit) == {"title"}
    assert set(step.propose) == {"url"}


def test_a_field_that_people_changed_too_becomes_a_proposal() -> None:
    step = one(page(title={"en": "Give"}), as_shipped(page={"title": {"en": "Ours"}}))
    assert step.propose == {"title": ({"en": "Ours"}, {"en": "Give"})}
    assert not step.edit


def test_people_and_the_shipped_content_may_agree() -> None:
    step = one(page(title={"en": "Give"}), as_shipped(page={"title": {"en": "Give"}}))
    assert step.does_nothing


def test_what_only_ships_is_kept_when_somebody_changed_it_behind_our_back() -> None:
    step = one(Shipped(APPEAL, "letter", LETTER | {"title": "New"}), as_shipped(letter={"title": "Other"}))
    assert step.does_nothing
    assert step.kept == ("title",)


def test_a_channel_never_moves_to_another_organization() -> None:
    step = one(page(organization="harbour-club"), as_shipped())
    assert step.does_nothing
    assert step.kept == ("organization",)


def test_a_new_organization_comes_without_what_decides_where_gifts_go() -> None:
    contacts = [{"kind": "email", "value": "crew@club.example.org", "citation": None}]
    entry = Shipped(ORGANIZATION, "club", KITCHEN | {"contacts": contacts})
    step = one(entry, as_shipped())
    assert step.create == entry.fields | {"website": "", "contacts": []}
    assert set(step.propose) == {"website", "contacts"}
    assert step.proposal_action == EDIT


def test_a_new_appeal_comes_whole() -> None:
    step = one(Shipped(APPEAL, "note", LETTER), as_shipped())
    assert step.create == LETTER


def test_a_channel_that_waits_or_was_turned_down_is_not_proposed_again() -> None:
    directory = Directory(last_shipped={(CHANNEL, "page"): PAGE})
    assert one(page(), directory).does_nothing
    assert one(page(title={"en": "Give"}), directory).propose["title"] == ({}, {"en": "Give"})


def test_an_entry_that_people_made_under_the_same_name_is_asked_about() -> None:
    directory = Directory(stored={(CHANNEL, "page"): PAGE | {"title": {"en": "Ours"}, "position": 4}})
    step = one(page(), directory)
    assert set(step.propose) == {"title"}
    assert step.kept == ("position",)


def test_what_is_no_longer_shipped_is_told_while_it_is_there() -> None:
    assert no_longer_shipped([kitchen()], as_shipped()) == [(CHANNEL, "page"), (APPEAL, "letter")]
    assert no_longer_shipped([], Directory(last_shipped={(CHANNEL, "page"): PAGE})) == []
