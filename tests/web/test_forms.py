"""The question as a form: what is offered, and in which order."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import Flask

from aidroute.domain.ask import Ask, AskField, Problem
from aidroute.domain.directory import Directory
from aidroute.domain.vocabulary import Method, Support
from aidroute.web.forms import (
    FIRST_NEEDS,
    WIDELY_USED,
    AskPage,
    needs_beyond_money,
    needs_most_asked_for,
    problem_words,
    typed_parameters,
)
from tests.support.web_directories import FULL

BARE = Directory(version=1, links_version=1, vocabulary=FULL.vocabulary)


def offered(page: AskPage, part: AskField) -> list[str]:
    return re.findall(r'<option value="([^"]*)"', page.options(page.form.field_of(part)))


def test_needs_that_appeals_ask_for_come_first_in_the_vocabularys_order(in_request: Flask) -> None:
    first = needs_most_asked_for(FULL)
    assert len(first) == FIRST_NEEDS
    assert {"food", "hygiene"} <= set(first)
    assert first == [slug for slug in FULL.vocabulary.needs if slug in first]


def test_every_need_is_offered_once_and_none_that_money_does_not_buy(in_request: Flask) -> None:
    page = AskPage(FULL, {})
    slugs = [need.slug for need in [*page.first_needs, *page.more_needs]]
    assert sorted(slugs) == sorted(slug for slug, need in FULL.vocabulary.needs.items() if need.donatable)


def test_a_need_that_was_asked_for_is_always_in_sight(in_request: Flask) -> None:
    page = AskPage(FULL, {"need": ["cash", "safe-passage"]})
    assert [need.slug for need in page.first_needs if need.is_chosen] == ["safe-passage", "cash"]


def test_receipts_are_offered_for_countries_where_a_channel_gives_one(in_request: Flask) -> None:
    assert offered(AskPage(FULL, {}), AskField.RECEIPT) == ["", "FR"]
    assert offered(AskPage(BARE, {}), AskField.RECEIPT) == [""]


def test_currencies_are_those_that_channels_take_and_those_that_donors_hold(in_request: Flask) -> None:
    odd = replace(FULL.channels["quay-site"], currencies=frozenset({"ISK"}))
    page = AskPage(replace(FULL, channels={"quay-site": odd}), {})
    assert set(offered(page, AskField.CURRENCY)) == {"", "ISK", *WIDELY_USED}


def test_a_right_value_that_is_not_offered_stays_chosen(in_request: Flask) -> None:
    page = AskPage(FULL, {"currency": ["THB"], "receipt": ["DE"]})
    assert '<option value="THB" selected>THB (Thai Baht)</option>' in page.options(page.form.currency)
    assert '<option value="DE" selected>Germany</option>' in page.options(page.form.receipt)


def test_methods_and_kinds_of_support_are_all_offered(in_request: Flask) -> None:
    page = AskPage(FULL, {})
    assert offered(page, AskField.METHOD) == ["", *Method]
    assert offered(page, AskField.SUPPORT) == ["", *Support]


def test_the_further_choices_are_open_when_one_was_made(in_request: Flask) -> None:
    assert not AskPage(FULL, {"need": ["food"], "from": ["FR"]}).asks_more
    assert AskPage(FULL, {"currency": ["EUR"]}).asks_more


def test_a_question_goes_through_the_form_unchanged(in_request: Flask) -> None:
    ask = Ask(needs=("food", "water"), country="FR", method=Method.CARD, any_purpose=True)
    assert typed_parameters(ask) == {
        "need": ["food", "water"],
        "from": ["FR"],
        "method": ["card"],
        "purpose": ["any"],
    }


def test_a_second_value_is_told_from_an_unknown_one(in_request: Flask) -> None:
    assert "second one" in problem_words(Problem(AskField.FROM, "DE", ("DE", "FR")), {})
    assert "no country" in problem_words(Problem(AskField.FROM, "XX", ("DE", "FR")), {})


def test_what_money_does_not_buy_is_named_only_when_an_appeal_names_it(in_request: Flask) -> None:
    assert [need.slug for need in needs_beyond_money(FULL)] == ["safe-passage"]
    assert needs_beyond_money(BARE) == []
