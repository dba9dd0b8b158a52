"""The shipped appeals against the documents they were made from and their expected reading."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from aidroute.services.content_schema import AppealFile
from tests.support.shipped import loaded, numbers, one_line, our_texts, shipped, words

Shared = Callable[[str], Path]

ROLES = {"recommended_donation_recipient": "recommended_recipient"}
NEEDS = {
    "hygiene_products": "hygiene",
    "patient_transport": "evacuation-transport",
    "airlift": "evacuation-transport",
    "evacuation": "evacuation-transport",
    "medical_supplies": "medicine",
    "protection_security": "protection",
    "ceasefire_security": "protection",
    "right_of_return": "protection",
    "international_presence": "protection",
    "essential_services": "essential-goods",
    "refugee_support": "unearmarked",
    "humanitarian_assistance_general": "unearmarked",
}
"""The table of docs/content.md: every other term has the same name with hyphens."""

GIVING = {"donate", "donate_via_issuer"}
"""Told by mentions and channels, not by actions."""

NOT_IN_OUR_VOICE = (
    "genocid", "ethnic cleansing", "nazi", "criminal", "illegal", "terror", "aggress", "provocation", "hostage",
    "brazen", "scorn", "pseudo", "propaganda", "complicit", "patriacide", "armenophob",
)  # fmt: skip
"""Words of accusation in the appeals."""


@dataclass(frozen=True)
class Document:
    """One document, its expected reading, and the appeal that ships with the hash of the document."""

    text: str
    gold: dict[str, Any]
    slug: str
    appeal: AppealFile


@pytest.fixture
def gold(shared: Shared) -> dict[str, Any]:
    return dict(loaded(shared("data/appeals-gold.yaml")))


@pytest.fixture(params=["000", "001", "002", "003", "004"])
def document(request: pytest.FixtureRequest, gold: dict[str, Any], shared: Shared) -> Document:
    (path,) = shared("appeals").glob(f"{request.param}_*.txt")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (slug,) = [slug for slug, appeal in shipped().appeals.items() if appeal.sha256 == digest]
    return Document(one_line(path.read_text(encoding="utf-8")), gold[path.name], slug, shipped().appeals[slug])


def test_every_document_ships_and_nothing_else(gold: dict[str, Any], shared: Shared) -> None:
    hashes = {hashlib.sha256(shared(f"appeals/{name}").read_bytes()).hexdigest() for name in gold}
    assert {appeal.sha256 for appeal in shipped().appeals.values()} == hashes
    assert len(hashes) == 5


def test_who_published_what_when_is_as_stated(document: Document) -> None:
    expected, appeal = document.gold, document.appeal
    assert appeal.stated_on == str(expected["published_on"]["value"] or "")
    assert appeal.language == expected["language"]
    assert appeal.issuer == (expected["issuer"]["name"] or "")
    assert appeal.publisher == (expected["publisher"]["name"] or "")
    assert appeal.address == ""
    if expected["title"]:
        assert appeal.title == one_line(expected["title"])
    else:
        assert re.fullmatch(r"\[.+\]", appeal.title), "a title of ours stands in brackets"
    if expected["published_on"]["stated"] is not True:
        assert appeal.stated_on_note


def test_every_body_it_names_is_listed_in_its_role(document: Document) -> None:
    expected, mentions = document.gold["organizations"], document.appeal.mentions
    assert [each.role for each in mentions] == [ROLES.get(each["role"], each["role"]) for each in expected]
    for wanted, mention in zip(expected, mentions, strict=True):
        linked = shipped().organizations[mention.organization].name if mention.organization else ""
        listed = words(f"{mention.name_as_written} {mention.note} {linked}")
        assert set(words(wanted["name"])) <= set(listed), wanted["name"]
        assert set(words(wanted.get("name_as_written", ""))) <= set(words(mention.name_as_written))


def test_names_and_quotes_stand_in_the_document_letter_by_letter(document: Document) -> None:
    text, appeal = document.text, document.appeal
    quotes = [each.quote for each in (*appeal.mentions, *appeal.statements)]
    assert [quote for quote in quotes if quote not in text] == []
    assert [each.name_as_written for each in appeal.mentions if each.name_as_written.lower() not in text.lower()] == []


def test_every_need_it_states_is_there_under_its_term(document: Document) -> None:
    expected, statements = document.gold["needs"], document.appeal.statements
    assert [(each.need, each.kind) for each in statements] == [
        (NEEDS.get(each["need"], each["need"].replace("_", "-")), each["kind"]) for each in expected
    ]
    for wanted, statement in zip(expected, statements, strict=True):
        if wanted["need"] in NEEDS:
            told = set(words(statement.note))
            assert set(wanted["need"].split("_")) <= told, f"{wanted['need']} is not named in the note"
        if "as_of" in wanted:
            assert statement.since == str(wanted["as_of"])
        assert not set(words(statement.quote)).isdisjoint(words(wanted["quote"]))


def test_since_when_is_a_date_of_the_document(document: Document) -> None:
    stated = {str(each["value"])[:10] for each in document.gold["dates"] if each["value"]}
    assert {each.since for each in document.appeal.statements if each.since} <= stated


def test_every_figure_has_its_number_its_day_and_its_author(document: Document) -> None:
    expected, figures = document.gold["figures"], document.appeal.figures
    assert len(figures) == len(expected)
    for wanted, figure in zip(expected, figures, strict=True):
        assert numbers(figure.value) == numbers(str(wanted["value"] or "")), figure.what
        day = str(wanted["as_of"] or "").replace("T", " ")
        kept = figure.as_of.replace("T", " ")
        assert set(numbers(day)) <= set(numbers(kept)), figure.what
        assert set(numbers(kept)) <= set(numbers(day)), figure.what
        if ">=" in str(wanted["value"]):
            assert figure.value.startswith("at least")
        elif str(wanted["value"]).startswith(">"):
            assert figure.value.startswith("more than")
        elif str(wanted["value"]).startswith("~"):
            assert figure.value.startswith("about")


def test_later_figures_are_those_that_were_found(shared: Shared) -> None:
    found = loaded(shared("data/organizations.yaml"))["figures_superseded"]
    known = set(numbers(" ".join(each["later"] for each in found)))
    superseded = [figure for appeal in shipped().appeals.values() for figure in appeal.figures if figure.superseded_by]
    assert len(superseded) == 3
    assert set(numbers(" ".join(figure.superseded_by for figure in superseded))) == known


def test_every_other_action_is_there(document: Document) -> None:
    expected = Counter(each["action"] for each in document.gold["calls_to_action"] if each["action"] not in GIVING)
    assert Counter(each.kind for each in document.appeal.actions) == expected


def test_everyone_it_is_addressed_to_is_named_in_the_summary(document: Document) -> None:
    summary = set(words(document.appeal.summary["en"]))
    for addressee in document.gold["addressees"]:
        missing = set(words(addressee["name"])) - summary
        assert missing <= {"various", "designed"}, addressee["name"]


def test_every_dated_event_is_in_the_timeline(document: Document) -> None:
    (emergency,) = shipped().emergencies.values()
    told = {entry.happened_on for entry in emergency.timeline if document.slug in entry.appeals}
    events = {str(each["value"])[:10] for each in document.gold["dates"] if each["kind"] == "event"}
    assert told == events, "all of them, and none that the document does not date"


def test_two_events_of_one_day_are_both_told() -> None:
    (emergency,) = shipped().emergencies.values()
    (day,) = [entry.text["en"] for entry in emergency.timeline if entry.happened_on == "2023-06-22"]
    assert "concrete blocks" in day
    assert "PACE" in day


def test_every_place_it_speaks_of_is_named(document: Document) -> None:
    (emergency,) = shipped().emergencies.values()
    told = " ".join(
        [*emergency.places, *(entry.text["en"] for entry in emergency.timeline), *our_texts(document.appeal).values()]
    )
    for place in document.gold["places"]:
        missing = set(words(re.sub(r"\(.*?\)|/", " ", place))) - set(words(told))
        assert missing == set(), place


def test_the_contacts_it_prints_are_those_of_its_issuer(document: Document) -> None:
    printed = {*document.gold["contacts"]["emails"], *document.gold["contacts"]["phones"]}
    issuers = [each.organization for each in document.appeal.mentions if each.role == "issuer" and each.organization]
    kept = {contact.value for each in issuers for contact in shipped().organizations[each].contacts}
    assert kept == printed


def test_no_more_than_twelve_words_in_a_row_are_the_documents(document: Document) -> None:
    (emergency,) = shipped().emergencies.values()
    text = " " + " ".join(words(document.text)) + " "
    ours = {**our_texts(document.appeal), "emergency": emergency.summary["en"]}
    ours |= {entry.happened_on: entry.text["en"] for entry in emergency.timeline}
    for where, written in ours.items():
        row = words(written)
        runs = (" ".join(row[at : at + 13]) for at in range(len(row) - 12))
        assert [run for run in runs if f" {run} " in text] == [], where


def test_no_accusation_is_repeated_in_our_voice(document: Document) -> None:
    (emergency,) = shipped().emergencies.values()
    names = {each["name"].casefold() for each in document.gold["organizations"]} | {
        each.name.casefold() for each in shipped().organizations.values()
    }
    claims = [" ".join(words(claim)) for claim in document.gold["partisan_claims"]]
    ours = {**our_texts(document.appeal), "emergency": emergency.summary["en"]}
    ours |= {entry.happened_on: entry.text["en"] for entry in emergency.timeline}
    ours |= {f"quote {at}": each.quote for at, each in enumerate(document.appeal.mentions)}
    for where, written in ours.items():
        plain = written.casefold()
        for each in sorted(names, key=len, reverse=True):
            plain = plain.replace(each, " ")
        plain = plain.replace("lemkin institute for the prevention of genocide", " ")
        assert [word for word in NOT_IN_OUR_VOICE if word in plain] == [], f"{where}: {written}"
        assert [claim for claim in claims if claim in " ".join(words(plain))] == [], where
