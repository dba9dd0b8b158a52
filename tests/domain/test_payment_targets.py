"""What counts as a place to pay inside a free text."""

import pytest

from aidroute.domain.payment_targets import names_payment_target, new_targets


@pytest.mark.parametrize(
    "text",
    [
        "Send it to AM12 3456 7890 1234 5678",
        "IBAN FR7612345678901234567890123",
        "new page: https://give.example.org/now",
        "give at give.example.org",
        "GIVE.EXAMPLE.ORG",
        "pay.example.org/charity",
        "տուր օրինակ.հայ կայքում",
        "write to ani@example.org",
        "ani (at) example",
        "call 060 00 00 00 00",
        "+374 10 00-00-00",
        "card 0000 1111 2222 3333",
        "0x00000000000000000000000000000000000000aa",
        "bc1qexampleexampleexampleexample",
        "ｗｗｗ.example.org",
        "give at exam\u00adple\u00ad.org",
        "give at example\u200c.org",
        "give at example\u3002org",
        "give at example[.]org",
        "give at example (dot) org",
        "12\u00ad34\u00ad56\u00ad78\u00ad90",
        "12\ufe0f34\ufe0f56\ufe0f78\ufe0f90",
        "card 0000/1111/2222/3333",
        "account 12_34_56_78",
        "account 1234·5678·90",
    ],
)
def test_an_address_an_account_or_a_number_is_a_target(text: str) -> None:
    assert names_payment_target(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Cooks meals in Goris and Kornidzor.",
        "founded 2020-01-17, restarted 2022-2023",
        "1,000 families, 25,000 USD in 2021",
        "e.g. blankets; a.k.a. the kitchen",
        "Հավաքում է վերմակներ։",
    ],
)
def test_plain_words_dates_and_figures_are_none(text: str) -> None:
    assert not names_payment_target(text)


def test_only_texts_that_were_not_there_before_count() -> None:
    before = {"en": "see example.org"}
    assert new_targets(before, {"en": "see example.org", "fr": "voir example.org"}) == ("voir example.org",)
    assert new_targets(before, {"en": "see example.org"}) == ()
    assert new_targets(None, [{"issuer": "ask thief.example"}]) == ("ask thief.example",)


def test_a_source_that_is_an_address_is_a_link_to_click_and_so_a_target() -> None:
    found = {"source": "https://news.example.org/1", "note": "page 2"}
    assert new_targets(None, found) == ("https://news.example.org/1",)
    assert new_targets(found, {**found, "note": "page 3"}) == ()


def test_a_source_in_words_is_none() -> None:
    assert new_targets(None, {"source": "a letter of the ministry, 2023-09-26", "note": ""}) == ()
    assert new_targets(None, {"source": "a letter: pay at thief.example"}) == ("a letter: pay at thief.example",)
