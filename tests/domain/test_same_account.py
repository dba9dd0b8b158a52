"""One account in several spellings."""

from __future__ import annotations

import pytest

from aidroute.domain.same_account import is_same_account
from tests.support.judged_pages import iban

GERMAN = iban("DE", "100000000012345678")
BRITISH = iban("GB", "TEST10203012345678")
APPROVED = (f"iban:{GERMAN}", f"iban:{BRITISH}", "account:900000123", "form:charity.test")


@pytest.mark.parametrize(
    "digits",
    [
        "0012345678",
        "12345678",
        GERMAN[2:],
        GERMAN[4:],
        BRITISH[8:],
        "900000123",
        "351900000123",
        "00351900000123",
        "0900000123",
    ],
)
def test_a_number_that_repeats_an_approved_account_is_no_other(digits: str) -> None:
    assert is_same_account(f"account:{digits}", APPROVED)


@pytest.mark.parametrize(
    "target",
    [
        "account:0012345679",
        "account:345678",
        "account:1234567",
        "account:9912345678",
        "account:" + GERMAN[4:12] + "0087654321",
        "account:900000124",
        "account:1234900000123",
        "account:1900000124",
        "account:00000123",
        "account:a@b.test",
        "iban:" + GERMAN[2:],
        "mail:900000123",
        "card:12345678",
    ],
)
def test_a_number_that_only_resembles_one_is_another(target: str) -> None:
    assert not is_same_account(target, APPROVED)
    assert not is_same_account(target, ())


def test_a_phone_without_its_code_is_the_approved_one() -> None:
    assert is_same_account("account:900000123", ["account:351900000123"])
    assert not is_same_account("account:0000123", ["account:3510000123"])
