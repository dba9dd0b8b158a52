"""Bank accounts in a text, however they are spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidroute.domain.ibans import LENGTHS, ibans, is_iban
from tests.support.judged_pages import OUR_IBAN, iban

# Specimens of the registry itself, one per country of interest; no account of anybody.
SPECIMENS = (
    "GB29NWBK60161331926819",
    "DE89370400440532013000",
    "FR1420041010050500013M02606",
    "NL91ABNA0417164300",
    "BE68539007547034",
    "PL61109010140000071219812874",
    "TR330006100519786457841326",
    "AE070331234567890123456",
    "GE29NB0000000101904917",
    "UA213223130000026007233566001",
    "ES9121000418450200051332",
    "IT60X0542811101000000123456",
    "CH9300762011623852957",
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
    "KZ86125KZT5004100100",
    "LB62099900000001001901229114",
    "AZ21NABZ00000000137010001944",
    "CY17002001280000001200527600",
)


@pytest.mark.parametrize("number", SPECIMENS)
def test_the_registrys_specimens_are_accounts(number: str) -> None:
    assert is_iban(number)
    assert ibans(f"Please pay to {number}, thank you.") == (number,)


@pytest.mark.parametrize("number", SPECIMENS)
def test_one_wrong_digit_is_no_account(number: str) -> None:
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert not is_iban(wrong)
    assert ibans(wrong) == ()


SEPARATORS = [" ", "\u00a0", "\u2009", "\u200b", "\u00ad", "-", "\u2013", ".", "\t", "\n", "\u2060", "  ", " - "]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_no_separator_hides_an_account(separator: str) -> None:
    groups = [OUR_IBAN[at : at + 4] for at in range(0, len(OUR_IBAN), 4)]
    assert ibans(separator.join(groups)) == (OUR_IBAN,)


@pytest.mark.parametrize("text", ["IBAN:{}", "IBAN{}", "iban {}.", "({})", "«{}»", "{}BIC", "a {}", "{}, {}"])
def test_what_stands_around_it_does_not_matter(text: str) -> None:
    expected = () if text == "{}BIC" and len(OUR_IBAN) != 22 else (OUR_IBAN,)
    assert ibans(text.format(OUR_IBAN, OUR_IBAN)) == expected


def test_letters_that_look_alike_count_as_what_they_look_like() -> None:
    assert ibans(OUR_IBAN.replace("T", "Т").replace("E", "Ε")) == (OUR_IBAN,)


def test_full_width_letters_are_letters() -> None:
    assert ibans("".join(chr(ord(letter) + 0xFEE0) for letter in OUR_IBAN)) == (OUR_IBAN,)


@pytest.mark.parametrize(
    "text",
    [
        "In 20 towns and villages we help more than 400 families",
        "de 20 personnes et 30 enfants ont reçu de la nourriture en 2023",
        "GB82",
        "Version AT12 of the form, 2023-09-26, 10:30, pages 1-20",
        "",
        "ZZ" + "0" * 20,
    ],
)
def test_ordinary_text_holds_no_account(text: str) -> None:
    assert ibans(text) == ()


@given(st.sampled_from(sorted(LENGTHS)), st.text("0123456789", min_size=40, max_size=40))
def test_every_well_formed_number_is_found_in_any_case(country: str, digits: str) -> None:
    number = iban(country, digits[: LENGTHS[country] - 4])
    assert ibans(f"x {number.lower()} y") == (number,)


@given(st.text(max_size=300))
def test_no_text_is_an_error(text: str) -> None:
    assert all(is_iban(found) for found in ibans(text))


@pytest.mark.parametrize("mark", ["/", " | ", "\u00b7", "\u3000", "\u2066", "_"])
def test_marks_between_the_groups_do_not_hide_an_account(mark: str) -> None:
    groups = [OUR_IBAN[at : at + 4] for at in range(0, len(OUR_IBAN), 4)]
    assert ibans(mark.join(groups)) == (OUR_IBAN,)


@pytest.mark.parametrize("zero", ["\u0660", "\u06f0", "\u0966", "\U0001d7ce"])
def test_digits_of_other_scripts_do_not_hide_an_account(zero: str) -> None:
    digits = {48 + number: ord(zero) + number for number in range(10)}
    assert ibans(OUR_IBAN.translate(digits)) == (OUR_IBAN,)


@pytest.mark.parametrize(
    ("written", "account"),
    [
        ("61 1090 1014 0000 0712 1981 2874", "PL61109010140000071219812874"),
        ("61109010140000071219812874", "PL61109010140000071219812874"),
        ("61-1090-1014-0000-0712-1981-2874", "PL61109010140000071219812874"),
        ("0002 0123 12345678901 54", "PT50000201231234567890154"),
        ("0002.0123.1234.5678.9015.4", "PT50000201231234567890154"),
        ("000201231234567890154", "PT50000201231234567890154"),
    ],
)
def test_a_polish_and_a_portuguese_account_needs_no_letters(written: str, account: str) -> None:
    assert ibans(f"Nr konta: {written}.") == (account,)
    assert ibans(f"{written.replace(' ', chr(0xA0))} and {account}") == (account,)
    wrong = written[:-1] + ("0" if written[-1] != "0" else "1")
    assert ibans(wrong) == ()
    assert ibans(f"1.{written}") == () == ibans(f"x{written}") == ibans(f"{written}x")


def test_lists_of_sums_and_years_are_no_accounts() -> None:
    assert ibans("10 20 50 100 200 500 1000 2000 5000") == ()
    assert ibans(" ".join(str(year) for year in range(1990, 2031))) == ()
