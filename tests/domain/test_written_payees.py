"""Payees that stand written out where no link leads to them."""

from __future__ import annotations

import pytest

from aidroute.domain.written_payees import merchant_codes, written_addresses


def code(account: str, amount: str = "") -> str:
    """A merchant's code with one account field, made by EMVCo's rule of number, length, value."""
    guest = f"0014br.gov.bcb.pix01{len(account):02d}{account}"
    money = f"54{len(amount):02d}{amount}" if amount else ""
    return f"00020126{len(guest):02d}{guest}520400005303986{money}5802BR5907CHARITY6009SAO PAULO63040000"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Give at paypal.me/charity today", "https://paypal.me/charity"),
        ("https://www.gofundme.com/f/our-winter.", "https://www.gofundme.com/f/our-winter"),
        (r'"link":"https:\/\/ko-fi.com\/charity"', "https://ko-fi.com/charity"),
    ],
)
def test_an_address_that_is_only_written_is_read(text: str, found: str) -> None:
    assert list(written_addresses(text)) == [found]


@pytest.mark.parametrize("text", ["and/or", "a mail to a@charity.test/x", "1.5/2", "charity.test", "e.g. this"])
def test_words_with_dots_and_slashes_are_no_addresses(text: str) -> None:
    assert list(written_addresses(text)) == []


def test_a_code_to_scan_says_whom_it_pays_whatever_the_sum() -> None:
    plain, with_sum, other = (
        list(merchant_codes(each)) for each in (code("ours"), code("ours", "5.00"), code("theirs"))
    )
    assert plain == with_sum
    assert len(plain) == len(other) == 1
    assert plain != other


def test_a_code_made_for_one_gift_is_known_by_its_place() -> None:
    assert list(merchant_codes(code("pay.test/v2/aaa111"))) == list(merchant_codes(code("pay.test/v2/bbb222")))


@pytest.mark.parametrize("text", ["000201", "000201 and so on for quite a while to come", "1000201" + "26" * 20])
def test_digits_that_only_begin_like_a_code_are_none(text: str) -> None:
    assert list(merchant_codes(text)) == []
