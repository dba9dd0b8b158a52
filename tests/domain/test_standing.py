"""How much of the approved page is still there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aidroute.domain.baseline import all_targets
from aidroute.domain.link import Baseline
from aidroute.domain.observation import Body
from aidroute.domain.page import inspect
from aidroute.domain.page_facts import Page
from aidroute.domain.standing import Standing, compare, differences, title_likeness
from tests.support.judged_pages import OUR_IBAN, URL, bare, baseline, page, rules, seen


def standing(html: str, kept: Baseline | None = None) -> Standing:
    facts = inspect(Body(content=html.encode(), content_type="text/html"), URL)
    return compare(facts, targets(facts), kept or baseline())


def targets(facts: Page) -> tuple[str, ...]:
    return all_targets(facts, seen(), rules())


def test_the_same_page_is_whole() -> None:
    assert standing(page()).score == pytest.approx(1)


def test_without_a_baseline_nothing_is_known() -> None:
    facts = inspect(Body(content=b"x", content_type="text/html"), URL)
    unknown = compare(facts, (), None)
    assert (unknown.is_known, unknown.is_intact, unknown.is_gone) == (False, False, False)
    assert compare(facts, (), Baseline()).is_known is False


@pytest.mark.parametrize(
    "html",
    [
        page(text="Something else entirely. " * 30),
        page(title="Give - Charity"),
        page(extra="<p>More news from the villages.</p>" * 20),
    ],
)
def test_a_page_that_takes_gifts_the_same_way_is_intact(html: str) -> None:
    assert standing(html).is_intact


@pytest.mark.parametrize("html", [bare("Welcome"), bare("Donate - Charity"), bare("x", "<p>Plum cake.</p>" * 40), ""])
def test_a_page_without_any_of_it_is_gone(html: str) -> None:
    assert standing(html).is_gone


def test_a_page_that_kept_the_account_only_is_neither() -> None:
    half = standing(page(title="Page not found", heading="Sorry", form=""))
    assert not half.is_intact
    assert not half.is_gone


def test_what_the_baseline_has_not_is_not_asked_for() -> None:
    assert standing(page(), Baseline(title="Donate - Charity")).score == pytest.approx(1)
    assert standing(page(), replace(baseline(), payment_targets=())).score == pytest.approx(1)


def test_hidden_words_do_not_keep_a_page() -> None:
    hidden = bare("Online shop", f"<div style='display:none'>{page()}</div><p>Garden chairs for every taste.</p>" * 3)
    assert not standing(hidden).is_intact


def test_differences_name_both_sides() -> None:
    html = page(title="Help", form="https://other.test/x", extra='<script src="//cdn.test/a.js"></script>')
    facts = inspect(Body(content=html.encode(), content_type="text/html"), URL)
    found = differences(facts, targets(facts), baseline())
    assert found.new_payment_targets == ("form:other.test", "path:other.test/x")
    assert found.missing_payment_targets == ("form:payment.test", "path:payment.test/pay")
    assert found.new_script_origins == ("cdn.test",)
    assert (found.title_before, found.title_now) == ("Donate - Charity", "Help")
    assert found.text_distance is not None
    assert not found.is_empty


def test_the_same_page_differs_in_nothing() -> None:
    facts = inspect(Body(content=page().encode(), content_type="text/html"), URL)
    assert differences(facts, targets(facts), baseline()).is_empty
    assert differences(facts, (), None).is_empty


def test_titles_are_compared_by_their_words() -> None:
    assert title_likeness("Donate - Charity", "Charity | Donate") == 1
    assert title_likeness("", "") == 1
    assert title_likeness("Donate", "Casino") == 0
    assert f"iban:{OUR_IBAN}" in baseline().payment_targets
